"""Linearizability, watched while clients work: `linearizable` of a history, kept up to date at every step."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.check.frontier import UNTOUCHED, Frontier
from raft_core.check.history import PENDING, Call
from raft_core.check.witness import follows_log
from raft_core.event import ClientCompleted, ClientInvoked
from raft_core.sim.world import World


class ClientHistory(Checker):
    """linearizability: the cluster behaves like one copy of the data (8).

    Every operation counts that completed, except reads from a server's own state (read=local). Refused ones did not
    happen; pending and timed-out ones may have. Positions are the points in time: what one step finished was over
    before the next began.
    """

    __slots__ = ("_calls", "_frontiers", "_invoked", "_pending", "_values")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._invoked = 0
        self._values: dict[str, str] = {}
        self._calls: list[Call] = []
        self._frontiers: dict[str, Frontier] = {}
        # By client: the number of its operation, which counts all operations, and the call.
        self._pending: dict[str, tuple[int, Call]] = {}

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "ClientHistory":
        """The checker of a world at position 0: keys hold what the starting state committed."""
        checker = cls(chronicle, findings)
        checker._values = chronicle.committed_machine.values.copy()
        for key, value in checker._values.items():
            checker._frontiers[key] = Frontier.holding(value)
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "ClientHistory":
        twin = ClientHistory(chronicle, findings)
        twin._invoked = self._invoked
        twin._values = self._values
        twin._calls = self._calls[:]
        twin._frontiers = self._frontiers.copy()
        twin._pending = self._pending.copy()
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {ClientInvoked: self._on_invoked, ClientCompleted: self._on_completed}

    @property
    def history(self) -> list[Call]:
        """The operations so far, by invocation; reads from a server's own state and refused ones are left out."""
        return sorted([*self._calls, *[call for _, call in self._pending.values()]], key=lambda call: call.invoked)

    @property
    def verdict(self) -> str:
        """Whether the history so far is linearizable: yes, no or unknown."""
        answer = "yes"
        for frontier in self._frontiers.values():
            verdict = frontier.verdict
            if verdict == "no":
                return verdict
            if verdict == "unknown":
                answer = verdict
        if answer == "unknown" and follows_log(self.history, self.chronicle.committed, self._values):
            # Too many possibilities to follow; but the log is one of them, and it explains everything.
            return "yes"
        return answer

    def _on_invoked(self, world: World, event: ClientInvoked) -> None:
        operation = world.clients[event.client].operation
        if operation is None or operation.read == "local":
            return
        command = operation.command
        call = Call(event.client, command, world.position, PENDING, None)
        number = self._invoked = self._invoked + 1
        self._pending[event.client] = (number, call)
        frontier = self._frontiers.get(command.key, UNTOUCHED)
        self._frontiers[command.key] = frontier.invoked(number, command)

    def _on_completed(self, world: World, event: ClientCompleted) -> None:
        pending = self._pending.pop(event.client, None)
        if pending is None:
            return
        number, call = pending
        key = call.command.key
        frontier = self._frontiers[key]
        if event.outcome == "refused":
            self._frontiers[key] = frontier.refused(number)
        elif event.outcome == "ok":
            self._frontiers[key] = frontier.completed(number, event.result)
            operation = world.clients[event.client].operation
            index = operation.index if operation is not None else 0
            self._calls.append(Call(call.client, call.command, call.invoked, world.position, event.result, index))
        else:
            self._frontiers[key] = frontier.given_up(number)
            self._calls.append(call)
        if self._frontiers[key].verdict == "no" and frontier.verdict == "yes":
            self._report(world, event, call)

    def _report(self, world: World, event: ClientCompleted, call: Call) -> None:
        words = call.command.words
        if event.outcome == "refused":
            says = f"{event.client}'s {words} was refused, yet it took effect."
        else:
            result = "" if event.result is None and call.command.op != "get" else f" = {_result_words(event.result)}"
            says = f"No order of the operations on {call.command.key} explains {event.client}'s {words}{result}."
        self.findings.report(world, "linearizability", (), says)


def _result_words(result: "str | bool | None") -> str:
    if result is None:
        return "none"
    return str(result).lower() if isinstance(result, bool) else result
