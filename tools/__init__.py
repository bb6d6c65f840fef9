"""What `make` does, in the standard library alone: `python3 -m tools COMMAND` works where there is no make."""

import sys

if sys.version_info < (3, 11):
    sys.exit("orbital-raft: Python 3.11 or newer is needed; this is " + sys.version.split()[0])
