"""Reading the words of one directive: each reader takes a word and gives a value, or says what would be legal."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.script.error import Place, ScriptError, reason, shown, unknown_word
from raft_core.script.words import END, Statement, Word
from raft_core.units import parse_duration, parse_percent, parse_range

T = TypeVar("T")

SERVER: Final = "a server, S1 to S9"
LINK: Final = "a link such as S1-S2, or S1>S2 for one direction"
DIRECTION: Final = "a direction such as S1>S2"
CLIENT: Final = "a client such as c1"
DURATION: Final = "a duration such as 150ms, 2s or 400us"
RANGE: Final = "a range such as 150ms..300ms, or one duration"
PERCENT: Final = "a percentage from 0% to 100%, such as 2.5%"
RATE: Final = "a rate from 0.01 to 100, such as 1.5"

_SERVER_NUMBERS: Final = {name: number for number, name in enumerate(SERVER_NAMES) if number}
_LINK: Final = re.compile(r"(S[1-9])([->])(S[1-9])")
_CLIENT: Final = re.compile(r"c[1-9][0-9]{0,5}")
_RATE: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")


class Arguments:
    """The words after the verb, taken one by one from the left. `members` are the cluster's servers, when known."""

    def __init__(self, statement: Statement, members: tuple[str, ...] = ()) -> None:
        self.statement = statement
        self.members = members
        self.verb = statement.words[0]
        self._at = 1

    @property
    def end(self) -> Place:
        """The place after the last word."""
        place = self.verb.place
        return Place(place.file, place.line, self.statement.start + len(self.statement.text) + 1)

    def peek(self) -> Word | None:
        """The next word, None at the end."""
        words = self.statement.words
        return words[self._at] if self._at < len(words) else None

    def take(self, legal: str) -> Word:
        """The next word. Raises ScriptError at the end."""
        word = self.peek()
        if word is None:
            raise ScriptError(self.end, END, legal)
        self._at += 1
        return word

    def take_plain(self, legal: str) -> Word:
        """The next word, which must not be of the form key=value unless it is quoted."""
        word = self.take(legal)
        if word.equals >= 0:
            raise ScriptError(word.place, shown(word.raw), f"{legal}; a word with = in it goes into quotes")
        return word

    def take_bare(self, *words: str) -> bool:
        """Whether the next word is one of these, unquoted; takes it if so."""
        word = self.peek()
        if word is None or word.raw not in words:
            return False
        self._at += 1
        return True

    def options(self, legal: tuple[str, ...]) -> dict[str, Word]:
        """All that is left: values by key. Raises ScriptError for unknown and repeated keys."""
        found: dict[str, Word] = {}
        while (word := self.peek()) is not None:
            self._at += 1
            keys = [f"{key}=" for key in legal]
            if not word.key:
                raise unknown_word(word.place, word.raw, keys, "key=value" if keys else "word of this directive")
            if word.key not in legal:
                raise unknown_word(word.place, f"{word.key}=", keys or [END], "key of this directive")
            if word.key in found:
                raise ScriptError(word.place, shown(word.raw), f"{word.key}= once")
            found[word.key] = word.value_word()
        return found

    def done(self) -> None:
        """Raise ScriptError when words are left over."""
        word = self.peek()
        if word is not None:
            raise ScriptError(word.place, shown(word.raw), END)


def server(word: Word) -> ServerId:
    """A server's number."""
    number = _SERVER_NUMBERS.get(word.text)
    if number is None:
        raise ScriptError(word.place, shown(word.raw), SERVER)
    return number


def servers(word: Word) -> tuple[ServerId, ...]:
    """The numbers of a comma list of different servers."""
    numbers = [_SERVER_NUMBERS.get(name, 0) for name in word.text.split(",")]
    if 0 in numbers or len(set(numbers)) < len(numbers):
        raise ScriptError(word.place, shown(word.raw), "different servers with commas between them, such as S4,S5")
    return tuple(sorted(numbers))


def link(word: Word) -> tuple[ServerId, ServerId, bool]:
    """Source, target, and whether only that direction is meant."""
    found = _LINK.fullmatch(word.text)
    if found is None or found[1] == found[3]:
        raise ScriptError(word.place, shown(word.raw), LINK)
    return _SERVER_NUMBERS[found[1]], _SERVER_NUMBERS[found[3]], found[2] == ">"


def direction(word: Word) -> tuple[ServerId, ServerId]:
    """Source and target."""
    found = _LINK.fullmatch(word.text)
    if found is None or found[1] == found[3] or found[2] != ">":
        raise ScriptError(word.place, shown(word.raw), DIRECTION)
    return _SERVER_NUMBERS[found[1]], _SERVER_NUMBERS[found[3]]


def client(word: Word) -> str:
    """A client's name."""
    if _CLIENT.fullmatch(word.text) is None:
        raise ScriptError(word.place, shown(word.raw), CLIENT)
    return word.text


def duration(word: Word) -> int:
    """Microseconds."""
    return read(word, parse_duration, DURATION)


def time_range(word: Word) -> tuple[int, int]:
    """Lowest and highest, in microseconds."""
    return read(word, parse_range, RANGE)


def percent(word: Word) -> int:
    """Hundredths of a percent."""
    return read(word, parse_percent, PERCENT)


def rate(word: Word) -> int:
    """A clock's rate in percent."""
    found = _RATE.fullmatch(word.text)
    whole = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found is not None else 0
    if not 1 <= whole <= 10_000:
        raise ScriptError(word.place, shown(word.raw), RATE)
    return whole


def number(word: Word, lowest: int, highest: int) -> int:
    """A whole number within bounds."""
    text = word.text
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and lowest <= int(text) <= highest):
        raise ScriptError(word.place, shown(word.raw), f"a whole number from {lowest:,} to {highest:,}")
    return int(text)


def one_of(word: Word, words: tuple[str, ...], what: str) -> str:
    """One of some words."""
    if word.text not in words:
        raise unknown_word(word.place, word.text, words, what)
    return word.text


def read(word: Word, parse: Callable[[str], T], legal: str) -> T:
    """What a parser of values makes of the word."""
    try:
        return parse(word.text)
    except ValueError as error:
        raise ScriptError(word.place, shown(word.raw), legal, reason(error, word.text)) from None
