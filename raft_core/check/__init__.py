"""Checkers: what must hold at every step, whatever the servers believe.

One file for each family of properties. A broken property is a finding: data, with a position, the numbers and a
sentence. Checkers see everything at once, disks and messages included, and use nothing that the protocol computed.
"""

from raft_core.check.checks import Checks
from raft_core.check.finding import PROPERTIES, Finding
from raft_core.check.history import PENDING, Call
from raft_core.check.linearizability import linearizable

__all__ = ["PENDING", "PROPERTIES", "Call", "Checks", "Finding", "linearizable"]
