"""How each intervention is written: one line of the table an intervention."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from raft_core.ids import NOBODY, ServerId
from raft_core.script import arguments as read
from raft_core.script.arguments import Arguments
from raft_core.script.error import ScriptError, shown, unknown_word
from raft_core.script.settings import SETTABLE, setting_text
from raft_core.script.words import Word
from raft_core.sim.intervention import (
    ChangeClock,
    ChangeDisk,
    ChangeLink,
    Crash,
    CutLink,
    DelayMessage,
    DeliverMessage,
    DropMessage,
    DuplicateMessage,
    ExpireElectionTimer,
    ExpireHeartbeatTimer,
    HealEverything,
    HealLink,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Pause,
    Restart,
    Resume,
    SetSetting,
    TakeSnapshot,
    TransferLeadership,
    Wipe,
    add_server,
    promote,
    reconfigure,
    remove,
)

MESSAGE_TYPES: Final = (
    "PreVote",
    "PreVoteReply",
    "RequestVote",
    "RequestVoteReply",
    "AppendEntries",
    "AppendEntriesReply",
    "InstallSnapshot",
    "InstallSnapshotReply",
    "TimeoutNow",
    "ReadIndex",
    "ReadIndexReply",
)
OPERATIONS: Final = {
    "put": ("key", "value"),
    "append": ("key", "value"),
    "delete": ("key",),
    "cas": ("key", "expected value", "new value"),
    "get": ("key",),
}
READS: Final = ("index", "lease", "log", "local")


@dataclass(slots=True, frozen=True)
class Form:
    """How an intervention is written: its verb, the words after it as people are shown them, and their reader."""

    verb: str
    usage: str
    read: Callable[[Arguments], Intervention]


def _server(words: Arguments) -> ServerId:
    return read.server(words.take(read.SERVER))


def _invoke(words: Arguments) -> Intervention:
    client = read.client(words.take(read.CLIENT))
    verb = words.take("an operation: " + ", ".join(OPERATIONS))
    op = read.one_of(verb, tuple(OPERATIONS), "operation of a client")
    values = [words.take_plain(f"a {what}").text for what in OPERATIONS[op]]
    options = words.options(("read", "to") if op == "get" else ("to",))
    to = read.server(options["to"]) if "to" in options else NOBODY
    how = None
    if op == "get":
        # A bare get is a read-index (contract 6).
        how = read.one_of(options["read"], READS, "way to read") if "read" in options else "index"
    value = values[-1] if len(values) > 1 else None
    return InvokeClient(client, op, values[0], value, values[1] if op == "cas" else None, how, to)


def _heal(words: Arguments) -> Intervention:
    return HealLink(*read.link(words.take(read.LINK))) if words.peek() is not None else HealEverything()


def _partition(words: Arguments) -> Intervention:
    groups: list[list[ServerId]] = [[]]
    seen: set[ServerId] = set()
    while words.peek() is not None or len(groups) < 2 or not groups[-1]:
        word = words.take("servers of both sides, with | between them, such as S1 S2 | S3 S4 S5")
        if word.raw == "|":
            if not groups[-1]:
                raise ScriptError(word.place, shown("|"), read.SERVER)
            groups.append([])
            continue
        server = read.server(word)
        if server in seen:
            raise ScriptError(word.place, shown(word.raw), "every server once")
        seen.add(server)
        groups[-1].append(server)
    return Partition(tuple(tuple(sorted(group)) for group in groups))


def _link(words: Arguments) -> Intervention:
    source, target, one_way = read.link(words.take(read.LINK))
    legal = "latency=, loss= or duplicate="
    if words.peek() is None:
        words.take(legal)
    options = words.options(("latency", "loss", "duplicate"))
    return ChangeLink(
        source,
        target,
        one_way,
        read.time_range(options["latency"]) if "latency" in options else None,
        read.percent(options["loss"]) if "loss" in options else None,
        read.percent(options["duplicate"]) if "duplicate" in options else None,
    )


def _disk(words: Arguments) -> Intervention:
    server = _server(words)
    return ChangeDisk(server, read.time_range(_only_option(words, "fsync")))


def _clock(words: Arguments) -> Intervention:
    server = _server(words)
    return ChangeClock(server, read.rate(_only_option(words, "rate")))


def _only_option(words: Arguments, key: str) -> Word:
    if words.peek() is None:
        words.take(f"{key}=")
    return words.options((key,))[key]


def _messages(words: Arguments) -> tuple[ServerId, ServerId, str, bool]:
    """Direction, type ("" for any), and whether all are meant."""
    source, target = read.direction(words.take(read.DIRECTION))
    kind = ""
    word = words.peek()
    if word is not None and word.raw in MESSAGE_TYPES:
        kind = words.take("").raw
    every = words.take_bare("all")
    word = words.peek()
    if word is not None and word.raw[:1].isalpha() and not kind and not every:
        raise unknown_word(word.place, word.raw, [*MESSAGE_TYPES, "all"], "type of message")
    return source, target, kind, every


def _on_messages(
    kind: Callable[[ServerId, ServerId, str, bool], Intervention],
) -> Callable[[Arguments], Intervention]:
    return lambda words: kind(*_messages(words))


def _delay(words: Arguments) -> Intervention:
    return DelayMessage(*_messages(words), read.duration(words.take(read.DURATION)))


def _set(words: Arguments) -> Intervention:
    if words.peek() is None:
        words.take("key=value")
    pairs: list[tuple[str, str]] = []
    for key, value in words.options((*SETTABLE, "seed")).items():
        whole = value.pair or value
        if key == "seed":
            problem = "the seed of a run does not change"
            raise ScriptError(whole.place, shown(whole.raw), ", ".join(SETTABLE), problem)
        pairs.append((key, setting_text(key, value)))
    return SetSetting(tuple(pairs))


def _asked(words: Arguments) -> ServerId:
    """The end of what is asked of the leader: to=S1, or nobody."""
    options = words.options(("to",))
    return read.server(options["to"]) if "to" in options else NOBODY


def _add(words: Arguments) -> Intervention:
    server = _server(words)
    options = words.options(("as", "to"))
    kind = read.one_of(options["as"], ("voter", "learner"), "kind of member") if "as" in options else "voter"
    to = read.server(options["to"]) if "to" in options else NOBODY
    return add_server(server, as_learner=kind == "learner", to=to)


def _reconfigure(words: Arguments) -> Intervention:
    servers: list[ServerId] = []
    while not servers or ((word := words.peek()) is not None and word.equals < 0):
        word = words.take("the servers that are to vote, such as S1 S2 S4")
        server = read.server(word)
        if server in servers:
            raise ScriptError(word.place, shown(word.raw), "every server once")
        servers.append(server)
    return reconfigure(tuple(servers), _asked(words))


FORMS: Final = (
    Form("client", "c1 put x 1", _invoke),
    Form("crash", "S1", lambda words: Crash(_server(words))),
    Form("restart", "S1", lambda words: Restart(_server(words))),
    Form("wipe", "S1", lambda words: Wipe(_server(words))),
    Form("pause", "S1", lambda words: Pause(_server(words))),
    Form("resume", "S1", lambda words: Resume(_server(words))),
    Form("cut", "S1-S2", lambda words: CutLink(*read.link(words.take(read.LINK)))),
    Form("heal", "[S1-S2]", _heal),
    Form("partition", "S1 S2 | S3 S4 S5", _partition),
    Form("isolate", "S1", lambda words: Isolate(_server(words))),
    Form("link", "S1-S2 [latency=5ms..15ms] [loss=10%] [duplicate=10%]", _link),
    Form("disk", "S1 fsync=200ms", _disk),
    Form("clock", "S1 rate=1.5", _clock),
    Form("timeout", "S1", lambda words: ExpireElectionTimer(_server(words))),
    Form("heartbeat", "S1", lambda words: ExpireHeartbeatTimer(_server(words))),
    Form("deliver", "S1>S2 [TYPE] [all]", _on_messages(DeliverMessage)),
    Form("drop", "S1>S2 [TYPE] [all]", _on_messages(DropMessage)),
    Form("duplicate", "S1>S2 [TYPE] [all]", _on_messages(DuplicateMessage)),
    Form("delay", "S1>S2 [TYPE] [all] 200ms", _delay),
    Form("snapshot", "S1", lambda words: TakeSnapshot(_server(words))),
    Form("add", "S4 [as=learner] [to=S1]", _add),
    Form("promote", "S4 [to=S1]", lambda words: promote(_server(words), _asked(words))),
    Form("remove", "S1 [to=S1]", lambda words: remove(_server(words), _asked(words))),
    Form("reconfigure", "S1 S2 S4 [to=S1]", _reconfigure),
    Form("transfer", "S2 [to=S1]", lambda words: TransferLeadership(_server(words), _asked(words))),
    Form("set", "loss=10% ...", _set),
)
"""Every intervention a script can ask for, in the order of the manual."""
