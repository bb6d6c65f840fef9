"""What the server counts, for /metrics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest


class Metrics:
    """Counters of one application; each has a registry of its own, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        # Processor time, memory and open files of the process.
        ProcessCollector(registry=self.registry)
        self.rooms = Gauge("orbital_rooms", "Rooms that are open.", registry=self.registry)
        self.viewers = Gauge("orbital_viewers", "Viewers that are connected.", registry=self.registry)
        self.rooms_opened = Counter("orbital_rooms_opened", "Rooms opened.", registry=self.registry)
        self.rooms_failed = Counter("orbital_rooms_failed", "Rooms ended by a fault.", registry=self.registry)
        self.steps = Counter("orbital_steps", "Steps simulated in rooms.", registry=self.registry)
        self.interventions = Counter(
            "orbital_interventions", "Interventions, by what became of them.", ["outcome"], registry=self.registry
        )
        self.errors = Counter("orbital_errors", "Error frames, by code.", ["code"], registry=self.registry)
        self.frames_sent = Counter("orbital_frames_sent", "Frames sent to viewers.", registry=self.registry)
        self.bytes_sent = Counter("orbital_bytes_sent", "Characters of frames sent.", registry=self.registry)
        self.keyframe_skips = Counter(
            "orbital_keyframe_skips", "Viewers that lagged and skipped to a keyframe.", registry=self.registry
        )
        self.stalled = Counter(
            "orbital_stalled_viewers", "Viewers that stalled and were dropped.", registry=self.registry
        )
        self.frame_lag = Histogram(
            "orbital_frame_lag_seconds",
            "From the making of a frame to its being handed to the network.",
            buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0),
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "orbital_loop_lag_seconds",
            "By how much the event loop wakes too late: so long does everything wait.",
            buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0),
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self.registry)
