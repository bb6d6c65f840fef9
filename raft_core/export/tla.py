"""A trace as a TLA+ module that TLC can check: the records of the run, and the specification that must allow them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from raft_core import event as happened
from raft_core.check import Checks
from raft_core.configuration import Configuration
from raft_core.event import Event
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.sim.step import BY_WRITE, Step
from raft_core.sim.world import World

SPECIFICATION: Final = Path(__file__).with_name("RaftTrace.tla")
ALL: Final = range(1, 10)

Record = dict[str, Any]


class TlaWriter:
    """Watches a run and writes it down; `observe` sees the initial world, then the world after every step."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._start: list[str] = []
        self._commits: list[int] = []
        self._begun: set[tuple[ServerId, int]] = set()
        self._ended: set[tuple[ServerId, int]] = set()

    def observe(self, world: World, checks: Checks, step: Step | None) -> None:
        """Take in a step."""
        if step is None:
            self._begin(world)
            return
        if step.cause.kind == BY_WRITE:
            self._finish_write(step.cause.server, step.cause.number)
        for event in step.events:
            self._take(world, event)

    def module(self, name: str) -> str:
        """The module, under a name that TLA+ allows: letters, digits and _, and the file must have the same name."""
        trace = ",\n  ".join(_written(record) for record in self.records)
        return "\n".join(
            [
                f"{'-' * 20} MODULE {name} {'-' * 20}",
                "EXTENDS Integers, Sequences, FiniteSets, TLC",
                "",
                "NoConf == [index |-> 0, voters |-> {}, outgoing |-> {}]",
                "",
                "\\* How each server began.",
                f"Start == <<\n  {(',' + chr(10) + '  ').join(self._start)}>>",
                f"StartCommit == <<{', '.join(map(str, self._commits))}>>",
                "",
                "\\* What happened.",
                f"Trace == <<\n  {trace}>>",
                "",
                SPECIFICATION.read_text(encoding="utf-8").rstrip(),
                "",
                "=" * 60,
                "",
            ]
        )

    def _begin(self, world: World) -> None:
        for number in ALL:
            server = world.servers[number]
            if server is None:
                self._start.append("[term |-> 0, vote |-> 0, log |-> <<>>, snap |-> 0, confs |-> {NoConf}]")
                self._commits.append(0)
                continue
            node = server.node
            terms = _sequence(_terms(node, 1, node.log.last_index))
            conf = _conf(0, node.snapshot.configuration)
            self._start.append(
                f"[term |-> {node.current_term}, vote |-> {node.voted_for}, log |-> {terms}, "
                f"snap |-> {node.snapshot.index}, confs |-> {{{conf}}}]"
            )
            self._commits.append(node.commit_index)

    def _finish_write(self, server: ServerId, number: int) -> None:
        if (server, number) not in self._ended:
            self._ended.add((server, number))
            self._note("FinishWrite", server, number=number)

    def _note(self, event: str, server: ServerId, **fields: object) -> None:
        self.records.append({"event": event, "server": server, **fields})

    def _take(self, world: World, event: Event) -> None:
        if isinstance(event, happened.ElectionStarted):
            self._note("BecomeCandidate", event.server, term=event.term)
        elif isinstance(event, happened.TermChanged):
            self._note("UpdateTerm", event.server, term=event.new)
        elif isinstance(event, (happened.SteppedDown, happened.PreVoteStarted)):
            self._note("BecomeFollower", event.server)
        elif isinstance(event, happened.VoteGranted):
            self._note("GrantVote", event.server, candidate=event.candidate, term=event.term)
        elif isinstance(event, happened.BecameLeader):
            self._note("BecomeLeader", event.server, term=event.term, votes=set(event.votes))
        elif isinstance(event, happened.WriteStarted):
            self._begun.add((event.server, event.write))
            self._note("StartWrite", event.server, number=event.write)
        elif isinstance(event, happened.WriteCompleted):
            if (event.server, event.write) not in self._begun:
                self._note("WriteAtOnce", event.server)
        elif isinstance(event, happened.ServerCrashed):
            self._note("Crash", event.server)
        elif isinstance(event, happened.DiskWiped):
            self._note("Wipe", event.server)
        else:
            self._take_of_log(world, event)

    def _take_of_log(self, world: World, event: Event) -> None:
        if isinstance(event, happened.EntriesAppended):
            terms = _terms(world.server(event.server).node, event.first_index, event.last_index)
            self._note("AppendToLog", event.server, first=event.first_index, terms=terms)
        elif isinstance(event, happened.EntriesTruncated):
            self._note("Truncate", event.server, first=event.first_index)
        elif isinstance(event, happened.CommitAdvanced):
            self._note("Commit", event.server, index=event.new)
        elif isinstance(event, happened.ConfigurationAppended):
            voters, outgoing = set(event.voters), set(event.outgoing_voters)
            self._note("ChangeConf", event.server, index=event.index, voters=voters, outgoing=outgoing)
        elif isinstance(event, happened.SnapshotTaken):
            self._note("TakeSnapshot", event.server, index=event.index)
        elif isinstance(event, happened.SnapshotInstalled):
            fields: Record = {"from": event.leader, "index": event.index, "term": event.term, "kept": event.kept}
            self._note("InstallSnapshot", event.server, **fields)


def configuration_text() -> str:
    """The TLC configuration that goes with a module."""
    return "SPECIFICATION Spec\nINVARIANT LeaderCompleteness\nINVARIANT CommittedIsOne\n"


def module_name(stem: str) -> str:
    """A name that TLA+ allows, as near to a file's name as can be."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", stem) or "Trace"
    return name if name[0].isalpha() else f"T{name}"


def _terms(node: Node, first: int, last: int) -> list[int]:
    """The terms of entries, those that a snapshot replaced included."""
    return [entry.term for entry in node.log.whole.entries(first, last)]


def _conf(index: int, configuration: Configuration) -> str:
    voters, outgoing = _set(configuration.voters), _set(configuration.outgoing_voters)
    return f"[index |-> {index}, voters |-> {voters}, outgoing |-> {outgoing}]"


def _written(record: Record) -> str:
    fields = ", ".join(f"{name} |-> {_value(value)}" for name, value in record.items())
    return f"[{fields}]"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, set):
        return _set(value)
    return _sequence(value) if isinstance(value, list) else str(value)


def _set(values: Iterable[int]) -> str:
    return "{" + ", ".join(str(value) for value in sorted(values)) + "}"


def _sequence(values: Iterable[int]) -> str:
    return "<<" + ", ".join(str(value) for value in values) + ">>"
