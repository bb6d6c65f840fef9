"""What is wrong with a lesson: file, line, column, what was found, and what would be legal there."""

from __future__ import annotations

from raft_core.script.error import Place, ScriptError, shown, unknown_word

__all__ = ["LessonError", "Place", "ScriptError", "shown", "unknown_word", "within"]


class LessonError(ScriptError):
    """Bad input in a lesson's own text; what is wrong in its scripts and predicates is a ScriptError like any other."""


def within(error: ScriptError, place: Place) -> ScriptError:
    """An error in a piece of text that begins at `place`, told as one of the file that the piece stands in."""
    first_line = error.line == 1
    column = place.column + error.column - 1 if first_line else error.column
    there = Place(place.file, place.line + error.line - 1, column)
    return type(error)(there, error.found, error.legal, error.problem)
