"""Logs that cannot be read get an answer with the line, what is wrong in it, and what would be legal."""

from __future__ import annotations

import contextlib
import json
import random
from typing import Any

import pytest

from app.offline.observed import tell_log
from raft_core.observe.observation import LogError
from raft_core.observe.observed import Observed
from raft_core.observe.read import read_log
from tests.importing.logs import CLUSTER, GOOD, Line, ask, entry, log, text_of
from tests.importing.test_etcd import good

NODE = '{"node":"n1","term":1}\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the log is empty; legal is one JSON object a line"),
        ("# nothing\n\n", "line 1: the log is empty"),
        (NODE + "raft: became leader", "line 2: 'raft: became leader' is not JSON; legal is a JSON object"),
        (NODE + "[1]", "line 2: this is JSON, but not an object"),
        (NODE + "{" * 9_000, "line 2: "),
        (NODE + '{"term":1}', "line 2: 'node' is missing; legal is the name of a node"),
        (NODE + '{"node":"n2","leader":true}', "line 2: 'leader' is no field; fields are node, time, term, role"),
        (
            NODE + '{"node":"n2","role":"boss"}',
            "line 2: 'role' is \"boss\"; legal is follower, pre_candidate, candidate",
        ),
        (NODE + '{"node":"n2","term":-1}', "line 2: 'term' is -1; legal is a whole number from 0 on"),
        (NODE + '{"node":"n2","term":1.5}', "line 2: 'term' is 1.5; legal is a whole number"),
        (NODE + '{"node":"n2","term":true}', "line 2: 'term' is true; legal is a whole number"),
        (NODE + '{"node":"n2","time":"now"}', "line 2: 'time' is \"now\"; legal is seconds, such as 12.345"),
        (NODE + '{"node":"n2","log":[1,2]}', "line 2: 'log' is [1, 2]; legal is an object"),
        (
            NODE + '{"node":"n2","log":{"entries":[]}}',
            "line 2: 'log' is {\"entries\": []}; legal is what the log holds",
        ),
        (NODE + '{"node":"n2","log":{"from":1,"entries":[7]}}', "line 2: 'log.entries' has 7 at place 0"),
        (NODE + '{"node":"n2","log":{"from":1,"entries":[{}]}}', "line 2: 'log.entries[0].term' is missing"),
        (
            NODE + '{"node":"n2","log":{"from":3,"entries":[]}}',
            "line 2: the log of n2 ends at 0, and this tells it from 3",
        ),
        (NODE + '{"node":"n2","send":7}', "line 2: 'send' is 7; legal is a message, or a list of messages"),
        (NODE + '{"node":"n2","send":{"to":"n1"}}', "line 2: 'send.type' is missing"),
        (
            NODE + '{"node":"n2","send":{"to":"n1","type":"Vote"}}',
            "line 2: 'send.type' is \"Vote\"; legal is PreVote, ",
        ),
        (NODE + '{"node":"n2","send":{"type":"PreVote"}}', "line 2: 'send.to' is missing; legal is the name of a node"),
        (
            NODE + '{"node":"n2","send":{"to":"n2","type":"PreVote"}}',
            "line 2: 'send.to' is \"n2\"; legal is another node",
        ),
        (NODE + '{"node":"n2","start":"yes"}', "line 2: 'start' is \"yes\"; legal is true or false"),
        (NODE + '{"cluster":["n1"]}', "line 2: 'cluster' stands in the first line only"),
        ('{"cluster":[]}\n' + NODE, "line 1: 'cluster' is []; legal is a list of names"),
        ('{"cluster":["n7"]}\n' + NODE, "line 2: 'n1' is not in the cluster, which is n7"),
        ("".join(f'{{"node":"n{number}"}}\n' for number in range(11)), "line 10: 'n9' is node number 10; at most 9"),
        ('{"event":{"nid":"1","name":"Ready"}}', "line 1: this is no event of etcd's state trace (KeyError: 'state')"),
        ('{"level":"debug","caller":"x"}', "line 1: there is no event of a node in this trace"),
    ],
)
def test_every_bad_line_is_named_with_what_would_be_legal(text: str, says: str) -> None:
    with pytest.raises(LogError) as error:
        list(Observed(read_log(text)).play())
    assert str(error.value).startswith(says)
    assert len(str(error.value)) < 400


def test_a_vote_for_somebody_unknown_is_a_vote_for_nobody_we_know() -> None:
    run = Observed(read_log(text_of(CLUSTER, {"node": "n1", "term": 1, "vote": "n9"})))
    assert [seen.found for seen in run.play()] == [[]]


def test_whatever_is_mangled_there_is_an_answer_and_no_crash() -> None:
    """A thousand logs, each with a few bytes changed."""
    dice = random.Random(7)  # noqa: S311 - no secret
    text = text_of(*GOOD, {"node": "n3", "send": ask("x", "n1", "TimeoutNow"), "snapshot": {"index": 3, "term": 1}})
    answers = 0
    for _ in range(1_000):
        mangled = list(text)
        for _ in range(dice.randint(1, 4)):
            mangled[dice.randrange(len(mangled))] = dice.choice('0123456789"{}[],:ntx \n')
        try:
            list(Observed(read_log("".join(mangled))).play())
        except LogError as error:
            answers += error.line > 0
    assert answers > 300


VALUES: tuple[Any, ...] = (None, -1, 0, 1, 10**12, 1.5, "", "x", [], {}, True, "9999999", "2")


def change_something(dice: random.Random, line: Line) -> None:
    """Another value, or none, somewhere in a line."""
    inside: Any = line
    while inside:
        key = dice.choice(list(inside)) if isinstance(inside, dict) else dice.randrange(len(inside))
        deeper = inside[key]
        if not isinstance(deeper, dict | list) or not deeper or dice.random() < 0.2:
            if isinstance(inside, dict) and dice.random() < 0.2:
                del inside[key]
            else:
                inside[key] = dice.choice(VALUES)
            return
        inside = deeper


@pytest.mark.parametrize("text", [text_of(*GOOD), good().text], ids=["JSON lines", "etcd"])
def test_whatever_values_stand_in_it_a_log_is_read_or_answered(text: str) -> None:
    dice = random.Random(11)  # noqa: S311 - no secret
    read = 0
    for _ in range(250):
        lines = [json.loads(line) for line in text.splitlines()]
        for _ in range(dice.randint(1, 3)):
            change_something(dice, dice.choice(lines))
        if dice.random() < 0.2:
            dice.shuffle(lines)
        with contextlib.suppress(LogError):
            tell_log(Observed(read_log("\n".join(map(json.dumps, lines)))), "mangled")
            read += 1
    assert 0 < read < 250


def test_a_log_of_many_lines_is_gone_through_in_seconds() -> None:
    lines: list[Line] = [*GOOD]
    for number in range(3, 5_003):
        command = entry(1, f"put k{number % 7} {number}")
        lines.append({"node": "n1", "time": number, "log": log(number, command)})
        lines.append({"node": "n2", "time": number + 0.3, "log": log(number, command)})
        lines.append({"node": "n1", "time": number + 0.6, "commit": number})
    run = Observed(read_log(text_of(*lines)))
    assert sum(1 for _ in run.play()) > 15_000
    assert run.findings == []
