"""The lives of a room: each time it is done again from its notes another one begins, perhaps not quite where it ended.

What the clock did last may not have been noted, and another thing may happen there now. A browser that was there is
told up to where what it has seen still holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex


@dataclass(slots=True)
class Life:
    """One of them: its name, and how far each branch had come when it began."""

    name: str = field(default_factory=lambda: token_hex(6))
    began_at: dict[str, int] = field(default_factory=dict)


class Lives:
    """All of them, the one that the room leads now last."""

    def __init__(self, lives: list[Life] | None = None) -> None:
        self._lives = lives if lives is not None else [Life()]

    @property
    def now(self) -> Life:
        """The one that the room leads."""
        return self._lives[-1]

    def kept(self, name: str) -> dict[str, int] | None:
        """Up to which position of each branch holds what was seen in a life; None: all of it does."""
        if name in ("", self.now.name):
            return None
        known = next((index for index, life in enumerate(self._lives) if life.name == name), None)
        if known is None:
            return {}
        after = [life.began_at for life in self._lives[known + 1 :]]
        branches = set.intersection(*(set(began_at) for began_at in after))
        return {branch: min(began_at[branch] for began_at in after) for branch in sorted(branches)}
