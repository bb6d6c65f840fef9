"""The messages of an observed run: which arrival belongs to which sending, and what each message looks like."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from raft_core.ids import ServerId
from raft_core.log import Log
from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    Message,
    PreVote,
    PreVoteReply,
    RequestVote,
    RequestVoteReply,
    TimeoutNow,
)
from raft_core.node import Node
from raft_core.observe.observation import Letter, Observation
from raft_core.observe.order import name_of


@dataclass(slots=True, frozen=True)
class Way:
    """What becomes of a message that was sent: where it arrives, None for nowhere; or it may still be under way."""

    arrives_at: int | None
    is_lost: bool


class Post:
    """Pairs the two ends of each message, by its id, or in order by type and ends where there is none."""

    def __init__(self, lines: Sequence[Observation]) -> None:
        self._ways: dict[int, Way] = {}
        self._sent: dict[int, Letter] = {}
        self.counts_arrivals = any(line.received for line in lines)
        flying: dict[object, deque[Letter]] = defaultdict(deque)
        sent_at: dict[int, int] = {}
        last_line: dict[str, int] = {}
        for position, line in enumerate(lines, 1):
            last_line[line.node] = position
            for letter in line.received:
                waiting = flying[_key(letter)]
                if waiting:
                    origin = waiting.popleft()
                    self._ways[id(origin)] = Way(position, is_lost=False)
                    self._sent[id(letter)] = origin
            for letter in line.sent:
                flying[_key(letter)].append(letter)
                sent_at[id(letter)] = position
        for waiting in flying.values():
            for letter in waiting:
                # Whoever goes on printing, and never tells of a message, did not get it.
                is_lost = self.counts_arrivals and last_line.get(letter.target, 0) > sent_at[id(letter)]
                self._ways[id(letter)] = Way(None, is_lost)

    def way(self, letter: Letter) -> Way:
        """What becomes of a message that a line sends."""
        return self._ways[id(letter)]

    def origin(self, letter: Letter) -> Letter | None:
        """The sending of a message that a line receives; None when no line sent it."""
        return self._sent.get(id(letter))


def _key(letter: Letter) -> object:
    return name_of(letter) or (letter.type, letter.source, letter.target)


def message_of(letter: Letter, source: ServerId, target: ServerId, sender: Node) -> Message:
    """A message as the views know it; what its log does not say is taken from the state of whoever sends it."""
    term = letter.term if letter.term is not None else sender.current_term
    log, accepted = sender.log, letter.accepted is not False
    if letter.type in ("RequestVote", "PreVote"):
        last_index = letter.prev_index if letter.prev_index is not None else log.last_index
        last_term = letter.prev_term if letter.prev_term is not None else log.last_term
        asks = RequestVote if letter.type == "RequestVote" else PreVote
        return asks(source, target, term, last_index, last_term)
    if letter.type == "RequestVoteReply":
        return RequestVoteReply(source, target, term, accepted)
    if letter.type == "PreVoteReply":
        return PreVoteReply(source, target, term, accepted)
    if letter.type == "AppendEntries":
        return _append(letter, source, target, term, sender)
    if letter.type == "AppendEntriesReply":
        before, match = letter.prev_index or 0, letter.match if letter.match is not None and accepted else 0
        return AppendEntriesReply(source, target, term, accepted, before, match, 0, 0)
    if letter.type == "InstallSnapshot":
        snapshot = sender.snapshot
        index, of_term = letter.count or snapshot.index, snapshot.term
        return InstallSnapshot(source, target, term, index, of_term, 0, (), {}, sender.configuration, done=True)
    if letter.type == "InstallSnapshotReply":
        return InstallSnapshotReply(source, target, term, letter.match or 0, 0, accepted)
    return TimeoutNow(source, target, term)


def _append(letter: Letter, source: ServerId, target: ServerId, term: int, sender: Node) -> AppendEntries:
    log: Log = sender.log
    count = letter.count or 0
    before = letter.prev_index if letter.prev_index is not None else max(log.base_index, log.last_index - count)
    before_term = letter.prev_term if letter.prev_term is not None else max(0, log.term_at(before))
    commit = letter.commit if letter.commit is not None else sender.commit_index
    return AppendEntries(source, target, term, before, before_term, log.entries(before + 1, before + count), commit)
