"""Coming into a class: the instructor key, codes, names, cookies, and everything that does not let one in."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from app.classroom.capability import Capability, class_scope, cookie_of, seal, unseal
from app.classroom.guessing import FREE, Guesses, TooManyTries
from app.classroom.instructor import Instructor
from app.classroom.names import LETTERS, distinct, initials, new_code, new_pseudonym, read_code, read_name, shown_code
from app.errors import RequestError
from app.security import Signer
from app.server import configure, tell_instructor_key
from tests.app.browser import Browser
from tests.app.classmates import Person, instructor, person, presenter, student

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from tests.app.conftest import MakeSettings, Serve


def token_of(who: Person) -> str:
    token = who.client.cookies[cookie_of(who.course["class"])]
    assert token is not None
    return token


def with_token(owner: Person, token: str) -> Person:
    other = person(owner.served)
    other.course = owner.course
    other.client.cookies.set(cookie_of(owner.course["class"]), token)
    return other


# The instructor.


def test_the_instructor_key_is_made_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    first = Instructor(tmp_path)
    assert first.fresh is not None
    assert first.fresh not in (tmp_path / "instructor.key").read_text(encoding="ascii")
    assert (tmp_path / "instructor.key").stat().st_mode & 0o077 == 0
    again = Instructor(tmp_path)
    assert again.fresh is None
    assert again.holds(first.fresh)
    assert again.holds(first.fresh.lower().replace("-", " "))
    assert not again.holds(first.fresh[:-1])
    assert not again.holds("")
    (tmp_path / "instructor.key").write_text("nonsense", encoding="ascii")
    with pytest.raises(ValueError, match="remove it to get a new key"):
        Instructor(tmp_path)


def test_the_first_start_prints_the_key_and_no_other_start_does(
    make_settings: MakeSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = make_settings()
    tell_instructor_key(configure(settings))
    told = capsys.readouterr().out
    key = told.removeprefix("The instructor key is ").split()[0]
    assert Instructor(settings.data_dir).holds(key)
    tell_instructor_key(configure(settings))
    assert capsys.readouterr().out == ""


def test_a_class_is_opened_by_who_knows_the_instructor_key(serve: Serve) -> None:
    served = serve()
    anybody = person(served)
    wish = {"title": "Mine", "name": "Mallory"}
    assert anybody.refused("POST", "/api/classes", wish) == (403, "instructor_only")
    assert anybody.refused("GET", "/api/classes") == (403, "instructor_only")
    assert anybody.refused("POST", "/api/instructor", {"key": "guess"}) == (403, "bad_instructor_key")
    assert anybody.ask("GET", "/api/instructor") == {"known": False}
    who = instructor(served)
    assert who.ask("GET", "/api/instructor") == {"known": True}
    opened = who.ask("POST", "/api/classes", wish, 201)
    assert opened["role"] == "owner"
    (listed,) = who.ask("GET", "/api/classes")
    assert (listed["class"], listed["title"], listed["ended"]) == (opened["class"], "Mine", False)
    who.ask("DELETE", "/api/instructor")
    assert who.refused("POST", "/api/classes", wish) == (403, "instructor_only")


def test_an_owner_gets_the_class_back_in_another_browser(serve: Serve) -> None:
    owner = presenter(serve())
    elsewhere = instructor(owner.served)
    again = elsewhere.ask("POST", f"{owner.path}/owner", {})
    assert (again["member"], again["role"]) == (owner.id, "owner")
    assert elsewhere.ask("GET", owner.path)["me"]["role"] == "owner"
    assert person(owner.served).refused("POST", f"{owner.path}/owner", {}) == (403, "instructor_only")


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"title": "", "name": "Ada"}, 422, "bad_name"),
        ({"title": "A", "name": " \u202e "}, 422, "bad_name"),
        ({"title": "A", "name": "x" * 41}, 422, "bad_name"),
        ({"title": "A"}, 422, "bad_body"),
        ({"title": "A", "name": "Ada", "lesson": "gone"}, 404, "unknown_lesson"),
        ({"title": "A", "name": "Ada", "lesson": "the-raft-algorithm", "scenario": "gone"}, 404, "unknown_scenario"),
        ({"title": "A", "name": "Ada", "scenario": "an-election"}, 422, "bad_body"),
        ({"title": "A", "name": "Ada", "rooms": 3}, 422, "bad_body"),
    ],
)
def test_a_class_that_cannot_be_opened_is_told_why(
    serve: Serve, wish: dict[str, object], status: int, code: str
) -> None:
    who = instructor(serve())
    assert who.refused("POST", "/api/classes", wish) == (status, code)
    assert who.ask("GET", "/api/classes") == []
    assert len(who.served.context.rooms) == 0


def test_a_server_has_only_so_many_classes_until_one_ends(serve: Serve) -> None:
    owner = presenter(serve(max_classes=1))
    wish = {"title": "Another", "name": "Ada"}
    assert owner.refused("POST", "/api/classes", wish) == (503, "classes_limit")
    owner.ask("POST", f"{owner.path}/end", {})
    owner.ask("POST", "/api/classes", wish, 201)


# Codes and names.


def test_a_code_has_no_letters_that_are_taken_for_others() -> None:
    assert not set(LETTERS) & set("0OQI1L5S8BZ") - {"Q"}
    code = new_code()
    assert len(code) == 6
    assert set(code) <= set(LETTERS)
    assert shown_code("K7F2QX") == "K7F-2QX"
    assert read_code(" k7f-2qx ") == read_code("K7F 2QX") == "K7F2QX"


def test_names_are_cleaned_and_told_apart() -> None:
    assert read_name("  Ines   Kovač ") == "Ines Kovač"
    assert read_name("\u0646\u06cc\u200c\u0645\u0627") == "\u0646\u06cc\u200c\u0645\u0627"
    for bad in ("", "   ", "\u200c", "a\nb\x00", "x" * 41):
        with pytest.raises(RequestError):
            read_name(bad)
    assert distinct("Ben", ["Ada"]) == "Ben"
    assert distinct("ben", ["Ben", "Ben (2)"]) == "ben (3)"
    assert len(distinct("x" * 40, ["x" * 40])) == 40
    assert (initials("Ines Kovač"), initials("Ben (2)"), initials("雪")) == ("IK", "B2", "雪")
    taken: set[str] = set()
    for _ in range(900):
        taken.add(new_pseudonym(taken))
    assert len(taken) == 900


def test_somebody_joins_by_a_code_and_is_the_same_when_joining_twice(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    assert (ben.course["role"], ben.course["name"], ben.course["renamed"]) == ("learner", "Ben", False)
    first = ben.course
    again = ben.client.post("/api/classes/join", json={"code": owner.course["code"].lower(), "name": "Benjamin"})
    assert again.status_code == 200
    assert (again.json()["member"], again.json()["name"]) == (first["member"], "Ben")
    assert ben.ask("POST", "/api/classes/look", {"code": owner.course["code"]})["you"] == "Ben"
    assert [row["name"] for row in owner.whole()["rows"]] == ["Ben"]


def test_a_name_that_is_taken_gets_a_number_and_makes_nobody_somebody_else(serve: Serve) -> None:
    owner = presenter(serve())
    ben, other = student(owner, "Ben"), student(owner, "BEN")
    assert other.course["name"] == "BEN (2)"
    assert other.course["renamed"]
    assert other.id != ben.id
    assert student(owner, "Dr. Okafor").course["name"] == "Dr. Okafor (2)"


def test_fifty_who_join_at_once_are_fifty(serve: Serve) -> None:
    owner = presenter(serve())
    people = [person(owner.served) for _ in range(50)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda who: who.join(owner.course["code"], "Sam"), people))
    rows = owner.whole()["rows"]
    assert len({row["name"] for row in rows}) == len({row["pseudonym"] for row in rows}) == len(rows) == 50


def test_a_full_class_and_a_locked_one_let_nobody_new_in(serve: Serve) -> None:
    owner = presenter(serve(max_members=2))
    ben = student(owner, "Ben")
    late, wish = person(owner.served), {"code": owner.course["code"], "name": "Late"}
    assert late.refused("POST", "/api/classes/join", wish) == (503, "class_full")
    assert owner.ask("PATCH", owner.path, {"locked": True})["locked"]
    assert late.refused("POST", "/api/classes/join", wish) == (403, "class_locked")
    assert late.ask("POST", "/api/classes/look", {"code": owner.course["code"]})["locked"]
    assert ben.join(owner.course["code"], "Ben").course["name"] == "Ben"
    assert ben.whole()["head"]["locked"]


def test_an_ended_class_and_one_that_never_was_answer_in_the_same_words(serve: Serve) -> None:
    owner = presenter(serve())
    owner.ask("POST", f"{owner.path}/end", {})
    late = person(owner.served)
    answers = [
        late.client.post("/api/classes/join", json={"code": code, "name": "Late"})
        for code in (owner.course["code"], "AAA-AAA", "", "🦆")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_guessing_codes_is_slowed_down_and_then_the_right_one_is_not_told_either(serve: Serve) -> None:
    owner = presenter(serve())
    guesser = person(owner.served)
    told = [
        guesser.client.post("/api/classes/look", json={"code": f"AAA-A{n:02}"}).status_code for n in range(FREE + 1)
    ]
    assert told == [404] * FREE + [429]
    answer = guesser.client.post("/api/classes/look", json={"code": owner.course["code"]})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert guesser.refused("POST", "/api/instructor", {"key": "guess"}) == (429, "too_many_tries")
    assert "orbital_errors_total" in guesser.client.get("/metrics").text


def test_wrong_guesses_are_forgotten_with_time_and_other_networks_do_not_suffer() -> None:
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    for _ in range(FREE):
        guesses.check("2001:db8:1:2::7")
        guesses.count("2001:db8:1:2::7")
    with pytest.raises(TooManyTries) as told:
        guesses.check("2001:db8:1:2::8")
    guesses.check("2001:db8:1:3::7")
    guesses.check("192.0.2.1")
    now[0] += told.value.seconds
    guesses.check("2001:db8:1:2::8")
    for number in range(20_000):
        guesses.count(f"host-{number}")
    assert guesses.size <= 10_000


# Cookies.


def test_a_cookie_is_out_of_reach_of_scripts_and_of_other_sites(serve: Serve) -> None:
    owner = presenter(serve())
    answer = person(owner.served).client.post("/api/classes/join", json={"code": owner.course["code"], "name": "Ben"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=5184000" in cookie
    assert "secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"


def test_a_cookie_travels_by_https_alone_where_there_is_https(client: Browser, app: FastAPI) -> None:
    key = {"key": app.state.context.classes.instructor.fresh}
    assert "secure" in client.post("https://lab.example/api/instructor", json=key).headers["set-cookie"].lower()
    assert "secure" not in client.post("/api/instructor", json=key).headers["set-cookie"].lower()


def test_a_forged_token_lets_nobody_in(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    packed, _, signature = token_of(ben).partition(".")
    body = json.loads(urlsafe_b64decode(packed))
    body["member"] = owner.id
    promoted = f"{urlsafe_b64encode(json.dumps(body).encode()).decode()}.{signature}"
    elsewhere = presenter(owner.served)
    forged = [promoted, f"{packed}.{'0' * 64}", packed, f".{signature}", "", "x.y", "a" * 5_000, token_of(elsewhere)]
    for token in forged:
        assert with_token(owner, token).refused("GET", owner.path) == (401, "not_a_member")
    line = with_token(owner, promoted).watch()
    assert line.receive()["code"] == "not_a_member"
    assert line.ended_with() == 4401


def test_a_token_holds_until_it_expires_and_for_its_own_purpose_alone(tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    token = seal(Capability(class_scope("a"), "ben", "learner", 1_000), signer)
    assert unseal(token, class_scope("a"), signer, 999) is not None
    assert unseal(token, class_scope("a"), signer, 1_000) is None
    assert unseal(token, class_scope("b"), signer, 999) is None
    assert unseal(token, "instructor", signer, 999) is None
    assert unseal(token, class_scope("a"), Signer(tmp_path / "other"), 999) is None
    for at in range(len(token)):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        found = unseal(changed, class_scope("a"), signer, 999)
        # The last letter of the packed part may hold bits that mean nothing.
        assert found is None or found.member == "ben"


def test_who_was_taken_out_is_out_and_comes_back_as_somebody_new(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    line, room = ben.watch(), ben.enter()
    line.until("class")
    assert ben.refused("POST", f"{owner.path}/members/{owner.id}/remove", {}) == (403, "not_allowed")
    owner.ask("POST", f"{owner.path}/members/{ben.id}/remove", {})
    assert line.until("over")["code"] == "removed"
    assert line.ended_with() == 4410
    assert room.until("error")["code"] == "not_a_member"
    assert ben.refused("GET", owner.path) == (401, "not_a_member")
    before = ben.id
    assert ben.join(owner.course["code"], "Ben").id != before
    assert owner.refused("POST", f"{owner.path}/members/{owner.id}/remove", {}) == (409, "not_allowed")
    assert owner.refused("POST", f"{owner.path}/members/nobody/remove", {}) == (404, "unknown_member")


def test_a_ticket_brings_a_member_back_on_another_device_once(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    assert ben.refused("POST", f"{owner.path}/members/{ben.id}/ticket", {}) == (403, "not_allowed")
    given = owner.ask("POST", f"{owner.path}/members/{ben.id}/ticket", {})
    phone = person(owner.served)
    back = phone.ask("POST", f"{owner.path}/back", {"ticket": given["ticket"]})
    assert (back["member"], back["name"]) == (ben.id, "Ben")
    assert phone.ask("GET", owner.path)["me"]["id"] == ben.id
    assert person(owner.served).refused("POST", f"{owner.path}/back", {"ticket": given["ticket"]}) == (
        403,
        "bad_ticket",
    )
    assert person(owner.served).refused("POST", f"{owner.path}/back", {"ticket": token_of(ben)}) == (403, "bad_ticket")


def test_requests_come_as_json_from_our_own_pages(serve: Serve) -> None:
    owner = presenter(serve())
    foreign = owner.client.post(f"{owner.path}/end", json={}, headers={"origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "bad_origin")
    form = owner.client.post(f"{owner.path}/end", data={"a": "b"})
    assert (form.status_code, form.json()["code"]) == (415, "bad_type")
    assert owner.refused("POST", f"{owner.path}/end", ["x" * 20_000]) == (413, "too_large")
    assert not owner.whole()["head"]["ended"]
    assert owner.refused("GET", "/api/classes/nowhere") == (404, "unknown_class")
    nobody = person(owner.served)
    nobody.course = owner.course
    for route, body in {"control": {"member": None}, "reveal": {"question": "q"}}.items():
        assert nobody.refused("POST", f"{owner.path}/{route}", body) == (401, "not_a_member")
    for route in ("explore", "return", "room", "end"):
        assert nobody.refused("POST", f"{owner.path}/{route}", {}) == (401, "not_a_member")
    assert nobody.client.get(f"{owner.path}/traces").status_code == 401


def test_a_learner_may_not_do_what_a_presenter_may(serve: Serve) -> None:
    owner = presenter(serve())
    ben = student(owner, "Ben")
    refused = (403, "not_allowed")
    assert ben.refused("PATCH", owner.path, {"frozen": True}) == refused
    assert ben.refused("POST", f"{owner.path}/control", {"member": ben.id}) == refused
    assert ben.refused("POST", f"{owner.path}/control", {"member": None}) == refused
    assert ben.refused("POST", f"{owner.path}/reveal", {"question": "what-a-timeout-does"}) == refused
    assert ben.refused("POST", f"{owner.path}/room", {}) == refused
    assert ben.refused("POST", f"{owner.path}/end", {}) == refused
    assert ben.refused("GET", f"{owner.path}/traces") == refused
    assert ben.whole()["rows"] is None
    owner.ask("POST", f"{owner.path}/members/{ben.id}/role", {"role": "presenter"})
    assert ben.whole()["rows"] == []
    assert ben.refused("POST", f"{owner.path}/end", {}) == refused
    assert ben.ask("PATCH", owner.path, {"title": " New  title "})["title"] == "New title"


def test_a_viewer_follows_and_nothing_else(serve: Serve) -> None:
    owner = presenter(serve())
    guest = person(owner.served).join(owner.course["code"], "Guest", role="viewer")
    room = guest.enter()
    room.send(type="answer", request=1, question="what-a-timeout-does", choice="asks")
    assert room.until("error")["code"] == "watching"
    assert guest.refused("POST", f"{owner.path}/explore", {}) == (403, "not_allowed")
    assert owner.whole()["rows"] == []
    assert owner.refused("POST", f"{owner.path}/control", {"member": guest.id}) == (409, "bad_member")
