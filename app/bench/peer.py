"""PySyncObj doing the same work in process: the same cluster, latency and heartbeat, in virtual time.

Its nodes talk through an in-memory transport instead of TCP: either every message is pickled and compressed as its own
transport does it, so that the nodes share nothing, or messages are handed over by reference. Each node is woken when a
message arrives, as its own poller would, and at its default tick of 50 ms. Messages keep their order on a link, which
PySyncObj relies on.
"""

import pickle
import zlib
from heapq import heappop, heappush
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from time import process_time
from typing import Any

from app.bench.work import Work

TICK_S = 0.05


def peer_version() -> str | None:
    """The installed version of PySyncObj; None when it is not there (it is an extra of the tests)."""
    try:
        return version("pysyncobj")
    except PackageNotFoundError:
        return None


def commit_with_peer(work: Work, by_value: bool) -> float:
    """CPU seconds that PySyncObj takes to elect a leader and commit the entries."""
    return _Cluster(work, by_value).run()


class _Cluster:
    """Five nodes, a virtual clock, and a queue of what is due."""

    def __init__(self, work: Work, by_value: bool) -> None:
        self.work = work
        self.by_value = by_value
        self.now_s = 1_000.0
        self.queue: list[tuple[float, int, Any]] = []
        self.count = 0
        self.issued = 0
        self.done = 0
        self.leader: Any = None
        module = import_module("pysyncobj.syncobj")
        module.monotonicTime = lambda: self.now_s  # type: ignore[attr-defined] # its clock, made virtual
        nodes = [import_module("pysyncobj.node").Node(f"n{number}") for number in range(work.servers)]
        transport, store = _transport(self), _store()
        conf = import_module("pysyncobj").SyncObjConf(
            autoTick=False,
            appendEntriesPeriod=work.heartbeat_us / 1e6,
            raftMinTimeout=work.election_timeout_us[0] / 1e6,
            raftMaxTimeout=work.election_timeout_us[1] / 1e6,
            appendEntriesUseBatch=False,
            connectionTimeout=1e9,
        )
        self.transports: dict[Any, Any] = {}
        self.machines: dict[Any, Any] = {}
        for place, node in enumerate(nodes):
            others = [other for other in nodes if other is not node]
            self.transports[node] = transport(None, node, others)
            self.machines[node] = store(node, others, conf, transport=self.transports[node])
            self.push(TICK_S * (place + 1) / work.servers, node)

    def push(self, after_s: float, what: Any) -> None:  # noqa: ANN401 - PySyncObj has no types
        self.count += 1
        heappush(self.queue, (self.now_s + after_s, self.count, what))

    def run(self) -> float:
        began = process_time()
        while self.done < self.work.entries:
            self.now_s, _, what = heappop(self.queue)
            if isinstance(what, tuple):
                target, source, message = what
                if self.by_value:
                    message = pickle.loads(zlib.decompress(message))  # noqa: S301 - its own bytes of a moment ago
                self.transports[target]._onMessageReceived(source, message)
                self.machines[target].doTick(0.0)
            else:
                self.machines[what].doTick(0.0)
                self.push(TICK_S, what)
            self._issue()
        return process_time() - began

    def _issue(self) -> None:
        if self.leader is None:
            self.leader = next((machine for machine in self.machines.values() if machine._isLeader()), None)
            if self.leader is None:
                return
        before = self.issued
        while self.issued < self.work.entries and self.issued - self.done < self.work.clients:
            self.leader.put(f"k{self.issued % self.work.keys}", str(self.issued), callback=self._completed)
            self.issued += 1
        if self.issued > before:
            self.leader.doTick(0.0)

    def _completed(self, _result: object, error: object) -> None:
        if error:
            raise RuntimeError(f"PySyncObj failed to commit: {error}")
        self.done += 1


def _transport(cluster: _Cluster) -> Any:  # noqa: ANN401 - a class made at run time
    base = import_module("pysyncobj.transport").Transport

    class InMemory(base):  # type: ignore[misc, valid-type] # the package is optional and has no types
        """Hands messages to the cluster's queue."""

        def __init__(self, machine: Any, node: Any, others: Any) -> None:  # noqa: ANN401
            super().__init__(machine, node, others)
            self.node, self.others, self.connected = node, others, False

        @property
        def ready(self) -> bool:
            return self.connected

        def tryGetReady(self) -> None:  # noqa: N802 - the name PySyncObj calls
            self.connected = True
            for other in self.others:
                self._onNodeConnected(other)

        def send(self, node: Any, message: Any) -> bool:  # noqa: ANN401
            sent = zlib.compress(pickle.dumps(message), 3) if cluster.by_value else message
            cluster.push(cluster.work.latency_us / 1e6, (node, self.node, sent))
            return True

    return InMemory


def _store() -> Any:  # noqa: ANN401 - a class made at run time
    package = import_module("pysyncobj")

    class Store(package.SyncObj):  # type: ignore[misc, name-defined] # the package is optional and has no types
        """A replicated dictionary."""

        def __init__(self, *args: Any, **keywords: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **keywords)
            self.values: dict[str, str] = {}

        @package.replicated  # type: ignore[untyped-decorator]
        def put(self, key: str, value: str) -> None:
            self.values[key] = value

    return Store
