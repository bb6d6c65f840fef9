"""Adversaries: schedules of faults drawn from a seed, biased to where protocols break, against every checker.

Uniform choice finds almost nothing. A schedule therefore draws a cluster, its settings and a handful of habits: to
crash a server right after it promised something, to cut off a leader in the moment of its election, to keep old
messages and let them go late. Each strategy has its blind spots, so a search mixes them. What is found is made smaller
and written as Raft script.
"""

from raft_core.explore.case import Case, case_of, play, script_of
from raft_core.explore.schedule import STRATEGIES, Deed, Outcome, run_schedule
from raft_core.explore.search import Found, Plan, Report, run_batch, search, show
from raft_core.explore.shrink import shrink

__all__ = [
    "STRATEGIES",
    "Case",
    "Deed",
    "Found",
    "Outcome",
    "Plan",
    "Report",
    "case_of",
    "play",
    "run_batch",
    "run_schedule",
    "script_of",
    "search",
    "show",
    "shrink",
]
