"""What is measured, each beside its bound."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from time import monotonic
from typing import Final, TypeAlias

from tools.bench_load.arrival import arrive
from tools.bench_load.crowd import Crowd, Viewer
from tools.bench_load.line import Line
from tools.bench_load.server import Server
from tools.table import Row

CLUSTER: Final = "cluster S1 S2 S3 S4 S5 seed={seed} timing=classroom\nrun until leader != none within 60s\n"
ACTS: Final = ("cut S1-S2", "client c1 put x {n}", "heal S1-S2", "client c2 get x", "pause S3", "resume S3")
SESSION_EVERY_S: Final = 0.25
SANDBOX_EVERY_S: Final = 2.0
STALL_BUFFER: Final = 4_096
STALL_ASKS: Final = 1_000

Act: TypeAlias = tuple[float, Callable[[], None]]
"""A time on the monotonic clock, and what is done then."""


@dataclass(frozen=True)
class Wishes:
    """How many, and for how long."""

    viewers: int = 300
    sandboxes: int = 100
    students: int = 30
    seconds: float = 20.0


class Presenter:
    """Whoever controls a room: lets time run and does one thing after the other."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.sent: dict[int, float] = {}
        self._numbers = itertools.count(1)
        viewer.line.send(type="play", speed=1.0)

    def act(self) -> None:
        """Do the next thing."""
        number = next(self._numbers)
        directive = ACTS[number % len(ACTS)].format(n=number)
        self.sent[number] = monotonic()
        self.viewer.line.send(type="intervene", request=number, directive=directive, branch="main", position=None)

    def waits_ms(self, viewers: list[Viewer]) -> Iterator[float]:
        """From each intervention that was accepted to the frame that shows it, for each who watches."""
        for number, position in self.viewer.accepted.items():
            for viewer in viewers:
                seen = viewer.seen_at(position)
                if seen is not None:
                    yield 1000 * (seen - self.sent[number])


def stall(server: Server, seat: dict[str, str]) -> Line:
    """A viewer that asks for more than the buffers of two sockets hold, and never reads."""
    line = Line(server.port, seat["room"], seat["watch"], STALL_BUFFER)
    for request in range(STALL_ASKS):
        line.send(type="seek", request=request, branch="main", position=1)
    return line


class Session:
    """Everybody watches one room in which somebody acts; one viewer stops reading."""

    def __init__(self, server: Server, crowd: Crowd, wishes: Wishes) -> None:
        self._name = f"{wishes.viewers} viewers of one session"
        self._crowd = crowd
        self._seconds = wishes.seconds
        seat = server.open_room(CLUSTER.format(seed=7))
        self._presenter = Presenter(crowd.join(server.port, seat, "control"))
        followers = [crowd.join(server.port, seat) for _ in range(wishes.viewers - 1)]
        self._viewers = [self._presenter.viewer, *followers]
        crowd.run(monotonic() + 1)
        self._stalled = stall(server, seat)

    def acts(self, began: float) -> Iterator[Act]:
        """What is done, and when."""
        for turn in range(int(self._seconds / SESSION_EVERY_S)):
            yield began + turn * SESSION_EVERY_S, self._presenter.act

    def rows(self) -> list[Row]:
        """What came of it."""
        self._presenter.viewer.line.send(type="pause")
        level = self._crowd.settle(self._viewers)
        self._stalled.close()
        waits = sorted(self._presenter.waits_ms(self._viewers))
        return [*_waits(self._name, waits, 150), _missed(self._viewers, level)]


class Sandboxes:
    """Everybody has a room of their own, in which time runs at 1x and something is done now and then."""

    def __init__(self, server: Server, crowd: Crowd, wishes: Wishes) -> None:
        self._name = f"{wishes.sandboxes} sandboxes at 1x"
        self._crowd = crowd
        self._seconds = wishes.seconds
        self._presenters = []
        for seed in range(1, wishes.sandboxes + 1):
            seat = server.open_room(CLUSTER.format(seed=seed))
            self._presenters.append(Presenter(crowd.join(server.port, seat, "control")))
            crowd.run(monotonic())

    def acts(self, began: float) -> Iterator[Act]:
        """What is done, and when: each in turn."""
        shift_s = SANDBOX_EVERY_S / len(self._presenters)
        for turn in range(int(self._seconds / SANDBOX_EVERY_S)):
            for place, presenter in enumerate(self._presenters):
                yield began + turn * SANDBOX_EVERY_S + place * shift_s, presenter.act

    def rows(self) -> list[Row]:
        """What came of it."""
        for presenter in self._presenters:
            presenter.viewer.line.send(type="pause")
        self._crowd.run(monotonic() + 1)
        waits = sorted(wait for presenter in self._presenters for wait in presenter.waits_ms([presenter.viewer]))
        return [*_waits(self._name, waits, 100), _missed([presenter.viewer for presenter in self._presenters], True)]


def measure(server: Server, wishes: Wishes, *loads: type[Session | Sandboxes]) -> list[Row]:
    """Put these on the server at the same time."""
    crowd = Crowd()
    running = [load(server, crowd, wishes) for load in loads]
    crowd.run(monotonic() + 1)
    cost = Cost(server)
    began = monotonic()
    crowd.run(began + wishes.seconds, sorted((act for load in running for act in load.acts(began)), key=itemgetter(0)))
    cost.stop()
    rows = [*(row for load in running for row in load.rows()), *cost.rows()]
    crowd.close()
    return rows


class Cost:
    """What the server spends between two moments."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._before, self._began = server.figures(), monotonic()
        self._spent: dict[str, float] = {}
        self._passed_s = 0.0
        self._memory_mb = 0.0

    def stop(self) -> None:
        """Up to here."""
        self._passed_s = monotonic() - self._began
        now = self._server.figures()
        self._memory_mb = now.get("process_resident_memory_bytes", 0) / 1e6
        self._spent = {name: value - self._before.get(name, 0) for name, value in now.items()}

    def rows(self) -> list[Row]:
        """As lines of the table."""
        spent = self._spent
        frames, cpu_s = spent["orbital_frames_sent_total"], spent["process_cpu_seconds_total"]
        turns = spent.get("orbital_loop_lag_seconds_count", 0)
        lag_ms = 1000 * spent.get("orbital_loop_lag_seconds_sum", 0) / turns if turns else 0
        stalled = spent["orbital_stalled_viewers_total"]
        return [
            Row("  the server: processor, of one core", "{:.0f} %", 100 * cpu_s / self._passed_s),
            Row("  the server: processor for a frame to a viewer", "{:.0f} us", 1e6 * cpu_s / max(1, frames)),
            Row("  the server: memory of the server", "{:.0f} MB", self._memory_mb),
            Row("  the server: steps a second", "{:.0f}", spent["orbital_steps_total"] / self._passed_s),
            Row(
                "  the server: lag of the event loop, mean",
                "{:.1f} ms",
                lag_ms,
                remark=f"{stalled:.0f} stalled, dropped",
            ),
        ]


def _waits(name: str, waits: list[float], bound: float) -> list[Row]:
    if not waits:
        return [Row(f"{name}: nothing was seen", "{:.0f}", 1, 0)]
    remark = f"p50 {_quantile(waits, 0.5):.0f} ms, p99 {_quantile(waits, 0.99):.0f} ms, {len(waits):,} waits"
    return [Row(f"{name}: act to frame, p95", "{:.0f} ms", _quantile(waits, 0.95), bound, remark)]


def _missed(viewers: list[Viewer], is_level: bool) -> Row:
    missed = sum(viewer.missing for viewer in viewers)
    skipped = sum(viewer.keyframes - 1 for viewer in viewers)
    lost = sum(viewer.line.code is not None for viewer in viewers)
    errors = sorted({error for viewer in viewers for error in viewer.errors})
    remark = f"{sum(viewer.steps for viewer in viewers):,} came; {skipped} skips, {lost} lost" + "".join(errors)
    if not is_level:
        remark += "; not everybody came to the end"
    return Row("  steps that a viewer did not get", "{:.0f}", missed, 0, remark)


def _quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


MEASURES: Final[Mapping[str, Callable[[Server, Wishes], list[Row]]]] = {
    "session": lambda server, wishes: measure(server, wishes, Session),
    "sandboxes": lambda server, wishes: measure(server, wishes, Sandboxes),
    "both": lambda server, wishes: measure(server, wishes, Session, Sandboxes),
    "arrival": lambda server, wishes: arrive(server, wishes.students),
}
