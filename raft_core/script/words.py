"""A script as lines of words: quotes, comments and separators, and where each word stands."""

from collections.abc import Iterator
from typing import Final

from raft_core.script.error import Place, ScriptError, shown

MAX_DIRECTIVES: Final = 10_000
MAX_BYTES: Final = 1 << 20
END: Final = "the end of the line"


class Word:
    """One word. `text` is what it says without its quotes, `raw` how it is written.

    `equals` is where `text` has its first =, -1 when there is none before the first quote. The value of key=value is a
    word of its own, and `pair` is the whole that it was part of.
    """

    __slots__ = ("equals", "pair", "place", "raw", "text")

    def __init__(self, place: Place, text: str, raw: str, equals: int, pair: "Word | None" = None) -> None:
        self.place = place
        self.text = text
        self.raw = raw
        self.equals = equals
        self.pair = pair

    @property
    def key(self) -> str:
        """What stands before the = of key=value; "" when the word is not of that form."""
        return self.text[: self.equals] if self.equals > 0 else ""

    def value_word(self) -> "Word":
        """The value of key=value as a word of its own, in its own place."""
        place = Place(self.place.file, self.place.line, self.place.column + self.equals + 1)
        return Word(place, self.text[self.equals + 1 :], self.raw[self.equals + 1 :], -1, self)


class Statement:
    """One directive as it is written: its words, and its text from column `start` of the line on."""

    __slots__ = ("end", "line", "start", "words")

    def __init__(self, line: str, words: list[Word], start: int, end: int) -> None:
        self.line = line
        self.words = words
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        """The directive as it is written, without separator and comment."""
        return self.line[self.start : self.end].rstrip()


def statements(text: str, file: str) -> Iterator[Statement]:
    """The directives of a script, one after the other. Raises ScriptError for broken quotes and beyond the limits."""
    check_size(len(text.encode("utf-8", "surrogatepass")), file)
    count = 0
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        for statement in _line(line.removesuffix("\r"), Place(file, number, 1)):
            count += 1
            if count > MAX_DIRECTIVES:
                raise ScriptError(
                    statement.words[0].place, f"directive {count:,}", f"at most {MAX_DIRECTIVES:,} directives a script"
                )
            yield statement


def check_size(size: int, file: str) -> None:
    """Raise ScriptError for a script of too many bytes."""
    if size > MAX_BYTES:
        raise ScriptError(Place(file, 1, 1), f"more than {MAX_BYTES:,} bytes", f"at most {MAX_BYTES:,} bytes a script")


def _line(line: str, origin: Place) -> Iterator[Statement]:
    _refuse_control_characters(line, origin)
    words: list[Word] = []
    at, end = 0, len(line)
    while at < end:
        letter = line[at]
        if letter == "#":
            break
        if letter == ";":
            if words:
                yield Statement(line, words, words[0].place.column - 1, at)
            words = []
            at += 1
        elif letter in " \t":
            at += 1
        else:
            word, at = _word(line, at, origin)
            words.append(word)
    if words:
        yield Statement(line, words, words[0].place.column - 1, at)


def _word(line: str, start: int, origin: Place) -> tuple[Word, int]:
    """The word that begins at an offset, and the offset after it. A | outside of quotes is a word of its own."""
    at, text, equals = start, "", -1
    while at < len(line) and line[at] not in " \t;#":
        letter = line[at]
        if letter == '"':
            part, at = quoted_part(line, at, origin)
            text += part
            continue
        if letter == "|" and at > start:
            break
        if letter == "=" and equals < 0 and at - start == len(text):
            equals = len(text)
        text += letter
        at += 1
        if letter == "|":
            break
    return Word(Place(origin.file, origin.line, start + 1), text, line[start:at], equals), at


def quoted_part(line: str, start: int, origin: Place) -> tuple[str, int]:
    """What stands in the quotes that open at an offset, and the offset after the closing one."""
    text, at = "", start + 1
    while at < len(line):
        letter = line[at]
        if letter == '"':
            return text, at + 1
        if letter == "\\":
            at += 1
            letter = line[at] if at < len(line) else ""
            if letter not in ('"', "\\"):
                place = Place(origin.file, origin.line, at)
                raise ScriptError(place, shown("\\" + letter), '\\" and \\\\ are the two escapes in quotes')
        text += letter
        at += 1
    place = Place(origin.file, origin.line, start + 1)
    raise ScriptError(
        place, shown(line[start:]), "a closing double quote on the same line", "the quote is never closed"
    )


def _refuse_control_characters(line: str, origin: Place) -> None:
    if line.isprintable():
        return
    for column, letter in enumerate(line, 1):
        if letter != "\t" and (letter < " " or "\x7f" <= letter < "\xa0" or "\ud800" <= letter <= "\udfff"):
            place = Place(origin.file, origin.line, column)
            raise ScriptError(place, f"the character U+{ord(letter):04X}", "printable characters, spaces and tabs")
