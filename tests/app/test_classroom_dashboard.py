"""The dashboard: who is where and how far, who needs a look, and that it is told neither late nor too often."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from app.classroom.audience import MOST_UNSENT, Watcher
from app.classroom.course import Course
from app.classroom.standing import looks
from app.viewer import Stalled
from app.wire.classroom import CLASS_UNION, ClassOver, Where
from tests.app.classmates import QUESTION, Person, act, ask_class, of, presenter, row_of, student, vote

if TYPE_CHECKING:
    from tests.app.conftest import Serve
    from tests.app.line import Frame


def test_every_frame_is_as_its_model_says(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead, dashboard, told = owner.enter(), owner.watch(), ben.watch()
    ask_class(lead)
    vote(ben.enter(), "stands")
    ben.explore()
    dashboard.send(type="view", branch="main", position=None)
    for line in (dashboard, told):
        line.until("view", lambda frame: frame["view"] is not None)
    student(owner, "Ada")
    for line in (dashboard, told):
        of(line, "head", lambda head: head["members"] == 2)
    owner.ask("POST", f"{owner.path}/end", {})
    for line in (dashboard, told):
        line.until("over")
        assert {frame["type"] for frame in line.seen} == {"class", "changes", "view", "over"}
        for frame in line.seen:
            CLASS_UNION.validate_python(frame)


def test_the_dashboard_tells_where_everybody_is(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    ben = student(owner, "Ben")
    dashboard = owner.watch()
    assert [row["where"] for row in dashboard.until("class")["rows"]] == ["away"]
    follow = ben.enter()
    assert of(dashboard, "rows", lambda rows: rows[0]["where"] == "following")
    assert owner.whole()["head"]["following"] == 1
    alone = ben.enter(ben.explore())
    follow.socket.close()
    row = of(dashboard, "rows", lambda rows: rows[0]["where"] == "exploring")[0]
    assert (row["branch"], row["time_us"]) == ("main", 0)
    act(alone, "run 3s")
    assert of(dashboard, "rows", lambda rows: rows[0]["time_us"] == 3_000_000)
    alone.socket.close()
    assert of(dashboard, "rows", lambda rows: rows[0]["where"] == "away")


def test_a_new_student_has_a_row_and_one_who_is_taken_out_has_none(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    dashboard = owner.watch()
    dashboard.until("class")
    ben = student(owner, "Ben")
    assert of(dashboard, "rows", lambda rows: rows[0]["name"] == "Ben")
    owner.ask("POST", f"{owner.path}/members/{ben.id}/remove", {})
    assert of(dashboard, "gone", bool) == [ben.id]


def test_hidden_names_are_not_even_sent(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    ben = student(owner, "Ben Kowalski")
    ben.enter()
    owner.ask("PATCH", owner.path, {"names_hidden": True})
    owner.ask("POST", f"{owner.path}/control", {"member": ben.id})
    whole = owner.whole()
    assert "Kowalski" not in json.dumps(whole)
    assert whole["rows"][0]["name"] == whole["rows"][0]["pseudonym"]
    assert whole["presence"]["count"] == 1
    assert ben.whole()["me"]["name"] == "Ben Kowalski"
    owner.ask("PATCH", owner.path, {"names_hidden": False})
    assert row_of(owner, ben)["initials"] == "BK"
    assert owner.whole()["presence"]["others"][0]["initials"] == "BK"


def test_forks_at_one_spot_ask_for_a_look(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    ben = student(owner, "Ben")
    dashboard, alone = owner.watch(), ben.enter(ben.explore())
    act(alone, "timeout S5")
    for server in ("S1", "S2", "S3", "S4"):
        assert act(alone, f"crash {server}", position=0)["type"] == "accepted"
    row = of(dashboard, "rows", lambda rows: rows[0]["forks"] == 4)[0]
    assert row["needs"] == [{"reason": "forks_at_one_spot", "value": 4}]


def test_whoever_goes_back_from_each_try_to_the_same_spot_is_seen_too(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    ben = student(owner, "Ben")
    dashboard, alone = owner.watch(), ben.enter(ben.explore())
    act(alone, "timeout S5")
    for server, branch in zip(("S1", "S2", "S3", "S4"), ("main", "A", "B", "C"), strict=True):
        assert act(alone, f"crash {server}", branch=branch, position=0)["type"] == "accepted"
    row = of(dashboard, "rows", lambda rows: rows[0]["forks"] == 4)[0]
    assert row["needs"] == [{"reason": "forks_at_one_spot", "value": 4}]


def course_of(*steps: dict[str, Any]) -> Course:
    """A class with Ben in it, who explores, and steps that others have taken."""
    course = Course("c")
    records: list[tuple[str, dict[str, Any]]] = [
        ("opened", {"at": 0, "code": "AAAAAA", "title": "T"}),
        ("moved", {"at": 0, "room": "r", "lesson": None, "scenario": None, "title": "T"}),
    ]
    for name in ("ben", "ada", "cy"):
        records.append(("joined", {"at": 0, "member": name, "name": name, "pseudonym": name, "role": "learner"}))
        own = {"at": 0, "member": name, "room": f"room of {name}", "branch": "main", "position": 0, "time_us": 0}
        records.append(("explored", own))
    blank = {"goals": [], "answers": {}, "goal_points": 0, "forks": 0, "forks_at_one": 0, "done": False, "step": 0}
    records += [("progress", {**blank, "at": 0, "member": name}) for name in ("ben", "ada", "cy")]
    records += [("progress", {**blank, **step}) for step in steps]
    for kind, data in records:
        course.apply(kind, data)
    return course


def reasons(course: Course, now: float, where: Where = "exploring", wrong: int = 0) -> list[tuple[str, int]]:
    return [(look.reason, look.value) for look in looks(course, course.members["ben"], where, wrong, now)]


def test_who_does_nothing_for_five_minutes_needs_a_look_unless_there_is_nothing_to_do() -> None:
    course = course_of()
    assert reasons(course, 300) == []
    assert reasons(course, 361) == [("idle", 6)]
    assert reasons(course, 361, "following") == []
    assert reasons(course, 361, "away") == []


def test_who_takes_twice_as_long_as_the_others_for_a_step_needs_a_look() -> None:
    course = course_of({"at": 100, "member": "ada", "step": 1}, {"at": 140, "member": "cy", "step": 1})
    course.members["ben"].last_act = 240
    assert reasons(course, 240) == []
    assert reasons(course, 241) == [("slow_step", 4)]
    quick = course_of({"at": 5, "member": "ada", "step": 1}, {"at": 6, "member": "cy", "step": 1})
    assert reasons(quick, 60) == []
    alone = course_of()
    alone.members["ben"].last_act = 10_000
    assert reasons(alone, 10_000) == []


def test_three_wrong_predictions_need_a_look() -> None:
    assert reasons(course_of(), 1, "following", 2) == []
    assert reasons(course_of(), 1, "following", 3) == [("wrong_predictions", 3)]


# How it is told.


def test_changes_come_at_most_four_a_second_and_only_when_there_are_any(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    ben = student(owner, "Ben")
    alone = ben.enter(ben.explore())
    dashboard = owner.watch()
    dashboard.until("class")
    began = monotonic()
    for _ in range(40):
        act(alone, "run 100ms")
    of(dashboard, "rows", lambda rows: rows[0]["time_us"] == 4_000_000)
    spent = monotonic() - began
    assert sum(frame["type"] == "changes" for frame in dashboard.seen) <= 4 * spent + 3
    seen = len(dashboard.seen)
    dashboard.socket.ping().wait(5)
    for _ in range(2):
        with suppress(TimeoutError):
            dashboard.receive(1.0)
    # At most what was still under way when the last run ended.
    assert len(dashboard.seen) - seen <= 1


def test_a_watcher_that_takes_nothing_is_dropped_and_one_that_lags_gets_the_whole_anew() -> None:
    async def never(_: str) -> None:
        await asyncio.sleep(60)

    async def stalls() -> bool:
        watcher = Watcher("ben", presents=True)
        watcher.send("a")
        try:
            await watcher.run(never, 0.05)
        except Stalled:
            return True
        return False

    assert asyncio.run(stalls())
    watcher = Watcher("ben", presents=True)
    for _ in range(MOST_UNSENT + 1):
        watcher.send("a")
    assert watcher.is_behind
    watcher.begin("whole")
    assert not watcher.is_behind


def test_the_last_frame_of_a_watcher_is_its_last() -> None:
    sent: list[str] = []

    async def keep(text: str) -> None:
        sent.append(text)

    async def told() -> None:
        watcher = Watcher("ben", presents=False)
        watcher.send("news")
        watcher.show("view")
        watcher.end(ClassOver(code="class_over", says="Over."))
        await watcher.run(keep, 1)

    asyncio.run(told())
    assert [json.loads(text)["type"] for text in sent] == ["over"]


def test_one_member_opens_a_class_in_so_many_tabs_and_no_more(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    for _ in range(6):
        owner.watch().until("class")
    seventh = owner.watch()
    assert seventh.until("error")["code"] == "too_many_tabs"
    assert seventh.ended_with() == 1013


def test_bad_frames_are_answered_and_close_nothing(serve: Serve) -> None:
    owner = presenter(serve(), None, None)
    line = owner.watch()
    for text in ("", "{", "[]", '"x"', '{"type":"view"}', '{"type":"view","branch":7,"position":null}', "🦆"):
        line.socket.send(text)
        assert line.until("error")["says"].endswith(".")
    line.socket.send(b"\xff\xfe")
    line.until("error")
    line.send(type="view", branch="main", position=None)
    line.until("view")


def answers_of(owner: Person, who: Person) -> Frame:
    found: Frame = row_of(owner, who)["answers"]
    return found


def test_an_answer_given_alone_shows_and_a_ballot_stands_before_it(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    lead, follow = owner.enter(), ben.enter()
    ask_class(lead)
    alone, dashboard = ben.enter(ben.explore()), owner.watch()
    vote(alone, "asks")
    row = of(dashboard, "rows", lambda rows: rows[0]["answers"])[0]
    assert row["answers"] == {QUESTION: {"choice": "asks", "right": None}}
    vote(follow, "stands")
    assert answers_of(owner, ben) == {QUESTION: {"choice": "stands", "right": None}}
