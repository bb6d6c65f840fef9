"""What is measured, each beside its bound."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final

from tools.bench_load.crowd import Crowd, Viewer
from tools.bench_load.line import Line
from tools.bench_load.server import Server

CLUSTER: Final = "cluster S1 S2 S3 S4 S5 seed={seed} timing=classroom\nrun until leader != none within 60s\n"
ACTS: Final = ("cut S1-S2", "client c1 put x {n}", "heal S1-S2", "client c2 get x", "pause S3", "resume S3")
SESSION_EVERY_S: Final = 0.25
SANDBOX_EVERY_S: Final = 2.0
STALL_BUFFER: Final = 4_096
STALL_ASKS: Final = 1_000


@dataclass(frozen=True)
class Wishes:
    """How many, and for how long."""

    viewers: int = 300
    sandboxes: int = 100
    seconds: float = 20.0


@dataclass(frozen=True)
class Row:
    """A line of the table. A bound is the most that may be measured; a row without one only tells."""

    name: str
    format: str
    measured: float
    bound: float | None = None
    remark: str = ""

    def line(self) -> str:
        """Name, bound, measured, remark."""
        bound = "" if self.bound is None else self.format.format(self.bound)
        over = "over; " if self.bound is not None and self.measured > self.bound else ""
        return f"{self.name:<52}{bound:>9}{self.format.format(self.measured):>12}  {over}{self.remark}".rstrip()


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


def session(server: Server, wishes: Wishes) -> list[Row]:
    """Everybody watches one room in which somebody acts; one viewer stops reading."""
    crowd = Crowd()
    seat = server.open_room(CLUSTER.format(seed=7))
    presenter = Presenter(crowd.join(server.port, seat, "control"))
    viewers = [presenter.viewer, *(crowd.join(server.port, seat) for _ in range(wishes.viewers - 1))]
    crowd.run(monotonic() + 1)
    stalled = stall(server, seat)
    cost = Cost(server)
    began = monotonic()
    times = [began + n * SESSION_EVERY_S for n in range(int(wishes.seconds / SESSION_EVERY_S))]
    crowd.run(began + wishes.seconds, [(at, presenter.act) for at in times])
    cost.stop()
    presenter.viewer.line.send(type="pause")
    level = crowd.settle(viewers)
    waits = sorted(presenter.waits_ms(viewers))
    rows = [
        *_waits(f"{wishes.viewers} viewers of one session", waits, 150),
        _missed(viewers, level),
        *cost.rows("session"),
    ]
    stalled.close()
    crowd.close()
    return rows


def stall(server: Server, seat: dict[str, str]) -> Line:
    """A viewer that asks for more than the buffers of two sockets hold, and never reads."""
    line = Line(server.port, seat["room"], seat["watch"], STALL_BUFFER)
    for request in range(STALL_ASKS):
        line.send(type="seek", request=request, branch="main", position=1)
    return line


def sandboxes(server: Server, wishes: Wishes) -> list[Row]:
    """Everybody has a room of their own, in which time runs at 1x and something is done now and then."""
    crowd = Crowd()
    presenters = []
    for seed in range(1, wishes.sandboxes + 1):
        seat = server.open_room(CLUSTER.format(seed=seed))
        presenters.append(Presenter(crowd.join(server.port, seat, "control")))
        crowd.run(monotonic())
    viewers = [presenter.viewer for presenter in presenters]
    crowd.run(monotonic() + 1)
    cost = Cost(server)
    began = monotonic()
    rounds = range(int(wishes.seconds / SANDBOX_EVERY_S))
    shift_s = SANDBOX_EVERY_S / len(presenters)
    acts = [
        (began + turn * SANDBOX_EVERY_S + place * shift_s, presenter.act)
        for turn in rounds
        for place, presenter in enumerate(presenters)
    ]
    crowd.run(began + wishes.seconds, acts)
    cost.stop()
    for presenter in presenters:
        presenter.viewer.line.send(type="pause")
    crowd.run(monotonic() + 1)
    waits = sorted(wait for presenter in presenters for wait in presenter.waits_ms([presenter.viewer]))
    rows = [
        *_waits(f"{wishes.sandboxes} sandboxes at 1x", waits, 100),
        _missed(viewers, is_level=True),
        *cost.rows("sandboxes"),
    ]
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

    def rows(self, name: str) -> list[Row]:
        """As lines of the table."""
        spent = self._spent
        frames, cpu_s = spent["orbital_frames_sent_total"], spent["process_cpu_seconds_total"]
        turns = spent.get("orbital_loop_lag_seconds_count", 0)
        lag_ms = 1000 * spent.get("orbital_loop_lag_seconds_sum", 0) / turns if turns else 0
        stalled = spent["orbital_stalled_viewers_total"]
        return [
            Row(f"  {name}: processor, of one core", "{:.0f} %", 100 * cpu_s / self._passed_s),
            Row(f"  {name}: processor for a frame to a viewer", "{:.0f} us", 1e6 * cpu_s / max(1, frames)),
            Row(f"  {name}: memory of the server", "{:.0f} MB", self._memory_mb),
            Row(f"  {name}: steps a second", "{:.0f}", spent["orbital_steps_total"] / self._passed_s),
            Row(
                f"  {name}: lag of the event loop, mean", "{:.1f} ms", lag_ms, remark=f"{stalled:.0f} stalled, dropped"
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


MEASURES: Final[Mapping[str, Callable[[Server, Wishes], list[Row]]]] = {"session": session, "sandboxes": sandboxes}
