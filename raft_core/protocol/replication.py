"""Log replication (5.3): a leader makes the followers' logs equal to its own."""

from raft_core.event import EntriesAppended, EntriesRejected, EntriesTruncated, MatchAdvanced
from raft_core.ids import ServerId
from raft_core.log import CONFIGURATION, Entry
from raft_core.messages import AppendEntries, AppendEntriesReply, InstallSnapshot
from raft_core.protocol.commit import advance_commit, commit_until
from raft_core.protocol.configurations import forget_entries, note_entry
from raft_core.protocol.sending_snapshots import send_snapshot
from raft_core.protocol.terms import observe_term
from raft_core.role import FOLLOWER, PROBE, REPLICATE, SNAPSHOT, Leader, Progress
from raft_core.transition import Turn


def append_as_leader(turn: Turn, entry: Entry) -> int:
    """Add an entry to the leader's own log; returns its index."""
    node = turn.node
    node.change_log().append(entry)
    node.is_dirty = True
    index = node.log.last_index
    turn.events.append(EntriesAppended(node.id, index, index, entry.term))
    note_entry(turn, index, entry)
    return index


def truncate(turn: Turn, keep: int) -> None:
    """Remove every entry after an index from the own log, if there are any (5.3)."""
    node = turn.node
    if keep < node.log.last_index:
        turn.events.append(EntriesTruncated(node.id, keep + 1, node.log.last_index))
        node.change_log().keep_until(keep)
        node.durable_index = min(node.durable_index, keep)
        node.is_dirty = True
        forget_entries(turn, keep)


def broadcast(turn: Turn) -> None:
    """Send every peer what it lacks, as far as flow control lets."""
    role = turn.node.role
    if isinstance(role, Leader):
        for peer in role.progress:
            send_what_is_due(turn, role, peer)


def send_what_is_due(turn: Turn, leader: Leader, peer: ServerId) -> None:
    """Send entries to a peer while some are due and the window has room (dissertation 10.2.2)."""
    last_index = turn.node.log.last_index
    progress = leader.progress[peer]
    if progress.next_index <= last_index:
        progress = leader.change(peer)
    while progress.next_index <= last_index:
        if progress.mode == SNAPSHOT or (progress.mode == PROBE and progress.probe_outstanding):
            return
        if progress.mode == REPLICATE and len(progress.inflight) >= turn.options.max_inflight:
            return
        before = progress.next_index
        send_entries(turn, leader, peer)
        if progress.mode != REPLICATE or progress.next_index == before:
            return


def send_entries(turn: Turn, leader: Leader, peer: ServerId) -> None:
    """Send one AppendEntries from nextIndex, with the entries that fit; with none it is a heartbeat (5.2)."""
    node, progress = turn.node, leader.change(peer)
    prev = progress.next_index - 1
    if progress.mode == SNAPSHOT or (
        prev <= node.log.base_index > 0 and turn.judge(turn.rules.needs_snapshot, node, prev)
    ):
        send_snapshot(turn, leader, peer)
        return
    has_room = progress.mode == PROBE or len(progress.inflight) < turn.options.max_inflight
    entries: list[Entry] = []
    if not has_room:
        prev = turn.choose(turn.rules.heartbeat_after, node, peer)
    elif prev >= node.log.base_index:
        entries = node.log.entries(prev + 1, prev + turn.options.max_append_entries)
    prev_term = max(0, node.log.term_at(prev))
    request = AppendEntries(node.id, peer, node.current_term, prev, prev_term, entries, node.commit_index, leader.round)
    if turn.options.parallel_disk:
        turn.send(request)
    else:
        turn.send_when_durable(request)
    if progress.mode == PROBE:
        progress.probe_outstanding = True
    elif entries:
        progress.next_index += len(entries)
        progress.inflight = (*progress.inflight, prev + len(entries))
    progress.match_index = turn.choose(turn.rules.match_index_when_sent, node, request)


def on_append_entries(turn: Turn, request: AppendEntries) -> None:
    """Take over a leader's entries, or say where the logs part (Figure 2, AppendEntries RPC)."""
    node = turn.node
    if request.term > node.current_term:
        observe_term(turn, request)
    accepted = turn.judge(turn.rules.accepts_entries, node, request)
    if accepted or request.term == node.current_term:
        follow(turn, request)
    elif not turn.judge(turn.rules.answers_old_leader, node, request):
        return
    if not accepted:
        turn.events.append(EntriesRejected(node.id, request.source, request.prev_log_index, request.prev_log_term))
        turn.send_when_durable(_refusal(turn, request))
        return
    if request.entries:
        _merge(turn, request)
    acknowledged = turn.choose(turn.rules.acknowledged_index, node, request)
    commit_until(turn, turn.choose(turn.rules.follower_commit_index, node, request))
    reply = AppendEntriesReply(
        node.id, request.source, node.current_term, True, request.prev_log_index, acknowledged, 0, 0, request.round
    )
    turn.send_when_durable(reply)


def follow(turn: Turn, request: AppendEntries | InstallSnapshot) -> None:
    """Recognize the leader of this term and wait for it again (5.2)."""
    node = turn.node
    if isinstance(node.role, Leader):
        turn.step_down(f"another leader of term {node.current_term} exists")
    elif node.role.kind != FOLLOWER:
        turn.step_down(f"it recognizes the leader of term {node.current_term}")
    if node.leader_id != request.source:
        node.leader_id = request.source
        if isinstance(request, AppendEntries):
            vote = turn.choose(turn.rules.vote_under_leader, node, request)
            node.is_dirty = node.is_dirty or vote != node.voted_for
            node.voted_for = vote
    node.leader_heard_at_us = turn.now_us
    turn.arm_election_timer()


def _merge(turn: Turn, request: AppendEntries) -> None:
    node = turn.node
    keep, skip = turn.choose(turn.rules.merged_log, node, request)
    log = node.change_log()
    keep = max(log.base_index, min(keep, log.last_index))
    truncate(turn, keep)
    added = request.entries[skip:]
    if added:
        for entry in added:
            log.append(entry)
        turn.events.append(EntriesAppended(node.id, keep + 1, log.last_index, log.last_term))
        node.is_dirty = True
        for index, entry in enumerate(added, keep + 1):
            if entry.kind == CONFIGURATION:
                note_entry(turn, index, entry)


def _refusal(turn: Turn, request: AppendEntries) -> AppendEntriesReply:
    """Say no, and where to go on: at the first entry of the conflicting term, or after the log's end (5.3)."""
    node, log = turn.node, turn.node.log
    conflict_term, conflict_index = 0, log.last_index + 1
    if request.prev_log_index <= log.last_index:
        conflict_term = max(0, log.term_at(request.prev_log_index))
        conflict_index = log.first_index_of_term(request.prev_log_index)
    return AppendEntriesReply(
        node.id,
        request.source,
        node.current_term,
        False,
        request.prev_log_index,
        0,
        conflict_term,
        conflict_index,
        request.round,
    )


def on_append_entries_reply(turn: Turn, reply: AppendEntriesReply) -> None:
    """Learn how far a follower matches, or go back where it does not (Figure 2, leaders)."""
    node = turn.node
    if reply.term > node.current_term:
        observe_term(turn, reply)
    role = node.role
    counts = turn.judge(turn.rules.counts_as_match, node, reply)
    if not isinstance(role, Leader) or reply.source not in role.progress:
        return
    progress = role.change(reply.source)
    if reply.term == node.current_term:
        note_acknowledgement(turn, progress, reply.round)
    if counts:
        _advance_match(turn, role, progress, reply)
    elif reply.term == node.current_term and not reply.success:
        _go_back(turn, role, progress, reply)


def note_acknowledgement(turn: Turn, progress: Progress, round_: int) -> None:
    """A peer answered in this term, and with it a round of heartbeats (6.2, 6.4 of the dissertation)."""
    progress.heard_at_us = turn.now_us
    progress.acknowledged_round = max(progress.acknowledged_round, round_)


def _advance_match(turn: Turn, leader: Leader, progress: Progress, reply: AppendEntriesReply) -> None:
    progress.probe_outstanding = False
    match = turn.choose(turn.rules.match_index, turn.node, reply)
    if progress.inflight:
        progress.inflight = tuple([last for last in progress.inflight if last > match])
    if match != progress.match_index:
        turn.events.append(MatchAdvanced(turn.node.id, reply.source, match))
        progress.match_index = match
    if progress.next_index != reply.match_index + 1:
        progress.next_index = turn.choose(turn.rules.next_index_after_success, turn.node, reply)
    if progress.mode == PROBE:
        progress.mode = REPLICATE
    if match > turn.node.commit_index:
        advance_commit(turn)
    send_what_is_due(turn, leader, reply.source)


def _go_back(turn: Turn, leader: Leader, progress: Progress, reply: AppendEntriesReply) -> None:
    """Answer a refusal at once, from an earlier index, unless it is old news."""
    is_stale = (
        reply.prev_log_index <= progress.match_index
        if progress.mode == REPLICATE
        else (reply.prev_log_index != progress.next_index - 1)
    )
    if is_stale or progress.mode == SNAPSHOT:
        return
    next_index = turn.choose(turn.rules.next_index_after_conflict, turn.node, reply)
    progress.next_index = max(progress.match_index + 1, next_index)
    progress.mode = PROBE
    progress.inflight = ()
    progress.probe_outstanding = False
    send_entries(turn, leader, reply.source)
