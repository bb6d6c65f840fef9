"""Questions that a whole class answers: ballots, what the run makes of them, and what is told when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.classmates import QUESTION, act, ask_class, of, presenter, student, vote

if TYPE_CHECKING:
    from tests.app.conftest import Serve


def test_everybody_answers_the_question_and_the_run_judges_each(serve: Serve) -> None:
    owner = presenter(serve())
    names = ("Ada", "Ben", "Cy", "Dora")
    people = [student(owner, name) for name in names]
    lead, dashboard = owner.enter(), owner.watch()
    ask_class(lead)
    lines = [who.enter() for who in people]
    for line, choice in zip(lines, ("stands", "asks", "asks", None), strict=True):
        assert vote(line, choice)["type"] == "accepted"
    split = of(dashboard, "splits", lambda splits: splits[0]["answered"] == 4)[0]
    assert {bar["choice"]: bar["count"] for bar in split["bars"]} == {"asks": 2, "stands": 1, "leads": 0, None: 1}
    assert (split["of"], split["closed"], split["came_true"]) == (4, False, None)
    assert vote(lines[1], "stands")["code"] == "bad_answer"
    assert vote(lines[0], "nonsense")["code"] == "bad_answer"
    assert vote(lines[0], "stands", "no-such")["code"] == "bad_answer"
    assert vote(lead, None)["type"] == "accepted"
    assert act(lead, "timeout S4")["type"] == "accepted"
    split = of(dashboard, "splits", lambda splits: splits[0]["came_true"] is not None)[0]
    assert split["came_true"] == "stands"
    assert {bar["choice"]: bar["right"] for bar in split["bars"] if bar["choice"]} == {
        "asks": False,
        "stands": True,
        "leads": False,
    }
    ballots = [who.whole()["me"]["ballots"][0] for who in people]
    assert [ballot["right"] for ballot in ballots] == [True, False, False, None]
    assert ballots[1]["feedback"]
    assert {row["name"]: row["points"] > 0 for row in owner.whole()["rows"]} == {
        "Ada": True,
        "Ben": False,
        "Cy": False,
        "Dora": False,
    }


def test_how_the_class_answered_is_told_when_it_is_revealed(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead, told = owner.enter(), ben.watch()
    ask_class(lead)
    vote(ben.enter(), "asks")
    assert ben.whole()["splits"] == []
    assert ben.whole()["lesson"]["questions"] == []
    owner.ask("POST", f"{owner.path}/reveal", {"question": QUESTION})
    assert of(told, "splits", lambda splits: splits[0]["revealed"])[0]["answered"] == 1
    owner.ask("POST", f"{owner.path}/reveal", {"question": QUESTION, "revealed": False})
    assert of(told, "hidden", bool) == [QUESTION]
    assert owner.refused("POST", f"{owner.path}/reveal", {"question": "two-leaders"}) == (404, "unknown_question")


def test_a_ballot_comes_before_the_run_goes_on_or_not_at_all(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead, follow = owner.enter(), ben.enter()
    ask_class(lead)
    vote(lead, "stands")
    assert vote(follow, "stands")["code"] == "bad_answer"
    assert ben.whole()["me"]["ballots"] == []


def test_who_has_the_control_answers_for_the_run_and_for_themselves(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead, follow = owner.enter(), ben.enter()
    ask_class(lead)
    owner.ask("POST", f"{owner.path}/control", {"member": ben.id})
    assert vote(follow, "stands")["type"] == "accepted"
    lead.until("question", lambda frame: frame["state"] == "locked" and frame["chosen"] == "stands")
    assert ben.whole()["me"]["ballots"][0]["choice"] == "stands"


def test_one_takes_ones_own_answers_along_when_one_explores(serve: Serve) -> None:
    owner = presenter(serve())
    ben, ada = student(owner, "Ben"), student(owner, "Ada")
    lead, follow = owner.enter(), ben.enter()
    ask_class(lead)
    vote(follow, "asks")
    vote(lead, "stands")
    act(lead, "run 1s")
    mine = ben.enter(ben.explore())
    told = mine.until("question", lambda frame: frame["id"] == QUESTION)
    assert (told["state"], told["chosen"]) == ("locked", "asks")
    hers = ada.enter(ada.explore())
    assert hers.until("question", lambda frame: frame["id"] == QUESTION)["state"] == "open"
    assert vote(hers, "stands")["type"] == "accepted"


def test_goals_that_the_class_had_met_are_given_and_those_met_alone_count(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead = owner.enter()
    ask_class(lead)
    vote(lead, "stands")
    act(lead, "timeout S4")
    # What an intervention brought about may be told before it is acknowledged, which waits for the disk.
    is_met = [frame["goals"][0]["met"] for frame in lead.seen if frame["type"] == "goals"]
    assert True in is_met or lead.until("goals", lambda frame: frame["goals"][0]["met"])
    alone = ben.enter(ben.explore())
    dashboard = owner.watch()
    (row,) = [row for row in dashboard.until("class")["rows"] if row["id"] == ben.id]
    if row["goals"][0]["state"] != "given":
        (row,) = of(dashboard, "rows", lambda rows: rows[0]["goals"][0]["state"] == "given")
    assert (row["where"], row["points"]) == ("exploring", 0)
    for directive in ("crash S1", "crash S2", "crash S3"):
        act(alone, directive)
    (row,) = of(dashboard, "rows", lambda rows: rows[0]["goals"][1]["state"] == "met")
    assert row["points"] > 0
