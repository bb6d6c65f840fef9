"""Raft, a simulated cluster that runs it, and the means to explain, check and replay what it did.

Standard library only. `script` is the way in for people, `sim.timeline` the way in for programs.
"""

from typing import Final

ENGINE_VERSION: Final = "0.1.0"
