"""The rooms of a class: following, the control in other hands, exploring alone, ballots, everything held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.classmates import Person, act, end_of, forget_room, of, person, presenter, row_of, student

if TYPE_CHECKING:
    from tests.app.conftest import Serve


def sandbox(serve: Serve) -> tuple[Person, Person]:
    owner = presenter(serve(), None, None)
    return owner, student(owner, "Ben")


# Following.


def test_a_follower_sees_what_the_presenter_does_and_controls_nothing(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead, follow = owner.enter(), ben.enter()
    assert [line.seen[-1]["role"] for line in (lead, follow)] == ["control", "watch"]
    assert act(lead, "crash S2")["type"] == "accepted"
    follow.until_position(1)
    for frame in ({"type": "play", "speed": 1.0}, {"type": "select_branch", "branch": "main"}):
        follow.send(**frame)
        assert follow.until("error")["code"] == "watching"
    assert act(follow, "crash S1")["code"] == "watching"
    follow.send(type="seek", request=3, branch="main", position=0)
    assert follow.until("keyframe", lambda frame: frame["position"] == 0)


def test_a_late_joiner_gets_the_same_state(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead, early = owner.enter(), ben.enter()
    for directive in ("timeout S3", "run 3s", "client c1 put x 1", "run 2s", "isolate S3", "run 2s"):
        assert act(lead, directive)["type"] == "accepted"
    position = lead.until("steps", lambda frame: bool(frame["steps"]))["steps"][-1]["position"]
    late = student(owner, "Late").enter()
    states = []
    for line in (early, late):
        line.send(type="seek", request=3, branch="main", position=position)
        states.append(line.until("keyframe", lambda frame: frame["position"] == position)["state"])
    assert states[0] == states[1]


def test_a_key_to_a_room_holds_for_that_room_and_that_member(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    own = ben.explore()
    room = ben.course["seat"]["room"]
    for key in (own["key"], ben.course["seat"]["key"][:-1] + "x", owner.id, "", "é"):
        assert ben.refused("GET", f"/api/rooms/{room}?key={key}") == (403, "bad_key")
    ada = student(owner, "Ada")
    assert ada.refused("GET", f"/api/rooms/{own['room']}?key={ada.course['seat']['key']}") == (403, "bad_key")
    assert ben.ask("GET", f"/api/rooms/{own['room']}?key={own['key']}")["role"] == "control"
    assert ben.ask("GET", f"/api/rooms/{room}?key={ben.course['seat']['key']}")["role"] == "watch"


def test_the_presenter_takes_the_class_along_and_lets_it_go(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    dashboard, follower = owner.watch(), ben.watch()
    dashboard.until("class")
    assert follower.until("class")["view"] is None
    look = {"branch": "main", "position": 0, "selection": "S2", "tab": "why", "view": "table", "step": "waits"}
    dashboard.send(type="view", **look)
    assert follower.until("view")["view"] == look
    assert student(owner, "Late").whole()["view"] == look
    owner.ask("PATCH", owner.path, {"follow_me": False})
    assert follower.until("view")["view"] is None
    dashboard.send(type="view", **look, request=1)
    assert dashboard.until("error")["code"] == "bad_field"
    dashboard.send(type="dance")
    assert dashboard.until("error")["code"] == "bad_field"
    follower.send(type="view", **look)
    assert follower.until("error")["code"] == "not_allowed"


def test_of_a_hundred_views_in_a_row_the_last_one_arrives(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    dashboard, follower = owner.watch(), ben.watch()
    for position in range(100):
        dashboard.send(type="view", branch="main", position=position)
    follower.until("view", lambda frame: frame["view"]["position"] == 99)
    assert sum(frame["type"] == "view" for frame in follower.seen) < 20


# The control.


def test_the_control_is_handed_and_taken_back_while_everybody_stays_connected(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead, follow, told = owner.enter(), ben.enter(), ben.watch()
    assert owner.ask("POST", f"{owner.path}/control", {"member": ben.id})["control_name"] == "Ben"
    assert of(told, "me", lambda me: me["control"])
    assert act(follow, "crash S1")["type"] == "accepted"
    assert act(lead, "restart S1")["type"] == "accepted"
    told.send(type="view", branch="main", position=None)
    assert told.until("view")["view"]["position"] is None
    owner.ask("POST", f"{owner.path}/control", {"member": None})
    assert act(follow, "crash S1")["code"] == "watching"
    assert of(told, "me", lambda me: not me["control"])
    assert owner.refused("POST", f"{owner.path}/control", {"member": owner.id}) == (409, "bad_member")
    assert owner.refused("POST", f"{owner.path}/control", {"member": "nobody"}) == (404, "unknown_member")


def test_a_student_gives_the_control_back_and_nobody_elses(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    ada = student(owner, "Ada")
    owner.ask("POST", f"{owner.path}/control", {"member": ben.id})
    assert ada.refused("POST", f"{owner.path}/control", {"member": None}) == (403, "not_allowed")
    assert ben.refused("POST", f"{owner.path}/control", {"member": ada.id}) == (403, "not_allowed")
    assert ben.ask("POST", f"{owner.path}/control", {"member": None})["control"] is None


# Exploring alone.


def test_exploring_begins_at_exactly_the_presenters_state(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead = owner.enter()
    for directive in ("timeout S3", "run 3s", "client c1 put x 1", "run 700ms", "crash S3", "settle", "run 123ms"):
        assert act(lead, directive)["type"] == "accepted"
    seat = ben.explore()
    assert end_of(ben, seat) == end_of(owner, owner.course["seat"])
    mine = ben.enter(seat)
    assert act(mine, "run 5s")["type"] == "accepted"
    assert act(lead, "run 5s")["type"] == "accepted"
    assert end_of(ben, seat) == end_of(owner, owner.course["seat"])
    assert act(mine, "crash S1")["type"] == "accepted"
    assert end_of(ben, seat)["digest"] != end_of(owner, owner.course["seat"])["digest"]


def test_exploring_begins_on_the_presenters_branch_or_at_a_position_of_it(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead = owner.enter()
    for directive in ("timeout S3", "run 3s", "crash S1", "run 1s"):
        act(lead, directive)
    forked = act(lead, "isolate S3", position=4)
    assert forked["branch"] == "A"
    act(lead, "run 2s", branch="A")
    seat = ben.explore()
    assert end_of(ben, seat) == end_of(owner, owner.course["seat"], "A")
    past = ben.explore(anew=True, branch="main", position=4)
    assert end_of(ben, past)["position"] == 4
    assert act(ben.enter(past), "isolate S3")["type"] == "accepted"
    assert ben.refused("POST", f"{ben.path}/explore", {"anew": True, "position": 10_000})[1] == "unknown_position"
    assert ben.refused("POST", f"{ben.path}/explore", {"anew": True, "branch": "Z"})[1] == "unknown_branch"


def test_one_returns_to_the_class_and_goes_on_alone_where_one_was(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    seat = ben.explore()
    assert ben.ask("POST", f"{ben.path}/return", {})["seat"] == ben.course["seat"]
    assert ben.explore(200) == seat
    assert ben.whole()["me"]["own"] == seat
    assert ben.explore(anew=True) != seat
    for _ in range(10):
        ben.explore(anew=True)
    assert ben.refused("POST", f"{ben.path}/explore", {"anew": True}) == (409, "rooms_limit")
    assert owner.refused("POST", f"{owner.path}/explore", {}) == (403, "not_allowed")


def test_a_full_server_says_so_to_who_wants_a_room(serve: Serve) -> None:
    owner = presenter(serve(max_rooms=1), None, None)
    ben = student(owner, "Ben")
    assert ben.refused("POST", f"{ben.path}/explore", {}) == (503, "rooms_limit")
    assert ben.whole()["me"]["own"] is None


def test_a_presenter_looks_into_a_students_room_and_changes_nothing(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    ben.explore()
    look = owner.enter(row_of(owner, ben)["seat"])
    assert act(look, "crash S1")["code"] == "watching"


def test_all_rooms_stand_still_while_the_class_is_frozen(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    lead, alone = owner.enter(), ben.enter(ben.explore())
    for line in (lead, alone):
        line.send(type="play", speed=1.0)
        line.until("pace", lambda frame: frame["playing"])
    owner.ask("PATCH", owner.path, {"frozen": True})
    for line in (lead, alone):
        line.until("pace", lambda frame: not frame["playing"])
    alone.send(type="play", speed=1.0)
    assert alone.until("error")["code"] == "frozen"
    assert act(alone, "crash S1")["code"] == "frozen"
    alone.send(type="seek", request=3, branch="main", position=0)
    alone.until("keyframe", lambda frame: frame["position"] == 0)
    assert ben.refused("POST", f"{ben.path}/explore", {"anew": True}) == (409, "frozen")
    assert act(lead, "crash S1")["type"] == "accepted"
    owner.ask("PATCH", owner.path, {"frozen": False})
    assert act(alone, "crash S1")["type"] == "accepted"


def test_a_class_goes_on_in_another_room(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    told, before = ben.watch(), ben.course["seat"]
    seat = owner.ask("POST", f"{owner.path}/room", {"lesson": "the-raft-algorithm"})["seat"]
    me = of(told, "me", lambda me: me["room"]["room"] == seat["room"])
    assert me["room"] != before
    assert ben.enter(me["room"]).seen[-1]["lesson"]["id"] == "the-raft-algorithm"
    assert owner.refused("POST", f"{owner.path}/room", {"lesson": "gone"}) == (404, "unknown_lesson")


def test_who_is_alone_when_the_class_goes_on_is_seen_there_and_finds_the_way_back(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    alone = ben.explore()
    ben.enter(alone)
    owner.ask("POST", f"{owner.path}/room", {"lesson": "the-raft-algorithm"})
    me, row = ben.whole()["me"], owner.whole()["rows"][0]
    assert (me["own"], me["earlier"]) == (None, alone)
    assert (row["where"], row["earlier"], row["seat"]["room"]) == ("exploring", True, alone["room"])
    ben.explore()
    assert ben.whole()["me"]["earlier"] is None


FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


def test_a_link_is_drawn_for_cameras_for_the_presenter_alone(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    rows = owner.ask("POST", f"{owner.path}/qr", {"link": "http://lab.example.edu/join#K7F-2QX"})["rows"]
    # the square of a QR code: as wide as high, and in three of its corners what a camera looks for
    assert {len(row) for row in rows} == {len(rows)} <= {21 + 4 * step for step in range(10)}
    for corner in ([row[:7] for row in rows[:7]], [row[-7:] for row in rows[:7]], [row[:7] for row in rows[-7:]]):
        assert tuple(corner) == FINDER
    assert rows != owner.ask("POST", f"{owner.path}/qr", {"link": "http://lab.example.edu/join#K7F-2QY"})["rows"]
    assert ben.refused("POST", f"{ben.path}/qr", {"link": "x"}) == (403, "not_allowed")
    assert owner.refused("POST", f"{owner.path}/qr", {"link": "x" * 401})[0] == 422


def test_who_is_alone_is_called_back_by_the_presenter_alone(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    ben.explore()
    told, dashboard = ben.watch(), owner.watch()
    assert ben.refused("POST", f"{ben.path}/call", {}) == (403, "not_allowed")
    owner.ask("POST", f"{owner.path}/call", {})
    told.until("call")
    owner.ask("PATCH", owner.path, {"locked": True})
    of(dashboard, "head", lambda head: head["locked"])
    assert "call" not in [frame["type"] for frame in dashboard.seen]
    seat = ben.whole()["me"]["own"]
    assert ben.ask("POST", f"{ben.path}/explore", {})["seat"] == seat


def test_the_run_that_a_class_leaves_holds(serve: Serve) -> None:
    owner, _ = sandbox(serve)
    lead = owner.enter(owner.course["seat"])
    lead.send(type="play", speed=1.0)
    lead.until("pace", lambda frame: frame["playing"])
    owner.ask("POST", f"{owner.path}/room", {"lesson": "the-raft-algorithm"})
    lead.until("pace", lambda frame: not frame["playing"])


def test_the_room_of_a_class_may_end_and_the_class_goes_on(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    forget_room(owner.served, owner.course["seat"]["room"])
    assert ben.refused("POST", f"{ben.path}/explore", {}) == (410, "room_gone")
    assert ben.whole()["lesson"]["goals"] == []
    owner.ask("POST", f"{owner.path}/room", {})
    ben.explore()


def test_rooms_of_a_class_are_kept_while_anybody_is_about(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    seat = ben.explore()
    rooms = owner.served.context.rooms
    for room in (owner.course["seat"]["room"], seat["room"]):
        rooms.find(room).seen_at -= 1_000_000
    rooms.sweep()
    assert len(rooms) == 2
    owner.ask("POST", f"{owner.path}/end", {})
    rooms.sweep()
    assert len(rooms) == 0


def test_an_ended_class_says_so_and_lets_nothing_be_done(serve: Serve) -> None:
    owner, ben = sandbox(serve)
    seat, told = ben.explore(), ben.watch()
    told.until("class")
    owner.ask("POST", f"{owner.path}/end", {})
    over = told.until("over")
    assert (over["code"], over["says"]) == ("class_over", "Dr. Okafor has ended the class.")
    assert told.ended_with() == 4410
    assert ben.refused("POST", f"{ben.path}/explore", {}) == (410, "class_over")
    assert ben.whole()["head"]["ended"]
    assert end_of(ben, seat)["position"] == 0
    assert ben.watch().ended_with() == 4410


def test_a_lesson_that_is_gone_leaves_the_others_to_be_opened(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    code, said = owner.refused("POST", f"{owner.path}/room", {"lesson": "the-raft-algorithm", "scenario": "gone"})
    assert (code, said) == (404, "unknown_scenario")
    assert person(owner.served).ask("GET", "/healthz")["rooms"] == 1
