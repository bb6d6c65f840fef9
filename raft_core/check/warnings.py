"""What looks dangerous in a state, though nothing is broken yet: worked out when somebody asks, and never a finding.

QuorumLogInv and MoreUpToDateCorrectInv of etcd's TLA+ specification. Neither is an invariant in every situation: a disk
that was wiped breaks the first, and CCF demoted its form of the second, because what must not happen is only that such
a server *wins*.
"""

from raft_core.check.chronicle import Chronicle
from raft_core.check.commit_backing import governing
from raft_core.check.finding import Finding
from raft_core.ids import SERVER_NAMES, ServerId, server_names
from raft_core.log import Log
from raft_core.quorum import majority
from raft_core.sim.world import World


def warnings(world: World, chronicle: Chronicle) -> list[Finding]:
    """What looks dangerous in a world; O(servers^2)."""
    return [*_thin_backing(world, chronicle), *_dangerous_logs(world, chronicle)]


def _thin_backing(world: World, chronicle: Chronicle) -> list[Finding]:
    """Some quorum has no server that holds everything that is committed: it could elect a leader without it (I-17)."""
    last = chronicle.committed.last_index
    if not last:
        return []
    holders = [server.id for server in world.members() if _holds(server.node.log, chronicle, last)]
    newest = max(world.members(), key=lambda server: (server.node.commit_index, server.node.current_term))
    found: list[Finding] = []
    for voters in governing(chronicle, newest.node).majorities:
        without = [voter for voter in voters if voter not in holders]
        if len(without) >= majority(len(voters)):
            says = f"Index {last} is committed, and {server_names(without)} are a quorum without it."
            found.append(_warning(world, "quorum_log", tuple(without), says))
    return found


def _dangerous_logs(world: World, chronicle: Chronicle) -> list[Finding]:
    """A log is as up to date as another server's, by 5.4.1, and lacks what that server has committed (I-18)."""
    found: list[Finding] = []
    for one in world.members():
        log = one.node.log
        for other in world.members():
            commit, theirs = other.node.commit_index, other.node.log
            is_as_new = (log.last_term, log.last_index) >= (theirs.last_term, theirs.last_index)
            if one.id != other.id and is_as_new and not _holds(log, chronicle, commit):
                names = SERVER_NAMES[one.id], SERVER_NAMES[other.id]
                says = f"{names[0]}'s log is as up to date as {names[1]}'s, and lacks index {commit}, committed there."
                found.append(_warning(world, "more_up_to_date", (one.id, other.id), says))
    return found


def _holds(log: Log, chronicle: Chronicle, index: int) -> bool:
    """Whether a log holds what is committed at an index, or a snapshot in its place."""
    return index <= log.base_index or log.term_at(index) == chronicle.committed.term_at(index)


def _warning(world: World, name: str, servers: tuple[ServerId, ...], says: str) -> Finding:
    return Finding(name, world.position, world.time_us, tuple(sorted(servers)), says)
