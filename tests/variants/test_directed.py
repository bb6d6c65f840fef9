"""Every variant ends in harm, and the correct protocol does not: a directed script for each.

The scripts stand in tests/scenarios/variants. Each closes with the harm: `expect violated.NAME` for every property that
must find the variant, or, where only progress suffers, one `expect` of what is stuck. The very same script without the
variant gets as far as these lines and stops there, with nothing found.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from raft_core.script import Script, parse
from raft_core.script.directive import Directive, Expect
from raft_core.script.run import run
from raft_core.variant import VARIANTS, Variant

SCRIPTS = Path(__file__).parents[1] / "scenarios" / "variants"

each_variant = pytest.mark.parametrize("variant", VARIANTS.values(), ids=list(VARIANTS))


def read(variant: Variant) -> Script:
    path = SCRIPTS / f"{variant.name}.raft"
    return parse(path.read_text(encoding="utf-8"), path.name)


def without_variant(script: Script) -> Script:
    scenario = script.scenario
    return replace(script, scenario=replace(scenario, settings=replace(scenario.settings, variant=())))


def harm(variant: Variant, script: Script) -> list[Directive]:
    """The closing lines that tell what went wrong."""
    count = 1 if variant.violates in ((), ("liveness",)) else len(variant.violates)
    return list(script.directives[-count:])


def test_every_variant_has_a_script_and_every_script_a_variant() -> None:
    assert {path.stem for path in SCRIPTS.iterdir()} == set(VARIANTS)


@each_variant
def test_a_script_says_why_and_uses_the_smallest_cluster(variant: Variant) -> None:
    assert (SCRIPTS / f"{variant.name}.raft").read_text(encoding="utf-8").startswith("# ")
    script = read(variant)
    assert script.scenario.settings.variant == (variant.name,)
    assert len(script.scenario.servers) == variant.smallest_cluster


@each_variant
def test_a_script_closes_with_the_harm(variant: Variant) -> None:
    closing = harm(variant, read(variant))
    assert all(isinstance(directive.action, Expect) for directive in closing)
    if not variant.violates:
        assert closing[0].action.directive == "expect violations = 0"
    elif variant.violates != ("liveness",):
        assert [directive.action.directive for directive in closing] == [
            f"expect violated.{name}" for name in variant.violates
        ]


@each_variant
def test_a_variant_does_harm(variant: Variant) -> None:
    outcome = run(read(variant))
    assert outcome.passed, outcome.transcript[-3:]


@each_variant
def test_the_correct_protocol_does_not(variant: Variant) -> None:
    script = read(variant)
    outcome = run(without_variant(script))
    assert outcome.session.checks(outcome.branch).findings == []
    if not variant.violates:
        # Another way, and no harm in it.
        assert outcome.passed
        return
    assert outcome.failure is not None
    assert outcome.failure.place == harm(variant, script)[0].place
