# Each target is `python3 -m tools TARGET`, which works without make too. ARGS="..." goes on to the program that is started:
# make test ARGS="-k election"

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
ARGS ?=
TARGETS := run test check install bench bench-lab bench-load screenshot lock upgrade clean

.PHONY: help $(TARGETS)

help: python
	@$(PYTHON) -m tools --help

$(TARGETS): python
	@$(PYTHON) -m tools $@ $(ARGS)

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "orbital-raft: Python 3.11 or newer is needed, with pip" >&2; exit 1; }
