"""Words of the language whose part of the protocol does not exist yet: they are recognized and refused."""

from collections.abc import Iterable
from typing import Final

from raft_core.script.error import Place, ScriptError, shown
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


def setting_not_yet(value: Word, key: str) -> ScriptError:
    """The error for a key of the `cluster` line whose part of the protocol does not exist yet."""
    place = Place(value.place.file, value.place.line, value.place.column - len(key) - 1)
    default = SETTINGS[key]
    return not_yet(place, f"{key}={value.raw}", [f"{key}={default}" if default else f"no {key}="])


def not_yet(place: Place, found: str, legal: Iterable[str]) -> ScriptError:
    """The error for something that is not yet available."""
    return ScriptError(place, shown(found), ", ".join(legal), "not yet available")
