"""Adversaries: schedules of faults drawn from a seed, biased to where protocols break, against every checker.

Uniform choice finds almost nothing. A schedule therefore draws a cluster, its settings and a handful of habits: to
crash a server right after it promised something, to cut off a leader in the moment of its election, to keep old
messages and let them go late.
"""

from raft_core.explore.schedule import Deed, Outcome, run_schedule

__all__ = ["Deed", "Outcome", "run_schedule"]
