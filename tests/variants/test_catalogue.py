"""The catalogue of variants: each declares what it is, and changes decisions without touching the protocol."""

from __future__ import annotations

import importlib
from dataclasses import fields

import pytest

from raft_core.check import PROPERTIES
from raft_core.rules import RAFT, Rules
from raft_core.variant import VARIANTS, Variant, find, rules_for


def changed(rules: Rules) -> set[str]:
    """The entries of the record that are not the correct protocol's."""
    return {field.name for field in fields(Rules) if getattr(rules, field.name) is not getattr(RAFT, field.name)}


def test_there_are_many_and_each_has_a_catalogue_number_of_its_own() -> None:
    numbers = [number for variant in VARIANTS.values() for number in variant.ids]
    assert len(VARIANTS) >= 85
    assert len(numbers) == len(set(numbers)) >= len(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=list(VARIANTS))
def test_a_variant_tells_its_story(variant: Variant) -> None:
    module = importlib.import_module(f"raft_core.variant.{variant.name}")
    assert (module.__doc__ or "").strip().endswith(".")
    assert variant.title
    assert variant.story.endswith(".")
    assert "  " not in variant.story
    assert set(variant.violates) <= set(PROPERTIES)
    assert 1 <= variant.smallest_cluster <= 5


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=list(VARIANTS))
def test_a_variant_changes_one_decision(variant: Variant) -> None:
    rules = rules_for((variant.name,))
    assert 1 <= len(changed(rules)) <= 2
    for name in changed(rules):
        before, after = getattr(RAFT, name), getattr(rules, name)
        assert (after.name, after.source, after.subjects) == (before.name, before.source, before.subjects)


def test_a_variant_is_found_by_its_name_and_by_its_number() -> None:
    assert find("forgets_vote") is find("E-06")
    with pytest.raises(ValueError, match="'no_such' is not a variant; variants are accepts_old_leaders, "):
        find("no_such")


def test_several_variants_at_once_all_count() -> None:
    together = rules_for(("forgets_vote", "C-01", "votes_twice", "votes_for_any_log"))
    assert changed(together) == {"survives_restart", "may_commit", "may_grant_vote"}
    assert [clause.name for clause in together.may_grant_vote.clauses if clause.left_out] == ["one_vote", "up_to_date"]


def test_no_variant_is_the_protocol_itself() -> None:
    assert rules_for(()) is RAFT
