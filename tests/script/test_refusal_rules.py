"""What `refused.RULE` may name is what the interventions refuse by."""

from __future__ import annotations

import ast
from pathlib import Path

from raft_core import sim
from raft_core.rules import RAFT
from raft_core.sim.intervention import REFUSAL_RULES
from raft_core.sim.intervention.membership import CLAUSE_REFUSALS


def test_every_rule_that_refuses_can_be_asked_for() -> None:
    used: set[str] = set()
    for path in sorted((Path(sim.__file__).parent / "intervention").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                if isinstance(node.args[0], ast.Constant):
                    used.add(str(node.args[0].value))
                else:
                    # The refusals of the protocol's own rules are named in one table.
                    assert ast.unparse(node.args[0]).startswith("CLAUSE_REFUSALS[")
                    used.update(CLAUSE_REFUSALS.values())
    assert used == set(REFUSAL_RULES)


def test_every_clause_that_can_refuse_has_a_name_as_a_refusal() -> None:
    names = {clause.name for clause in RAFT.may_change_membership.clauses}
    names |= {clause.name for clause in RAFT.may_transfer.clauses}
    assert names == set(CLAUSE_REFUSALS)
