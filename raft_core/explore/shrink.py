"""Making a counterexample smaller: delta debugging (Zeller and Hildebrandt, 2002) over what was done, then the cluster.

A smaller case is kept when it still breaks the same property. Randomness is keyed, so leaving one act out changes
nothing but what follows from it.
"""

from dataclasses import replace
from typing import Any, Final

from raft_core.explore.case import Act, Case, Replay, play, with_servers
from raft_core.sim.intervention import SetSetting
from raft_core.sim.settings import Settings

ROUNDS: Final = 600
"""How many smaller cases are tried at most."""

_PLAIN: Final[tuple[tuple[str, Any], ...]] = (
    ("loss", 0),
    ("duplicate", 0),
    ("pre_vote", False),
    ("check_quorum", False),
    ("leader_stickiness", False),
    ("snapshot_every", 0),
    ("snapshot_trailing", 0),
    ("snapshot_chunk", 16),
    ("parallel_disk", True),
    ("noop", True),
    ("max_append_entries", 64),
    ("max_inflight", 16),
    ("fsync", (0, 0)),
)
"""Settings in their plain form, which a reader need not think about."""


def shrink(case: Case) -> tuple[Case, Replay]:
    """The smallest case that was found, and how it runs. Raises ValueError when the case finds nothing itself."""
    replay = play(case)
    if replay.finding is None:
        raise ValueError("this case finds nothing; there is nothing to make smaller")
    return _Shrinking(case, replay).result()


class _Shrinking:
    """One search, while it lasts."""

    def __init__(self, case: Case, replay: Replay) -> None:
        self.case, self.replay = replace(case, acts=replay.acts, tail=replay.tail), replay
        self.left = ROUNDS

    def result(self) -> tuple[Case, Replay]:
        """Alternate until nothing gets smaller."""
        self._remove_acts()
        if not self.case.given:
            self._plain_settings()
            self._fewer_servers()
            self._fewer_clients()
        while self._remove_acts():
            pass
        return self.case, self.replay

    def _keeps(self, smaller: Case) -> bool:
        """Try a smaller case; it becomes the case when it still breaks the property."""
        if self.left <= 0:
            return False
        self.left -= 1
        replay = play(smaller)
        if replay.finding is None:
            return False
        self.case, self.replay = replace(smaller, acts=replay.acts, tail=replay.tail), replay
        return True

    def _remove_acts(self) -> bool:
        """ddmin: leave out ever smaller parts, from the end; whether anything could be.

        What changes the rules in a given cluster stays: the break is to be that of the rule.
        """
        before = len(self.case.acts)
        kept = sum(_changes_rules(act) for act in self.case.acts[:1])
        size = max(1, before // 2)
        while size >= 1 and self.left > 0:
            start = len(self.case.acts) - size
            while start > kept - size:
                low = max(kept, start)
                self._keeps(_without(self.case, low, low + size))
                start = min(start, len(self.case.acts)) - size
            size = size // 2
        return len(self.case.acts) < before

    def _plain_settings(self) -> None:
        for key, value in _PLAIN:
            settings: Settings = self.case.scenario.settings
            if getattr(settings, key) != value:
                fields: dict[str, Any] = {key: value}
                self._keeps(
                    replace(self.case, scenario=replace(self.case.scenario, settings=replace(settings, **fields)))
                )

    def _fewer_servers(self) -> None:
        if self.case.scenario.learners:
            self._keeps(replace(self.case, scenario=replace(self.case.scenario, learners=())))
        while len(self.case.scenario.servers) > 1:
            if not self._keeps(with_servers(self.case, len(self.case.scenario.servers) - 1)):
                return

    def _fewer_clients(self) -> None:
        """A client that never asks need not be set up."""
        for client in self.case.scenario.clients:
            rest = tuple(other for other in self.case.scenario.clients if other is not client)
            if not any(act.intervention.directive.startswith(f"client {client.name} ") for act in self.case.acts):
                self._keeps(replace(self.case, scenario=replace(self.case.scenario, clients=rest)))


def _changes_rules(act: Act) -> bool:
    return isinstance(act.intervention, SetSetting) and any(key == "variant" for key, _ in act.intervention.pairs)


def _without(case: Case, start: int, end: int) -> Case:
    """The case without some acts; the steps before them still pass."""
    gone, rest = case.acts[start:end], case.acts[end:]
    passed = sum(act.steps for act in gone) + len(gone)
    if rest:
        rest = (Act(rest[0].steps + passed, rest[0].intervention), *rest[1:])
        return replace(case, acts=(*case.acts[:start], *rest))
    return replace(case, acts=case.acts[:start], tail=case.tail + passed)
