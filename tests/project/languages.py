"""Which sentences there are: those of the pages, those that the server says to learners, and those of the engine."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from app.languages import ENGLISH_TAG, LAST_OF_SEVERAL, Languages
from app.rulebook import rulebook
from raft_core.explain import Choice, Judgement
from raft_core.rules import RAFT, Rules
from raft_core.variant import VARIANTS
from tools.environment import ROOT

TEMPLATES: Final = ROOT / "templates"
TELLING: Final = ("event_sentences", "sentences", "why")
"""Modules in which every text is a sentence for learners."""
SPEAKING: Final = ("opening", "pages", "room", "guide", "offline/export")
"""Modules that say some sentences to learners, with `words`."""
TITLES: Final = ("Nothing here", "A mistake of ours")
"""Titles of the page for errors, which the template has by a variable."""
FIRED: Final = ("election", "heartbeat", "timer", "hand")
"""Kinds of timers and what fires them, as the simulator names them."""
WORDS: Final = (LAST_OF_SEVERAL, ", ", " ", ".", "dissertation {section}", "ever")
ROLES: Final = ("follower", "pre-candidate", "candidate", "leader")
IN_A_CLASS: Final = ("learner", "presenter", "owner", "viewer", "The presenter")
"""What somebody is in a class, as sentences have it."""
STATES: Final = ("none", "paused", "stopped", "took", "installed")
FOR_PROGRAMMERS: Final = (
    "wire",
    "cli",
    "bench",
    "offline",
    "lessons",
    "socket.py",
    "security.py",
    "api.py",
    "authoring.py",
)
"""What says its errors to whoever writes a program or a lesson, in English."""
REFUSING: Final = ("sim/intervention", "protocol")
"""Where the engine refuses and gives reasons, in sentences that it puts together."""
PHRASES: Final = {
    "quorum.py": ("words",),
    "rules/reads.py": ("left",),
    "rules/pre_vote.py": ("silence",),
    "configuration.py": ("words",),
}
CHECKED: Final = {
    "check/match.py": ("_whose",),
    "check/checker.py": ("entry_words",),
    "check/snapshot.py": ("_difference",),
    "check/replicas.py": ("_difference",),
}
"""Functions of the engine that make phrases for other sentences: for those of the rules, and of the checkers."""

_SENTENCE: Final = re.compile(r"[a-z}][,;:]? [a-z{]|\{[a-z]+\}")
_IN_TEMPLATE: Final = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
_NAME: Final = re.compile(r"[\w.]+")
_CITED: Final = re.compile(r"(?:diss\.|dissertation) \d")
_LETTERS: Final = re.compile(r"[a-z]{2}")


def english() -> set[str]:
    """Every English sentence that a catalogue of the server may translate."""
    found = {*TITLES, *FIRED, *WORDS, *ROLES, *IN_A_CLASS, *STATES}
    for path in TEMPLATES.glob("*.html"):
        found |= {text.replace('\\"', '"') for text in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))}
    for module in TELLING:
        found |= set(sentences_of(ROOT / "app" / f"{module}.py"))
    for module in SPEAKING:
        found |= set(_handed_to_words(ROOT / "app" / f"{module}.py"))
    found |= {*of_the_rulebook(), *of_the_rules(), *of_findings(), *of_errors(), *of_refusals()}
    return {text for text in found if not _CITED.match(text)}


# The engine.


def of_the_rulebook() -> Iterator[str]:
    """What the panel of rules shows: boxes, questions to any server, and the variants with their stories."""
    for box in rulebook():
        yield box["title"]
        yield box["source"]
        for rule in box["rules"]:
            yield rule["title"]
            for variant in rule["variants"]:
                yield variant["title"]
                yield variant["story"]


def of_the_rules() -> Iterator[str]:
    """What the rules of Raft say of themselves, and those of every variant."""
    for rules in (RAFT, *(variant.rules(RAFT) for variant in VARIANTS.values())):
        yield from _of_rules(rules)


def _of_rules(rules: Rules) -> Iterator[str]:
    for field in fields(rules):
        rule = getattr(rules, field.name)
        yield rule.title
        yield rule.source
        if isinstance(rule, Choice):
            yield from _worded(rule.says.text)
        if isinstance(rule, Judgement):
            for clause in rule.clauses:
                yield clause.question
                yield from _worded(clause.yes.text)
                yield from _worded(clause.no.text)
                if not clause.citation[:1].isdigit() and not clause.citation.startswith("diss. "):
                    yield clause.citation


def _worded(template: str) -> list[str]:
    """A sentence unless it is made of numbers and signs alone."""
    return [template] if _LETTERS.search(re.sub(r"\{[^}]*\}", "", template)) else []


def of_refusals() -> Iterator[str]:
    """Why the engine does not do what it is told, why a server changes its role, and the phrases within."""
    for folder in REFUSING:
        for path in sorted((ROOT / "raft_core" / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from _said_by(tree, "Refusal", "step_down")
            yield from _assigned(tree, "says", "reason")
    yield from _phrases(PHRASES)


def _phrases(modules: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for module, names in modules.items():
        tree = ast.parse((ROOT / "raft_core" / module).read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and function.name in names:
                silent = {id(node) for node in _documentation(function)}
                for node in ast.walk(function):
                    if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in silent:
                        yield from [text for text in _sentence(node) if text.strip() != "and"]


def of_findings() -> Iterator[str]:
    """What the checkers say of a property that broke."""
    for path in sorted((ROOT / "raft_core" / "check").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _said_by(tree, "report", "_report", "_break", "_warning", "Finding")
        yield from _assigned(tree, "says", "did")
    yield from _phrases(CHECKED)


# The application.


def of_errors() -> Iterator[str]:
    """What is said to a person whose request cannot be met, and what would be legal."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        if set(path.relative_to(ROOT / "app").parts) & set(FOR_PROGRAMMERS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        errors = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "RequestError"]
        if not errors:
            continue
        yield from _said_by(tree, "RequestError")
        yield from _assigned(tree, "says", "legal")
        for error in errors:
            for keyword in error.keywords:
                if keyword.arg == "legal":
                    yield from _sentence(keyword.value)


def _said_by(tree: ast.AST, *names: str) -> Iterator[str]:
    """The sentences that calls hand over."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in names:
            for given in node.args:
                yield from _sentence(given)


def _assigned(tree: ast.AST, *names: str) -> Iterator[str]:
    """The sentences that are kept in a variable first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names:
            yield from _sentence(node.value)


def _called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _sentence(node: ast.expr) -> list[str]:
    """A text of more than one word as a template; an f-string with its expressions as names, or numbered."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if " " in node.value and _LETTERS.search(node.value) else []
    if isinstance(node, ast.IfExp):
        return _sentence(node.body) + _sentence(node.orelse)
    if not isinstance(node, ast.JoinedStr):
        return []
    parts: list[str] = []
    unnamed = 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            name = ast.unparse(part.value)
            if not _NAME.fullmatch(name):
                name, unnamed = str(unnamed), unnamed + 1
            parts.append(f"{{{name}}}")
    text = "".join(parts)
    return [text] if " " in text and _worded(text) else []


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


def lacking() -> Iterator[str]:
    """What each language lacks, as lines of its catalogue, and what it has of sentences that are gone."""
    said = english()
    for words in Languages(TEMPLATES / "words"):
        if words.tag != ENGLISH_TAG:
            yield f"# templates/words/{words.tag}.yaml"
            yield from (f"  {json.dumps(text, ensure_ascii=False)}: " for text in sorted(said - set(words.known)))
            yield from (f"# no longer said: {text}" for text in sorted(set(words.known) - said))


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in lacking()))
