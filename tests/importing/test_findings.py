"""What the checkers say of other implementations' logs: nothing of a good run, and the fault of each bad one."""

from __future__ import annotations

from raft_core.observe.observed import JUDGED, Observed
from raft_core.observe.read import read_log
from raft_core.sim.world import World
from tests.importing.logs import CLUSTER, GOOD, Line, ask, broken, entry, got, log, observed, text_of, told

ELECTED: tuple[Line, ...] = (
    CLUSTER,
    {"node": "n1", "term": 1, "role": "candidate", "vote": "n1"},
    {"node": "n2", "term": 1, "vote": "n1"},
    {"node": "n1", "role": "leader", "log": log(1, entry(1, "put x 1"))},
    {"node": "n2", "log": log(1, entry(1, "put x 1"))},
)
COMMITTED: tuple[Line, ...] = (*ELECTED, {"node": "n1", "commit": 1})


def worlds(run: Observed) -> list[World]:
    return [seen.world for seen in run.play()]


def test_of_a_good_run_nothing_is_found() -> None:
    run = observed(*GOOD)
    assert run.findings == []
    assert run.judged == JUDGED


def test_the_last_world_is_what_the_log_said() -> None:
    last = worlds(Observed(read_log(text_of(*GOOD))))[-1]
    n1, n2, n3 = (server.node for server in last.members())
    assert (n1.role_name, n1.current_term, n1.commit_index, n1.last_applied) == ("leader", 1, 2, 2)
    assert (n2.role_name, n2.voted_for_name, n2.leader_id) == ("follower", "S1", 1)
    assert (n3.role_name, n3.current_term) == ("follower", 0)
    assert n1.machine.values == {"x": "1"}
    assert n1.log.entry(2) is n2.log.entry(2)


def test_messages_are_in_the_air_from_the_line_that_sends_to_the_line_that_receives() -> None:
    steps = worlds(Observed(read_log(text_of(*GOOD))))
    flying = [[(flight.message.type_name, flight.deliver_at_us) for flight in world.flights()] for world in steps]
    assert flying[0] == [("RequestVote", 20_000), ("RequestVote", -1)]
    assert ("RequestVoteReply", 40_000) in flying[1]
    assert ("RequestVote", 20_000) not in flying[1]


def test_a_candidate_counts_the_votes_that_it_received() -> None:
    events = [event for seen in Observed(read_log(text_of(*GOOD))).play() for event in seen.step.events]
    (led,) = [event for event in events if type(event).__name__ == "BecameLeader"]
    assert getattr(led, "votes", None) == [1, 2]


def test_two_leaders_in_a_term() -> None:
    run = observed(
        *ELECTED,
        {"node": "n3", "term": 1, "role": "candidate", "vote": "n3"},
        {"node": "n3", "role": "leader"},
    )
    assert told(run) == ["7: n1 and n3 both lead term 1."]


def test_a_vote_that_a_restart_forgot() -> None:
    run = observed(
        *ELECTED,
        {"node": "n2", "start": True, "term": 1, "vote": None},
        {"node": "n2", "vote": "n3"},
    )
    assert [finding.property for finding in run.findings] == ["one_vote_per_term"]
    assert told(run) == ["6: n2 voted for n1 in term 1, and its disk forgot that."]


def test_a_committed_entry_that_the_next_leader_lacks() -> None:
    run = observed(
        *COMMITTED,
        {"node": "n3", "term": 2, "role": "candidate", "vote": "n3"},
        {"node": "n3", "role": "leader", "log": log(1, entry(2, "put x 2"))},
    )
    assert told(run)[0] == "8: n3 leads term 2 and lacks put x 1 (term 1, index 1), which was committed in term 1."


def test_two_nodes_that_apply_different_commands_at_an_index() -> None:
    lines = (*COMMITTED, {"node": "n2", "log": log(1, entry(1, "put x 9")), "commit": 1})
    assert {"log_matching", "state_machine_safety"} <= set(broken(*lines))


def test_a_committed_entry_that_only_the_leader_has() -> None:
    lonely = [{**line, "log": log(1)} if line.get("node") == "n2" and "log" in line else line for line in COMMITTED]
    assert broken(*lonely) == ["commit_backing"]


def test_an_entry_of_an_older_term_that_is_committed_by_counting() -> None:
    lines = (
        *ELECTED,
        {"node": "n1", "role": "follower"},
        {"node": "n1", "term": 2, "role": "candidate", "vote": "n1"},
        {"node": "n1", "role": "leader"},
        {"node": "n1", "commit": 1},
    )
    assert broken(*lines) == ["own_term_commit"]


def test_a_leader_that_removes_its_own_entries() -> None:
    assert broken(*ELECTED, {"node": "n1", "log": log(1)}) == ["leader_append_only"]


def test_a_leader_that_stands_for_election_without_having_stepped_down() -> None:
    run = observed(*ELECTED, {"node": "n1", "term": 2, "role": "candidate", "vote": "n1"})
    assert told(run) == ["6: n1 went from leader to candidate in term 2."]


def test_a_term_that_goes_back() -> None:
    assert broken(*ELECTED, {"node": "n2", "term": 0}) == ["monotonic_term"]


def test_a_commit_that_goes_back_or_beyond_the_log() -> None:
    assert broken(*COMMITTED, {"node": "n2", "commit": 1}, {"node": "n2", "commit": 0}) == ["monotonic_commit"]
    assert broken(*COMMITTED, {"node": "n2", "commit": 7}) == ["monotonic_commit"]


def test_a_restart_is_no_fault() -> None:
    crash: Line = {"node": "n1", "stop": True}
    back: Line = {"node": "n1", "start": True, "role": "follower"}
    assert broken(*COMMITTED, crash, back, {"node": "n1", "commit": 1}) == []
    # killed, so that it could print nothing
    assert broken(*COMMITTED, back, {"node": "n1", "commit": 1}) == []


def test_what_was_applied_is_believed_where_the_log_tells_of_it() -> None:
    applied = [{**line, "applied": line["commit"]} if "commit" in line else line for line in COMMITTED]
    assert broken(*applied) == []
    assert broken(*applied, {"node": "n1", "applied": 1}, {"node": "n2", "commit": 1, "applied": 2}) == ["apply_order"]


def test_a_snapshot_stands_for_what_it_replaced() -> None:
    lines = (
        *COMMITTED,
        {"node": "n1", "snapshot": {"index": 1, "term": 1}},
        {"node": "n1", "log": log(2, entry(1, "put x 2"))},
        {"node": "n3", "term": 1, "snapshot": {"index": 1, "term": 1}, "log": log(2, entry(1, "put x 2"))},
        {"node": "n1", "commit": 2},
        {"node": "n3", "commit": 2},
    )
    assert broken(*lines) == []


def test_whoever_sees_a_newer_term_and_says_no_more_is_a_follower() -> None:
    last = worlds(Observed(read_log(text_of(*ELECTED, {"node": "n1", "term": 2}))))[-1]
    assert last.server(1).node.role_name == "follower"


def test_a_message_that_nobody_received_was_lost_if_its_target_goes_on() -> None:
    beat = ask("9", "n2", "AppendEntries", entries=0)
    lines: tuple[Line, ...] = (*GOOD, {"node": "n1", "time": 0.3, "send": beat})
    later: Line = {"node": "n2", "time": 0.4}
    assert "AppendEntries" in [
        flight.message.type_name for flight in worlds(Observed(read_log(text_of(*lines))))[-1].held
    ]
    steps = [seen.step for seen in Observed(read_log(text_of(*lines, later))).play()]
    assert [type(event).__name__ for event in steps[-2].events] == ["MessageSent", "MessageDropped"]


def test_lines_are_believed_in_the_order_of_their_times_and_never_receive_before_they_send() -> None:
    shuffled = (CLUSTER, *sorted(GOOD[1:], key=lambda line: str(line["node"])))
    assert observed(*shuffled).findings == []
    assert [line.line for line in observed(*shuffled).lines] != sorted(range(2, 2 + len(GOOD[1:])))
    # a clock that is late by a tenth of a second
    late = [{**line, "time": line["time"] - 0.1} if line.get("node") == "n2" else line for line in GOOD]
    assert observed(*late).findings == []


def test_messages_without_ids_are_paired_by_type_and_ends() -> None:
    def bare(line: Line) -> Line:
        def letters(field: object) -> object:
            if isinstance(field, list):
                return [letters(each) for each in field]
            return {key: value for key, value in field.items() if key != "id"} if isinstance(field, dict) else field

        return {key: letters(value) if key in ("send", "receive") else value for key, value in line.items()}

    run = observed(*[bare(line) for line in GOOD])
    assert run.findings == []
    steps = [seen.step for seen in Observed(read_log(text_of(*[bare(line) for line in GOOD]))).play()]
    assert [step.cause.position for step in steps if step.cause.flight is not None] == [1, 2, 3, 4]


def test_a_message_that_arrives_twice_and_one_that_nobody_sent() -> None:
    twice: Line = {"node": "n1", "time": 0.5, "receive": got("3", "n2", "RequestVoteReply", granted=True)}
    stray: Line = {"node": "n1", "time": 0.6, "receive": got("77", "n3", "AppendEntriesReply", success=False)}
    assert broken(*GOOD, twice, stray) == []


def test_commands_that_are_no_words_of_the_store_are_kept_as_text() -> None:
    last = worlds(Observed(read_log(text_of(*ELECTED[:-2], {"node": "n1", "log": log(1, {"term": 1, "command": 7})}))))[
        -1
    ]
    assert last.server(1).node.log.entry(1).words == "put cmd 7"
