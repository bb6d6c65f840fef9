"""Why: the rule that decided, its numbers, and what led there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import RequestError
from app.sentences import headline
from app.why import cite, explain
from raft_core import event as happened
from raft_core.sim.step import Step
from tests.app.watching import ask, room_of, timed

if TYPE_CHECKING:
    from app.room import Room
    from app.wire.server import Why
    from tests.app.conftest import MakeSettings

REFUSAL = """cluster S1 S2 S3 network=manual timers=manual fsync=0us
server S1 term=2 log=1,2 commit=2
server S2 term=2 log=1,2 commit=2
server S3 term=2 log=1 commit=1
"""


async def played(make_settings: MakeSettings, script: str, *directives: str) -> Room:
    room = room_of(make_settings(max_rate=1_000), script)
    teacher = room.enter("control")
    for directive in directives:
        told = await ask(room, teacher, type="intervene", request=1, directive=directive, branch="main", position=None)
        assert told["type"] == "accepted", told
    return room


def why(room: Room, position: int, server: str | None = None) -> Why:
    return explain(room.session, room.branch, position, server, 1)


def find(room: Room, kind: type[object]) -> Step:
    return next(
        step for step in room.session.timeline.steps(room.branch) for event in step.events if isinstance(event, kind)
    )


def test_a_refused_vote_is_explained_with_both_logs(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, REFUSAL, "timeout S3", "deliver S3>S1 RequestVote")
        told = why(room, 2)
        assert told.headline == "S1 refused its vote to S3 in term 3."
        assert told.server == "S1"
        assert told.source == "RequestVote, Figure 2"
        assert "older than S1's (term 2, index 2) (§5.4.1)." in told.text
        vote = next(verdict for verdict in told.verdicts if verdict.rule == "may_grant_vote")
        assert not vote.holds
        assert [(clause.id, clause.holds) for clause in vote.clauses] == [
            ("current_term", True),
            ("one_vote", True),
            ("up_to_date", False),
        ]
        assert vote.clauses[-1].operands["node.log.last_index"] == 2
        assert [link.position for link in told.chain] == [1, 2]
        assert told.chain[0].says == "S3 stands for election in term 3."

    timed(story())


def test_the_chain_leads_from_a_timer_to_a_leader(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, "cluster S1 S2 S3 seed=7", "run until leader != none")
        step = find(room, happened.BecameLeader)
        told = why(room, step.position)
        assert told.headline.startswith(f"S{step.cause.server} leads term ")
        assert "2 of the 2 needed" in told.text
        kinds = [link.kind for link in told.chain]
        assert kinds[0] == "timer"
        assert kinds[-1] == "message"
        positions = [link.position for link in told.chain]
        assert positions == sorted(positions)
        assert positions[-1] == step.position

    timed(story())


def test_each_decision_is_told_once(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, "cluster S1 S2 S3 S4 S5 seed=7", "run until leader != none")
        told = why(room, find(room, happened.BecameLeader).position)
        said = [(verdict.rule, tuple(clause.says for clause in verdict.clauses)) for verdict in told.verdicts]
        assert len(said) == len(set(said))

    timed(story())


@pytest.mark.parametrize(
    ("directives", "server", "said"),
    [
        (("timeout S1",), "S2", "RequestVote from S1 is on its way to it."),
        (("crash S2", "timeout S1"), "S2", "S2 is stopped."),
        (("pause S2", "timeout S1"), "S2", "S2 is paused"),
        (("set timers=manual",), "S3", "fire only by hand"),
        (("cut S1-S3",), "S2", "Its election timer has 0."),
    ],
)
def test_a_server_that_did_nothing_has_its_reason(
    make_settings: MakeSettings, directives: tuple[str, ...], server: str, said: str
) -> None:
    async def story() -> None:
        script = "cluster S1 S2 S3 S4 seed=7 fsync=0us"
        room = await played(make_settings, script, *directives)
        told = why(room, room.branch.last_position, server)
        assert told.headline == f"{server} did nothing."
        assert said in told.text
        assert told.verdicts == []

    timed(story())


def test_at_the_beginning_everybody_waits(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, "cluster S1 S2 S3")
        told = why(room, 0)
        assert told.headline == "The cluster begins."
        assert told.chain == []
        assert "Its election timer has" in why(room, 0, "S2").text
        with pytest.raises(RequestError, match=r"There is no S9\."):
            why(room, 0, "S9")

    timed(story())


@pytest.mark.parametrize(
    ("directives", "said"),
    [
        (("isolate S2",), "S2 was cut from everyone."),
        (("cut S1-S2",), "The link between S1 and S2 was cut."),
        (("cut S1>S2",), "The link from S1 to S2 was cut."),
        (("partition S1 S2 | S3 S4",), "4 links were cut."),
        (("cut S1>S2", "heal"), "The link from S1 to S2 was healed."),
        (("crash S1",), "S1 crashed."),
        (("crash S1", "restart S1"), "S1 restarted from its disk."),
        (("client c1 put x 1",), "c1 asked for put x 1."),
        (("set loss=10%",), "The setting loss is now 10%."),
        (("timeout S4",), "S4 stands for election in term 1."),
    ],
)
def test_what_was_done_from_outside_is_told_in_a_sentence(
    make_settings: MakeSettings, directives: tuple[str, ...], said: str
) -> None:
    async def story() -> None:
        room = await played(make_settings, "cluster S1 S2 S3 S4", *directives)
        told = why(room, len(directives))
        assert told.headline == said
        assert directives[-1] in told.text
        assert [link.kind for link in told.chain] == ["intervention"]

    timed(story())


def test_every_step_of_a_busy_run_has_a_sentence_and_an_explanation(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(
            make_settings,
            "cluster S1 S2 S3 S4 S5 seed=3 loss=5% duplicate=5%",
            "run until leader != none",
            "client c1 put x 1",
            "run 300ms",
            "isolate S2",
            "crash S3",
            "client c2 get x read=log",
            "run 1s",
            "heal",
            "restart S3",
            "run 1s",
        )
        for step in room.session.timeline.steps(room.branch):
            said = headline(step)
            assert said[0].isupper() or said[0].isdigit() or said.startswith("c"), said
            assert said.endswith("."), said
            assert "None" not in said
            told = why(room, step.position)
            assert told.chain[-1].position == step.position
            assert told.text.endswith((".", ")."))

    timed(story())


def test_sections_are_cited_as_people_read_them() -> None:
    assert cite("5.4.1") == "§5.4.1"
    assert cite("Figure 2") == "Figure 2"
    assert cite("diss. 10.2.1") == "dissertation 10.2.1"


def test_no_sentence_is_said_twice_and_each_begins_as_sentences_do(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, "cluster S1 S2 S3 seed=7 timing=classroom\n", "timeout S2")
        while room.session.advance(room.branch, 6_000_000) is not None:
            pass
        told = [why(room, position) for position in range(1, room.branch.last_position + 1)]
        decided = [one for one in told if "? " in one.text]
        assert decided
        for one in decided:
            assert not one.text.startswith(one.headline), one
            answer = one.text.split("? ", 1)[1].split(" ", 1)[0]
            assert not answer.strip(".,:").isalpha() or not answer.rstrip(",:").islower(), one.text

    timed(story())
