"""What the disk has to do with the protocol (Figure 2, State; dissertation 3.8, 10.2.1)."""

from raft_core.event import WriteCompleted
from raft_core.explain import Verdict
from raft_core.node import Node, Write
from raft_core.protocol.commit import advance_commit
from raft_core.protocol.election import count_own_vote
from raft_core.role import Candidate, Leader
from raft_core.rules import Rules
from raft_core.transition import Turn


def on_write_completed(turn: Turn, write: Write) -> None:
    """A write is durable: release what waited for it, and count the own vote or the own entries."""
    node = turn.node
    node.disk = write.state
    if node.writes[-1] is write:
        node.writes = ()
    else:
        node.writes = tuple([other for other in node.writes if other.number > write.number])
    node.durable_index = max(node.durable_index, write.state.log.agreement_with(node.log))
    turn.events.append(WriteCompleted(node.id, write.number, node.durable_index))
    if node.waiting:
        turn.sends.extend([message for number, message in node.waiting if number <= write.number])
        node.waiting = tuple([(number, message) for number, message in node.waiting if number > write.number])
    if isinstance(node.role, Candidate):
        count_own_vote(turn)
    elif isinstance(node.role, Leader):
        advance_commit(turn)


def restarted(node: Node, rules: Rules, verdicts: list[Verdict] | None) -> Node:
    """The server after a crash and a restart: what was durable, and nothing else (Figure 2, State)."""
    if verdicts is None:
        disk = rules.survives_restart.pick(node, node.disk)
    else:
        disk, verdict = rules.survives_restart.explain(node, node.disk)
        verdicts.append(verdict)
    fresh = Node(node.id, disk)
    fresh.configuration = rules.effective_configuration.pick(fresh, None)
    fresh.timer_draws = node.timer_draws
    fresh.writes_issued = node.writes_issued
    return fresh
