"""A browser that adds up deltas sees what the server sees."""

from typing import Any

import pytest

from raft_core.trace.delta import DeltaWriter
from raft_core.trace.document import state_document
from tests.sim.restless import restless_session

Document = dict[str, Any]


def added(state: Document, delta: Document) -> Document:
    """The state after a delta, as static/js/store.js does it."""
    after = {**state, "position": state["position"] + 1, "time_us": delta["time_us"]}
    after["settings"] = {**state["settings"], **delta.get("settings", {})}
    after["servers"] = dict(state["servers"])
    for name, change in delta.get("servers", {}).items():
        known = state["servers"].get(name)
        server = dict(change) if known is None else {**known, **change}
        if known is not None and "log" in change:
            log = change["log"]
            kept = [
                entry for entry in known["log"]["entries"] if log["snapshot"]["index"] < entry["index"] < log["from"]
            ]
            server["log"] = {"snapshot": log["snapshot"], "entries": kept + log["entries"]}
        after["servers"][name] = server
    changed = {(link["from"], link["to"]): link for link in delta.get("links", [])}
    after["links"] = [changed.get((link["from"], link["to"]), link) for link in state["links"]]
    messages = delta.get("messages", {})
    flying = {
        message["id"]: message for message in state["messages"] if message["id"] not in messages.get("remove", [])
    }
    flying.update({message["id"]: message for message in messages.get("add", [])})
    after["messages"] = [flying[number] for number in sorted(flying)]
    after["clients"] = {**state["clients"], **delta.get("clients", {})}
    return after


@pytest.mark.parametrize("seed", range(1, 6))
def test_deltas_add_up_to_every_state(seed: int) -> None:
    session = restless_session(seed)
    branch = session.main
    state = state_document(session.timeline.world(branch, 0), [], "yes")
    writer = DeltaWriter(session.timeline.world(branch, 0))
    for position in range(1, branch.last_position + 1):
        world = session.timeline.world(branch, position)
        state = added(state, writer.delta(world, [], None))
        assert state == state_document(world, [], "yes"), f"position {position}"


def test_a_quiet_step_says_next_to_nothing() -> None:
    session = restless_session(2)
    branch = session.main
    writer = DeltaWriter(session.timeline.world(branch, branch.last_position))
    assert writer.delta(session.timeline.world(branch, branch.last_position), [], None) == {
        "time_us": branch.steps[-1].time_us
    }
