"""What crosses the socket: one typed union of frames each way, and the documents inside them."""

from typing import Final

PROTOCOL: Final = "orbital-raft.v1"
"""The websocket sub-protocol. A change that an old page cannot follow gets another number."""
