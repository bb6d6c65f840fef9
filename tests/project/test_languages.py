"""Every sentence that learners read is in a catalogue, and a language that is there keeps up with English."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from app.data import data_folder
from app.languages import Languages, Words
from app.lessons import load
from tests.project.languages import TELLING, TEMPLATES, english
from tools.environment import ROOT

LANGUAGES: Final = [words for words in Languages(TEMPLATES / "words") if words.tag != "en"]
FOR_PROGRAMMERS: Final = {"reference.html"}
"""Pages that the running server fills from its code; they are in English, like the code."""

_TAGS: Final = re.compile(r"\{[{%#].*?[}%#]\}|<(?:script|style|svg)\b.*?</(?:script|style|svg)>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""\b(?:aria-label|title|alt|placeholder)="([^"]*[A-Za-z]{2}[^"]*)\"""")
_TEXT: Final = re.compile(r">([^<>]*[A-Za-z]{2}[^<>]*)<")
BRAND: Final = "Orbital Raft"


def test_simplified_chinese_is_there() -> None:
    assert [words.tag for words in LANGUAGES] == ["zh-CN"]


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.tag)
def test_a_translation_belongs_to_a_sentence_that_is_still_said(words: Words) -> None:
    assert sorted(set(words.known) - english()) == [], "stale: the English has changed, or is gone"


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.tag)
def test_every_sentence_of_the_server_is_translated(words: Words) -> None:
    assert sorted(english() - set(words.known)) == [], "missing"


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.tag)
def test_a_translation_fills_in_what_the_sentence_does(words: Words) -> None:
    differing = [text for text, other in words.known.items() if braces(text) != braces(other)]
    assert differing == []


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("page", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_page_says_nothing_that_cannot_be_translated(page: Path) -> None:
    if page.name in FOR_PROGRAMMERS:
        return
    bare = _TAGS.sub("", page.read_text(encoding="utf-8"))
    said = [text.strip() for found in (_ATTRIBUTE, _TEXT) for text in found.findall(bare)]
    assert [text for text in said if text.replace(BRAND, "").strip(" |")] == []


def test_the_modules_that_tell_what_happened_hand_every_sentence_on() -> None:
    """Text that is put together with an f-string is English for ever."""
    for module in TELLING:
        text = (ROOT / "app" / f"{module}.py").read_text(encoding="utf-8")
        told = re.sub(r"raise RequestError\([^\n]*\n", "", text)
        joined = [found for found in re.findall(r'f"([^"]*)"', told) if re.search(r"[a-z]{2,} [a-z]{2,}", found)]
        assert joined == [], module


def test_no_translation_of_a_lesson_is_stale_or_unusable() -> None:
    reports = [report for lesson in load(data_folder("lessons")).working for report in lesson.reports]
    assert [(report.file, report.problem) for report in reports if report.problem] == []
    stale = {report.file: report.stale for report in reports if report.stale}
    assert stale == {}, "translate them anew, then: orbital-raft lessons translated FILE"
    missing = {report.file: report.missing for report in reports if report.missing}
    assert missing == {}


def test_an_election_is_there_in_simplified_chinese() -> None:
    lesson = load(data_folder("lessons")).spoken("zh-CN").lesson("the-raft-algorithm")
    assert (lesson.title, lesson.scenario("an-election").title) == ("Raft 算法", "一次选举")
