"""The state trace of etcd's raft library (built with the tag `with_tla`), as its `state_trace.go` writes it.

A line holds a TracingEvent, most often inside a zap log line as `event`: the event's name, the node, its term, vote and
commit, its role, the last index of its log, the configuration, and the message that was sent or received. It does not
say what stands in the log: entries are followed from the leader that appended them, by index and term.
"""

from collections import deque
from typing import Any, Final

from raft_core.observe.json_lines import natural
from raft_core.observe.observation import MOST_NODES, Letter, LogChange, LogError, Observation, ObservedLog

ROLES: Final = {
    "StateFollower": "follower",
    "StatePreCandidate": "pre_candidate",
    "StateCandidate": "candidate",
    "StateLeader": "leader",
}
TYPES: Final = {
    "MsgVote": "RequestVote",
    "MsgVoteResp": "RequestVoteReply",
    "MsgPreVote": "PreVote",
    "MsgPreVoteResp": "PreVoteReply",
    "MsgApp": "AppendEntries",
    "MsgAppResp": "AppendEntriesReply",
    "MsgHeartbeat": "AppendEntries",
    "MsgHeartbeatResp": "AppendEntriesReply",
    "MsgSnap": "InstallSnapshot",
}
MOST_ENTRIES: Final = 100_000
"""Of one node's log."""
STANDS: Final = ("BecomeCandidate", "BecomeLeader")

Fields = dict[str, Any]
Entry = tuple[int, str | None]


def is_etcd(first: Fields) -> bool:
    """Whether a log that begins with this line is such a trace."""
    return "nid" in first or isinstance(first.get("event"), dict) or {"level", "caller"} <= set(first)


def read_etcd(lines: list[tuple[int, str, Fields]]) -> ObservedLog:
    """The trace, from its lines: number, text and object. Raises LogError."""
    reader = _Reader()
    for number, text, fields in lines:
        event = fields.get("event", fields)
        if isinstance(event, dict) and "nid" in event:
            reader.take(number, text, event, fields.get("ts"))
    if not reader.read:
        raise LogError(1, "there is no event of a node in this trace; legal is what etcd's state_trace.go writes")
    nodes = tuple(sorted(reader.nodes, key=natural))
    voters = tuple(sorted(reader.voters, key=natural)) or nodes
    skips = frozenset({"commit_backing"}) if reader.changes else frozenset[str]()
    return ObservedLog("etcd's state trace", nodes, voters, reader.read, skips)


class _Reader:
    def __init__(self) -> None:
        self.read: list[Observation] = []
        self.nodes: dict[str, None] = {}
        self.voters: dict[str, None] = {}
        self.changes = False
        self._stood = False
        self._logs: dict[str, list[Entry]] = {}
        # Messages under way by what they say: the line they were sent in, and the entries they carry.
        self._flying: dict[tuple[object, ...], deque[tuple[str, list[Entry]]]] = {}
        # What a node received last and has not answered: where it begins, and its entries.
        self._received: dict[str, tuple[int, list[Entry]]] = {}

    def take(self, number: int, text: str, event: Fields, ts: object) -> None:
        """Take in one line."""
        try:
            name, node, state = str(event["name"]), str(event["nid"]), event["state"]
            term, vote, commit = int(state["term"]), str(state["vote"]), int(state["commit"])
            role, size = ROLES[str(event["role"])], int(event["log"])
            message: Fields = event.get("msg") or {}
            letter = _letter(message) if message else None
        except (KeyError, TypeError, ValueError) as error:
            says = f"this is no event of etcd's state trace ({type(error).__name__}: {error})"
            raise LogError(number, f"{says}; legal are name, nid, state, role, log, conf and msg") from None
        self._know(number, node)
        self._configure(number, name, event.get("conf"))
        seen = Observation(number, node, text, term=term, role=role, vote="" if vote == "0" else vote, commit=commit)
        if isinstance(ts, int | float) and not isinstance(ts, bool):
            seen.time_us = round(ts * 1_000_000)
        if isinstance(event.get("Applied"), int):
            seen.applied = min(event["Applied"], commit)
        seen.starts = name == "InitState" and node in self._logs
        seen.log = self._follow(node, name, size, seen, letter)
        if letter is not None and letter.source != letter.target:
            self._know(number, letter.source)
            self._know(number, letter.target)
            self._deliver(number, name, letter, message, seen)
        self.read.append(seen)

    def _know(self, number: int, node: str) -> None:
        self.nodes[node] = None
        if len(self.nodes) > MOST_NODES:
            raise LogError(number, f"{node} is node number {len(self.nodes)}; at most {MOST_NODES} can be shown")

    def _configure(self, number: int, name: str, conf: object) -> None:
        """The cluster is what the configuration had become when somebody stood for election first."""
        self.changes |= name == "ChangeConf"
        self._stood |= name in STANDS
        if not self._stood and isinstance(conf, list) and conf and isinstance(conf[0], list):
            for voter in conf[0]:
                self._know(number, str(voter))
                self.voters[str(voter)] = None

    def _deliver(self, number: int, name: str, letter: Letter, message: Fields, seen: Observation) -> None:
        known = tuple(sorted((key, str(value)) for key, value in message.items()))
        if name.startswith("Send"):
            letter.id = str(number)
            carried = self._carried(letter, message)
            self._flying.setdefault(known, deque()).append((letter.id, carried))
            seen.sent.append(letter)
        elif name.startswith("Receive"):
            flying = self._flying.get(known)
            letter.id, carried = flying.popleft() if flying else (None, self._carried(letter, message))
            if carried:
                self._received[seen.node] = (letter.prev_index or 0, carried)
            seen.received.append(letter)

    def _carried(self, letter: Letter, message: Fields) -> list[Entry]:
        """The entries of a message, from the log of whoever sends it."""
        log = self._logs.get(letter.source, [])
        if message["type"] == "MsgSnap":
            return log[: int(message["entries"])]
        first = letter.prev_index or 0
        return log[first : first + letter.count] if letter.count else []

    def _follow(self, node: str, name: str, size: int, seen: Observation, letter: Letter | None) -> LogChange | None:
        """What a log has become, when its last index is `size` now; None when it is as it was."""
        before = self._logs.setdefault(node, [])
        if size == len(before) and node not in self._received:
            return None
        if not 0 <= size <= MOST_ENTRIES:
            raise LogError(seen.line, f"'log' is {size}; legal is 0 to {MOST_ENTRIES:,} entries")
        log = before[:]
        accepts = name == "SendAppendEntriesResponse" and letter is not None and letter.accepted
        if node in self._received and (accepts or size != len(log)):
            first, carried = self._received.pop(node)
            for place, entry in enumerate(carried, first):
                if place > len(log):
                    break
                if place < len(log) and log[place][0] != entry[0]:
                    del log[place:]
                if place == len(log):
                    log.append(entry)
        del log[size:]
        while len(log) < size:
            log.append(self._unseen(len(log), name, seen))
        self._logs[node] = log
        if log == before:
            return None
        same = next((at for at, (one, other) in enumerate(zip(before, log, strict=False)) if one != other), None)
        same = min(len(before), len(log)) if same is None else same
        return LogChange(same + 1, log[same:])

    def _unseen(self, place: int, name: str, seen: Observation) -> Entry:
        """An entry that nobody sent: a leader's own; or, in a log that began before the trace, another node's."""
        term, commit = seen.term or 0, seen.commit or 0
        if seen.role != "leader" and place < commit:
            for other in self._logs.values():
                if place < len(other):
                    return other[place]
        return term, f"entry {place + 1}"


def _letter(message: Fields) -> Letter | None:
    """A message; None for a type that the views do not show."""
    kind = TYPES.get(str(message["type"]))
    if kind is None:
        return None
    accepted = None if not kind.endswith("Reply") else not message["reject"]
    appends = message["type"] == "MsgApp"
    acknowledges = message["type"] == "MsgAppResp" and accepted
    return Letter(
        kind,
        str(message["from"]),
        str(message["to"]),
        term=int(message["term"]),
        accepted=accepted,
        prev_index=int(message["index"]) if appends or kind in ("RequestVote", "PreVote") else None,
        prev_term=int(message["logTerm"]) if appends or kind in ("RequestVote", "PreVote") else None,
        count=int(message["entries"]) if appends or message["type"] == "MsgSnap" else None,
        commit=int(message["commit"]),
        match=int(message["index"]) if acknowledges else None,
    )
