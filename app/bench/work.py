"""The work that is measured: elect a leader, then commit entries for some clients, each waiting for its answer."""

from dataclasses import dataclass

from raft_core.event import BecameLeader, ClientCompleted
from raft_core.ids import MAX_SERVERS
from raft_core.sim.intervention import InvokeClient
from raft_core.sim.settings import Scenario, Settings
from raft_core.sim.step import Step


@dataclass(slots=True, frozen=True)
class Work:
    """How much of what. Nothing is written to disk (fsync=0us), as PySyncObj by default writes nothing."""

    entries: int
    clients: int
    servers: int = 5
    keys: int = 10
    latency_us: int = 10_000
    heartbeat_us: int = 100_000
    election_timeout_us: tuple[int, int] = (400_000, 1_400_000)

    @property
    def scenario(self) -> Scenario:
        """The cluster that does the work."""
        settings = Settings(
            seed=7,
            latency=(self.latency_us, self.latency_us),
            heartbeat=self.heartbeat_us,
            election_timeout=self.election_timeout_us,
            fsync=(0, 0),
        )
        return Scenario(tuple(range(1, min(self.servers, MAX_SERVERS) + 1)), settings=settings)


class Driver:
    """Keeps every client busy until the entries are committed."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.issued = 0
        self.done = 0

    def after(self, step: Step) -> list[InvokeClient]:
        """What to do after a step: begin when there is a leader, then go on with every client that was answered."""
        if self.issued == 0:
            if any(isinstance(event, BecameLeader) for event in step.events):
                return [self._next(f"c{number}") for number in range(1, self.work.clients + 1)]
            return []
        if type(step.events[-1]) is not ClientCompleted:
            return []
        free = [event.client for event in step.events if type(event) is ClientCompleted]
        self.done += len(free)
        return [self._next(client) for client in free if self.issued < self.work.entries]

    def _next(self, client: str) -> InvokeClient:
        self.issued += 1
        return InvokeClient(client, "put", f"k{self.issued % self.work.keys}", str(self.issued))
