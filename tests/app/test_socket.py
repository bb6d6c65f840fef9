"""The socket of a running server, over the loopback."""

from __future__ import annotations

import json
import socket
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from app import server as server_module
from app.wire import PROTOCOL
from app.wire.server import SERVER_UNION
from tests.app.line import Line, Served

if TYPE_CHECKING:
    from tests.app.conftest import Serve

FAST = "cluster S1 S2 S3 S4 S5 seed=7"


def metric(served: Served, name: str) -> float:
    return served.context.metrics.registry.get_sample_value(name) or 0.0


def wait_for(served: Served, name: str, value: float, *, at_least: bool = False) -> None:
    """Until a counter says so: what is counted happens in the server's own time."""
    deadline = monotonic() + 10
    while (found := metric(served, name)) != value and not (at_least and found > value):
        assert monotonic() < deadline, f"{name} is {metric(served, name)}"
        sleep(0.01)


def act(line: Line, directive: str, position: int | None = None, branch: str = "main") -> dict[str, Any]:
    line.send(type="intervene", request=1, directive=directive, branch=branch, position=position)
    return line.until("accepted")


def test_a_room_streams_what_happens_in_it(serve: Serve) -> None:
    served = serve()
    line = served.join(served.open_room(script=FAST))
    assert line.socket.subprotocol == PROTOCOL
    welcome = line.receive()
    assert (welcome["type"], welcome["role"], welcome["branch"]) == ("welcome", "control", "main")
    assert line.receive()["type"] == "keyframe"
    line.send(type="play", speed=5)
    leader = line.until(
        "steps",
        lambda frame: any(event["kind"] == "BecameLeader" for step in frame["steps"] for event in step["events"]),
    )
    assert leader["time_us"] > 0
    line.send(type="pause")
    line.until("pace", lambda frame: not frame["playing"])
    act(line, "client c1 put x 1")
    line.send(type="step", request=2, count=300)
    last = line.until("accepted", lambda frame: frame["request"] == 2)["position"]
    line.until_position(last)
    for frame in line.seen:
        SERVER_UNION.validate_python(frame)
    assert line.positions() == list(range(1, last + 1))


def test_what_is_streamed_adds_up_to_what_is_there(serve: Serve) -> None:
    """A keyframe and the steps after it lead to the next keyframe: the deltas forget nothing."""
    served = serve()
    seat = served.open_room(script=FAST)
    line = served.join(seat)
    state = line.until("keyframe")["state"]
    line.send(type="step", request=1, count=40)
    line.until("accepted")
    for directive in ("isolate S1", "client c1 put x 1", "link S2-S3 loss=5%", "clock S2 rate=1.5", "set loss=1%"):
        act(line, directive)
    for directive in ("crash S3", "run 400ms", "heal", "restart S3", "run 400ms", "pause S2", "run 100ms"):
        act(line, directive)
    last = act(line, "disk S4 fsync=9ms")["position"]
    line.until_position(last)
    line.send(type="seek", request=9, branch="main", position=last)
    target = line.until("keyframe")["state"]
    for frame in line.seen:
        for step in frame["steps"] if frame["type"] == "steps" else []:
            state = applied(state, step)
    for part, value in target.items():
        assert state[part] == value, part


def applied(state: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    """What a browser does with a step."""
    delta = step["delta"]
    after = {**state, "position": step["position"], "time_us": delta["time_us"]}
    after["settings"] = {**state["settings"], **delta.get("settings", {})}
    servers = dict(state["servers"])
    for name, change in delta.get("servers", {}).items():
        server = {**servers[name], **change}
        if "log" in change:
            kept = [entry for entry in servers[name]["log"]["entries"] if entry["index"] < change["log"]["from"]]
            server["log"] = {"snapshot": change["log"]["snapshot"], "entries": kept + change["log"]["entries"]}
        servers[name] = server
    after["servers"] = servers
    changed = {(link["from"], link["to"]): link for link in delta.get("links", [])}
    after["links"] = [changed.get((link["from"], link["to"]), link) for link in state["links"]]
    messages = delta.get("messages", {})
    gone = set(messages.get("remove", []))
    after["messages"] = [each for each in state["messages"] if each["id"] not in gone] + messages.get("add", [])
    after["messages"].sort(key=lambda each: each["id"])
    after["clients"] = {**state["clients"], **delta.get("clients", {})}
    after["violations"] = state["violations"] + delta.get("violations", [])
    after["linearizable"] = delta.get("linearizable", state["linearizable"])
    return after


def test_two_tabs_see_the_same(serve: Serve) -> None:
    served = serve()
    seat = served.open_room(script=FAST)
    one, other = served.join(seat), served.join(seat, "watch")
    one.until("keyframe")
    other.until("keyframe")
    one.until("viewers", lambda frame: frame["count"] == 2)
    one.send(type="step", request=1, count=30)
    one.until_position(30)
    other.until_position(30)
    act(one, "crash S1", position=12)
    for line in (one, other):
        line.until("branches", lambda frame: frame["branch"] == "A") if line is other else None
        line.until_position(13, "A")
    told = [[frame for frame in line.seen if frame["type"] == "steps" and frame["steps"]] for line in (one, other)]
    assert told[0] == told[1]
    other.socket.close()
    one.until("viewers", lambda frame: frame["count"] == 1)


def test_both_tabs_may_act_and_nothing_is_mixed_up(serve: Serve) -> None:
    served = serve(max_rate=1_000)
    seat = served.open_room(script=FAST)
    one, other = served.join(seat), served.join(seat)
    for number in range(20):
        one.send(type="intervene", request=number, directive=f"client c1{number} put x 1", branch="main", position=None)
        other.send(
            type="intervene", request=number, directive=f"client c2{number} put x 2", branch="main", position=None
        )
    told = [line.until("accepted", lambda frame: frame["request"] == 19) for line in (one, other)]
    last = max(frame["position"] for frame in told)
    for line in (one, other):
        line.until_position(last)
        assert line.positions() == list(range(1, last + 1))


@pytest.mark.parametrize("how", ["address", "frame"])
def test_after_a_lost_connection_nothing_is_lost_and_nothing_twice(serve: Serve, how: str) -> None:
    served = serve()
    seat = served.open_room(script=FAST)
    teacher, student = served.join(seat), served.join(seat, "watch")
    student.until("keyframe")
    teacher.send(type="step", request=1, count=17)
    student.until_position(17)
    student.socket.socket.shutdown(socket.SHUT_RDWR)
    teacher.until("viewers", lambda frame: frame["count"] == 1)
    teacher.send(type="step", request=2, count=21)
    teacher.until("accepted", lambda frame: frame["request"] == 2)
    if how == "address":
        again = served.join(seat, "watch", resume="&branch=main&position=17")
    else:
        again = served.join(seat, "watch")
        again.until_position(38)
        again.seen.clear()
        again.send(type="resume", branch="main", position=17)
    missed = again.until("steps", lambda frame: bool(frame["steps"]) and frame["steps"][0]["position"] == 18)
    assert [step["position"] for step in missed["steps"]] == list(range(18, 39))
    teacher.send(type="step", request=3, count=1)
    again.until_position(39)
    if how == "address":
        assert student.positions() + again.positions() == list(range(1, 40))
        assert "keyframe" not in [frame["type"] for frame in again.seen]


@pytest.mark.parametrize("resume", ["&branch=Z&position=1", "&branch=main&position=99", "&branch=main&position=x"])
def test_a_place_that_is_not_there_is_taken_for_a_new_beginning(serve: Serve, resume: str) -> None:
    served = serve()
    line = served.join(served.open_room(script=FAST), resume=resume)
    assert line.until("keyframe")["position"] == 0


def test_a_bad_frame_is_answered_and_closes_nothing(serve: Serve) -> None:
    served = serve(max_frame_bytes=2_048)
    line = served.join(served.open_room(script=FAST))
    line.until("keyframe")
    for text in ("{", "[]", '{"type":"plaay"}', '{"type":"play","speed":99}', "x" * 3_000, b"\xff\x00", "\N{ROCKET}"):
        line.socket.send(text)
        error = line.until("error")
        assert error["says"]
        assert error["code"] in ("not_json", "not_an_object", "unknown_type", "bad_field", "too_large")
    line.send(type="intervene", request=77, directive="crush S1", branch="main", position=None)
    error = line.until("error")
    assert (error["request"], error["code"], error["where"]) == (77, "bad_directive", "directive, column 1")
    assert "crash" in error["legal"]
    assert act(line, "crash S1")["position"] == 1


def test_a_message_beyond_all_measure_ends_its_connection_and_no_other(serve: Serve) -> None:
    served = serve(max_frame_bytes=1_024)
    seat = served.open_room(script=FAST)
    one, other = served.join(seat), served.join(seat)
    one.socket.send("x" * 100_000)
    assert one.ended_with() == 1009
    assert act(other, "crash S1")["position"] == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_pages_of_others_do_not_get_in(serve: Serve, origin: str, caplog: pytest.LogCaptureFixture) -> None:
    served = serve()
    seat = served.open_room()
    with pytest.raises(InvalidStatus) as raised:
        served.join(seat, origin=origin)
    assert raised.value.response.status_code == 403
    assert json.loads(raised.value.response.body)["code"] == "bad_origin"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    own = served.join(seat, origin=served.http)
    assert own.receive()["type"] == "welcome"


def test_the_sub_protocol_is_agreed_on_before_anything_else(serve: Serve) -> None:
    served = serve()
    seat = served.open_room()
    for protocols in (None, [Subprotocol("orbital-raft.v0")]):
        with pytest.raises(InvalidStatus) as raised:
            connect(served.address(seat), subprotocols=protocols, origin=Origin(served.http))
        assert raised.value.response.status_code == 400
        assert json.loads(raised.value.response.body)["legal"] == PROTOCOL


def test_a_wrong_key_and_a_room_that_is_not_there_are_told_apart(serve: Serve) -> None:
    served = serve()
    seat = served.open_room()
    for wrong, code, close_code in (
        ({**seat, "control": "guess"}, "bad_key", 4401),
        ({**seat, "control": ""}, "bad_key", 4401),
        ({**seat, "room": "nowhere"}, "unknown_room", 4404),
    ):
        line = served.join(wrong)
        assert line.receive()["code"] == code
        assert line.ended_with() == close_code


def test_a_full_room_is_to_be_tried_later(serve: Serve) -> None:
    served = serve(max_viewers=1)
    seat = served.open_room()
    served.join(seat).until("keyframe")
    late = served.join(seat)
    assert late.receive()["code"] == "room_full"
    assert late.ended_with() == 1013


def test_the_limit_of_rooms_is_told(serve: Serve) -> None:
    served = serve(max_rooms=1)
    served.open_room()
    with pytest.raises(AssertionError, match="rooms_limit"):
        served.open_room()


def test_a_room_that_nobody_watched_for_long_makes_way_and_comes_back(serve: Serve) -> None:
    served = serve(max_rooms=1)
    first = served.open_room()
    served.context.rooms.find(first["room"]).seen_at -= 3_600
    second = served.open_room()
    assert served.join(first).receive()["code"] == "rooms_limit"
    served.context.rooms.find(second["room"]).seen_at -= 3_600
    assert served.join(first).receive()["type"] == "welcome"


def stop_reading(served: Served, seat: dict[str, str]) -> Line:
    """A viewer that asks for more than fits on the way, and takes none of it."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    narrow.connect(("127.0.0.1", served.port))
    stuck = served.join(seat, sock=narrow, max_queue=1)
    for _ in range(120):
        stuck.send(type="seek", request=1, branch="main", position=0)
    return stuck


def heavy_room(served: Served) -> dict[str, str]:
    """A room whose keyframes are large."""
    logs = ",".join(["1"] * 400)
    return served.open_room(
        script="\n".join(["cluster S1 S2 S3 seed=7", *[f"server S{number} log={logs}" for number in (1, 2, 3)]])
    )


def test_one_that_stopped_reading_slows_nobody(serve: Serve) -> None:
    served = serve(stall_seconds=60)
    seat = heavy_room(served)
    well = served.join(seat)
    well.until("keyframe")
    stop_reading(served, seat)
    for position in range(1, 41):
        well.send(type="step", request=position, count=1)
        well.until_position(position)
    assert well.positions() == list(range(1, 41))
    assert metric(served, "orbital_viewers") == 2, "the other one was there all the time"
    assert metric(served, "orbital_frames_sent_total") < 150, "and took next to nothing"


def test_one_that_stopped_reading_is_dropped(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "GRACE_S", 0.1)
    served = serve(stall_seconds=0.3)
    seat = heavy_room(served)
    well = served.join(seat)
    well.until("keyframe")
    stop_reading(served, seat)
    well.until("viewers", lambda frame: frame["count"] == 2)
    well.until("viewers", lambda frame: frame["count"] == 1)
    wait_for(served, "orbital_stalled_viewers_total", 1.0)
    deadline = monotonic() + 10
    while len(served.server.server_state.connections) > 1:
        assert monotonic() < deadline, "the connection is still there"
        sleep(0.01)


def test_a_fault_ends_its_room_and_no_other(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve()
    seats = [served.open_room(script=FAST), served.open_room(script=FAST)]
    lines = [served.join(seat) for seat in seats]
    act(lines[0], "crash S1")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(served.context.rooms.find(seats[0]["room"]).session, "advance", broken)
    lines[0].send(type="play", speed=1)
    error = lines[0].until("error")
    assert (error["code"], error["request"]) == ("fault", None)
    assert "crash S1" in error["script"]
    assert lines[0].ended_with() == 4410
    again = served.join(seats[0])
    assert again.receive()["code"] == "room_over"
    assert again.ended_with() == 4410
    assert act(lines[1], "crash S2")["position"] == 1
    assert metric(served, "orbital_rooms_failed_total") == 1


def test_when_the_server_stops_everybody_is_told(serve: Serve) -> None:
    served = serve()
    line = served.join(served.open_room())
    line.until("keyframe")
    served.server.should_exit = True
    assert line.ended_with() == 1012


def test_what_is_counted_can_be_read(serve: Serve) -> None:
    served = serve()
    line = served.join(served.open_room(script=FAST))
    line.send(type="step", request=1, count=25)
    line.until_position(25)
    wait_for(served, "orbital_steps_total", 25.0)
    assert metric(served, "orbital_frames_sent_total") >= 3
    wait_for(served, "orbital_frame_lag_seconds_count", 1.0, at_least=True)
    act(line, "crash S1")
    assert served.context.metrics.registry.get_sample_value("orbital_interventions_total", {"outcome": "accepted"}) == 1
