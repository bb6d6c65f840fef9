"""Every mistake in a lesson is told with its file, its line, what was found, and what would be legal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lessons import load
from tests.lessons.samples import LESSON, SCENARIO, SETUP, only_reason, replaced, write_lesson

IN_SCENARIO = [
    # Containers.
    (
        "::: step win",
        "::: stop win",
        ":82:5: found 'stop': that is no part of the scenario",
        "Legal here: step, notes.",
    ),
    ("::: step win", "::: step", ":82:5: found a step without a name", "::: step and a name of lower-case letters"),
    ("::: step win", "::: step To_Win", ":82:10: found 'To_Win'", "a name of lower-case letters and digits"),
    ("::: step win", "::: step stand", ":82:5: found 'step stand'", "a name of its own: line 9 has this one"),
    ("::: goal leads", "::: goal extra", ":88:5: found 'goal extra'", "a name of its own"),
    ("::: step win", "::: Step win", ":82:5: found 'Step'", "the kind of a container in lower case, such as step"),
    ("Done.\n:::", "Done.", "found a step that never ends", "::: on a line of its own closes it"),
    (
        "S3 leads\n:::",
        "S3 leads\n:::\n:::\n:::",
        "found ':::' with nothing to close",
        "::: with the kind of a container",
    ),
    ("::: reveal\nDone.", "::: reveal\n", "found a reveal without text", "its text, below a free line"),
    ("Let S3 win.\n", "", "found a step without text", "a few sentences for the learner"),
    ("::: step stand", "Hello\n\n::: step stand", ":9:1: found 'Hello': text outside of a step", "lesson.md"),
    # Fields.
    ("title: Win\n", "", ":82:5: found a step without title", "title: and its value"),
    ("title: Win", "titel: Win", ":83:1: found 'titel': that is no field of a step", "did you mean title?"),
    ("title: Win", "title: Win\ntitle: Lose", ":84:1: found 'title': it was given above", "each field once"),
    ("title: Win", "title:", "found a step without title", "title: and its value"),
    ("source: §5.2\n\nLet", "Let", "found a step without source", "source: and its value"),
    ("points: 3", "points: many", "found 'many'", "points from 0 to 100"),
    ("optional: yes", "optional: perhaps", "found 'perhaps'", "yes or no"),
    # Goals.
    ("eventually: leader = S3", "eventually: leeder = S3", ":89:13: found 'leeder': that is no name", "leader"),
    ("eventually: leader = S3", "eventually: leader = S3 and", "found the end of the line", "a predicate"),
    (
        "eventually: leader = S3",
        "eventually: S4.up",
        ":89:13: found 'S4': that is no server of this cluster",
        "S1, S2, S3",
    ),
    ("S3.voted_for = S3", "S3.voted = S3", ":46:34: found 'S3.voted'", "S3.voted_for"),
    ("eventually: leader = S3", "after: extra", "found a goal without a predicate", "one of eventually: PREDICATE"),
    ("eventually: leader = S3", "eventually: leader = S3\nnever: quiet", "found eventually and never", "one of"),
    ("never: violated.election_safety", "never: quiet; quiet", "found ';'", "a single predicate"),
    ("after: leads", "after: follows", "found 'follows'", "a goal above it in the step: leads"),
    ("eventually: leader = S3", "after: x\neventually: quiet", "found 'x'", "no goal is above it"),
    (
        "eventually: S3.role = candidate; S3.voted_for = S3",
        "never: quiet",
        "only goals that hold from the start",
        "eventually: goal",
    ),
    # Questions.
    ("ask: start", "ask: S3.rule = candidate", "found 'S3.rule'", "S3.role"),
    ("answer: stands", "answer: sits", "found 'sits': that is no option of this question", "stands, waits"),
    ("answer: stands\n", "", "found a predict without answer", "answer: and its value"),
    ("aim: A follower asks first.\n", "", "found a predict without aim", "aim: and its value"),
    (
        "because: It stands in a term after {before}.\n",
        "",
        "found the right option stands without because",
        "the reason",
    ),
    ("when: S1.role = candidate\n", "", "found an option without when", "when: and its value"),
    ("Term {term}: what", "Term {turm}: what", "found '{turm}'", "{before}, {term}"),
    ("max_term > {term}", "max_term > {turm}", "found '{turm}'", "{before}, {term}"),
    ("remember: term = max_term", "remember: term", "found 'term'", "pairs such as term = max_term, old = leader"),
    ("remember: term = max_term", "remember: term = max_turm", "found 'max_turm'", "max_term"),
    ("remember: term = max_term", "remember: term = quiet", "found", "name with a value"),
    ("leader = S3\n", "leader = {who}\n", "found '{who}'", "no braces, since nothing is remembered here"),
    # Front matter.
    ("minutes: 3", "minutes: soon", ":5:10: found 'soon': minutes", "a whole number from 1 to 120"),
    ("minutes: 3\n", "", ":1:1: found front matter without minutes", "minutes: and its value"),
    ("minutes: 3", "minuets: 3", "found 'minuets': that is no key of the front matter", "did you mean minutes?"),
    ("minutes: 3", "minutes: 3\nminutes: 4", ":6:1: found 'minutes': it was given above", "each key once"),
    (
        "minutes: 3",
        "minutes: 2024-99-99",
        ":2:1: found no YAML: month must be in 1..12",
        "lines of the form key: value",
    ),
    ("minutes: 3", "minutes: " + "[" * 5000, "found no YAML", "lines of the form key: value"),
    ("minutes: 3", "minutes: &a 3\nnames: *a", ":6:8: found no YAML: an alias", "lines of the form key: value"),
    ("minutes: 3", "minutes: !!python/object:os.system x", ":5:10: found no YAML", "lines of the form key: value"),
    ("minutes: 3", "minutes: \x07", "found no YAML", "lines of the form key: value"),
    ("minutes: 3", "minutes: [3", "found no YAML", "lines of the form key: value"),
    ("outcomes: [1]", "outcomes: [7]", ":6:11: found '[7]': outcomes", "a list of numbers from 1 to 6"),
    ("id: first", "id: last", "found the id 'last'", "first, as the folder says"),
    ("outcomes: [1]\n---", "outcomes: [1]", "found the end of the file", "--- that ends the front matter"),
    ("---\nid: first", "id: first", ":1:1: found 'id: first'", "--- on the first line"),
    ("title: A first scenario", "title: [A]", ":3:8: found", "a line of text"),
    ("minutes: 3", "minutes: 3\nnames: {S0: Nowhere}", "found 'S0'", "names for S1 to S9"),
]


@pytest.mark.parametrize(("old", "new", "found", "legal"), IN_SCENARIO)
def test_a_mistake_in_a_scenario(tmp_path: Path, old: str, new: str, found: str, legal: str) -> None:
    assert old in SCENARIO
    reason = only_reason(load(write_lesson(tmp_path, scenario=SCENARIO.replace(old, new, 1))))
    assert reason.startswith("04-small/01-first/scenario.md:")
    assert found in reason
    assert legal in reason.partition("Legal here: ")[2] or legal in reason


IN_LESSON = [
    ("title: A small lesson\n", "", "found front matter without title", "title: and its value"),
    ("id: small", "id: large", "found 'large'", "small, as the folder says"),
    ("teaches: [votes]", "teaches: votes", "found 'votes'", "a list of lines of text"),
    ("teaches: [votes]", "teaches: [1]", "found '[1]'", "a list of lines of text"),
    ("names: {S1: Svalbard,", "names: {S1: 1,", "names", "lines of the form name: text"),
    ("::: notes", "::: step one", ":14:5: found 'step'", "steps belong into a scenario.md"),
    (LESSON, "- a\n- list", ":1:1: found '- a'", "--- on the first line"),
    (LESSON, "---\n- a\n---\n", ":2:1: found no mapping", "lines of the form key: value"),
    (LESSON, "", ":1:1: found no front matter", "--- on the first line"),
]


@pytest.mark.parametrize(("old", "new", "found", "legal"), IN_LESSON)
def test_a_mistake_in_the_file_of_the_lesson(tmp_path: Path, old: str, new: str, found: str, legal: str) -> None:
    reason = only_reason(load(write_lesson(tmp_path, lesson=replaced(LESSON, old, new))))
    assert reason.startswith("04-small/lesson.md:")
    assert found in reason
    assert legal in reason


def test_a_mistake_in_the_set_up_is_one_of_the_script(tmp_path: Path) -> None:
    reason = only_reason(load(write_lesson(tmp_path, setup="# three\ncluster S1 S2 S3 sed=7\n")))
    assert reason.startswith("04-small/01-first/setup.raft:2:18: found 'sed='")
    assert "seed" in reason


def test_a_set_up_does_nothing(tmp_path: Path) -> None:
    reason = only_reason(load(write_lesson(tmp_path, setup=SETUP + "crash S1\n")))
    assert reason.startswith("04-small/01-first/setup.raft:2:1: found 'crash S1'")
    assert "cluster, server and client lines" in reason


@pytest.mark.parametrize("name", ["scenario.md", "setup.raft", "solution.raft"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    write_lesson(tmp_path)
    (tmp_path / "04-small" / "01-first" / name).unlink()
    assert only_reason(load(tmp_path)).startswith(f"04-small/01-first/{name}:1:1: found no such file")


def test_a_file_that_is_no_text_is_named_with_the_byte(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    (tmp_path / "04-small" / "lesson.md").write_bytes(b"---\nid: \xff")
    assert only_reason(load(tmp_path)).startswith(
        "04-small/lesson.md:2:1: found the byte 0xff. Legal here: text in UTF-8"
    )


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    write_lesson(tmp_path, lesson=LESSON + "x" * 300_000)
    assert "bytes. Legal here: at most 262,144 bytes" in only_reason(load(tmp_path))


def test_too_many_options_and_too_few_are_counted(tmp_path: Path) -> None:
    start, end = SCENARIO.index("::: option waits"), SCENARIO.index(":::\n\n::: goal candidate")
    few = SCENARIO[:start] + SCENARIO[end:]
    assert "found 1 option. Legal here: 2 to 4" in only_reason(load(write_lesson(tmp_path, scenario=few)))
