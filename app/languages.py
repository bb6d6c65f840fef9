"""The languages that people read: English, and those whose sentences lie in `templates/words`, one file each.

An English sentence is the key to its translation, with names in braces for what is filled in. One that has none is
shown in English: a language may be there before it is complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

ENGLISH_TAG: Final = "en"
LAST_OF_SEVERAL: Final = "{others} and {last}"
COOKIE: Final = "language"
"""Where a browser keeps what was picked. The pages set it; it holds a tag and nothing else."""

_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FIELD: Final = re.compile(r"\{([\w.]+)\}")
_LETTERS: Final = re.compile(r"[a-z]{2}")
_SERVER: Final = re.compile(r"S\d")
_SERVERS: Final = re.compile(r"S\d(?:, S\d)* and S\d")
_WISH: Final = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")


def _pattern(template: str) -> re.Pattern[str]:
    literals = _FIELD.split(template)[::2]
    return re.compile("(.+?)".join(re.escape(literal) for literal in literals), re.DOTALL)


class Words:
    """The sentences of one language. One that is not `offered` yet is shown to who asks for it by its cookie alone.

    `findings` are those of them that a browser needs, to tell what a checker found in steps that all viewers share.
    """

    def __init__(
        self,
        tag: str,
        name: str,
        known: Mapping[str, str],
        offered: bool = True,
        findings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.tag = tag
        self.name = name
        self.known = {**known, **findings}
        self.offered = offered
        self.findings = findings

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """What each sentence with fields looks like when it is filled in; the most telling ones come first."""
        templates = [text for text in self.known if _FIELD.search(text) and text != LAST_OF_SEVERAL]
        templates.sort(key=lambda text: len(_FIELD.sub("", text)), reverse=True)
        return [(_pattern(text), text) for text in templates]

    def __call__(self, text: str, /, **values: object) -> str:
        """An English sentence in this language, with what stands for its braces."""
        found = self.known.get(text, text)
        return found.format(**values) if values else found

    def filled(self, template: str, values: Mapping[str, object], english: str) -> str:
        """A sentence of the engine, by its template and what was filled in; `english` is how it came out there."""
        found = self.known.get(template)
        if found is None:
            return english
        return _FIELD.sub(lambda field: self.said(str(values[field[1]])), found)

    def said(self, english: str) -> str:
        """What the engine put together, in this language: found by its pattern, with the parts of it translated too."""
        if english in self.known:
            return self.known[english]
        if _SERVERS.fullmatch(english):
            return self.several(_SERVER.findall(english))
        if not self.known or not _LETTERS.search(english):
            return english
        halves = english.split(" and ")
        told = [self.said(half) for half in halves] if len(halves) > 1 else []
        if told and not {*told} & {*halves}:
            return self.several(told)
        for pattern, template in self._patterns:
            found = pattern.fullmatch(english)
            if found is not None:
                values = dict(zip(_FIELD.findall(template), found.groups(), strict=True))
                return self.filled(template, values, english)
        return english

    def several(self, names: Sequence[str]) -> str:
        """Some names one after the other: S1, S2 and S3."""
        if len(names) < 2:
            return "".join(names)
        return self(LAST_OF_SEVERAL, others=self(", ").join(names[:-1]), last=names[-1])


ENGLISH: Final = Words(ENGLISH_TAG, "English", {})


class Languages:
    """All languages by their tags, English first."""

    def __init__(self, folder: Path) -> None:
        """Read a folder of `<tag>.yaml`. Raises ValueError for one that is no catalogue."""
        self._all = {ENGLISH_TAG: ENGLISH}
        for path in sorted(folder.glob("*.yaml")):
            words = read_words(path)
            self._all[words.tag] = words

    def __iter__(self) -> Iterator[Words]:
        return iter(self._all.values())

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of all of them."""
        return tuple(self._all)

    @property
    def offered(self) -> list[Words]:
        """Those that people are to choose from: a page half in another language is worse than one in English."""
        return [words for words in self if words.offered]

    def words(self, tag: str | None) -> Words:
        """The language with a tag; English when there is none."""
        return self._all.get(tag or ENGLISH_TAG, ENGLISH)

    def choose(self, picked: str | None, accepted: str | None) -> Words:
        """The language for a person: the one that was picked, else the first wish of the browser that can be met."""
        if picked in self._all:
            return self._all[picked]
        for wish in wishes(accepted or ""):
            found = self._meeting(wish)
            if found is not None:
                return found
        return ENGLISH

    def _meeting(self, wish: str) -> Words | None:
        """The language that a wish means: itself, or one of the same kind; zh means zh-CN, and de-AT means de."""
        wanted = wish.lower()
        by_tag = {words.tag.lower(): words for words in self.offered}
        if wanted in by_tag:
            return by_tag[wanted]
        kind = wanted.partition("-")[0]
        return next((words for tag, words in by_tag.items() if tag.partition("-")[0] == kind), None)


def wishes(accepted: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first; what is not legal there is left out."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        wish = _WISH.fullmatch(part)
        if wish is not None and float(wish[2] or 1) > 0:
            found.append((float(wish[2] or 1), wish[1]))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]


def read_words(path: Path) -> Words:
    """The catalogue of one language. Raises ValueError that names the file."""
    # Only where there is a catalogue: who says English sentences needs nothing that is installed.
    import yaml

    # A catalogue has a thousand sentences: the loader in C reads it in a fiftieth of the time, where there is one.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Any = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both are safe
    if not _TAG.fullmatch(path.stem) or not _is_catalogue(found):
        raise ValueError(
            f"{path} is no catalogue of words; legal are name:, offered:, "
            "and words: and findings: that map sentences to sentences"
        )
    return Words(path.stem, found["name"], found["words"], found.get("offered", True), found.get("findings", {}))


def _is_catalogue(found: object) -> bool:
    if not isinstance(found, dict) or not isinstance(found.get("offered", True), bool):
        return False
    words, findings = found.get("words"), found.get("findings", {})
    if not isinstance(words, dict) or not isinstance(findings, dict):
        return False
    texts = [text for part in (words, findings) for pair in part.items() for text in pair]
    return all(isinstance(text, str) for text in (found.get("name"), *texts))
