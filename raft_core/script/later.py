"""Words of the language whose part of the protocol does not exist yet: they are recognized and refused."""

from collections.abc import Iterable
from typing import Final

from raft_core.script.error import ScriptError, shown
from raft_core.script.words import Word

DIRECTIVES: Final = ("snapshot", "add", "promote", "remove", "reconfigure", "transfer")
SERVER_KEYS: Final = ("snapshot",)
SETTINGS: Final = {
    "learners": "",
    "pre_vote": "off",
    "check_quorum": "off",
    "leader_stickiness": "off",
    "snapshot_every": "off",
    "snapshot_trailing": "0",
    "snapshot_chunk": "16",
    "clock_drift_bound": "10%",
}
"""Keys of the `cluster` line with their defaults, which may be written: they change nothing."""


def not_yet(word: Word, legal: Iterable[str]) -> ScriptError:
    """The error for a word that is not yet available."""
    return ScriptError(word.place, shown(word.raw), ", ".join(legal), "not yet available")
