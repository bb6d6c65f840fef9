"""A class after its server has started anew: its rooms, its ballots and everybody's cookies."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.app.classmates import Person, act, ask_class, end_of, person, presenter, student, vote

if TYPE_CHECKING:
    from tests.app.conftest import Serve
    from tests.app.line import Served


def elsewhere(who: Person, served: Served) -> Person:
    """The same browser, when the server has come back at another port."""
    again = person(served)
    again.course = who.course
    for name, value in who.client.cookies.items():
        again.client.cookies.set(name, value)
    return again


def test_a_class_goes_on_after_a_restart_where_everybody_was(serve: Serve) -> None:
    first = serve()
    owner = presenter(first)
    ben, ada = student(owner, "Ben"), student(owner, "Ada")
    lead, follow = owner.enter(), ada.enter()
    ask_class(lead)
    vote(follow, "asks")
    seat = ben.explore()
    alone = ben.enter(seat)
    vote(alone, "stands")
    for line, choice in ((alone, None), (lead, "stands")):
        if choice is not None:
            vote(line, choice)
        assert act(line, "timeout S4")["type"] == "accepted"
    assert act(alone, "crash S1")["type"] == "accepted"
    time.sleep(1)  # a beat, after which the standings are kept
    before = {who.id: who.whole() for who in (owner, ben, ada)}
    ends = end_of(ben, seat), end_of(owner, owner.course["seat"])
    first.lines.close()
    first.server.should_exit = True
    time.sleep(2)
    second = serve()
    owner, ben, ada = (elsewhere(who, second) for who in (owner, ben, ada))
    after = {who.id: who.whole() for who in (owner, ben, ada)}
    for identity, document in after.items():
        assert document["me"]["ballots"] == before[identity]["me"]["ballots"]
        assert document["me"]["own"] == before[identity]["me"]["own"]
        assert document["splits"] == before[identity]["splits"]
        assert document["lesson"] == before[identity]["lesson"]
    assert [row["goals"] for row in after[owner.id]["rows"]] == [row["goals"] for row in before[owner.id]["rows"]]
    assert (end_of(ben, seat), end_of(owner, owner.course["seat"])) == ends
    alone, lead = ben.enter(seat), owner.enter()
    assert act(alone, "restart S1")["type"] == "accepted"
    owner.ask("PATCH", owner.path, {"frozen": True})
    assert act(alone, "crash S2")["code"] == "frozen"
    assert act(lead, "crash S2")["type"] == "accepted"
    assert student(owner, "Ben").course["name"] == "Ben (2)"
    ben.ask("POST", f"{ben.path}/forget", {})
    assert ben.refused("GET", f"/api/rooms/{seat['room']}?key={seat['key']}")[0] == 404
