"""`make bench-load`: many viewers on raw sockets, and how long it takes until each of them has seen what was done."""
