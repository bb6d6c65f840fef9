"""Which sentences there are: those of the pages, and those that the server says to learners."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.environment import ROOT

TEMPLATES: Final = ROOT / "templates"
TELLING: Final = ("event_sentences", "sentences", "why")
"""Modules in which every text is a sentence for learners."""
SPEAKING: Final = ("opening", "pages", "room")
"""Modules that say some sentences to learners, with `words`."""
TITLES: Final = ("Nothing here", "A mistake of ours")
"""Titles of the page for errors, which the template has by a variable."""
FIRED: Final = ("election", "heartbeat")
"""Kinds of timers, as the simulator names them."""

_SENTENCE: Final = re.compile(r"[a-z}][,;:]? [a-z{]|\{[a-z]+\}")
_IN_TEMPLATE: Final = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')


def english() -> set[str]:
    """Every English sentence that a catalogue of the server may translate."""
    found = {*TITLES, *FIRED, "{others} and {last}", ", "}
    for path in TEMPLATES.glob("*.html"):
        found |= {text.replace('\\"', '"') for text in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))}
    for module in TELLING:
        found |= set(sentences_of(ROOT / "app" / f"{module}.py"))
    for module in SPEAKING:
        found |= set(_handed_to_words(ROOT / "app" / f"{module}.py"))
    return found


def sentences_of(path: Path) -> Iterator[str]:
    """The texts of a module that are read by people: with a space or a brace, and no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node) for node in _documentation(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_words(node.func):
            yield from _first(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield from [node.value] if _SENTENCE.search(node.value) else []


def _handed_to_words(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_words(node.func):
            yield from _first(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant) and "{" in str(node.value.value):
            yield str(node.value.value)


def _first(call: ast.Call) -> list[str]:
    """What a call hands over first, when it is a text."""
    return [str(arg.value) for arg in call.args[:1] if isinstance(arg, ast.Constant)]


def _is_words(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id in ("t", "words")) or (
        isinstance(function, ast.Attribute) and function.attr == "words"
    )


def _documentation(tree: ast.AST) -> Iterator[ast.Constant]:
    """Docstrings, those of constants among them, and the parts of f-strings, which are looked at as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))
