"""etcd's state trace: events as its `state_trace.go` writes them inside zap's lines, and what is read out of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from raft_core.observe.observed import Observed
from raft_core.observe.read import read_log


class Trace:
    """Writes events as three nodes of etcd's library would, after they were started together."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.nodes: dict[str, dict[str, Any]] = {}
        self.ts = 1_718_271_672.0
        for node in "123":
            self.nodes[node] = {
                "term": 0,
                "vote": "0",
                "commit": 0,
                "role": "StateFollower",
                "log": 0,
                "conf": [[], []],
            }
            self.event("InitState", node)
            self.event("BecomeFollower", node, term=1)
            self.event("ApplyConfChange", node, commit=3, log=3)
            self.event("Bootstrap", node, conf=[["1", "2", "3"], []])

    def event(self, name: str, node: str, msg: dict[str, Any] | None = None, **changes: object) -> None:
        now = self.nodes[node]
        now.update(changes)
        event: dict[str, Any] = {
            "name": name,
            "nid": node,
            "state": {"term": now["term"], "vote": now["vote"], "commit": now["commit"]},
            "role": now["role"],
            "log": now["log"],
            "conf": now["conf"],
        }
        if msg is not None:
            event["msg"] = msg
        self.ts += 0.001
        zap = {"level": "debug", "ts": round(self.ts, 6), "caller": "x/y.go:42", "msg": "trace", "tag": "trace"}
        self.lines.append(json.dumps({**zap, "event": event}))

    def elect(self, node: str, voter: str, term: int) -> None:
        """A node wins the vote of another one."""
        self.event("BecomeCandidate", node, term=term, vote=node, role="StateCandidate")
        now = self.nodes[node]
        ask = message("MsgVote", term, node, voter, index=now["log"], logTerm=1)
        self.event("SendRequestVoteRequest", node, ask)
        self.event("SendRequestVoteResponse", node, message("MsgVoteResp", term, node, node))
        self.event("ReceiveRequestVoteRequest", voter, ask)
        self.event("BecomeFollower", voter, term=term, vote="0", role="StateFollower")
        yes = message("MsgVoteResp", term, voter, node)
        self.event("SendRequestVoteResponse", voter, yes)
        self.event("Ready", voter, vote=node)
        self.event("ReceiveRequestVoteResponse", node, yes)
        self.event("BecomeLeader", node, role="StateLeader")
        self.event("Replicate", node)
        own = message("MsgAppResp", term, node, node, index=now["log"] + 1)
        self.event("SendAppendEntriesResponse", node, own, log=now["log"] + 1)

    def replicate(self, node: str, to: str, first: int, before_term: int, entries: int = 1) -> None:
        """A leader's entries reach another node and are acknowledged."""
        now = self.nodes[node]
        fields = {"index": first - 1, "logTerm": before_term, "entries": entries, "commit": now["commit"]}
        append = message("MsgApp", now["term"], node, to, **fields)
        self.event("SendAppendEntriesRequest", node, append)
        self.event("ReceiveAppendEntriesRequest", to, append)
        if self.nodes[to]["term"] < now["term"]:
            self.event("BecomeFollower", to, term=now["term"], vote="0", role="StateFollower")
        last = first + entries - 1
        self.event("SendAppendEntriesResponse", to, message("MsgAppResp", now["term"], to, node, index=last), log=last)
        self.event("ReceiveAppendEntriesResponse", node, message("MsgAppResp", now["term"], to, node, index=last))

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def message(kind: str, term: int, source: str, target: str, **fields: object) -> dict[str, Any]:
    empty = {"entries": 0, "logTerm": 0, "index": 0, "commit": 0, "vote": "0", "reject": False, "rejectHint": 0}
    return {"type": kind, "term": term, "from": source, "to": target, **empty, **fields}


def good() -> Trace:
    trace = Trace()
    trace.elect("2", "3", 2)
    trace.replicate("2", "3", 4, 1)
    trace.event("Commit", "2", commit=4)
    trace.event("Replicate", "2")
    trace.event("SendAppendEntriesResponse", "2", message("MsgAppResp", 2, "2", "2", index=5), log=5)
    trace.replicate("2", "1", 4, 1, entries=2)
    trace.event("Commit", "2", commit=5)
    beat = message("MsgHeartbeat", 2, "2", "1", commit=5)
    trace.event("SendAppendEntriesRequest", "2", beat)
    trace.event("ReceiveAppendEntriesRequest", "1", beat)
    trace.event("Commit", "1", commit=5)
    trace.event("SendAppendEntriesResponse", "1", message("MsgHeartbeatResp", 2, "1", "2"))
    return trace


def play(trace: Trace) -> Observed:
    run = Observed(read_log(trace.text))
    for _ in run.play():
        pass
    return run


def test_a_good_trace_is_read_whole_and_nothing_is_found() -> None:
    trace = good()
    run = Observed(read_log(trace.text))
    seen = list(run.play())
    assert run.form == "etcd's state trace"
    assert len(seen) == len(trace.lines)
    assert run.findings == []
    one, two, three = (server.node for server in seen[-1].world.members())
    assert (two.role_name, two.current_term, two.commit_index) == ("leader", 2, 5)
    terms = [[entry.term for entry in node.log.entries(1, 9)] for node in (one, two, three)]
    assert terms == [[1, 1, 1, 2, 2], [1, 1, 1, 2, 2], [1, 1, 1, 2]]
    assert one.log.entry(5) is two.log.entry(5)
    assert one.leader_id == 2
    assert seen[-1].step.time_us == pytest.approx(1_000 * (len(trace.lines) - 1), abs=10)


def test_messages_fly_and_those_to_oneself_do_not() -> None:
    seen = list(Observed(read_log(good().text)).play())
    kinds = [type(event).__name__ for each in seen for event in each.step.events]
    assert kinds.count("MessageSent") == 8
    assert kinds.count("MessageDelivered") == 7, "the last one is still in the air"
    assert "MessageDropped" not in kinds


def test_what_follows_a_conflict_gives_way() -> None:
    trace = good()
    trace.event("Replicate", "2")
    trace.event("SendAppendEntriesResponse", "2", message("MsgAppResp", 2, "2", "2", index=6), log=6)
    trace.elect("1", "3", 3)
    trace.replicate("1", "3", 5, 2, entries=2)
    trace.replicate("1", "2", 6, 2)
    run = Observed(read_log(trace.text))
    last = list(run.play())[-1].world
    assert [entry.term for entry in last.server(2).node.log.entries(4, 9)] == [2, 2, 3]
    assert run.findings == []


def test_two_leaders_of_a_term_are_found_in_a_trace_too() -> None:
    trace = good()
    trace.event("BecomeCandidate", "1", term=2, vote="1", role="StateCandidate")
    trace.event("BecomeLeader", "1", role="StateLeader")
    assert [finding.property for finding in play(trace).findings] == ["election_safety"]


def test_a_commit_without_a_majority_is_found_unless_the_configuration_changed() -> None:
    trace = Trace()
    trace.elect("2", "3", 2)
    trace.event("Commit", "2", commit=4)
    assert [finding.property for finding in play(trace).findings] == ["commit_backing"]
    trace.event("ChangeConf", "2")
    assert "commit_backing" not in play(trace).judged
    assert play(trace).findings == []


def test_a_node_that_begins_again_has_crashed() -> None:
    trace = good()
    trace.event("InitState", "1", role="StateFollower", commit=3)
    kinds = [type(event).__name__ for event in list(Observed(read_log(trace.text)).play())[-1].step.events]
    assert kinds[:2] == ["ServerCrashed", "ServerRestarted"]
    assert play(trace).findings == []


def test_other_lines_of_the_same_logger_are_passed_over() -> None:
    trace = good()
    trace.lines.insert(3, '{"level":"info","ts":1718271672.1,"caller":"raft/raft.go:800","msg":"1 is starting"}')
    assert play(trace).findings == []
    bare = [json.dumps(json.loads(line)["event"]) for line in good().lines]
    assert Observed(read_log("\n".join(bare))).form == "etcd's state trace"
