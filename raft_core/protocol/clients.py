"""Client interaction (8): commands go to the leader, anyone may answer a local read."""

from raft_core.event import ReadServed
from raft_core.ids import NOBODY
from raft_core.log import COMMAND, Entry
from raft_core.machine import Command
from raft_core.protocol.commit import advance_commit
from raft_core.protocol.replication import append_as_leader, broadcast
from raft_core.role import Leader
from raft_core.transition import Turn


def on_command(turn: Turn, command: Command) -> None:
    """Take a command into the log, repeat an answer already given, or name the leader (8)."""
    node, role = turn.node, turn.node.role
    if not turn.judge(turn.rules.accepts_command, node, command) or not isinstance(role, Leader):
        turn.answer(command, "not_leader", hint=NOBODY if node.leader_id == node.id else node.leader_id)
        return
    if not turn.judge(turn.rules.may_execute, node, command):
        session = node.machine.answer_to(command)
        turn.answer(command, "ok", session.result if session is not None else None, node.id)
        return
    for waiting in role.pending.values():
        if waiting.client_id == command.client_id and waiting.serial_number == command.serial_number:
            return
    index = append_as_leader(turn, Entry(node.current_term, COMMAND, command))
    role.pending[index] = command
    broadcast(turn)
    advance_commit(turn)


def on_local_read(turn: Turn, command: Command) -> None:
    """Answer from the own state machine, however old that is: fast, and no promise (dissertation 6.4)."""
    node = turn.node
    turn.events.append(ReadServed(node.id, command.client_id, command.serial_number, node.last_applied, "local"))
    turn.answer(command, "ok", node.machine.read(command.key), node.id, node.last_applied)
