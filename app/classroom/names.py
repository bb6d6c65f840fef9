"""Codes to come in by, and what people in a class are called."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection
from typing import Final

from app.errors import RequestError

LETTERS: Final = "ACDEFGHJKMNPQRTUVWXY23479"
"""Letters and digits that nobody takes for one another."""
CODE_LENGTH: Final = 6
KEY_GROUPS: Final = 5
LONGEST_NAME: Final = 40
LONGEST_TITLE: Final = 80
JOINERS: Final = dict.fromkeys(map(ord, "\u200c\u200d"))
"""They stand inside names of some scripts, and are not printable by themselves."""


def new_code() -> str:
    """A code that is not to be guessed: one of 244 million."""
    return _letters(CODE_LENGTH)


def read_code(typed: str) -> str:
    """What somebody typed as a code, without hyphens and in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:20]


def shown_code(code: str) -> str:
    """A code as it is shown: K7F-2QX."""
    return f"{code[:3]}-{code[3:]}"


def new_instructor_key() -> str:
    """A key of 92 random bits that can be typed."""
    return "-".join(_letters(4) for _ in range(KEY_GROUPS))


def read_name(typed: str) -> str:
    """The name somebody gives. Raises RequestError for none."""
    return _text(typed, LONGEST_NAME, "name", "A name is needed that can be read.")


def read_title(typed: str) -> str:
    """The title of a class. Raises RequestError for none."""
    return _text(typed, LONGEST_TITLE, "title", "A title is needed that can be read.")


def distinct(name: str, taken: Collection[str]) -> str:
    """The name, or with a number behind it when somebody has it: Ben, Ben (2), Ben (3)."""
    known = {other.casefold() for other in taken}
    number, candidate = 1, name
    while candidate.casefold() in known:
        number += 1
        tail = f" ({number})"
        candidate = name[: LONGEST_NAME - len(tail)] + tail
    return candidate


def new_pseudonym(taken: Collection[str]) -> str:
    """What a member is called in exports: a number that says nothing of who it is, or who came first."""
    size = 1_000
    while len(taken) * 2 >= size:
        size *= 10
    while (candidate := f"student-{secrets.randbelow(size):0{len(str(size)) - 1}}") in taken:
        pass
    return candidate


def initials(name: str) -> str:
    """One or two letters for a name."""
    words = [word for word in name.replace("(", " ").split() if word[:1].isalnum()]
    if not words:
        return name[:1].upper()
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _text(typed: str, longest: int, where: str, says: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if not text.translate(JOINERS) or len(text) > longest or not text.translate(JOINERS).isprintable():
        legal = f"1 to {longest} printable characters"
        raise RequestError("bad_name", says, where=where, legal=legal, status=422)
    return text
