"""Steps told in sentences, for the transcript of a script."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from raft_core import event as happened
from raft_core.explain import Verdict
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_names
from raft_core.log import Log
from raft_core.machine import Result
from raft_core.node import Node
from raft_core.role import LEADER
from raft_core.script.practice_told import BRIEF, FULL
from raft_core.script.predicate import written
from raft_core.sim.step import Step
from raft_core.sim.world import World


class Moment:
    """A step, the world after it, and the reasons behind it, found out when they are asked for."""

    __slots__ = ("_explain", "step", "world")

    def __init__(self, step: Step, world: World, explain: Callable[[], list[Verdict]]) -> None:
        self.step = step
        self.world = world
        self._explain = explain

    def node(self, server: ServerId) -> Node:
        """A server as it is now."""
        return self.world.server(server).node

    def refusal_by(self, rule: str) -> str:
        """Why a rule said no, with its source, as the end of a sentence; "" when it did not."""
        for verdict in self._explain():
            clause = verdict.deciding
            if verdict.rule == rule and not verdict.holds and clause is not None:
                return f": {clause.says} ({clause.citation})"
        return ""


Telling: TypeAlias = Callable[[Any, Moment], str]


def clock(time_us: int) -> str:
    """A simulated time as the transcript shows it: seconds with milliseconds."""
    return f"{time_us // 1_000_000}.{time_us // 1_000 % 1_000:03}s"


def told_briefly(moment: Moment) -> str:
    """What of a step is worth a line while time runs by itself; "" when nothing is."""
    return " ".join(_sentences(moment, _BRIEF))


def told_fully(moment: Moment) -> str:
    """All that a step did, down to the messages that it sent or lost."""
    sentences = _sentences(moment, _FULL)
    sentences += _messages(moment.step)
    return " ".join(sentences)


def told_with_cause(moment: Moment) -> str:
    """All that a step did, and why it happened."""
    cause = moment.step.cause.says
    return f"{cause[:1].upper()}{cause[1:]}. {told_fully(moment)}".rstrip()


def _sentences(moment: Moment, tellings: dict[type, Telling]) -> list[str]:
    said: list[str] = []
    for event in moment.step.events:
        tell = tellings.get(type(event))
        sentence = tell(event, moment) if tell is not None else ""
        if sentence:
            said.append(sentence)
    return said


def _messages(step: Step) -> list[str]:
    """Messages sent and lost, those of one type and source in one sentence."""
    sent: dict[tuple[int, str], list[int]] = {}
    lost: dict[str, int] = {}
    for event in step.events:
        if isinstance(event, happened.MessageSent):
            message = event.message
            sent.setdefault((message.source, message.type_name), []).append(message.target)
        elif isinstance(event, happened.MessageDropped):
            lost[_LOST[event.reason]] = lost.get(_LOST[event.reason], 0) + 1
    said = [
        f"{SERVER_NAMES[source]} sends {type_name} to {server_names(targets)}."
        for (source, type_name), targets in sent.items()
    ]
    said += [f"{count} message{'s are' if count > 1 else ' is'} lost: {why}." for why, count in lost.items()]
    return said


_LOST: Final = {
    "loss": "by chance",
    "cut": "the link is cut",
    "down": "the server is stopped",
    "dropped": "dropped by hand",
}


def _name(server: int) -> str:
    return SERVER_NAMES[server]


def _indices(first: int, last: int) -> str:
    return f"index {first}" if first == last else f"indices {first} to {last}"


def _entries(log: Log, first: int, last: int) -> str:
    """The content of a few entries."""
    words = [entry.words for entry in log.entries(first, last)]
    return ", ".join(words) if len(words) <= 3 else f"{words[0]} and {len(words) - 1} more"


def _appended(event: happened.EntriesAppended, moment: Moment) -> str:
    log = moment.node(event.server).log.whole
    where = _indices(event.first_index, event.last_index)
    return f"{_name(event.server)} appends {where}: {_entries(log, event.first_index, event.last_index)}."


def _leader_committed(event: happened.CommitAdvanced, moment: Moment) -> str:
    node = moment.node(event.server)
    return _committed(event, moment) if node.role.kind == LEADER else ""


def _committed(event: happened.CommitAdvanced, moment: Moment) -> str:
    log = moment.node(event.server).log.whole
    where = _indices(event.old + 1, event.new)
    verb = "commits" if moment.node(event.server).role.kind == LEADER else "learns of the commit of"
    return f"{_name(event.server)} {verb} {where}: {_entries(log, event.old + 1, event.new)}."


def _vote_refused(event: happened.VoteRefused, moment: Moment) -> str:
    why = moment.refusal_by("may_grant_vote")
    return f"{_name(event.server)} refuses {_name(event.candidate)} its vote in term {event.term}{why}."


def _vote_counted(event: happened.VoteCounted, moment: Moment) -> str:
    if not event.granted:
        return f"{_name(event.server)} counts the refusal of {_name(event.voter)}."
    voter = "its own vote" if event.voter == event.server else f"the vote of {_name(event.voter)}"
    return f"{_name(event.server)} counts {voter}: {event.votes} of the {event.needed} needed."


def _rejected(event: happened.EntriesRejected, moment: Moment) -> str:
    why = moment.refusal_by("accepts_entries")
    return f"{_name(event.server)} refuses entries after index {event.prev_log_index} from {_name(event.leader)}{why}."


def _redirected(event: happened.ClientRedirected, moment: Moment) -> str:
    hint = f"names {_name(event.leader)}" if event.leader != NOBODY else "knows no leader"
    return f"{_name(event.server)} does not serve {event.client} and {hint}."


def _completed(event: happened.ClientCompleted, moment: Moment) -> str:
    operation = moment.world.clients[event.client].operation
    words = operation.command.words if operation is not None else "its operation"
    if event.outcome == "ok":
        return f"{event.client} has done {words}{_answer(operation.command.op if operation else '', event.result)}."
    if event.outcome == "refused":
        return f"{event.client} is refused {words} by {_name(event.server)}."
    return f"{event.client} gives up {words}; nobody knows its outcome."


def _answer(op: str, result: Result) -> str:
    return f" and got {written(result)}" if op in ("get", "cas") else ""


def _crashed(event: happened.ServerCrashed, moment: Moment) -> str:
    lost = event.lost_entries
    return f"{_name(event.server)} loses {lost} entr{'ies' if lost > 1 else 'y'} not yet on disk." if lost else ""


def _truncated(event: happened.EntriesTruncated, moment: Moment) -> str:
    return f"{_name(event.server)} removes {_indices(event.first_index, event.last_index)}."


def _leads(event: happened.BecameLeader, moment: Moment) -> str:
    return f"{_name(event.server)} leads term {event.term}, elected by {server_names(event.votes)}."


def _plainly(tell: Callable[[Any], str]) -> Telling:
    """A telling that needs nothing but the event."""
    return lambda event, _: tell(event)


_BRIEF: Final[dict[type, Telling]] = {
    happened.ElectionStarted: lambda event, _: f"{_name(event.server)} stands for election in term {event.term}.",
    happened.BecameLeader: _leads,
    happened.SteppedDown: lambda event, _: f"{_name(event.server)} steps down: {event.reason}.",
    happened.VoteRefused: _vote_refused,
    happened.EntriesRejected: _rejected,
    happened.EntriesTruncated: _truncated,
    happened.CommitAdvanced: _leader_committed,
    happened.ClientRetried: lambda event, _: f"{event.client} tries again, at {_name(event.server)}.",
    happened.ClientCompleted: _completed,
    **{kind: _plainly(tell) for kind, tell in BRIEF.items()},
}

_FULL: Final[dict[type, Telling]] = {
    **_BRIEF,
    **{kind: _plainly(tell) for kind, tell in FULL.items()},
    happened.TermChanged: lambda event, _: f"{_name(event.server)} moves on to term {event.new}.",
    happened.VoteGranted: lambda event, _: (
        f"{_name(event.server)} votes for {_name(event.candidate)} in term {event.term}."
    ),
    happened.VoteCounted: _vote_counted,
    happened.EntriesAppended: _appended,
    happened.MatchAdvanced: lambda event, _: (
        f"{_name(event.server)} knows {_name(event.follower)} to match up to {event.match_index}."
    ),
    happened.CommitAdvanced: _committed,
    happened.MessageWaiting: lambda event, _: f"It waits until {_name(event.message.target)} goes on.",
    happened.MessageDuplicated: lambda event, _: f"There are two copies of the {event.message.type_name} now.",
    happened.ClientRedirected: _redirected,
    happened.ServerCrashed: _crashed,
}
