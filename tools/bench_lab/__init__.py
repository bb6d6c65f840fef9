"""How fast the lab is in a real browser: `make bench-lab` measures, and prints a table beside the bounds."""
