"""Hand-made logs: lines as a course's own Raft would print them, with the messages between the nodes."""

from __future__ import annotations

import json
from typing import Any

from raft_core.check import Finding
from raft_core.observe.observed import Observed
from raft_core.observe.read import read_log

Line = dict[str, Any]
CLUSTER: Line = {"cluster": ["n1", "n2", "n3"]}


def text_of(*lines: Line) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def entry(term: int, command: str | None = None) -> Line:
    return {"term": term} if command is None else {"term": term, "command": command}


def log(first: int, *entries: Line) -> Line:
    return {"from": first, "entries": list(entries)}


def ask(number: str, to: str, kind: str, **fields: object) -> Line:
    return {"id": number, "to": to, "type": kind, **fields}


def got(number: str, sender: str, kind: str, **fields: object) -> Line:
    return {"id": number, "from": sender, "type": kind, **fields}


GOOD: tuple[Line, ...] = (
    CLUSTER,
    {
        "node": "n1",
        "time": 0.10,
        "term": 1,
        "role": "candidate",
        "vote": "n1",
        "send": [ask("1", "n2", "RequestVote"), ask("2", "n3", "RequestVote")],
    },
    {
        "node": "n2",
        "time": 0.12,
        "receive": got("1", "n1", "RequestVote"),
        "term": 1,
        "vote": "n1",
        "send": ask("3", "n1", "RequestVoteReply", granted=True),
    },
    {
        "node": "n1",
        "time": 0.14,
        "receive": got("3", "n2", "RequestVoteReply", granted=True),
        "role": "leader",
        "log": log(1, entry(1)),
        "send": [ask("4", to, "AppendEntries", prev_index=0, prev_term=0, entries=1) for to in ("n2", "n3")],
    },
    {
        "node": "n2",
        "time": 0.16,
        "receive": got("4", "n1", "AppendEntries"),
        "log": log(1, entry(1)),
        "send": ask("5", "n1", "AppendEntriesReply", success=True, match=1),
    },
    {"node": "n1", "time": 0.18, "receive": got("5", "n2", "AppendEntriesReply"), "commit": 1},
    {"node": "n1", "time": 0.20, "log": log(2, entry(1, "put x 1"))},
    {"node": "n2", "time": 0.22, "log": log(2, entry(1, "put x 1")), "commit": 1},
    {"node": "n1", "time": 0.24, "commit": 2},
    {"node": "n2", "time": 0.26, "commit": 2},
)
"""An election, the leader's no-op and one write, each on two of three nodes before it is committed."""


def observed(*lines: Line) -> Observed:
    """The run that a log tells, gone through to its end."""
    run = Observed(read_log(text_of(*lines)))
    for _ in run.play():
        pass
    return run


def broken(*lines: Line) -> list[str]:
    return [finding.property for finding in observed(*lines).findings]


def told(run: Observed) -> list[str]:
    def says(finding: Finding) -> str:
        return f"{run.lines[finding.position - 1].line}: {run.named(finding.says)}"

    return [says(finding) for finding in run.findings]
