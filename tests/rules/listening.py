"""Rules that call back whenever they decide, so that a test sees every decision of a run with what it was about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeAlias

from raft_core.explain import Choice, Judgement, Verdict
from raft_core.rules import RAFT, Rules

AnyRule: TypeAlias = "Judgement[Any, Any] | Choice[Any, Any, Any]"
Subject: TypeAlias = Any
"""Whatever a rule looks at; each rule knows the type of its own two."""

Listener: TypeAlias = Callable[[AnyRule, Subject, Subject], None]


def all_rules(rules: Rules = RAFT) -> dict[str, AnyRule]:
    """The entries of the record, by name."""
    return {field.name: getattr(rules, field.name) for field in fields(Rules)}


def listening(rules: Rules, hear: Listener) -> Rules:
    """The same rules; `hear` is told of each decision before it is taken."""
    return Rules(**{name: _overheard(rule, hear) for name, rule in all_rules(rules).items()})


class _Aloud(Judgement[Any, Any]):
    """A judgement that tells; also when it only explains, for a refused intervention is never merely decided."""

    __slots__ = ("_hear", "_rule")

    def __init__(self, rule: Judgement[Any, Any], hear: Listener) -> None:
        super().__init__(rule.name, rule.title, rule.source, rule.subjects, rule.clauses)
        self._rule, self._hear = rule, hear
        holds = rule.holds

        def holds_aloud(a: Subject, b: Subject) -> bool:
            hear(rule, a, b)
            return holds(a, b)

        self.holds = holds_aloud

    def explain(self, a: Subject, b: Subject) -> Verdict:
        self._hear(self._rule, a, b)
        return self._rule.explain(a, b)


def _overheard(rule: AnyRule, hear: Listener) -> Subject:
    if isinstance(rule, Judgement):
        return _Aloud(rule, hear)
    pick = rule.pick

    def pick_aloud(a: Subject, b: Subject) -> Subject:
        hear(rule, a, b)
        return pick(a, b)

    choice: Choice[Any, Any, Any] = Choice(
        rule.name, rule.title, rule.source, rule.subjects, rule.citation, pick_aloud, ""
    )
    return choice
