"""One reaction of one server: what it may look at, what it decides, and what it asks the world to do."""

from dataclasses import dataclass
from typing import TypeVar

from raft_core.event import Event, RoleChanged, SteppedDown
from raft_core.explain import Choice, Judgement, Verdict
from raft_core.ids import NOBODY, ServerId
from raft_core.machine import Command, Result
from raft_core.messages import Message
from raft_core.node import Durable, Node, Write
from raft_core.role import FOLLOWER, NEVER, ROLE_NAMES, Follower, Leader, Role
from raft_core.rules import Rules

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")


@dataclass(slots=True, frozen=True)
class Options:
    """The settings that the protocol itself looks at. Times in microseconds, the drift bound in 1/10,000.

    `snapshot_every` 0 means that nobody takes snapshots by themselves.
    """

    election_timeout_us: tuple[int, int] = (150_000, 300_000)
    heartbeat_us: int = 50_000
    noop: bool = True
    max_append_entries: int = 64
    max_inflight: int = 16
    pre_vote: bool = False
    check_quorum: bool = False
    leader_stickiness: bool = False
    snapshot_every: int = 0
    snapshot_trailing: int = 0
    snapshot_chunk: int = 16
    clock_drift_bound: int = 1_000
    parallel_disk: bool = True


@dataclass(slots=True, eq=False)
class Answer:
    """A reply to a client: ok with a result, not_leader with a hint, or lost when leadership ended meanwhile.

    `index` is the entry's, or for a read the index that the answer reflects.
    """

    server: ServerId
    client_id: str
    serial_number: int
    outcome: str
    result: Result
    leader_hint: ServerId
    index: int


class Turn:
    """A server's reaction to one input, while it runs.

    Handlers change `node` and fill the lists; the world sends `sends`, gives `answers` to clients, and starts the
    writes. `verdicts` is None when nobody wants explanations. `now_us` is the server's own clock.
    """

    __slots__ = (
        "answers",
        "commit_advanced",
        "durable_sends",
        "events",
        "node",
        "now_us",
        "options",
        "position",
        "rules",
        "sends",
        "timer_wanted",
        "verdicts",
    )

    def __init__(
        self,
        node: Node,
        rules: Rules,
        options: Options,
        now_us: int,
        position: int,
        events: list[Event],
        verdicts: list[Verdict] | None,
    ) -> None:
        self.node = node
        self.rules = rules
        self.options = options
        self.now_us = now_us
        self.position = position
        self.events = events
        self.verdicts = verdicts
        self.sends: list[Message] = []
        self.durable_sends: list[Message] = []
        self.answers: list[Answer] = []
        self.timer_wanted = False
        self.commit_advanced = False

    def judge(self, rule: Judgement[A, B], a: A, b: B) -> bool:
        """Whether the rule holds; keeps its reasons when they are wanted."""
        if self.verdicts is None:
            return rule.holds(a, b)
        verdict = rule.explain(a, b)
        self.verdicts.append(verdict)
        return verdict.holds

    def choose(self, choice: Choice[A, B, V], a: A, b: B) -> V:
        """The value the rule picks; keeps its reasons when they are wanted."""
        if self.verdicts is None:
            return choice.pick(a, b)
        value, verdict = choice.explain(a, b)
        self.verdicts.append(verdict)
        return value

    def become(self, role: Role) -> None:
        """Change the role (Figure 4)."""
        old, self.node.role = self.node.role, role
        if old.kind != role.kind:
            self.events.append(
                RoleChanged(self.node.id, ROLE_NAMES[old.kind], ROLE_NAMES[role.kind], self.node.current_term)
            )

    def step_down(self, reason: str) -> None:
        """Return to follower (5.1). Clients of a former leader learn that their outcome is unknown."""
        node, role = self.node, self.node.role
        if isinstance(role, Leader):
            self._leave_office(role)
        if role.kind != FOLLOWER:
            self.events.append(SteppedDown(node.id, node.current_term, reason))
        self.become(Follower())
        if isinstance(role, Leader):
            self.arm_election_timer()

    def _leave_office(self, leader: Leader) -> None:
        node = self.node
        for index, command in sorted(leader.pending.items()):
            outcome = self.choose(self.rules.outcome_without_office, node, command)
            self.answer(command, outcome, index=index)
        for read in leader.reads:
            if read.follower == NOBODY:
                # A read changes nothing: it may simply be asked again elsewhere.
                self.answer(read.command, "not_leader")
        node.former_match = {peer: progress.match_index for peer, progress in leader.progress.items()}
        node.heartbeat_deadline_us = node.quorum_deadline_us = node.transfer_deadline_us = NEVER

    def answer(
        self, command: Command, outcome: str, result: Result = None, hint: ServerId = NOBODY, index: int = 0
    ) -> None:
        """Reply to the client of a command."""
        client, serial = command.client_id, command.serial_number
        self.answers.append(Answer(self.node.id, client, serial, outcome, result, hint, index))

    @property
    def least_timeout_us(self) -> int:
        """The minimum election timeout, for which a leader is taken to be there (4.2.3, 6.2, 6.4.1)."""
        return self.options.election_timeout_us[0]

    def arm_election_timer(self) -> None:
        """Start the election timer anew; the world draws how long it runs (5.2)."""
        self.timer_wanted = True

    def arm_heartbeat_timer(self) -> None:
        """Start the leader's heartbeat interval anew."""
        node = self.node
        node.election_deadline_us = NEVER
        node.heartbeat_deadline_us = self.now_us + self.options.heartbeat_us
        node.timer_armed_at_us = self.now_us
        node.timer_armed_at_position = self.position

    def send(self, message: Message) -> None:
        """Send a message at once."""
        self.sends.append(message)

    def send_when_durable(self, message: Message) -> None:
        """Send a message that asserts persistent state: it leaves when the disk has that state."""
        self.durable_sends.append(message)

    def issue_write(self) -> Write:
        """Begin to write what changed (`node.is_dirty`)."""
        node = self.node
        node.is_dirty = False
        node.writes_issued += 1
        state = Durable(node.current_term, node.voted_for, node.log.copy(), node.snapshot)
        write = Write(node.writes_issued, state, self.now_us, self.position)
        node.writes = (*node.writes, write)
        return write

    def release(self) -> None:
        """Send what waited for the disk and may leave now; let the rest wait for the last write issued."""
        node = self.node
        for message in self.durable_sends:
            if self.judge(self.rules.may_answer, node, message):
                self.sends.append(message)
            else:
                node.waiting = (*node.waiting, (node.writes_issued, message))
        self.durable_sends = []
