"""Terms (5.1): a server that hears of a newer one adopts it and returns to follower."""

from raft_core.event import TermChanged
from raft_core.ids import NOBODY
from raft_core.messages import Message
from raft_core.transition import Turn


def observe_term(turn: Turn, message: Message) -> None:
    """Adopt the term of a message that is newer than the own (Figure 2, rules for all servers)."""
    node = turn.node
    stays = not turn.judge(turn.rules.steps_down, node, message)
    old, term = node.current_term, turn.choose(turn.rules.observed_term, node, message)
    node.voted_for = turn.choose(turn.rules.vote_in_new_term, node, message)
    node.current_term = term
    node.is_dirty = True
    turn.events.append(TermChanged(node.id, old, term))
    if stays:
        return
    node.leader_id = NOBODY
    turn.step_down(f"it saw term {term}")
