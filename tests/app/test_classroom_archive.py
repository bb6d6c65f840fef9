"""Everything of a class in one archive: signed, verified, and without names unless they are wanted."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from app.recording import is_signed
from raft_core.trace.read import read_trace
from raft_core.trace.verify import verify
from tests.app.classmates import (
    LESSON,
    QUESTION,
    SCENARIO,
    Person,
    act,
    ask_class,
    forget_room,
    presenter,
    student,
    vote,
)
from tests.app.offline.reading import lines_of

if TYPE_CHECKING:
    from tests.app.conftest import Serve

Files = dict[str, str]


def archive_of(owner: Person, names: int = 0) -> Files:
    answer = owner.client.get(f"{owner.path}/traces", params={"names": names})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].endswith('.zip"')
    with ZipFile(BytesIO(answer.content)) as folder:
        assert folder.testzip() is None
        return {name: folder.read(name).decode() for name in folder.namelist()}


def index_of(files: Files) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files["members.csv"])))


def a_class(serve: Serve) -> tuple[Person, Person, Person]:
    """Ben explores alone and meets a goal; Ada follows and answers."""
    owner = presenter(serve())
    ben, ada = student(owner, "=Ben/.."), student(owner, "Ada")
    lead, follow = owner.enter(), ada.enter()
    ask_class(lead)
    vote(follow, "asks")
    alone = ben.enter(ben.explore())
    vote(alone, "stands")
    act(alone, "timeout S4")
    act(alone, "crash S1", position=1)
    vote(lead, "stands")
    act(lead, "timeout S4")
    return owner, ben, ada


def test_every_trace_of_the_archive_is_signed_and_verified(serve: Serve) -> None:
    owner, _, _ = a_class(serve)
    files = archive_of(owner)
    traces = {name: text for name, text in files.items() if name.endswith(".trace.jsonl")}
    assert len(traces) == 3
    for text in traces.values():
        assert is_signed(text, owner.served.context.signer)
        assert verify(read_trace(text)).identical


def test_the_archive_names_nobody_unless_it_is_wanted(serve: Serve) -> None:
    owner, ben, _ = a_class(serve)
    files = archive_of(owner)
    pseudonym = ben.whole()["me"]["pseudonym"]
    (own,) = [name for name in files if name.startswith(f"{pseudonym}/own-")]
    assert read_trace(files[own]).header.participant == pseudonym
    assert "Ben" not in "".join([*files, *files.values()])
    named = archive_of(owner, names=1)
    (own,) = [name for name in named if "/own-" in name]
    assert own.startswith("_Ben___ (student-")
    assert read_trace(named[own]).header.participant == "=Ben/.."
    (entry,) = [entry for entry in index_of(named) if entry["kind"] == "own"]
    assert (entry["name"], entry["file"]) == ("'=Ben/..", own)


def test_the_index_tells_what_was_done_alone_and_what_was_answered_while_following(serve: Serve) -> None:
    owner, ben, ada = a_class(serve)
    files = archive_of(owner)
    entries = {(entry["participant"], entry["kind"]): entry for entry in index_of(files)}
    names = {who.whole()["me"]["name"]: who.whole()["me"]["pseudonym"] for who in (owner, ben, ada)}
    assert set(entries) == {
        (names["Dr. Okafor"], "class"),
        (names["=Ben/.."], "own"),
        (names["Ada"], "followed"),
    }
    own = entries[names["=Ben/.."], "own"]
    assert (own["lesson"], own["left_class_at"]) == ("the-raft-algorithm/an-election", "0")
    assert int(own["points"]) > 0
    followed = read_trace(files[entries[names["Ada"], "followed"]["file"]])
    (answer,) = followed.answers
    assert (answer.choice, answer.correct) == ("asks", False)


def test_of_a_private_room_the_branch_with_the_most_points_is_taken(serve: Serve) -> None:
    owner, _, _ = a_class(serve)
    (own,) = [name for name in archive_of(owner) if "/own-" in name]
    assert own.endswith("-main.trace.jsonl")


def test_an_archive_of_nobody_holds_the_class_alone(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    owner.ask("POST", f"{owner.path}/end", {})
    files = archive_of(owner)
    assert [name.partition("/")[2].partition("-")[0] for name in files if name != "members.csv"] == ["class"]


def test_who_saves_a_trace_alone_is_in_it_by_a_pseudonym(serve: Serve) -> None:
    _, ben, _ = a_class(serve)
    seat = ben.whole()["me"]["own"]
    text = ben.client.get(f"/api/rooms/{seat['room']}/trace", params={"key": seat["key"]}).text
    assert read_trace(text).header.participant == ben.whole()["me"]["pseudonym"]


def test_who_asks_to_be_forgotten_is_in_no_archive_and_out_of_the_class(serve: Serve) -> None:
    owner, ben, ada = a_class(serve)
    seat = ben.whole()["me"]["own"]
    ben.ask("POST", f"{ben.path}/forget", {})
    assert ben.refused("GET", ben.path) == (401, "not_a_member")
    assert ben.refused("GET", f"/api/rooms/{seat['room']}?key={seat['key']}") == (404, "unknown_room")
    owner.ask("POST", f"{owner.path}/members/{ada.id}/forget", {})
    assert {entry["kind"] for entry in index_of(archive_of(owner, names=1))} == {"class"}
    assert ada.refused("DELETE", owner.path) == (401, "not_a_member")
    assert owner.refused("POST", f"{owner.path}/forget", {}) == (409, "not_allowed")
    owner.ask("DELETE", owner.path)
    assert owner.refused("GET", owner.path) == (404, "unknown_class")
    assert owner.ask("GET", "/healthz")["rooms"] == 0


def test_who_has_done_nothing_is_in_the_gradebook_without_a_point(serve: Serve) -> None:
    owner = presenter(serve())
    student(owner, "Dana")
    told = owner.client.get(f"{owner.path}/gradebook", params={"names": 1}).text
    lines = [line for line in csv.DictReader(told.splitlines()) if line["student"] == "Dana"]
    assert {line["scenario"] for line in lines} > {"an-election"}
    assert {line["points"] for line in lines} == {"0"}


def test_the_gradebook_is_what_the_runs_are_worth_done_again(serve: Serve) -> None:
    owner, ben, _ = a_class(serve)
    told = owner.client.get(f"{owner.path}/gradebook", params={"names": 1})
    assert (told.status_code, told.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    rows = [row for row in csv.DictReader(StringIO(told.text)) if row["scenario"] == SCENARIO]
    assert {row["lesson"] for row in rows} == {LESSON}
    assert len({(row["student"], row["kind"], row["item"]) for row in rows}) == len(rows)
    answers = {(row["student"], row["state"]) for row in rows if row["item"] == QUESTION}
    assert {("'=Ben/..", "right"), ("Ada", "wrong")} <= answers
    assert ben.refused("GET", f"{ben.path}/gradebook") == (403, "not_allowed")
    unnamed = owner.client.get(f"{owner.path}/gradebook").text
    assert "Ben" not in unnamed
    assert ben.whole()["me"]["pseudonym"] in unnamed


def goals_in(owner: Person) -> dict[str, list[tuple[str, str, str]]]:
    """Of each student, the goals that the gradebook lists: which, how it stands, and its points."""
    told = owner.client.get(f"{owner.path}/gradebook", params={"names": 1}).text
    goals: dict[str, list[tuple[str, str, str]]] = {}
    for row in csv.DictReader(StringIO(told)):
        if row["scenario"] == SCENARIO and row["kind"] == "goal":
            goals.setdefault(row["student"], []).append((row["item"], row["state"], row["points"]))
    return goals


def test_what_the_class_had_met_already_counts_for_nobody_but_who_did_it(serve: Serve) -> None:
    owner = presenter(serve())
    ben, ada = student(owner, "Ben"), student(owner, "Ada")
    lead, follow = owner.enter(), ada.enter()
    ask_class(lead)
    vote(follow, "stands")
    vote(lead, "stands")
    act(lead, "timeout S4")
    ben.enter(ben.explore())
    goals = goals_in(owner)
    first = goals["Dr. Okafor"][0]
    assert first[1:] == ("met", "1")
    assert goals["Ben"][0] == goals["Ada"][0] == (first[0], "given", "0")
    seat = ben.whole()["me"]["own"]
    left = int(index_of(archive_of(owner))[1]["left_class_at"])
    alone = ben.client.get(f"/api/rooms/{seat['room']}/trace", params={"key": seat["key"]}).text
    assert read_trace(alone).header.given_until == left


def test_the_traces_in_an_offline_page_tell_whose_they_are_as_well(serve: Serve) -> None:
    _, ben, _ = a_class(serve)
    me = ben.whole()["me"]
    place, key = f"/api/rooms/{me['own']['room']}", {"key": me["own"]["key"]}
    header = read_trace(ben.client.get(f"{place}/trace", params=key).text).header
    page = ben.client.get(f"{place}/offline", params=key).text
    saved = [line["text"] for line in lines_of(page) if line.get("format") == "trace"]
    assert saved
    for told in (read_trace(text).header for text in saved):
        assert (told.participant, told.given_until) == (me["pseudonym"], header.given_until)


def test_a_room_that_has_ended_is_told_to_be_lost(serve: Serve) -> None:
    owner, ben, _ = a_class(serve)
    forget_room(owner.served, ben.whole()["me"]["own"]["room"])
    (entry,) = [entry for entry in index_of(archive_of(owner)) if entry["kind"] == "own, lost"]
    assert (entry["file"], entry["left_class_at"]) == ("", "0")
