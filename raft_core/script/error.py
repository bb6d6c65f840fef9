"""What is wrong with a script: where, what was found, and what would be legal there."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(slots=True, frozen=True)
class Place:
    """Where something stands in a script. Lines and columns count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class ScriptError(ValueError):
    """Bad input. `found` is the offending text, `legal` what could stand there, `problem` why this may not."""

    def __init__(self, place: Place, found: str, legal: str, problem: str = "") -> None:
        super().__init__(place, found, legal, problem)
        self.place = place
        self.found = found
        self.legal = legal
        self.problem = problem

    @property
    def file(self) -> str:
        """The name of the script."""
        return self.place.file

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column, from 1."""
        return self.place.column

    @property
    def says(self) -> str:
        """The trouble as a sentence, without its place."""
        trouble = f"found {self.found}"
        if self.problem:
            trouble += f": {self.problem}"
        return f"{trouble.removesuffix('?')}{'?' if trouble.endswith('?') else '.'} Legal here: {self.legal}."

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


def unknown_word(place: Place, word: str, legal: Iterable[str], what: str) -> ScriptError:
    """The error for a word that is none of the legal ones; names a similar one when there is one."""
    words = list(legal)
    similar = get_close_matches(word, words, 1, 0.75)
    hint = f"; did you mean {similar[0]}?" if similar else ""
    return ScriptError(place, shown(word), ", ".join(words), f"that is no {what}{hint}")


def reason(error: ValueError, found: str) -> str:
    """What a parser of values has against the text it was given; "" when that only repeats what is legal."""
    says = str(error).partition(";")[0]
    return f"it {says.removeprefix(f'{found!r} ')}" if says.startswith(f"{found!r} ") else ""


def shown(text: str) -> str:
    """A piece of a script as a message shows it: in quotes, and not longer than a line bears."""
    text = text if len(text) <= 60 else text[:57] + "..."
    return "'" + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text) + "'"
