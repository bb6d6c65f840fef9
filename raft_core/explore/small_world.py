"""Small worlds: every schedule there is, up to some bounds, breadth first; so the first finding is a shortest one.

Any message in flight may arrive or be lost next, any timer may run out, a client may ask, a server may crash and come
back. Two states are the same when every future is: terms, votes, logs, roles, what leaders believe, what is in flight,
and what the properties remember (who led, who voted, what is committed).
"""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from raft_core.check import Checks, Finding
from raft_core.event import BecameLeader, MessageSent
from raft_core.ids import ServerId
from raft_core.messages import AppendEntries, AppendEntriesReply, Message, RequestVoteReply
from raft_core.role import LEADER, Candidate, Leader
from raft_core.sim.intervention import (
    Crash,
    ExpireElectionTimer,
    ExpireHeartbeatTimer,
    Intervention,
    InvokeClient,
    Restart,
    carry_out,
)
from raft_core.sim.server import Flight, Server
from raft_core.sim.settings import Scenario, Settings
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Cause, Step, arrive, begin, finish
from raft_core.sim.world import World
from raft_core.variant import rules_for

STATES: Final = 500_000
"""More are not kept."""

Ghost: TypeAlias = "tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int, int]]]"
"""Who led which term, and who gave which vote: (term, leader), and (voter, term, candidate)."""


@dataclass(slots=True, frozen=True)
class Bounds:
    """How small the world is. `losses`, `crashes` and `commands` count over a whole schedule.

    `in_order` lets the messages of one link arrive in the order they were sent, which makes a world much smaller.
    """

    servers: int = 3
    terms: int = 2
    commands: int = 1
    losses: int = 1
    crashes: int = 1
    flights: int = 8
    in_order: bool = True


@dataclass(slots=True, frozen=True)
class State:
    """A world, the checkers that came along, the budget that was used, and how it was reached."""

    world: World
    checks: Checks
    ghost: Ghost
    used: tuple[int, int, int]
    path: "tuple[str, State | None]"


@dataclass(slots=True)
class Exhausted:
    """How it went. `path` leads to the finding; `complete` says that nothing within the bounds was left out."""

    states: int = 0
    depth: int = 0
    seconds: float = 0.0
    complete: bool = True
    finding: Finding | None = None
    path: list[str] = field(default_factory=list)


def explore(bounds: Bounds, variant: tuple[str, ...] = (), seconds: float | None = None) -> Exhausted:
    """Search until something breaks, everything was seen, or time is up. Raises ValueError for an unknown variant."""
    settings = Settings(network="manual", timers="manual", fsync=(0, 0), noop=False, max_inflight=1, variant=variant)
    scenario = Scenario(tuple(range(1, bounds.servers + 1)), settings=settings)
    start = initial_world(scenario, rules_for)
    first = State(start, Checks(start), (frozenset(), frozenset()), (0, 0, 0), ("", None))
    result = Exhausted(1)
    seen = {fingerprint(first)}
    queue = deque([(first, 0)])
    began = time.monotonic()
    while queue:
        state, depth = queue.popleft()
        result.depth = max(result.depth, depth)
        if (seconds is not None and time.monotonic() - began > seconds) or len(seen) >= STATES:
            result.complete = False
            break
        for after in _successors(state, bounds):
            if after.checks.findings:
                result.finding, result.depth = after.checks.findings[0], depth + 1
                result.path = _steps(after)
                queue.clear()
                break
            mark = fingerprint(after)
            if mark not in seen:
                seen.add(mark)
                queue.append((after, depth + 1))
    result.states = len(seen)
    result.seconds = time.monotonic() - began
    return result


def fingerprint(state: State) -> int:
    """What the future and the properties depend on, as one number."""
    world = state.world
    servers = tuple(_of_server(server) for server in world.members())
    flights = tuple(sorted(_of_message(flight.message) for flight in world.flights()))
    return hash((servers, flights, state.ghost, state.used, state.checks.committed_index))


def _of_server(server: Server) -> tuple[object, ...]:
    node, role = server.node, server.node.role
    log = node.log
    terms = tuple([entry.term for entry in log.entries(1, log.last_index)])
    inner: tuple[object, ...] = ()
    if isinstance(role, Candidate):
        inner = (tuple(sorted(role.votes)),)
    elif isinstance(role, Leader):
        inner = tuple(
            (peer, progress.next_index, progress.match_index, progress.mode, progress.probe_outstanding)
            for peer, progress in role.progress.items()
        )
    return (server.up, node.current_term, node.voted_for, role.kind, terms, node.commit_index, node.leader_id, inner)


def _of_message(message: Message) -> tuple[object, ...]:
    if isinstance(message, AppendEntries):
        entries = tuple([entry.term for entry in message.entries])
        where = (message.prev_log_index, message.prev_log_term, message.leader_commit)
        return (message.kind, message.source, message.target, message.term, *where, *entries)
    fields = [getattr(message, name) for name in message.__slots__ if name != "round"]
    return (message.kind, *[int(value) for value in fields])


def _successors(state: State, bounds: Bounds) -> "list[State]":
    world, (commands, losses, crashes) = state.world, state.used
    after: list[State] = []
    for flight in _next_to_arrive(world, bounds):
        words = f"{flight.message.type_name} of term {flight.message.term}"
        link = f"S{flight.message.source}>S{flight.message.target}"
        after.append(_deliver(state, flight, f"deliver {link} {words}"))
        if losses < bounds.losses:
            after.append(_lose(state, flight, f"lose {link} {words}"))
    crowded = len(world.held) > bounds.flights
    for server in world.members():
        if not server.up:
            after.append(_act(state, Restart(server.id), state.used))
            continue
        if crashes < bounds.crashes:
            after.append(_act(state, Crash(server.id), (commands, losses, crashes + 1)))
        if crowded:
            continue
        if server.node.role.kind == LEADER:
            if not _is_heard(world, server.id):
                after.append(_act(state, ExpireHeartbeatTimer(server.id), state.used))
            if commands < bounds.commands:
                act = InvokeClient(f"c{commands + 1}", "put", "x", str(commands), to=server.id)
                after.append(_act(state, act, (commands + 1, losses, crashes)))
        elif server.node.current_term < bounds.terms:
            after.append(_act(state, ExpireElectionTimer(server.id), state.used))
    return after


def _next_to_arrive(world: World, bounds: Bounds) -> list[Flight]:
    flights = world.flights()
    if not bounds.in_order:
        return flights
    heads: dict[tuple[ServerId, ServerId], Flight] = {}
    for flight in flights:
        heads.setdefault((flight.message.source, flight.message.target), flight)
    return list(heads.values())


def _is_heard(world: World, leader: ServerId) -> bool:
    """Whether a heartbeat is under way already, or its answer: a second one tells nobody anything new."""
    return any(
        (flight.message.source == leader and isinstance(flight.message, AppendEntries) and not flight.message.entries)
        or (flight.message.target == leader and isinstance(flight.message, AppendEntriesReply))
        for flight in world.flights()
    )


def _act(state: State, act: Intervention, used: tuple[int, int, int]) -> State:
    world = state.world.copy()
    step = carry_out(world, act, 0)
    return _after(state, world, step, used, act.directive)


def _deliver(state: State, flight: Flight, words: str) -> State:
    world = state.world.copy()
    world.held = [other for other in world.held if other is not flight]
    begin(world, 0)
    return _after(state, world, finish(world, arrive(world, flight)), state.used, words)


def _lose(state: State, flight: Flight, words: str) -> State:
    world = state.world.copy()
    world.held = [other for other in world.held if other is not flight]
    begin(world, 0)
    commands, losses, crashes = state.used
    step = finish(world, Cause(0, 0, world.position))
    return _after(state, world, step, (commands, losses + 1, crashes), words)


def _after(state: State, world: World, step: Step, used: tuple[int, int, int], words: str) -> State:
    checks = state.checks.copy()
    checks.fold(world, step)
    led, voted = state.ghost
    for event in step.events:
        if isinstance(event, BecameLeader):
            led |= {(event.term, event.server)}
        elif isinstance(event, MessageSent) and isinstance(event.message, RequestVoteReply):
            reply = event.message
            voted |= {(reply.source, reply.term, reply.target)} if reply.vote_granted else set()
    return State(world, checks, (led, voted), used, (words, state))


def _steps(state: State) -> list[str]:
    words: list[str] = []
    here: State | None = state
    while here is not None and here.path[0]:
        words.append(here.path[0])
        here = here.path[1]
    return words[::-1]
