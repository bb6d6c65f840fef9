"""Which language somebody gets: the one that was picked, else what the browser wishes, else English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.data import data_folder
from app.languages import ENGLISH, Languages, Words, wishes
from raft_core import event as happened
from tests.app.browser import Browser
from tests.app.conftest import MakeSettings
from tests.app.test_why import REFUSAL, find, played
from tests.app.watching import ask, timed

LANGUAGES = Languages(data_folder("templates") / "words")


@pytest.mark.parametrize(
    ("picked", "accepted", "tag"),
    [
        (None, None, "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        (None, "zh", "zh-CN"),
        (None, "zh-TW", "zh-CN"),
        (None, "de-AT,de;q=0.9,en;q=0.5,zh;q=0.1", "en"),
        (None, "fr, zh-CN;q=0.3", "zh-CN"),
        (None, "en-GB,zh-CN;q=0.9", "en"),
        (None, "zh-CN;q=0", "en"),
        (None, "*, ;;q=2, \x00, zh-CN-" + "x" * 900, "en"),
        ("zh-CN", "en", "zh-CN"),
        ("en", "zh-CN", "en"),
        ("tlh", "zh-CN", "zh-CN"),
        ("../../etc/passwd", None, "en"),
    ],
)
def test_a_language_is_chosen(picked: str | None, accepted: str | None, tag: str) -> None:
    assert LANGUAGES.choose(picked, accepted).tag == tag


def test_wishes_are_in_the_order_of_their_weights() -> None:
    assert wishes("en;q=0.2, de, zh-CN;q=0.7") == ["de", "zh-CN", "en"]


def test_a_sentence_without_a_translation_is_english() -> None:
    words = Words("xx", "X", {"{server} crashed.": "x {server} x"})
    assert words("{server} crashed.", server="S1") == "x S1 x"
    assert words("{server} was paused.", server="S1") == "S1 was paused."
    assert ENGLISH.several(["S1", "S2", "S3"]) == "S1, S2 and S3"


@pytest.mark.parametrize(
    "text", ["name: X\n", "words: {}\n", "name: X\nwords: [a]\n", "name: X\nwords: {a: 1}\n", "7\n"]
)
def test_a_catalogue_that_is_none_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "xx.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.yaml is no catalogue of words"):
        Languages(tmp_path)


def test_a_page_says_which_language_it_is_in(client: Browser) -> None:
    page = client.get("/", headers={"accept": "text/html", "accept-language": "zh-CN"})
    assert page.headers["content-language"] == "zh-CN"
    assert page.headers["vary"] == "Accept-Language, Cookie"
    assert '<html lang="zh-CN">' in page.text
    assert "/js/words/zh-CN.js" in page.text
    assert "一次选举" in page.text
    english = client.get("/", headers={"accept": "text/html", "accept-language": "zh-CN", "cookie": "language=en"})
    assert '<html lang="en">' in english.text
    assert "zh-CN.js" not in english.text


def test_an_error_is_told_in_the_language_of_who_asked(client: Browser) -> None:
    page = client.get("/nowhere", headers={"accept": "text/html", "accept-language": "zh-CN"})
    assert "/nowhere 处什么也没有。" in page.text


def test_why_is_told_in_the_language_of_who_asks(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, REFUSAL, "timeout S3", "deliver S3>S1 RequestVote")
        position = find(room, happened.VoteRefused).position
        told = {}
        for tag in ("en", "zh-CN"):
            viewer = room.enter("watch", LANGUAGES.words(tag))
            why = await ask(room, viewer, type="explain", request=1, branch="main", position=position)
            told[tag] = why["headline"]
        assert told == {"en": "S1 refused its vote to S3 in term 3.", "zh-CN": "S1 在任期 3 拒绝投票给 S3。"}

    timed(story())


def test_what_the_engine_put_together_is_found_by_its_pattern() -> None:
    known = {
        "{self.name} is {role}; only a leader sends heartbeats": "{role} {self.name} x",
        "{count} of the {needed} needed": "{count}/{needed}",
        "candidate": "kandidat",
        "{others} and {last}": "{others} und {last}",
    }
    words = Words("xx", "X", known)
    assert words.said("S1 is candidate; only a leader sends heartbeats") == "kandidat S1 x"
    assert words.said("S1, S2 and S3") == "S1, S2 und S3"
    assert words.said("2 of the 3 needed and 1 of the 2 needed") == "2/3 und 1/2"
    assert words.said("nobody said this and that") == "nobody said this and that"
    assert ENGLISH.said("S1 is candidate; only a leader sends heartbeats").startswith("S1 is candidate")


def test_a_verdict_is_told_with_its_numbers(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, REFUSAL, "timeout S3", "deliver S3>S1 RequestVote")
        position = find(room, happened.VoteRefused).position
        viewer = room.enter("watch", LANGUAGES.words("zh-CN"))
        why = await ask(room, viewer, type="explain", request=1, branch="main", position=position)
        verdict = next(each for each in why["verdicts"] if each["rule"] == "may_grant_vote")
        assert verdict["title"].startswith("S1 投出它的选票吗")
        says = [clause["says"] for clause in verdict["clauses"]]
        assert not [text for text in says if re.search(r"[a-z]{3} [a-z]{2}", text)], says
        assert re.search(r"[一-鿿]", why["text"])
        assert "Is the" not in why["text"]

    timed(story())


def test_a_refusal_is_told_in_the_language_of_who_acted(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, REFUSAL)
        viewer = room.enter("control", LANGUAGES.words("zh-CN"))
        refused = await ask(
            room, viewer, type="intervene", request=1, branch="main", directive="restart S1", position=None
        )
        assert refused["type"] == "refused"
        assert refused["says"].startswith("S1 正在运行")

    timed(story())


def test_an_error_of_the_interface_for_programs_keeps_its_code(client: Browser) -> None:
    answer = client.get("/api/rooms/nowhere/trace?key=x", headers={"accept-language": "zh-CN"})
    assert answer.json()["code"] == "unknown_room"
    assert answer.json()["says"].startswith("没有这个房间")


def test_the_rules_are_told_in_the_language_of_who_asks(client: Browser) -> None:
    told = {tag: client.get("/api/rules", headers={"accept-language": tag}).json() for tag in ("en", "zh-CN")}
    assert [len(box["rules"]) for box in told["en"]] == [len(box["rules"]) for box in told["zh-CN"]]
    stories = [variant["story"] for box in told["zh-CN"] for rule in box["rules"] for variant in rule["variants"]]
    assert len(stories) > 70
    assert [story for story in stories if not re.search(r"[一-鿿]", story)] == []


def test_a_viewer_gets_what_the_checkers_say_in_their_language(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await played(make_settings, REFUSAL)
        assert room.welcome("watch").phrases == {}
        phrases = room.welcome("watch", LANGUAGES.words("zh-CN")).phrases
        assert "{0} and {1} both lead term {event.term}." in phrases

    timed(story())
