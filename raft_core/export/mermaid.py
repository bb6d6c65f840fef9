"""A run as a sequence diagram for Mermaid: messages as arrows when they arrive, and what servers became as notes.

Mermaid draws at most 500 arrows and 50,000 letters as it comes, so the diagram of a longer run ends early and says so.
Heartbeats that changed nothing are left out. No text holds # or ;, which end a text for Mermaid.
"""

from typing import Final

from raft_core.export.history import Flight, History
from raft_core.export.words import message_words
from raft_core.ids import SERVER_NAMES

MOST_MARKS: Final = 400
MOST_LETTERS: Final = 45_000


def mermaid_diagram(history: History) -> str:
    """The diagram."""
    names = [life.name for life in history.lives.values()]
    everyone = names[0] if len(names) == 1 else f"{names[0]},{names[-1]}"
    lines = ["sequenceDiagram", *[f"  participant {name}" for name in names]]
    hidden = sum(flight.quiet for flight in history.flights)
    if hidden:
        lines.append(f"  Note over {everyone}: {hidden} heartbeats and their answers are left out")
    marks, letters = 0, sum(map(len, lines))
    drawn = _marks(history)
    for position in sorted(drawn):
        marks += len(drawn[position])
        letters += sum(map(len, drawn[position]))
        if marks > MOST_MARKS or letters > MOST_LETTERS:
            says = f"events {position} to {max(drawn)} are left out, a diagram holds no more"
            lines.append(f"  Note over {everyone}: {says}")
            break
        lines += drawn[position]
    return "\n".join(lines) + "\n"


def _marks(history: History) -> dict[int, list[str]]:
    """The lines of each position: what arrived, what was said of servers, what was lost."""
    marks: dict[int, list[str]] = {}
    for happening in history.happenings:
        lines = [_line(flight, ">>") for flight in happening.received if not flight.quiet]
        if happening.says:
            lines.append(f"  Note over {SERVER_NAMES[happening.server]}: {'<br/>'.join(happening.says)}")
        if lines:
            marks.setdefault(happening.mark.position, []).extend(lines)
    for flight in history.flights:
        if flight.lost is not None and not flight.quiet:
            marks.setdefault(flight.lost.position, []).append(_line(flight, "x"))
    return marks


def _line(flight: Flight, head: str) -> str:
    message = flight.message
    shaft = "--" if message.type_name.endswith("Reply") else "-"
    ends = f"{SERVER_NAMES[message.source]}{shaft}{head}{SERVER_NAMES[message.target]}"
    return f"  {ends}: {message_words(message)}, term {message.term}"
