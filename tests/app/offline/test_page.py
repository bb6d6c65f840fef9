"""The page asks nobody for anything: all that it needs is in it, and its policy lets it fetch nothing."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest

from app.data import data_folder
from app.offline.page import Origin, SavedFile, offline_page
from app.offline.tape import tape_of_trace
from app.offline.tell import tell
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.trace.read import read_trace
from raft_core.trace.record import Header, write_trace
from tests.app.offline.reading import about, lines_of, steps_of, unpacked

SCRIPT = "cluster S1 S2 S3 seed=7\nrun 400ms\nclient c1 put x </script><script>alert(1)</script>\nrun 300ms\n"
FETCHES = re.compile(r"\b(?:fetch|WebSocket|XMLHttpRequest|EventSource|sendBeacon|importScripts|Worker)\b *\(")
ADDRESS = re.compile(r"(?:https?:|wss?:)?//[a-z0-9][\w.-]*\.[a-z]+/", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/"


def page_of(script: str = SCRIPT, title: str = "A run") -> str:
    outcome = run(parse(script))
    text = write_trace(outcome.session, outcome.branch, Header(created=1_700_000_000))
    told = tell(tape_of_trace(read_trace(text), title, None))
    files = [SavedFile("main", "trace", "run.trace.jsonl", text)]
    return offline_page(told, Origin("run.trace.jsonl", 1_700_000_000, 1_800_000_000), files)


@pytest.fixture(scope="module")
def page() -> str:
    return page_of()


class Elements(HTMLParser):
    """Every element with its attributes; what stands in scripts and styles is text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))


def test_no_element_refers_to_anything_outside(page: str) -> None:
    leading = ("src", "href", "action", "srcset", "data", "poster", "formaction", "xlink:href", "style", "background")
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if name.startswith("on")]
        for name in leading:
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:image/svg+xml;base64,")), f"<{tag} {name}={value!r}>"


def test_no_style_refers_to_anything_outside(page: str) -> None:
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    named = re.findall(r'<style nonce="[^"]+" data-sheet="(\w+)">', page)
    assert len(styles) == len(named)
    assert {"tokens", "base", "lab", "stage", "timeline", "spacetime"} <= set(named)
    for style in styles:
        assert "@import" not in style
        assert not re.search(r"url\((?!['\"]?(?:#|data:))", style)


def test_no_module_asks_anybody_for_anything(page: str) -> None:
    modules = json.loads(unpacked(page, "modules"))
    assert "lab/offline/main.js" in modules
    for name, code in modules.items():
        assert not FETCHES.search(code), name
        assert not [found for found in ADDRESS.findall(code.replace(NAMESPACE, "")) if found], name


def test_the_policy_lets_nothing_in_but_the_page_itself(page: str) -> None:
    elements = Elements(page).found
    (policy,) = [
        attributes["content"]
        for tag, attributes in elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert "connect-src" not in rules
    nonces = {attributes["nonce"] for tag, attributes in elements if "nonce" in attributes}
    (nonce,) = nonces
    assert rules["script-src"] == f"'nonce-{nonce}' blob:"
    assert rules["style-src"] == f"'nonce-{nonce}'"
    for tag, attributes in elements:
        if tag in ("script", "style"):
            assert attributes.get("nonce") == nonce or attributes.get("type") == "text/plain"
    # it stands before everything that it is about
    assert [tag for tag, _ in elements][:4] == ["html", "head", "meta", "meta"]


def test_what_a_learner_wrote_is_not_markup(page: str) -> None:
    assert "alert(1)" not in page
    commands = [
        event for step in steps_of(lines_of(page)) for event in step["events"] if event["kind"] == "ClientInvoked"
    ]
    assert "</script>" in json.dumps(commands)
    named = page_of(title="<img src=x onerror=alert(1)>")
    assert "<img" not in named
    assert "&lt;img src=x" in named


def test_the_page_says_what_it_is_made_of_and_when(page: str) -> None:
    assert about(page) == {
        "type": "recorded",
        "source": "run.trace.jsonl",
        "difference": None,
        "recorded_s": 1_700_000_000,
        "exported_s": 1_800_000_000,
        "engine": json.loads(next(line for line in unpacked(page, "recording").splitlines() if b"welcome" in line))[
            "engine"
        ],
        "steps": len(steps_of(lines_of(page))),
    }
    (saved,) = [line for line in lines_of(page) if line["type"] == "file"]
    assert read_trace(saved["text"]).end["position"] == about(page)["steps"]


def test_the_same_recording_makes_the_same_page(page: str) -> None:
    assert page_of() == page


def test_the_icons_and_the_picture_of_the_page_are_in_it(page: str) -> None:
    icon = re.search(r'<link rel="icon" href="data:image/svg\+xml;base64,([^"]+)"', page)
    assert icon is not None
    assert b64decode(icon[1]) == (data_folder("static") / "icon.svg").read_bytes()
    drawn = "".join(path.read_text(encoding="utf-8") for path in (data_folder("static") / "js").rglob("*.js"))
    for name in re.findall(r'icon\("(\w+)"\)', drawn):
        assert f'id="i-{name}"' in page


def test_a_long_session_stays_small() -> None:
    short = page_of("cluster S1 S2 S3 S4 S5 seed=3\nrun 1s\n")
    long = page_of("cluster S1 S2 S3 S4 S5 seed=3\nclient c1 put x 1\nstep 2500\ncrash S1\nstep 2500\n")
    assert about(long)["steps"] == 5_002
    assert len(short) < 500_000
    assert len(long) < 2_000_000
