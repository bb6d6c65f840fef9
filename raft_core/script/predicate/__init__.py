"""Predicates: what a script expects, forbids and waits for."""

from raft_core.script.predicate.names import Name, Value, written
from raft_core.script.predicate.parse import NAMES, PredicateReader
from raft_core.script.predicate.tree import Predicate, operands
from raft_core.script.predicate.view import View

__all__ = ["NAMES", "Name", "Predicate", "PredicateReader", "Value", "View", "operands", "written"]
