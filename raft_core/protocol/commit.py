"""Committing (5.3, 5.4.2) and applying (5.3, 8)."""

from raft_core.event import CommitAdvanced, EntriesApplied
from raft_core.log import COMMAND
from raft_core.machine import Command, Result
from raft_core.protocol.quorums import groups
from raft_core.quorum import Tally, agreed_index
from raft_core.role import Leader
from raft_core.rules.all_servers import Moment
from raft_core.transition import Turn


def advance_commit(turn: Turn) -> None:
    """If enough voters hold an index N > commitIndex of this term, commit up to it (Figure 2, leaders)."""
    node = turn.node
    if not isinstance(node.role, Leader) or node.commit_index >= node.log.last_index:
        return
    match = node.match_table(turn.choose(turn.rules.own_match_index, node, None))
    needed_in = groups(turn)
    agreed = min([agreed_index(match, voters, needed) for voters, needed in needed_in])
    if agreed <= node.commit_index and turn.verdicts is None:
        return
    # When nothing new is agreed on, the first uncommitted index is judged all the same: somebody wants the reason.
    index = max(min(agreed, node.log.last_index), node.commit_index + 1)
    holders = {node.id, *node.configuration.members}
    tally = Tally(index, [server for server in sorted(holders) if match[server] >= index])
    for voters, needed in needed_in:
        tally.add_group(voters, needed)
    if turn.judge(turn.rules.may_commit, node, tally):
        commit_until(turn, index)


def commit_until(turn: Turn, index: int) -> None:
    """Move commitIndex and apply what became committed."""
    node = turn.node
    if index != node.commit_index:
        turn.events.append(CommitAdvanced(node.id, node.commit_index, index))
        node.commit_index = index
        turn.commit_advanced = True
    apply(turn)


def apply(turn: Turn) -> None:
    """Apply log[lastApplied + 1 ..] in order (Figure 2, all servers), and answer the clients that wait."""
    node = turn.node
    until = min(turn.choose(turn.rules.applies_until, node, None), node.log.last_index)
    first = node.last_applied + 1
    if until < first:
        return
    first = turn.choose(turn.rules.applies_next, node, until)
    pending = node.role.pending if isinstance(node.role, Leader) else None
    repeated: list[int] = []
    for index in range(first, until + 1):
        entry = node.log.entry(index)
        if entry.kind == COMMAND and isinstance(entry.data, Command):
            result = _execute(turn, entry.data, index, repeated)
            if pending and index in pending:
                turn.answer(pending.pop(index), "ok", result, node.id, index)
    node.last_applied = until
    turn.events.append(EntriesApplied(node.id, first, until, repeated))
    forgotten = turn.rules.forgets_sessions.pick(node, Moment(until, turn.now_us))
    if forgotten:
        node.change_machine().forget(forgotten)


def _execute(turn: Turn, command: Command, index: int, repeated: list[int]) -> Result:
    """Carry out a command once; a retry gets the remembered answer (8, dissertation 6.3)."""
    if turn.judge(turn.rules.may_execute, turn.node, command):
        return turn.node.change_machine().execute(command, index, turn.now_us)
    repeated.append(index)
    session = turn.node.machine.answer_to(command)
    return session.result if session is not None else None
