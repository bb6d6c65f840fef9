"""Every citation leads somewhere: to a section or figure of the paper (extended version) or of the dissertation."""

from __future__ import annotations

import re
from typing import Final

import pytest

from raft_core.explain import Choice
from raft_core.rules import RAFT
from raft_core.variant import VARIANTS, Variant, rules_for
from tests.rules.listening import AnyRule, all_rules

PAPER: Final = {
    *["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
    *["5.1", "5.2", "5.3", "5.4", "5.4.1", "5.4.2", "5.4.3", "5.5", "5.6", "9.1", "9.2", "9.3"],
    *[f"Figure {number}" for number in range(1, 17)],
}
DISSERTATION: Final = {
    *[f"3.{section}" for section in range(1, 12)],
    *["3.6.1", "3.6.2", "3.6.3"],
    *[f"4.{section}" for section in range(1, 6)],
    *["4.2.1", "4.2.2", "4.2.3", "4.2.4"],
    *[f"5.{section}" for section in range(1, 6)],
    *["5.1.1", "5.1.2", "5.1.3", "5.3.1", "5.3.2"],
    *[f"6.{section}" for section in range(1, 6)],
    "6.4.1",
    *[f"9.{section}" for section in range(1, 8)],
    *["10.1", "10.2", "10.2.1", "10.2.2", "10.3"],
}


def exists(citation: str) -> bool:
    section = citation.removeprefix("diss. ")
    return section in (DISSERTATION if section != citation else PAPER)


def citations(rule: AnyRule) -> list[str]:
    return [rule.citation] if isinstance(rule, Choice) else [clause.citation for clause in rule.clauses]


@pytest.mark.parametrize("name", all_rules())
def test_a_rule_cites_what_exists(name: str) -> None:
    rule = all_rules()[name]
    assert all(exists(citation) for citation in citations(rule))
    figure = re.search(r"Figure \d+", rule.source)
    section = re.search(r"dissertation (\S+)", rule.source)
    assert rule.source == "Client interaction" or figure or section
    assert figure is None or figure[0] in PAPER
    assert section is None or section[1] in DISSERTATION


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=list(VARIANTS))
def test_a_variant_cites_what_exists(variant: Variant) -> None:
    assert exists(variant.citation)
    rules = all_rules(rules_for((variant.name,)))
    assert all(exists(citation) for rule in rules.values() for citation in citations(rule))


def test_every_entry_of_the_record_is_the_rule_of_that_name() -> None:
    for name, rule in all_rules().items():
        assert rule.name == name
        assert getattr(RAFT, name) is rule
