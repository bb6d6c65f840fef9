"""The order of a log's lines: by their times where all have one, and never a message received before it was sent.

Clocks of several machines disagree a little, and several files are pasted one behind the other; what a message says of
before and after is certain.
"""

from collections import deque

from raft_core.observe.observation import Letter, Observation

Name = tuple[str, str, str, str]


def name_of(letter: Letter) -> Name | None:
    """What identifies a message; None for one without an identity of its own."""
    return (letter.id, letter.type, letter.source, letter.target) if letter.id is not None else None


def in_order(lines: list[Observation]) -> list[Observation]:
    """The lines as they are to be believed. The lines of one node keep their order among themselves."""
    if all(line.time_us is not None for line in lines):
        lines = sorted(lines, key=lambda line: line.time_us or 0)
    to_be_sent: dict[Name, int] = {}
    for line in lines:
        for name in filter(None, map(name_of, line.sent)):
            to_be_sent[name] = to_be_sent.get(name, 0) + 1
    waiting: dict[str, deque[Observation]] = {}
    ordered: list[Observation] = []
    sent: set[Name] = set()

    def is_ready(line: Observation) -> bool:
        names = filter(None, map(name_of, line.received))
        return all(name in sent or name not in to_be_sent for name in names)

    def take(line: Observation) -> None:
        ordered.append(line)
        sent.update(filter(None, map(name_of, line.sent)))

    def release() -> None:
        """Let every node go on that waited for what has been sent by now."""
        moved = True
        while moved and waiting:
            moved = False
            for node, queue in list(waiting.items()):
                while queue and is_ready(queue[0]):
                    take(queue.popleft())
                    moved = True
                if not queue:
                    del waiting[node]

    for line in lines:
        if line.node in waiting or not is_ready(line):
            waiting.setdefault(line.node, deque()).append(line)
            continue
        take(line)
        if line.sent and waiting:
            release()
    # Nodes that wait for each other for ever: no order is right, so the log's own is kept.
    rest = sorted((line for queue in waiting.values() for line in queue), key=lambda line: line.line)
    return ordered + rest
