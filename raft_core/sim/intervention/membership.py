"""Interventions on the cluster's membership, its snapshots and its leadership: asked of a server, by somebody."""

from dataclasses import dataclass
from typing import Final

from raft_core.configuration import ADD_LEARNER, ADD_VOTER, PROMOTE, RECONFIGURE, REMOVE, Change, Configuration
from raft_core.event import ServerAdded
from raft_core.explain import Judgement
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.log import Log
from raft_core.node import Durable, Node
from raft_core.protocol.membership import on_change
from raft_core.protocol.office import on_transfer
from raft_core.protocol.snapshots import knows_members, take_snapshot
from raft_core.role import LEADER, NEVER
from raft_core.rules.handover import Target
from raft_core.sim.intervention.base import Intervention, Refusal, missing_server, not_running
from raft_core.sim.server import Server
from raft_core.sim.world import World
from raft_core.snapshot import Snapshot
from raft_core.transition import Turn

CLAUSE_REFUSALS: Final = {
    "leads": "does_not_lead",
    "in_office": "transfer_pending",
    "own_term_committed": "nothing_of_own_term",
    "none_pending": "change_pending",
    "something_changes": "nothing_to_change",
    "somebody_votes": "last_voter",
    "caught_up": "not_caught_up",
    "another": "leads",
    "voter": "not_a_voter",
}
"""What a refusal is called, by the clause that refuses."""


@dataclass(slots=True, frozen=True)
class TakeSnapshot(Intervention):
    """Let a server compact its log now, up to lastApplied (7)."""

    server: ServerId

    @property
    def directive(self) -> str:
        return f"snapshot {SERVER_NAMES[self.server]}"

    def refusal(self, world: World) -> Refusal | None:
        refusal = missing_server(world, self.server) or not_running(world, self.server)
        if refusal is not None:
            return refusal
        node = world.server(self.server).node
        if node.last_applied <= node.snapshot.index:
            says = f"{node.name} has applied nothing after index {node.snapshot.index}; there is nothing to compact"
            return Refusal("nothing_to_compact", says, "7")
        if not knows_members(node, node.last_applied):
            says = f"{node.name} does not know yet who the members are, and a snapshot has to say so"
            return Refusal("no_configuration", says, "7")
        return None

    def carry_out(self, world: World) -> None:
        world.react(self.server, take_snapshot, None)


@dataclass(slots=True, frozen=True)
class _AskedOfLeader(Intervention):
    """Something asked of the current leader, or of the server `to`."""

    @property
    def asked(self) -> ServerId:
        """Who is asked by name, or nobody."""
        raise NotImplementedError

    @property
    def suffix(self) -> str:
        """The end of the directive."""
        return f" to={SERVER_NAMES[self.asked]}" if self.asked != NOBODY else ""

    def find(self, world: World) -> ServerId:
        """Who is asked: the named server, else the running leader of the highest term; nobody when there is none."""
        if self.asked != NOBODY:
            return self.asked
        chiefs = [server for server in world.members() if server.runs and server.node.role.kind == LEADER]
        return max(chiefs, key=lambda server: server.node.current_term).id if chiefs else NOBODY

    def missing(self, world: World) -> Refusal | None:
        """The refusal when nobody can be asked."""
        if self.asked != NOBODY:
            return missing_server(world, self.asked) or not_running(world, self.asked)
        if self.find(world) == NOBODY:
            return Refusal("no_leader", "there is no leader to ask", "6")
        return None


@dataclass(slots=True, frozen=True)
class ChangeMembership(_AskedOfLeader):
    """Ask for a change of the configuration (4.1, 4.3)."""

    change: Change
    to: ServerId = NOBODY

    @property
    def asked(self) -> ServerId:
        return self.to

    @property
    def directive(self) -> str:
        names = " ".join(SERVER_NAMES[server] for server in self.change.servers)
        if self.change.verb == ADD_LEARNER:
            return f"add {names} as=learner{self.suffix}"
        return f"{self.change.verb} {names}{self.suffix}"

    def refusal(self, world: World) -> Refusal | None:
        missing = self.missing(world)
        if missing is not None:
            return missing
        node = world.server(self.find(world)).node
        return _unfit(node, self.change) or judged(world.rules.may_change_membership, node, self.change)

    def carry_out(self, world: World) -> None:
        asked = self.find(world)
        for server in self.change.servers:
            if world.servers[server] is None:
                create(world, server)
        world.react(asked, on_change, self.change)


@dataclass(slots=True, frozen=True)
class TransferLeadership(_AskedOfLeader):
    """Ask a leader to hand over to another server (3.10)."""

    target: ServerId
    to: ServerId = NOBODY

    @property
    def asked(self) -> ServerId:
        return self.to

    @property
    def directive(self) -> str:
        return f"transfer {SERVER_NAMES[self.target]}{self.suffix}"

    def refusal(self, world: World) -> Refusal | None:
        refusal = missing_server(world, self.target) or self.missing(world)
        if refusal is None:
            refusal = judged(world.rules.may_transfer, world.server(self.find(world)).node, Target(self.target))
        if refusal is None and not world.server(self.target).up:
            return Refusal("not_running", f"{SERVER_NAMES[self.target]} is stopped; it cannot lead", "diss. 3.10")
        return refusal

    def carry_out(self, world: World) -> None:
        world.react(self.find(world), on_transfer, self.target)


def create(world: World, server: ServerId) -> None:
    """A server that was not there: empty, and in no configuration."""
    disk = Durable(0, NOBODY, Log(), Snapshot.beginning(Configuration(())))
    machine = Server(Node(server, disk), up=True)
    machine.set_clock(100, world.time_us)
    world.servers[server] = machine
    world.alarms[server] = NEVER
    world.events.append(ServerAdded(server))
    world.react(server, _wait_for_a_leader, None)


def judged(
    rule: "Judgement[Node, Change] | Judgement[Node, Target]", node: Node, what: "Change | Target"
) -> Refusal | None:
    """The refusal of a rule in its own words: the clause that decides."""
    verdict = rule.explain(node, what)  # type: ignore[arg-type]  # each rule is asked about what it is for
    deciding = verdict.deciding
    if verdict.holds or deciding is None:
        return None
    return Refusal(CLAUSE_REFUSALS[deciding.name], deciding.says, deciding.citation)


def _unfit(node: Node, change: Change) -> Refusal | None:
    """The refusal of a change that does not fit the members."""
    configuration, names = node.configuration, SERVER_NAMES
    if change.verb == PROMOTE and change.server not in configuration.learners:
        return Refusal(
            "not_a_learner", f"{names[change.server]} is not a learner of {configuration.words}", "diss. 4.2.1"
        )
    if change.verb == REMOVE and change.server not in configuration.members:
        return Refusal("not_a_member", f"{names[change.server]} is not in {configuration.words}", "6")
    return None


def _wait_for_a_leader(turn: Turn, _: None) -> None:
    turn.arm_election_timer()


def add_server(server: ServerId, *, as_learner: bool = False, to: ServerId = NOBODY) -> ChangeMembership:
    """`add S4`: a voter, or a learner."""
    return ChangeMembership(Change(ADD_LEARNER if as_learner else ADD_VOTER, (server,)), to)


def promote(server: ServerId, to: ServerId = NOBODY) -> ChangeMembership:
    """`promote S4`: a learner becomes a voter."""
    return ChangeMembership(Change(PROMOTE, (server,)), to)


def remove(server: ServerId, to: ServerId = NOBODY) -> ChangeMembership:
    """`remove S1`."""
    return ChangeMembership(Change(REMOVE, (server,)), to)


def reconfigure(servers: tuple[ServerId, ...], to: ServerId = NOBODY) -> ChangeMembership:
    """`reconfigure S1 S2 S4`: an arbitrary set of voters, by way of joint consensus."""
    return ChangeMembership(Change(RECONFIGURE, tuple(sorted(servers))), to)
