"""Runs of other implementations, read from their logs: nothing is executed, what was printed is believed and checked.

Each line of a log becomes an observation of one node; observations become worlds and steps like those of the engine, so
that the same checkers judge them and the same views show them.
"""
