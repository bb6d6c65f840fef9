"""The rules in the order of Figure 2, each with the ways to break it: what the lab's panel of rules shows."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Any, Final

from app.languages import ENGLISH, Words
from raft_core.rules import RAFT
from raft_core.variant import VARIANTS, Variant

BOXES: Final = (
    ("State", "Figure 2", "survives_restart"),
    ("AppendEntries", "Figure 2", "answers_old_leader"),
    ("RequestVote", "Figure 2", "may_grant_vote"),
    ("All servers", "Figure 2", "applies_until"),
    ("Followers and candidates", "Figure 2", "election_timeout"),
    ("Leaders", "Figure 2", "log_in_office"),
    ("Membership", "6, dissertation 4", "effective_configuration"),
    ("Snapshots", "Figure 13, 7", "snapshot_due"),
    ("Elections in practice", "dissertation 9.6, 6.2, 3.10", "hears_candidate"),
    ("Reads", "8, dissertation 6.4", "knows_commit_index"),
)
"""The boxes: title, where they stand, and the first of the rules, which follow each other in the record of them all."""

_OWNER: Final = re.compile(r"\{\w+\.name\}'s")
_NAME: Final = re.compile(r"\{\w+\.name\}")
_REST: Final = (
    (re.compile(r"term \{[\w.]+\}"), "the term"),
    (re.compile(r"index \{[\w.]+\}"), "the index"),
    (re.compile(r"\{\w+\.type_name\}"), "message"),
    (re.compile(r"\{\w+\.peer_name\}"), "another server"),
)


@cache
def rulebook(words: Words = ENGLISH) -> list[dict[str, Any]]:
    """Boxes of rules: where they stand; for each rule its question, its clauses, and the variants that change it."""
    boxes: list[dict[str, Any]] = []
    first = {name: (title, source) for title, source, name in BOXES}
    changed = _by_rule()
    for field in fields(RAFT):
        if field.name in first:
            title, source = first[field.name]
            boxes.append({"title": words(title), "source": words.said(source), "rules": []})
        boxes[-1]["rules"].append(_rule_document(field.name, changed.get(field.name, []), words))
    return boxes


def _rule_document(name: str, variants: list[Variant], words: Words) -> dict[str, Any]:
    rule = getattr(RAFT, name)
    clauses = [
        {"name": clause.name, "question": words(clause.question), "section": clause.citation}
        for clause in getattr(rule, "clauses", ())
    ]
    return {
        "name": name,
        "title": words(asked_of_any_server(rule.title)),
        "source": words.said(rule.source),
        "clauses": clauses,
        "variants": [_variant_document(variant, words) for variant in variants],
    }


def asked_of_any_server(title: str) -> str:
    """The question of a rule without the names and numbers of one occasion."""
    title = _OWNER.sub("a server's", title)
    for pattern, words in _REST:
        title = pattern.sub(words, title)
    first, *others = _NAME.split(title)
    if not others:
        return title
    return f"{first}a server{others[0]}" + "".join(f"another{rest}" for rest in others[1:])


def _by_rule() -> dict[str, list[Variant]]:
    """The variants by the first rule that each changes."""
    found: dict[str, list[Variant]] = {}
    for variant in VARIANTS.values():
        rules = variant.rules(RAFT)
        first = next(
            field.name for field in fields(RAFT) if getattr(rules, field.name) is not getattr(RAFT, field.name)
        )
        found.setdefault(first, []).append(variant)
    return found


def _variant_document(variant: Variant, words: Words) -> dict[str, Any]:
    return {
        "name": variant.name,
        "title": words(variant.title),
        "story": words(variant.story),
        "section": variant.citation,
        "violates": list(variant.violates),
        "servers": variant.smallest_cluster,
    }
