"""What is measured, each beside its bound."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Final

from tools.bench_lab.page import Bench, LabPage
from tools.table import Row

IDLE: Final = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom\nrun until leader != none within 30s\nrun 5s\n"
CROWD: Final = (
    "cluster S1 S2 S3 S4 S5 S6 S7 S8 S9 seed=7 election_timeout=60s..90s heartbeat=400ms latency=2s..2600ms\n"
    "timeout S1\nrun until leader != none within 30s\nrun 10s\n"
)
LONG: Final = 10_000
LONG_RUN: Final = f"cluster S1 S2 S3 S4 S5 seed=7 timing=classroom\nstep {LONG}\n"
MESSAGES: Final = 80
MISSED: Final = 34
"""A frame that comes later than this, in milliseconds, left out more than one other."""
LOADS: Final = 7
PRESSES: Final = 10
SEEKS: Final = 60
SETTLE_MS: Final = 1_500
SAMPLES: Final = 5


@dataclass(frozen=True)
class Wishes:
    """How long is measured."""

    idle_s: int
    frames_s: int
    play_s: int
    play_speed: int


def idle(bench: Bench, wishes: Wishes) -> list[Row]:
    """What a cluster costs that does nothing but send heartbeats."""
    rows = []
    for tab, key in (("State", "Alt+1"), ("Why", "Alt+2")):
        with bench.page() as lab:
            lab.open(bench.room(IDLE))
            lab.page.keyboard.press(key)
            lab.play()
            lab.page.wait_for_timeout(SETTLE_MS)
            before = lab.figures()
            lab.page.wait_for_timeout(1000 * wishes.idle_s)
            after = lab.figures()
        spent = {name: (after[name] - before[name]) * 10 / wishes.idle_s for name in ("ThreadTime", "TaskDuration")}
        remark = f"{spent['TaskDuration']:.2f} s with what it waited for others"
        name = f"5 servers idle, {tab} open: main thread in 10 s"
        rows.append(Row(name, "{:.2f} s", spent["ThreadTime"], 0.6, remark))
    return rows


def frames(bench: Bench, wishes: Wishes) -> list[Row]:
    """How evenly a crowd moves."""
    with bench.page() as lab:
        lab.open(bench.room(CROWD))
        lab.play()
        lab.page.wait_for_timeout(SETTLE_MS)
        before = lab.figures()
        at: list[float] = lab.page.evaluate("bench.count", 1000 * wishes.frames_s)
        spent = lab.figures()["ThreadTime"] - before["ThreadTime"]
        flying = lab.page.locator("#stage [data-message]").count()
    apart = [after - before for before, after in itertools.pairwise(at)]
    rate = 1000 * len(apart) / (at[-1] - at[0])
    remark = f"{flying} messages, {1000 * spent / len(apart):.1f} ms of main thread a frame"
    late = sum(1 for each in apart if each > MISSED)
    return [
        Row(f"9 servers, {MESSAGES} messages: frames a second", "{:.0f}", rate, 60, remark, at_least=True),
        Row("the same: worst frame", "{:.0f} ms", max(apart), MISSED, f"{late} of {len(apart)} took longer"),
    ]


def long_run(bench: Bench, _: Wishes) -> list[Row]:
    """A history of ten thousand events: one step on, one back, and anywhere."""
    with bench.page() as lab:
        lab.open(bench.room(LONG_RUN))
        stepping = _stepping(lab)
        # Who joins gets the latest part of a run; going to its beginning brings the rest.
        lab.page.keyboard.press("Home")
        lab.page.wait_for_timeout(SETTLE_MS)
        seeking = _seeking(lab)
    return [
        _waits(f"a step at event {LONG:,}: press to paint", stepping),
        _waits(f"a seek among {LONG:,} events: press to paint", seeking),
    ]


def _waits(name: str, waits: list[float]) -> Row:
    remark = f"the worst of {len(waits)}; half took {median(waits):.0f} ms"
    return Row(name, "{:.0f} ms", max(waits), 50, remark)


def _stepping(lab: LabPage) -> list[float]:
    """Steps back from the edge, steps forward to it, and steps that the cluster has yet to take."""
    back = lab.page.get_by_role("button", name="Back one event")
    forward = lab.page.get_by_role("button", name="Forward one event")
    lab.waits()
    for button in [back] * PRESSES + [forward] * (2 * PRESSES):
        button.click()
        lab.page.wait_for_timeout(400)
    return lab.waits()


def _seeking(lab: LabPage) -> list[float]:
    track = lab.page.locator(".ruler .tr").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    anywhere = Random(1)  # noqa: S311 - the same places every time
    lab.waits()
    for _ in range(SEEKS):
        at = track["x"] + anywhere.random() * track["width"] * 0.8
        lab.page.mouse.click(at, track["y"] + track["height"] + 4)
        lab.page.wait_for_timeout(150)
    return lab.waits()


def memory(bench: Bench, wishes: Wishes) -> list[Row]:
    """What is held after a long time of play, beside the history itself."""
    samples: list[tuple[int, Mapping[str, float]]] = []
    with bench.page() as lab:
        lab.open(bench.room(IDLE))
        lab.play()
        while wishes.play_speed > lab.speed():
            lab.page.keyboard.press("=")
        for _ in range(SAMPLES + 1):
            lab.page.wait_for_timeout(1000 * wishes.play_s // SAMPLES)
            samples.append((lab.position(), lab.collected()))
    # The first stretch warms up: caches fill, code is compiled.
    (first, before), (last, after) = samples[0], samples[-1]
    kib = (after["JSHeapUsedSize"] - before["JSHeapUsedSize"]) / 1024
    times = max(after[name] / before[name] for name in ("Nodes", "JSEventListeners"))
    played = f"{wishes.play_s} s at {wishes.play_speed}x, {last - first:,} events"
    history = f"{kib / 1024:.1f} MiB of history"
    return [
        Row("long play: nodes and listeners, times the first", "{:.2f}", times, 1.05, played),
        Row("long play: heap added for each event", "{:.2f} KiB", kib / (last - first), 1, history),
    ]


def load(bench: Bench, _: Wishes) -> list[Row]:
    """The first visit: nothing is in any cache."""
    paints, shown = [], []
    kib = requests = 0.0
    for _visit in range(LOADS):
        with bench.page() as lab:
            lab.open(bench.room(IDLE))
            paints.append(lab.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            shown.append(lab.page.evaluate("bench.shown_ms"))
            sizes = lab.page.evaluate(
                "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                ".map((one) => one.decodedBodySize)"
            )
            requests, kib = len(sizes), sum(sizes) / 1024
    spread = f"{min(paints):.0f} to {max(paints):.0f} ms"
    return [
        Row("first visit: first paint", "{:.0f} ms", median(paints), 300, spread),
        Row(
            "first visit: cluster on show", "{:.0f} ms", median(shown), None, f"{requests:.0f} requests, {kib:.0f} KiB"
        ),
    ]


MEASURES: Final[Mapping[str, Callable[[Bench, Wishes], list[Row]]]] = {
    "idle": idle,
    "frames": frames,
    "long-run": long_run,
    "memory": memory,
    "load": load,
}
