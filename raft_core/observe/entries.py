"""Log entries of an observed run: made once each, so that equal logs are told by looking at one entry."""

from raft_core.log import COMMAND, NOOP, Entry
from raft_core.machine import Command


class Entries:
    """Entries by what they say and what they stand behind: equal ones are one, as long as all before them are."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, str | None], Entry] = {}
        self._kept: list[Entry] = []

    def entry(self, before: Entry | None, term: int, command: str | None) -> Entry:
        """The entry that stands behind another one; without a command it is a no-op."""
        key = id(before), term, command
        found = self._known.get(key)
        if found is None:
            data = parsed(command) if command is not None else None
            found = self._known[key] = Entry(term, NOOP if data is None else COMMAND, data)
            self._kept.append(found)
        return found


def parsed(command: str) -> Command:
    """A command of the key-value store where it looks like one, else the text as the value of `cmd`."""
    words = command.split()
    first = words[0].lower() if words else ""
    if len(words) == 3 and first in ("put", "set", "append"):
        return Command("append" if first == "append" else "put", words[1], words[2])
    if len(words) == 2 and first in ("get", "delete"):
        return Command(first, words[1])
    key, equals, value = command.partition("=")
    return Command("put", key, value) if equals and key and len(words) == 1 else Command("put", "cmd", command)
