"""Find a break: with a rule changed, schedules are run in other processes until one ends badly in a room's cluster."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import BrokenExecutor
from time import monotonic
from typing import TYPE_CHECKING, Final

from app.errors import RequestError
from app.execution import carry_out
from app.keeping.notes import NAMED
from app.wire.server import Search
from raft_core.explore import Plan, run_batch, show
from raft_core.explore.search import BATCH, FURTHER, SHORT, Batch, Found
from raft_core.script import Expect, Show, Watch, parse
from raft_core.variant import find

if TYPE_CHECKING:
    from app.room import Room

SCHEDULES: Final = 20_000
SECONDS: Final = 90.0
TELL_EVERY_S: Final = 0.25
LONGEST_NAME: Final = 60


def plan_for(room: Room, name: str, seed: int) -> Plan:
    """What is searched. Raises RequestError for what no search will find in this room's cluster."""
    try:
        variant = find(name)
    except ValueError as error:
        raise RequestError("unknown_variant", str(error), where="variant", legal="a name of /api/rules") from None
    if not variant.violates:
        says = f"{variant.title}: that is slower, but it breaks nothing."
        raise RequestError("harmless", says, where="variant", legal="a variant that violates a property")
    given = room.session.timeline.scenario
    if len(given.servers) < variant.smallest_cluster:
        says = f"It takes {variant.smallest_cluster} servers for this to do harm, and this cluster has fewer."
        legal = f"a cluster of {variant.smallest_cluster} servers or more"
        raise RequestError("too_small", says, where="variant", legal=legal)
    return Plan(seed=seed, variant=(variant.name,), schedules=SCHEDULES, given=given)


class Breaking:
    """One search of one room, from the wish to the branch that shows what was found."""

    def __init__(self, room: Room, plan: Plan) -> None:
        self.plan = plan
        self.variant = plan.variant[0]
        self._room = room
        self._schedules = 0
        self._best: Found | None = None
        self._began = monotonic()
        self._told = 0.0
        self._task = asyncio.create_task(self._run())

    @property
    def runs(self) -> bool:
        """Whether it goes on still."""
        return not self._task.done()

    def cancel(self) -> None:
        """Look no further."""
        self._task.cancel()

    async def _run(self) -> None:
        try:
            self._tell("running")
            await self._search()
            if self._best is None:
                self._tell("not_found")
            else:
                await self._room.guard(self._open)
        except asyncio.CancelledError:
            if not self._room.is_over:
                self._tell("cancelled")
            raise
        except (BrokenExecutor, RequestError) as error:
            says = error.says if isinstance(error, RequestError) else "The process that searched has ended."
            self._tell("failed", says)

    async def _search(self) -> None:
        """Batches in order of their seeds, so that what is found does not depend on the machine."""
        workers = self._room.workers
        starts = iter(range(0, SCHEDULES, BATCH))
        pending: deque[asyncio.Future[Batch]] = deque()
        try:
            while not self._is_enough():
                while len(pending) <= workers.count and (start := next(starts, None)) is not None:
                    pending.append(workers.submit(run_batch, self.plan, start, BATCH))
                if not pending:
                    return
                batch = await pending.popleft()
                self._schedules = batch.first + batch.count
                await self._take(batch)
                if monotonic() - self._told > TELL_EVERY_S:
                    self._tell("running")
        finally:
            for future in pending:
                future.cancel()

    def _is_enough(self) -> bool:
        if monotonic() - self._began > SECONDS:
            return True
        best = self._best
        return best is not None and (best.interventions <= SHORT or self._schedules > 2 * best.first + FURTHER)

    async def _take(self, batch: Batch) -> None:
        for number, outcome in batch.broken:
            # What the variant is known for makes the better story; but whatever breaks is broken.
            known = [finding for finding in outcome.findings if finding.property in self.plan.wanted]
            finding = known[0] if known else outcome.findings[0]
            found = await self._room.workers.submit(show, self.plan, number, outcome, finding)
            if self._best is None or found.interventions < self._best.interventions:
                self._best = found
            if self._best.interventions <= SHORT:
                return

    async def _open(self) -> None:
        """Play what was found on a branch from the very beginning, and leave it there to be watched."""
        room, found = self._room, self._best
        if found is None:
            return
        script = parse(found.script, "found")
        room.pacer.hold()
        async with room.writing():
            twig = room.fork(room.session.main, 0, because=None)
            twig.name = find(self.variant).title[:LONGEST_NAME]
            room.diary.note(NAMED, branch=twig.id, name=twig.name)
            # Whoever looked for it is told by the search; nobody is to be startled before it is played.
            room.expect_violation(found.property)
            for directive in script.directives:
                if not isinstance(directive.action, Expect | Show | Watch):
                    await carry_out(room, twig, directive.action)
            room.tell_branches()
        self._tell("found", found.finding.says, twig.id, found)

    def _tell(self, state: str, says: str | None = None, branch: str | None = None, found: Found | None = None) -> None:
        self._told = monotonic()
        frame = Search.model_validate(
            {
                "state": state,
                "variant": self.variant,
                "seed": self.plan.seed,
                "schedules": self._schedules,
                "of": SCHEDULES,
                "seconds": round(monotonic() - self._began, 1),
                "says": says,
                "branch": branch,
                "property": found.property if found is not None else None,
                "interventions": found.interventions if found is not None else None,
                "position": found.finding.position if found is not None else None,
            }
        )
        self._room.broadcast.post(frame, "search", for_newcomers=state == "running")
        self._room.announce()
