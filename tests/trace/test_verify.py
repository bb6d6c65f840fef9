"""A trace is executed again; whoever changed it is found out."""

import json
import re
from typing import Any

import pytest

from raft_core.session import Session
from raft_core.trace.read import TraceError, read_trace
from raft_core.trace.record import Answered, Extras, Header, encode, write_trace
from raft_core.trace.verify import Verification, verify
from tests.sim.restless import restless_session


def trace_of(session: Session, *, with_events: bool = False) -> str:
    header = Header(participant="p1", created=1_700_000_000)
    extras = Extras((Answered("who", "a", 3, True),), {"leads": 9})
    return write_trace(session, session.main, header, extras, with_events)


@pytest.fixture(scope="module")
def text() -> str:
    return trace_of(restless_session(8))


def changed(text: str, number: int, **fields: object) -> str:
    lines = text.splitlines()
    line = json.loads(lines[number])
    lines[number] = encode({**line, **fields})
    return "\n".join(lines)


def check(text: str) -> Verification:
    return verify(read_trace(text))


def interventions(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines()) if '"type":"intervention"' in line]


@pytest.mark.parametrize("with_events", [False, True])
@pytest.mark.parametrize("seed", range(1, 5))
def test_a_trace_reproduces(seed: int, with_events: bool) -> None:
    assert check(trace_of(restless_session(seed, rounds=25), with_events=with_events)).identical


def test_a_branch_reproduces_with_the_past_it_shares() -> None:
    session = restless_session(9, rounds=10)
    twig = session.fork(session.main, session.main.last_position // 2)
    until_us = twig.now_us + 300_000
    while session.advance(twig, until_us):
        pass
    assert check(write_trace(session, twig, Header())).identical


def test_lines_are_json_with_sorted_keys_and_whole_numbers(text: str) -> None:
    for line in text.splitlines():
        assert line == encode(json.loads(line))
        json.loads(line, parse_float=pytest.fail)


def test_another_directive_is_found_at_its_position(text: str) -> None:
    number = interventions(text)[3]
    position = json.loads(text.splitlines()[number])["position"]
    found = check(changed(text, number, directive="client c9 put z 9"))
    assert found.position == position


def test_another_time_is_found_at_its_position(text: str) -> None:
    number = interventions(text)[3]
    line = json.loads(text.splitlines()[number])
    found = check(changed(text, number, time_us=line["time_us"] + 1))
    assert found.position is not None
    assert found.position <= line["position"]


def test_a_missing_intervention_is_found(text: str) -> None:
    lines = text.splitlines()
    number = interventions(text)[2]
    position = json.loads(lines[number])["position"]
    found = check("\n".join(lines[:number] + lines[number + 1 :]))
    assert found.position is not None
    assert found.position >= position


def test_another_length_is_found(text: str) -> None:
    last = len(text.splitlines()) - 1
    end = json.loads(text.splitlines()[last])
    assert not check(changed(text, last, position=end["position"] + 3, time_us=end["time_us"] + 10**6)).identical
    assert not check(changed(text, last, position=end["position"] - 1)).identical


def test_invented_findings_and_digests_are_found(text: str) -> None:
    last = len(text.splitlines()) - 1
    assert not check(changed(text, last, digest="0" * 64)).identical
    invented = {"property": "election_safety", "position": 1, "time_us": 1, "servers": ["S1"], "says": "no"}
    assert not check(changed(text, last, findings=[invented])).identical


def test_another_event_is_found_at_its_position() -> None:
    text = trace_of(restless_session(3, rounds=6), with_events=True)
    number = next(n for n, line in enumerate(text.splitlines()) if '"kind":"ElectionStarted"' in line)
    line = json.loads(text.splitlines()[number])
    found = check(changed(text, number, event={**line["event"], "term": 77}))
    assert found.position == line["position"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda lines: lines[1:], "begins with its header"),
        (lambda lines: lines[:-1], "the end line is missing"),
        (lambda lines: [*lines[:2], "{", *lines[2:]], "not a JSON object"),
        (lambda lines: [*lines[:2], '{"type":"rumour"}', *lines[2:]], "'rumour' is not a type of line"),
        (lambda lines: [*lines[:2], '{"type":"answer"}', *lines[2:]], "no proper 'question'"),
        (lambda lines: [lines[0].replace('"version":1', '"version":2'), *lines[1:]], "version 2 .* reads version 1"),
        (lambda lines: [lines[0].replace("orbital-raft-trace", "other"), *lines[1:]], "the format is 'other'"),
        (lambda lines: [lines[0].replace("cluster S1", "clutter S1"), *lines[1:]], "the set-up is not a script"),
        (lambda _: [], "begins with its header"),
        (
            lambda lines: [*lines[:-1], re.sub('"time_us":\\d+', '"time_us":99999999999999999999', lines[-1])],
            "'time_us'",
        ),
        (lambda lines: [*lines[:-1], re.sub('"position":\\d+', '"position":-1', lines[-1])], "no proper 'position'"),
        (lambda lines: [lines[0].replace('"room":"', '"room":"\\ud800'), *lines[1:]], "not a JSON object"),
    ],
)
def test_what_is_not_a_trace_says_where(text: str, spoil: Any, says: str) -> None:  # noqa: ANN401 - a lambda
    with pytest.raises(TraceError, match=f"line \\d+: .*{says}"):
        read_trace("\n".join(spoil(text.splitlines())))


def test_a_long_session_is_a_few_kilobytes() -> None:
    session = restless_session(12, rounds=180)
    assert len(session.timeline.recorded(session.main)) >= 77
    per_intervention = len(write_trace(session, session.main, Header())) / len(session.timeline.recorded(session.main))
    assert per_intervention * 77 < 20_000
