"""A small lesson to write into a folder, whole or with one thing wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from app.lessons import BrokenLesson, Catalogue, Changes, Design, Lesson, Progress, Scenario, load
from app.lessons.designing import put_into_force
from raft_core.script import View, parse, parse_directive
from raft_core.session import Session
from raft_core.sim.step import Step

LESSON: Final = """\
---
id: small
title: A small lesson
summary: One vote.
outcomes: [1]
teaches: [votes]
leaves_out: [logs]
sources: {FLP: "Fischer, Lynch, Paterson: Impossibility of Distributed Consensus with One Faulty Process, 1985"}
names: {S1: Svalbard, S2: Punta Arenas, S3: Hartebeesthoek}
---

Three stations. See [FLP].

::: notes
Say why.
:::
"""

SCENARIO: Final = """\
---
id: first
title: A first scenario
summary: S3 stands.
minutes: 3
outcomes: [1]
---

::: step stand
title: Stand
source: §5.2, Figure 2
remember: before = max_term

Nobody leads. **Press** `E` on S3 and see §5.2.

::: task
Let S3 stand, not S1.
:::

::: predict what
ask: start
answer: stands
source: §5.2
aim: A follower asks first.
remember: term = max_term
points: 2

Term {term}: what does S3 do?

::: option stands
when: S3.role = candidate and max_term > {term}
because: It stands in a term after {before}.

It stands
:::

::: option waits
when: S1.role = candidate
instead: It does not wait.

It waits
:::
:::

::: goal candidate
eventually: S3.role = candidate; S3.voted_for = S3
points: 3

S3 stands for *election*
:::

::: goal peace
never: violated.election_safety

No term has two leaders
:::

::: goal extra
eventually: not S2.up
optional: yes

S2 is down
:::

::: hint
Press **E**.
:::

::: hint
Look at S3.
:::

::: reveal
Done.
:::

::: notes
Wait for the class.
:::
:::

::: step win
title: Win
source: §5.2

Let S3 win.

::: goal leads
eventually: leader = S3

S3 leads
:::

::: goal follows
after: leads
eventually: S1.leader_id = S3 and
  S2.leader_id = S3

The others follow
:::
:::

::: notes
It takes a minute.
:::
"""

SETUP: Final = "cluster S1 S2 S3 seed=7\n"
SOLUTION: Final = "timeout S3\nrun until S1.leader_id = S3 and S2.leader_id = S3\n"


def write_lesson(
    folder: Path,
    lesson: str = LESSON,
    scenario: str = SCENARIO,
    setup: str = SETUP,
    solution: str = SOLUTION,
    name: str = "04-small",
) -> Path:
    """Write a lesson of one scenario; returns the folder of all lessons."""
    place = folder / name / "01-first"
    place.mkdir(parents=True, exist_ok=True)
    (place.parent / "lesson.md").write_text(lesson, encoding="utf-8")
    (place / "scenario.md").write_text(scenario, encoding="utf-8")
    (place / "setup.raft").write_text(setup, encoding="utf-8")
    (place / "solution.raft").write_text(solution, encoding="utf-8")
    return folder


def only_lesson(catalogue: Catalogue) -> Lesson:
    """The one lesson of a catalogue, which works."""
    (lesson,) = catalogue.lessons
    assert isinstance(lesson, Lesson), lesson
    return lesson


def only_reason(catalogue: Catalogue) -> str:
    """The one reason for which the one lesson of a catalogue is broken."""
    (lesson,) = catalogue.lessons
    assert isinstance(lesson, BrokenLesson)
    (reason,) = lesson.reasons
    return reason


def scenario_of(folder: Path, scenario: str = SCENARIO, setup: str = SETUP) -> Scenario:
    """The scenario of a lesson that is written first."""
    return only_lesson(load(write_lesson(folder, scenario=scenario, setup=setup))).scenarios[0]


def replaced(text: str, old: str, new: str) -> str:
    """A text with the one place changed where it says `old`."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


class Room:
    """As much of a room as a lesson needs: a session whose every step is observed."""

    def __init__(self, scenario: Scenario, answering: bool = True) -> None:
        self.session = Session(parse(scenario.setup).scenario)
        self.branch = self.session.main
        self.progress = Progress(scenario)
        self.answering = answering
        self.changes = Changes()
        self.observe()

    def observe(self, refused_by: str = "") -> None:
        world = self.session.world(self.branch)
        view = View(world, self.session.checks(self.branch), refused_by)
        step = self.session.timeline.step(self.branch, world.position)
        self.changes = self.progress.observe(view, world.position, world.time_us, step)
        held = self.progress.held
        if held is not None and self.answering:
            self.answer(held.right_choice)

    def answer(self, choice: str | None, question: str = "") -> None:
        """Answer the open question, or choose a design again; what it changes happens at once."""
        held = self.progress.held
        given = self.progress.answer(question or (held.id if held is not None else ""), choice).question
        asked = self.progress.asked(given.id)
        if isinstance(given, Design) and asked is not None:
            for _ in put_into_force(self.session, self.branch, given, asked.values, choice):
                self.observe()

    def do(self, *directives: str) -> None:
        for directive in directives:
            done = self.session.intervene(self.branch, parse_directive(directive))  # type: ignore[arg-type]
            self.observe("" if isinstance(done, Step) else done.rule)

    def run(self, duration_us: int) -> None:
        until_us = self.branch.now_us + duration_us
        while self.progress.held is None and self.session.advance(self.branch, until_us) is not None:
            self.observe()

    def fork(self, position: int) -> None:
        self.branch = self.session.fork(self.branch, position)
        self.progress = self.progress.fork(position)


KINDS: Final = Path(__file__).parent / "kinds"
"""A lesson with one small scenario for each kind of question beside prediction."""


def kind(name: str) -> Scenario:
    """A scenario of that lesson."""
    return only_lesson(load(KINDS)).scenario(name)


def with_kind_changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of that lesson with one scenario, in which one thing is different; the folder of lessons."""
    place = only_lesson(load(KINDS)).scenario(name).folder
    copy = folder / place.parent.name / place.name
    copy.mkdir(parents=True)
    shutil.copy(place.parent / "lesson.md", copy.parent)
    for file in place.iterdir():
        text = file.read_text(encoding="utf-8")
        (copy / file.name).write_text(
            replaced(text, old, new) if file.name == "scenario.md" else text, encoding="utf-8"
        )
    return folder
