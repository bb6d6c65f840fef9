"""Predicates as small trees, and whether they hold."""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from raft_core.script.predicate.names import Name, Value, text_of, written
from raft_core.script.predicate.view import View
from raft_core.units import quoted

OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}")


@dataclass(slots=True, frozen=True)
class Literal:
    """A word that stands for itself; None is none."""

    text: str | None

    @property
    def written(self) -> str:
        """The word as a script writes it: quoted where it would mean something else."""
        if self.text is None:
            return "none"
        if self.text == "none" or "." in self.text:
            escaped = self.text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        return quoted(self.text)

    def value(self, view: View) -> Value:
        """Itself, whatever happened."""
        return self.text


@dataclass(slots=True, frozen=True)
class Stands:
    """A boolean name that stands alone."""

    name: Name

    @property
    def text(self) -> str:
        """The predicate as a script writes it."""
        return self.name.text

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name it asks for, in order."""
        return (self.name,)

    def holds(self, view: View) -> bool:
        """Whether it is true of a moment."""
        return self.name.value(view) is True


@dataclass(slots=True, frozen=True)
class Compares:
    """A name compared with a literal or with another name."""

    left: Name
    operator: str
    right: Name | Literal

    @property
    def text(self) -> str:
        """The predicate as a script writes it."""
        right = self.right.text if isinstance(self.right, Name) else self.right.written
        return f"{self.left.text} {self.operator} {right}"

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name it asks for, in order."""
        return (self.left, self.right) if isinstance(self.right, Name) else (self.left,)

    def holds(self, view: View) -> bool:
        """Whether it is true of a moment. = compares text; < and its kin need two integers."""
        left, right = self.left.value(view), self.right.value(view)
        if self.operator in ("=", "!="):
            both_there = left is not None and right is not None
            equal = text_of(left) == text_of(right) if both_there else left is right
            return equal == (self.operator == "=")
        one, other = _integer(left), _integer(right)
        if one is None or other is None:
            return False
        if self.operator == "<":
            return one < other
        if self.operator == "<=":
            return one <= other
        return one > other if self.operator == ">" else one >= other


@dataclass(slots=True, frozen=True)
class Not:
    """The opposite of a predicate."""

    part: "Predicate"

    @property
    def text(self) -> str:
        """The predicate as a script writes it."""
        return f"not {_grouped(self.part, (And, Or))}"

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name it asks for, in order."""
        return self.part.names

    def holds(self, view: View) -> bool:
        """Whether it is true of a moment."""
        return not self.part.holds(view)


@dataclass(slots=True, frozen=True)
class And:
    """Two predicates or more that must all hold."""

    parts: "tuple[Predicate, ...]"

    @property
    def text(self) -> str:
        """The predicate as a script writes it."""
        return " and ".join(_grouped(part, (And, Or)) for part in self.parts)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name it asks for, in order."""
        return tuple(name for part in self.parts for name in part.names)

    def holds(self, view: View) -> bool:
        """Whether it is true of a moment."""
        return all(part.holds(view) for part in self.parts)


@dataclass(slots=True, frozen=True)
class Or:
    """Two predicates or more of which one must hold."""

    parts: "tuple[Predicate, ...]"

    @property
    def text(self) -> str:
        """The predicate as a script writes it."""
        return " or ".join(_grouped(part, (Or,)) for part in self.parts)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name it asks for, in order."""
        return tuple(name for part in self.parts for name in part.names)

    def holds(self, view: View) -> bool:
        """Whether it is true of a moment."""
        return any(part.holds(view) for part in self.parts)


Predicate: TypeAlias = "Stands | Compares | Not | And | Or"


def operands(predicate: Predicate, view: View) -> str:
    """What the names of a predicate stand for now, as a phrase: S1.role is candidate, S1.term is 3."""
    seen = dict.fromkeys(predicate.names)
    return ", ".join(f"{name.text} is {written(name.value(view))}" for name in seen)


def _grouped(part: Predicate, kinds: tuple[type[object], ...]) -> str:
    return f"({part.text})" if isinstance(part, kinds) else part.text


def _integer(value: Value) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    return int(value) if _INTEGER.fullmatch(value) else None
