"""What the Why tab says of every event, made in advance and kept small: each verdict once, the chain as links back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson

from app.languages import ENGLISH, Words
from app.sentences import cause_sentence, headline
from app.why import Account, account, led_by
from raft_core.explain import Verdict
from raft_core.sim.step import Step
from raft_core.sim.world import World

Row = dict[str, Any]
Listen = Callable[[], list[Verdict]]

EXPLAINED: Final = 20_000
"""So many events of a page are explained whatever they are; of those that follow, the interesting ones."""


class Reasons:
    """Rows, one for each position of a branch from its first own one on, and the verdicts that they point to."""

    def __init__(self, words: Words = ENGLISH) -> None:
        self._words = words
        self._rows: dict[str, list[Row]] = {}
        self._first: dict[str, int] = {}
        self._verdicts: dict[bytes, int] = {}
        self._told = 0

    def add(self, branch: str, world: World, step: Step | None, listen: Listen) -> None:
        """Keep what is to be said of the next position of a branch.

        Beyond the limit a row tells what happened, and holds no verdicts.
        """
        words = self._words
        self._first.setdefault(branch, world.position)
        rows = self._rows.setdefault(branch, [])
        if step is not None and self._told >= EXPLAINED and not step.interesting:
            rows.append({"headline": headline(step, words), "text": cause_sentence(step, words), "led": led_by(step)})
            return
        self._told += 1
        heard = listen() if step is not None else []
        row = self._row(account(world, step, None, heard, words))
        of = {server.node.name: self._row(account(world, step, server.id, heard, words)) for server in world.members()}
        # Most often one server acts, and what is said of the step is what is said of it.
        others = {server: said for server, said in of.items() if said != row}
        rows.append({**row, "led": led_by(step) if step is not None else None, "of": others})

    def lines(self) -> list[bytes]:
        """The lines of a page: one for each branch, and one for the verdicts."""
        branches = [
            orjson.dumps({"type": "reasons", "branch": branch, "first": self._first[branch], "rows": rows})
            for branch, rows in self._rows.items()
        ]
        verdicts = b",".join(self._verdicts)
        return [*branches, b'{"type":"verdicts","verdicts":[' + verdicts + b"]}"]

    def _row(self, told: Account) -> Row:
        verdicts = [
            self._verdicts.setdefault(orjson.dumps(verdict.model_dump(mode="json")), len(self._verdicts))
            for verdict in told.verdicts
        ]
        return {
            "server": told.server,
            "headline": told.headline,
            "text": told.text,
            "source": told.source,
            "verdicts": verdicts,
        }
