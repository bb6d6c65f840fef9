"""A mistake in a question of any kind is told where it stands; one that only a run shows is found by the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lessons.check import check_scenario
from app.lessons.load import load
from tests.lessons.samples import only_lesson, only_reason, with_kind_changed

WRITTEN = [
    # Pick.
    ("pick-a-server", "among: servers", "among: S7", ":21:8: found 'S7'", "servers, entries, or some of them"),
    ("pick-a-server", "among: servers", "among: entries of", "found 'entries of'", "entries of S1"),
    ("pick-a-server", "{pick}.term = 3", "{pack}.term = 3", "found '{pack}'", "{pick}, {server}"),
    ("pick-a-server", "answer: S1", "answer: S9", ":23:9: found 'S9'", "S1, S2, S3"),
    ("pick-a-server", "when: {pick}.term = 3 and {pick}.voted_for = none\n", "", "found a pick without when", "when:"),
    ("pick-a-server", "among: servers\n", "among: servers\nitems: 3\n", "found 'items': that is no field", "among"),
    ("pick-an-entry", "answer: S1:3", "answer: 3", "found '3'", "a server and an index, such as S1:4"),
    ("pick-an-entry", "answer: S1:3", "answer: S2:3", "found 'S2'", "S1"),
    ("pick-an-entry", "outcome: kept = S1.last_index", "outcome: kept = S1", "found", "one name with a value"),
    ("pick-an-entry", "ends at index {kept}", "ends at index {keeps}", "found '{keeps}'", "{kept}"),
    # Order.
    ("order-the-steps", "append, persist, commit, learn", "append, commit", "'append, commit'", "every item once"),
    ("order-the-steps", "append, persist, commit", "append, sleep, commit", "'sleep': that is no item", "append"),
    (
        "order-the-steps",
        "CommitAdvanced server=S1",
        "CommitAdvance server=S1",
        ":30:8: found 'CommitAdvance'",
        "did you",
    ),
    ("order-the-steps", "server=S1 new=3", "server=S1 now=3", ":30:33: found 'now': that is no field", "new"),
    ("order-the-steps", "server=S1 new=3", "server=S1 new", "found 'new'", "such as CommitAdvanced server=S1"),
    ("order-the-steps", "event: EntriesAppended server=S1\n", "", "an item that nothing makes true", "when: or event:"),
    ("order-the-steps", "because: A leader commits what", "becaus: A leader", "'becaus': that is no field", "because"),
    # Number.
    ("a-number", "answer: 3", "answer: three", "found 'three'", "a number such as 3 or 0.5"),
    ("a-number", "unit: disks", "tolerance: some", "found 'some'", "1, 0.5 or 10%"),
    ("a-number", "count: {server}.durable >= 1\n", "", "found a number of nothing", "value: or count:"),
    ("a-number", "count: {server}", "count: {pick}", "found '{pick}'", "{server}"),
    ("a-number", "count: {server}.durable >= 1", "value: S1.comit", "found 'S1.comit'", "S1.commit"),
    (
        "a-number",
        "count: {server}.durable >= 1",
        "value: elapsed min",
        "found 'elapsed min'",
        "elapsed ms or elapsed s",
    ),
    # Design.
    ("a-design", "isolate S3; run 20s", "isolate S3; expect quiet", ":39:27: found 'expect quiet'", "or run 2s"),
    ("a-design", "isolate S3; run 20s", "isolat S3; run 20s", ":39:15: found 'isolat'", "isolate"),
    (
        "a-design",
        "falls: changes_of_leader > {changes}\nwithin: 20s\n",
        "",
        "a design that cannot fall",
        "within: TIME",
    ),
    ("a-design", "within: 20s", "within: soon", "found 'soon'", "a time such as 500ms or 10s"),
    ("a-design", "answer: pre-vote", "answer: pre-vote, luck", "found 'luck': that is no option", "check-quorum"),
    ("a-design", "answer: pre-vote", "answer: nothing", "the right option nothing without because", "the reason"),
    ("a-design", "do: set pre_vote=on", "do: set pre_vote=maybe", "found 'maybe'", "on"),
    ("a-design", "do: set pre_vote=on", "when: quiet", "'when': that is no field of an option", "do, because, instead"),
    ("a-design", "::: option nothing", "::: item nothing", "found 'item': that is no part of a design", "option"),
]


@pytest.mark.parametrize(("name", "old", "new", "says", "legal"), WRITTEN)
def test_a_mistake_is_told_with_its_place_and_what_is_legal(
    tmp_path: Path, name: str, old: str, new: str, says: str, legal: str
) -> None:
    reason = only_reason(load(with_kind_changed(tmp_path, name, old, new)))
    assert "/scenario.md:" in reason
    assert says in reason, reason
    assert legal in reason, reason


PROVED = [
    # Pick.
    ("pick-a-server", "answer: S1", "answer: S2", "S2 is given as the right answer, but S1 comes true at event"),
    ("pick-a-server", "when: {pick}.term = 3", "when: {pick}.term = 9", "is asked at event 0 and never decided"),
    ("pick-a-server", "when: {pick}.term = 3", "when: {pick}.term = 2", "pick S1, S2, S3 holds already"),
    (
        "pick-a-server",
        " and {pick}.voted_for = none",
        "\nuntil: leader = S3",
        "S1 is given as the right answer, but S1,S2",
    ),
    (
        "pick-an-entry",
        "when: S1.last_index < {pick}",
        "when: not S1.up",
        "S1:3 is given as the right answer, but S1:1,",
    ),
    # Order.
    (
        "order-the-steps",
        "append, persist, commit",
        "append, commit, persist",
        "but append,persist,commit,learn comes true",
    ),
    ("order-the-steps", "when: S2.commit = 3 or S3.commit = 3", "when: S1.up", "item learn holds already"),
    (
        "order-the-steps",
        "when: S2.commit = 3 or S3.commit = 3",
        "when: S1.commit = 3",
        "items commit and learn come true",
    ),
    ("order-the-steps", "when: S2.commit = 3 or S3.commit = 3", "when: S2.commit = 9", "and never decided"),
    # Number.
    ("a-number", "answer: 3", "answer: 4", "4 is given as the right answer, but 3 comes true"),
    (
        "a-number",
        "when: S1.commit = 1",
        "when: leader = S1",
        "when holds already when it is asked, and 0 can be read off",
    ),
    ("a-number", "instead: {given} is not what it takes", "because: x\npoints", "found 'because': it was given above"),
    # Design.
    ("a-design", "falls: changes_of_leader >", "falls: changes_of_leader =", "falls holds already when it is asked"),
    (
        "a-design",
        "do: set check_quorum=on",
        "do: set pre_vote=on",
        "check-quorum is given as one that falls, but it stands",
    ),
    ("a-design", "do: set pre_vote=on\n", "", "design pre-vote is given as one that stands, but it falls"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), PROVED)
def test_the_check_finds_what_only_a_run_shows(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    catalogue = load(with_kind_changed(tmp_path, name, old, new))
    if catalogue.broken:
        assert says in only_reason(catalogue)
        return
    lesson = only_lesson(catalogue)
    found = check_scenario(lesson.scenarios[0], lesson).problems
    assert any(says in problem for problem in found), found
