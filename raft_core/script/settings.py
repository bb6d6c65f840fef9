"""The keys of the `cluster` line and of `set`: reading their values, writing those that differ from the default."""

from typing import Final

from raft_core.script import arguments as read
from raft_core.script.error import ScriptError, reason, shown
from raft_core.script.words import Word
from raft_core.sim.settings import SETTING_KINDS, Settings, changed, format_setting
from raft_core.variant import find

SETTABLE: Final = tuple(key for key in SETTING_KINDS if key != "seed")
"""What `set` may change while the cluster runs: a seed that changes would make two histories of one."""

_LEGAL: Final = {
    "names": "none, or names of variants with commas between",
    "range": read.RANGE,
    "duration": read.DURATION,
    "percent": read.PERCENT,
    "count": "a whole number from 1 to 10,000",
    "off|count": "off, or a whole number from 1 to 10,000",
    "count0": "a whole number from 0 to 10,000",
    "seed": "a whole number from 0 to 9,223,372,036,854,775,807",
}


def setting_text(key: str, word: Word) -> str:
    """The value of a key, in the one way in which it is written from now on. Raises ScriptError for an illegal one."""
    kind = SETTING_KINDS[key]
    try:
        names = changed(Settings(), ((key, word.text),)).variant
        return ",".join(find(name).name for name in names) if names else word.text
    except ValueError as error:
        legal = _LEGAL.get(kind, ", ".join(kind.split("|")))
        if kind == "names":
            # Whoever finds variants by name also says which there are.
            legal += str(error).partition(";")[2].replace(" variants are", ":", 1)
        raise ScriptError(word.place, shown(word.raw), legal, reason(error, word.text)) from None


def settings_of(pairs: dict[str, Word]) -> Settings:
    """The settings of a `cluster` line. Raises ScriptError."""
    return changed(Settings(), tuple((key, setting_text(key, word)) for key, word in pairs.items()))


def differing(settings: Settings) -> list[str]:
    """The settings as words key=value: the seed, and what differs from the preset they are based on."""
    plain = changed(Settings(), (("timing", settings.timing),))
    words = [f"seed={settings.seed}"]
    words += [f"timing={settings.timing}"] if settings.timing != "lan" else []
    for key in SETTING_KINDS:
        if key not in ("seed", "timing") and getattr(settings, key) != getattr(plain, key):
            words.append(f"{key}={format_setting(settings, key)}")
    return words
