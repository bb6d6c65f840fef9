"""The Raft script: one text language for scenarios, lessons, copied sessions and bug reports (`*.raft`)."""

from raft_core.script.directive import (
    Action,
    Directive,
    Expect,
    RunFor,
    RunUntil,
    Script,
    Settle,
    Show,
    StepOn,
    Watch,
)
from raft_core.script.error import Place, ScriptError
from raft_core.script.format import format_script
from raft_core.script.forms import FORMS
from raft_core.script.parse import VERBS, decode, parse, parse_directive, parse_predicate
from raft_core.script.predicate import NAMES, Name, Predicate, View, operands
from raft_core.script.run import Failure, Outcome, Refused, run, with_seed
from raft_core.script.start import format_scenario
from raft_core.script.words import MAX_BYTES
from raft_core.sim.settings import Scenario

__all__ = [
    "FORMS",
    "MAX_BYTES",
    "NAMES",
    "VERBS",
    "Action",
    "Directive",
    "Expect",
    "Failure",
    "Name",
    "Outcome",
    "Place",
    "Predicate",
    "Refused",
    "RunFor",
    "RunUntil",
    "Scenario",
    "Script",
    "ScriptError",
    "Settle",
    "Show",
    "StepOn",
    "View",
    "Watch",
    "decode",
    "format_scenario",
    "format_script",
    "operands",
    "parse",
    "parse_directive",
    "parse_predicate",
    "run",
    "with_seed",
]
