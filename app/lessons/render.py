"""Lesson text as HTML: CommonMark without raw HTML, in which server names and citations can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.lessons.citations import CITATION

_SERVER: Final = re.compile(r"\bS[1-9]\b")
_TAG: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(r"[\w`][^\s]*")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")
"""Written without spaces: two of them take as long to read as a word."""


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False})
    # A picture would come from somewhere else, which the pages do not allow.
    markdown.disable("image")
    markdown.core.ruler.push("marks", _mark_everything)
    return markdown


def _mark_everything(state: StateCore) -> None:
    """Put server names and citations of running text into elements of their own."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [piece for child in token.children for piece in _pieces(child)]


def _pieces(token: Token) -> Sequence[Token]:
    if token.type != "text":
        return [token]
    marks = [(found, "srv") for found in _SERVER.finditer(token.content)]
    marks += [(found, "cite") for found in CITATION.finditer(token.content)]
    marks.sort(key=lambda mark: mark[0].start())
    pieces: list[Token] = []
    at = 0
    for found, kind in marks:
        if found.start() < at:
            continue
        pieces.append(_text(token.content[at : found.start()]))
        attributes: dict[str, str | int | float] = {"class": kind}
        if kind == "srv":
            attributes["data-server"] = found[0]
        pieces.append(Token("mark_open", "span", 1, attrs=attributes))
        pieces.append(_text(found[0]))
        pieces.append(Token("mark_close", "span", -1))
        at = found.end()
    return [*pieces, _text(token.content[at:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_MARKDOWN: Final = _markdown()


def html_of(markdown: str) -> str:
    """A text of one paragraph or more as HTML."""
    return str(_MARKDOWN.render(markdown)).strip()


def plain(markdown: str) -> str:
    """The words of a text, without its markup; paragraphs become lines."""
    paragraphs = [_words(token) for token in _MARKDOWN.parse(markdown) if token.type == "inline"]
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _words(inline: Token) -> str:
    pieces = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    ]
    return "".join(pieces).strip()


def plain_html(html: str) -> str:
    """The words of what `html_of` made."""
    return unescape(_TAG.sub("", html.replace("</p>", " ").replace("</li>", " "))).strip()


def word_count(text: str) -> int:
    """How many words somebody has to read."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + (ideographs + 1) // 2
