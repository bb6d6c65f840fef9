"""The table that a benchmark prints: what was measured beside its bound. It never fails because something was slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEADING: Final = f"{'':<52}{'bound':>9}{'measured':>12}"


@dataclass(frozen=True)
class Row:
    """A line of the table. `format` writes both figures; a bound is the most, or with `at_least` the least."""

    name: str
    format: str
    measured: float
    bound: float | None = None
    remark: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether what was measured, as it is written, is within the bound; a row without one only tells."""
        if self.bound is None:
            return True
        measured = float(self.format.partition(" ")[0].format(self.measured).replace(",", ""))
        return measured >= self.bound if self.at_least else measured <= self.bound

    def line(self) -> str:
        """Name, bound, measured, remark."""
        bound = "" if self.bound is None else self.format.format(self.bound)
        over = "" if self.holds else "over; "
        return f"{self.name:<52}{bound:>9}{self.format.format(self.measured):>12}  {over}{self.remark}".rstrip()
