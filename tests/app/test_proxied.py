"""Behind a proxy the server knows who asks, over what, and under which path it lies."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.main import create_app
from app.proxied import Proxied, path_of
from tests.app.browser import Browser

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings


@pytest.mark.parametrize("path", ["/", "/raft/"])
def test_a_page_below_a_path_is_found_whether_the_proxy_took_the_path_off_or_not(
    make_settings: MakeSettings, path: str
) -> None:
    page = Browser(create_app(make_settings(root_path="/raft"))).get(path)
    assert page.status_code == 200
    assert 'data-base="/raft"' in page.text
    assert 'href="/raft/lab"' in page.text
    assert 'href="/lab"' not in page.text


def test_the_path_without_its_last_slash_leads_to_the_one_with_it(make_settings: MakeSettings) -> None:
    answer = Browser(create_app(make_settings(root_path="/raft"))).get("/raft")
    assert (answer.status_code, answer.headers["location"]) == (307, "http://lab.example/raft/")


def test_files_and_programs_are_answered_below_a_path(make_settings: MakeSettings) -> None:
    client = Browser(create_app(make_settings(root_path="/raft")))
    for prefix in ("", "/raft"):
        assert client.get(f"{prefix}/static/css/base.css").status_code == 200
        assert client.get(f"{prefix}/api/rooms/x?key=y").json()["code"] == "unknown_room"
        assert client.get(f"{prefix}/static/nothing.css").json()["code"] == "not_found"


def test_a_page_at_the_root_says_nothing_of_a_path(client: Browser) -> None:
    page = client.get("/lab").text
    assert "data-base" not in page
    assert re.search('src="/static/v-[0-9a-f]+/js/live.js"', page)


def seen(make_settings: MakeSettings, client: str, trusted: str, **headers: str) -> Scope:
    """What the application sees of a request that came from an address with these headers."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope)

    async def receive() -> Message:
        return {}

    async def send(_: Message) -> None:
        pass

    fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": "/lab", "scheme": "http", "client": (client, 4), "headers": fields}
    proxied = Proxied(app, make_settings(trusted_proxies=trusted, root_path="/raft"))
    asyncio.run(proxied(scope, receive, send))
    return found[0]


def test_a_trusted_proxy_tells_whose_request_it_is(make_settings: MakeSettings) -> None:
    told = {"x_forwarded_for": "198.51.100.9, 203.0.113.7", "x_forwarded_proto": "https"}
    scope = seen(make_settings, "10.1.2.3", "10.0.0.0/8", **told)
    assert scope["client"][0] == "203.0.113.7", "what stands before the proxy's own word anybody may have written"
    assert scope["scheme"] == "https"
    assert path_of(scope) == "/lab"


@pytest.mark.parametrize("trusted", ["", "10.0.0.0/8"])
def test_a_stranger_who_claims_another_address_is_not_believed(make_settings: MakeSettings, trusted: str) -> None:
    scope = seen(make_settings, "203.0.113.7", trusted, x_forwarded_for="127.0.0.1", x_forwarded_proto="https")
    assert scope["client"][0] == "203.0.113.7"
    assert scope["scheme"] == "http"


def test_limits_count_the_addresses_that_a_trusted_proxy_tells(make_settings: MakeSettings) -> None:
    client = Browser(create_app(make_settings(max_openings=1, trusted_proxies="127.0.0.1")))
    pupils = ["198.51.100.1", "198.51.100.2", "198.51.100.1"]
    answers = [client.post("/api/rooms", json={}, headers={"X-Forwarded-For": pupil}) for pupil in pupils]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
