"""Find a break: a search in other processes, its progress, its end, and the branch that shows what it found."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from app.rulebook import asked_of_any_server, rulebook
from app.wire.server import Error
from raft_core.rules import RAFT
from raft_core.variant import VARIANTS
from tests.app.watching import ask, room_of, timed

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings, Serve
    from tests.app.line import Line

CLASSROOM = "cluster S1 S2 S3 S4 S5 timing=classroom seed=42"


def ends(frame: dict[str, Any]) -> bool:
    return bool(frame["state"] != "running")


def find(line: Line, variant: str, seed: int = 1) -> dict[str, Any]:
    """Look for a break and wait for the last word."""
    line.send(type="find_break", request=1, variant=variant, seed=seed)
    line.until("accepted")
    return line.until("search", ends)


def test_a_break_opens_as_a_branch_of_the_same_cluster(serve: Serve) -> None:
    served = serve()
    seat = served.open_room(script=CLASSROOM)
    line = served.join(seat)
    found = find(line, "forgets_vote")
    assert (found["state"], found["variant"], found["branch"]) == ("found", "forgets_vote", "A")
    assert found["property"] in VARIANTS["forgets_vote"].violates
    assert found["interventions"] <= 30
    assert found["says"].endswith(".")
    branches = [frame for frame in line.seen if frame["type"] == "branches"][-1]
    twig = branches["branches"][-1]
    assert (branches["branch"], twig["name"], twig["fork_position"]) == ("A", "Forgets its vote in a crash", 0)
    assert found["position"] <= twig["last_position"]
    line.send(type="seek", request=2, branch="A", position=found["position"])
    state = line.until("keyframe", lambda frame: frame["position"] == found["position"])["state"]
    assert found["property"] in {violation["property"] for violation in state["violations"]}


def test_the_same_seed_finds_the_same_break(serve: Serve) -> None:
    served = serve()
    keys = ("property", "interventions", "position", "says")
    first, second = (find(served.join(served.open_room(script=CLASSROOM)), "votes_for_any_log") for _ in range(2))
    assert [first[key] for key in keys] == [second[key] for key in keys]


def test_a_search_can_be_cancelled_and_begun_again(serve: Serve) -> None:
    served = serve()
    line = served.join(served.open_room(script=CLASSROOM))
    line.send(type="find_break", request=1, variant="refuses_repeated_request")
    line.until("search", lambda frame: frame["schedules"] > 0)
    line.send(type="find_break", request=2, variant="forgets_vote")
    assert line.until("error", lambda frame: frame["request"] == 2)["code"] == "searching"
    line.send(type="cancel_search")
    assert line.until("search", ends)["state"] == "cancelled"
    assert find(line, "forgets_vote")["state"] == "found"


@pytest.mark.parametrize(
    ("variant", "code"),
    [("forgets_everything", "unknown_variant"), ("backs_up_one_by_one", "harmless"), ("counts_old_terms", "too_small")],
)
def test_what_no_search_will_find_is_refused_at_once(serve: Serve, variant: str, code: str) -> None:
    served = serve()
    line = served.join(served.open_room(script="cluster S1 S2 S3"))
    line.send(type="find_break", request=1, variant=variant)
    assert line.until("error", lambda frame: frame["request"] == 1)["code"] == code


def test_a_room_that_ends_ends_its_search(make_settings: MakeSettings) -> None:
    async def end_while_it_searches() -> None:
        room = room_of(make_settings(), CLASSROOM)
        try:
            viewer = room.enter("control")
            await ask(room, viewer, type="find_break", request=1, variant="refuses_repeated_request")
            room.close(Error(code="idle", says="Nobody watches."))
            await asyncio.sleep(0)
            assert room.breaking is not None
            assert not room.breaking.runs
        finally:
            room.workers.close()

    timed(end_while_it_searches())


def test_the_rulebook_has_every_rule_and_every_variant_once() -> None:
    rules = [rule for box in rulebook() for rule in box["rules"]]
    assert {rule["name"] for rule in rules} == set(RAFT.__dataclass_fields__)
    names = [variant["name"] for rule in rules for variant in rule["variants"]]
    assert sorted(names) == sorted(VARIANTS)
    assert all(rule["title"].endswith("?") and "{" not in rule["title"] for rule in rules)


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Does {node.name} grant its vote?", "Does a server grant its vote?"),
        ("What becomes of {node.name}'s log?", "What becomes of a server's log?"),
        ("May {node.name} hand over to {target.name}?", "May a server hand over to another?"),
        ("Does {node.name} win term {node.current_term}?", "Does a server win the term?"),
    ],
)
def test_a_rule_is_told_without_the_names_of_one_occasion(title: str, asks: str) -> None:
    assert asked_of_any_server(title) == asks
