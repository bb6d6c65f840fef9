"""Questions: what is asked, what may be answered, and what makes an answer right.

There is one class for each kind. All have in common that playback is held when they are asked, that the run decides
them, and that their texts are told then: `because` of what happened to everybody, `instead` to who answered otherwise.
An answer, like what came true, is a line of text; which one is right is said by `is_right`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Literal

from raft_core.script import RunFor
from raft_core.script.directive import Action

Kind = Literal["predict", "pick", "order", "number", "design"]

START: Final = "start"
"""The trigger of a question that is asked as soon as its step begins."""

NOBODY: Final = "none"
"""What came true of a pick when nothing did."""
STANDS, FALLS = "stands", "falls"
"""What comes true of a design."""

NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")

Remembered = tuple[tuple[str, str], ...]
"""What to remember: pairs of the name in braces and the name of the script language whose value it keeps."""


@dataclass(slots=True, frozen=True)
class Question(ABC):
    """What every kind has. `answer` is what the author says comes true under the solution.

    `remember` keeps values of the moment at which it is asked, `outcome` of the one at which it is decided.
    """

    id: str
    step: int
    prompt: str
    ask: str
    answer: str
    aim: str
    sources: tuple[str, ...]
    points: int
    remember: Remembered
    outcome: Remembered

    kind: ClassVar[Kind]

    @property
    def right_choice(self) -> str:
        """An answer that the author holds to be right."""
        return self.answer

    @abstractmethod
    def accepts(self, choice: str, candidates: Sequence[str]) -> bool:
        """Whether this may be answered; `candidates` is what there was to pick from."""

    @abstractmethod
    def legal(self, candidates: Sequence[str]) -> str:
        """What may be answered, for who answered something else."""

    def is_right(self, choice: str, came_true: str) -> bool:
        """Whether an answer agrees with what came true."""
        return choice == came_true

    @abstractmethod
    def because(self, choice: str | None, came_true: str) -> str:
        """Why it went as it did; "" when the author has not thought of that."""

    @abstractmethod
    def instead(self, choice: str) -> str:
        """What somebody overlooks who answers this although it does not come true."""


@dataclass(slots=True, frozen=True)
class Option:
    """One answer of several. Of a prediction `when` makes it the right one; of a design `do` puts it into force.

    `because` is told when this is what happened, to everybody; `instead` to who chose it when it is not.
    """

    id: str
    says: str
    when: str
    because: str
    instead: str
    do: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class _Choosing(Question):
    """A question with options."""

    options: tuple[Option, ...]

    def option(self, option: str) -> Option:
        """The option with an id. Raises KeyError when there is none."""
        for candidate in self.options:
            if candidate.id == option:
                return candidate
        raise KeyError(option)

    def accepts(self, choice: str, candidates: Sequence[str]) -> bool:
        """The id of an option."""
        return any(option.id == choice for option in self.options)

    def legal(self, candidates: Sequence[str]) -> str:
        """The ids of the options."""
        return ", ".join(option.id for option in self.options)

    def instead(self, choice: str) -> str:
        """That of the option."""
        return self.option(choice).instead


@dataclass(slots=True, frozen=True)
class Prediction(_Choosing):
    """What will happen? The first option whose predicate holds is the right one."""

    kind = "predict"

    def because(self, choice: str | None, came_true: str) -> str:
        """That of the option which came true."""
        return self.option(came_true).because


@dataclass(slots=True, frozen=True)
class _Telling(Question):
    """A question with one text for those who are right and one for those who are not."""

    says_because: str
    says_instead: str

    def because(self, choice: str | None, came_true: str) -> str:
        """The same, whatever came true."""
        return self.says_because

    def instead(self, choice: str) -> str:
        """The same, whatever was answered."""
        return self.says_instead


@dataclass(slots=True, frozen=True)
class Pick(_Telling):
    """Which one? Right is each for which `when` holds: at the first moment at which it does for any, or at `until`.

    A server is answered by its name, an entry as S1:4. `among` are the servers, or those whose entries may be picked.
    """

    of: Literal["servers", "entries"]
    among: tuple[str, ...]
    when: str
    until: str | None

    kind = "pick"

    @property
    def right_choice(self) -> str:
        """The first of those that come true."""
        return self.answer.split(",")[0]

    def accepts(self, choice: str, candidates: Sequence[str]) -> bool:
        """One of those there are."""
        return choice in candidates

    def legal(self, candidates: Sequence[str]) -> str:
        """Those there are."""
        return ", ".join(candidates) or "nothing: there is nothing to pick from"

    def is_right(self, choice: str, came_true: str) -> bool:
        """One of several is right."""
        return choice in came_true.split(",")


@dataclass(slots=True, frozen=True)
class Item:
    """Something that happens: `when` a predicate first holds, or when an `event` does."""

    id: str
    says: str
    when: str | None
    event: str | None


@dataclass(slots=True, frozen=True)
class Order(_Telling):
    """In which order? Items are answered with commas; = joins those that came true at the same moment."""

    items: tuple[Item, ...]

    kind = "order"

    def accepts(self, choice: str, candidates: Sequence[str]) -> bool:
        """Every item, once."""
        return sorted(choice.split(",")) == sorted(item.id for item in self.items)

    def legal(self, candidates: Sequence[str]) -> str:
        """The items in an order."""
        return f"{', '.join(item.id for item in self.items)}, each once, in an order, with commas"

    def is_right(self, choice: str, came_true: str) -> bool:
        """No item stands before one that came true earlier."""
        rank = {item: at for at, group in enumerate(came_true.split(",")) for item in group.split("=")}
        ranks = [rank[item] for item in choice.split(",")]
        return ranks == sorted(ranks)


@dataclass(slots=True, frozen=True)
class Reading:
    """A number of the run: that of a name, less another; how many servers satisfy a predicate; or the time passed."""

    of: str
    less: str | None = None
    count: bool = False
    elapsed: Literal["ms", "s"] | None = None


@dataclass(slots=True, frozen=True)
class Number(_Telling):
    """How many, how long? The value is read at the first moment at which `when` holds."""

    value: Reading
    when: str
    tolerance: Decimal
    is_percent: bool
    unit: str

    kind = "number"

    def accepts(self, choice: str, candidates: Sequence[str]) -> bool:
        """Digits, with a point if need be."""
        return NUMBER.fullmatch(choice) is not None

    def legal(self, candidates: Sequence[str]) -> str:
        """A number."""
        return "a number such as 3 or 0.5"

    def is_right(self, choice: str, came_true: str) -> bool:
        """No further off than is tolerated."""
        off, value = abs(Decimal(choice) - Decimal(came_true)), Decimal(came_true)
        return off <= (abs(value) * self.tolerance / 100 if self.is_percent else self.tolerance)


@dataclass(slots=True, frozen=True)
class Design(_Choosing):
    """What would you choose, if this came next? The run goes on under the design and meets the fault `then`.

    The design stands when `stands` holds once the fault has come; it falls when `falls` holds before, or when it does
    not stand `within_us` after the fault. Each branch has a design of its own: who goes back may choose another.
    """

    then: tuple[str, ...]
    stands: str
    falls: str | None
    within_us: int | None

    kind = "design"

    @property
    def right_choice(self) -> str:
        """The first of those that stand."""
        return self.answer.split(",")[0]

    def is_right(self, choice: str, came_true: str) -> bool:
        """The chosen one stood."""
        return came_true == STANDS

    def because(self, choice: str | None, came_true: str) -> str:
        """That of the chosen option when it stood."""
        return self.option(choice).because if choice is not None and came_true == STANDS else ""


def time_of(actions: Sequence[Action]) -> int:
    """How long some directives take, the `run` among them."""
    return sum(action.duration_us for action in actions if isinstance(action, RunFor))
