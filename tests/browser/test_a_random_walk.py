"""Somebody presses anything and clicks anywhere: what is drawn is what the server has for that position, always."""

from __future__ import annotations

import json
import random
import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from app.wire import PROTOCOL
from tests.browser.conftest import Server
from tests.browser.lab import Lab

SETUP: Final = "cluster S1 S2 S3 S4 S5 seed={seed} timing=classroom\ntimeout S2\nrun 9s\nclient c1 put x 1\nrun 1s\n"
KEYS: Final = [
    *("Space", "ArrowLeft", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowRight", "Home", "End", "=", "-"),
    *("1", "2", "3", "4", "5", "c", "r", "p", "e", "i", "s", "t", "x", "Shift+C", "Shift+H", "Shift+V"),
    *("z", "f", "m", "y", "b", "v", "Control+z", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Enter", "Escape", "?"),
]
LINES: Final = [
    *("client c1 put x 2", "client c2 get x", "partition S1 S2 | S3 S4 S5", "heal", "cut S1>S3", "isolate S2"),
    *("crash S2; wipe S2; restart S2", "crash S1; crash S2; crash S3; crash S4; crash S5", "run 700ms", "step 20"),
    *("add S6", "add S7 as=learner", "remove S2", "snapshot S1", "transfer S3", "settle", 'client c3 put y "a; b"'),
]
ACTIONS: Final = 40
LOOKS: Final = 5
DRAWN: Final = """() => {
  const named = (nodes) => [...nodes].map((node) => node.getAttribute("aria-label"));
  const cells = (row) => named(row.querySelectorAll(".cell[role=gridcell][aria-label]")).map((name) => name.match(/\\d+/g).slice(0, 2).join("@"));
  return {
    event: Number(document.querySelector("#time").innerText.match(/event ([\\d,]+)/)[1].replaceAll(",", "")),
    servers: named(document.querySelectorAll("#stage [data-server] .hit")),
    rows: named(document.querySelectorAll("#logs [role=rowheader][aria-label]")),
    cells: Object.fromEntries([...document.querySelectorAll("#logs [role=row][data-server]")].map((row) => [row.dataset.server, cells(row)])),
    cut: [...document.querySelectorAll("#stage .link.cut, #stage .link.oneway")].map((link) => link.dataset.link).sort(),
  };
}"""  # noqa: E501 - a program of its own


def keyframe(server: Server, room: dict[str, str], branch: str, position: int) -> dict[str, Any]:
    """What the server has at a position, and the branch that is on show there."""
    address = f"ws{server.url.removeprefix('http')}/ws/rooms/{room['room']}?key={room['control']}"
    with connect(address, subprotocols=[PROTOCOL], max_size=None) as line:  # type: ignore[list-item]
        branches = json.loads(line.recv())["branches"]
        (named,) = [each["id"] for each in branches if each["name"] == branch]
        line.send(json.dumps({"type": "seek", "request": 1, "branch": named, "position": position}))
        while True:
            frame = json.loads(line.recv(timeout=30))
            assert frame["type"] != "error", frame
            if frame["type"] == "keyframe" and (frame["branch"], frame["position"]) == (named, position):
                state: dict[str, Any] = frame["state"]
                return state


def spoken(name: str, state: dict[str, Any]) -> set[str]:
    """What the name of a server must say of it."""
    server = state["servers"][name]
    flying = sum(name in (message["from"], message["to"]) for message in state["messages"])
    says = {
        f"term {server['term']}",
        f"commit {server['commit_index']}",
        f"applied {server['last_applied']}",
        f"voted {server['voted_for']}" if server["voted_for"] else "no vote",
    }
    if server["paused"]:
        says.add("paused")
    if flying:
        says.add(f"{flying} message{'s' if flying > 1 else ''} in flight")
    return says


def role_of(server: dict[str, Any]) -> str:
    return server["role"].replace("_", "-") if server["up"] else "down"


def expect_truth(lab: Lab, server: Server, room: dict[str, str]) -> None:
    """What is drawn agrees with the server's own state of this position."""
    lab.page.wait_for_timeout(400)
    drawn = lab.page.evaluate(DRAWN)
    state = keyframe(server, room, lab.picker.text_content() or "", drawn["event"])
    servers = state["servers"]
    assert {name[:2] for name in drawn["servers"]} == set(servers)
    for name in drawn["servers"]:
        parts = name.split(", ")
        assert parts[1] in (role_of(servers[name[:2]]), "learner"), name
        said = {part for part in parts if re.match(r"term|commit|applied|voted|no vote$|paused|\d+ messages? in", part)}
        assert said == spoken(name[:2], state)
    assert set(drawn["rows"]) == {
        f"{name}, {role_of(one)}, term {one['term']}, commit {one['commit_index']}, applied {one['last_applied']}"
        for name, one in servers.items()
    }
    for name, cells in drawn["cells"].items():
        entries = servers[name]["log"]["entries"]
        assert set(cells) <= {f"{entry['index']}@{entry['term']}" for entry in entries}
    down = {tuple(sorted((link["from"], link["to"]))) for link in state["links"] if not link["up"]}
    assert drawn["cut"] == sorted("-".join(pair) for pair in down)


def act(lab: Lab, rnd: random.Random) -> None:
    """One thing that somebody may do."""
    page, chance = lab.page, rnd.random()
    if chance < 0.6:
        page.keyboard.press(rnd.choice(KEYS))
    elif chance < 0.8:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.keyboard.insert_text(rnd.choice(LINES))
        page.keyboard.press("Enter")
    elif chance < 0.9:
        seek(lab, rnd.random())
    else:
        page.mouse.click(rnd.randint(340, 1050), rnd.randint(130, 600), button=rnd.choice(["left", "right"]))
    page.wait_for_timeout(rnd.choice([0, 0, 30, 120]))


def seek(lab: Lab, part: float) -> None:
    box = lab.time.get_by_role("slider", name="Time").bounding_box()
    assert box is not None
    lab.page.mouse.click(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_what_is_drawn_is_what_the_server_has(page: Page, server: Server, seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - a walk, no secret
    headers = {"Origin": server.url}
    script = {"script": SETUP.format(seed=seed)}
    room = page.request.post(f"{server.url}/api/rooms", data=script, headers=headers).json()
    lab = Lab(page).open(f"{server.url}/lab#room={room['room']}&key={room['control']}")
    for _ in range(ACTIONS):
        act(lab, rnd)
    for _ in range(4):
        page.keyboard.press("Escape")
    if lab.pause.is_visible():
        lab.pause.click()
    if page.locator("#stage .stage-svg").is_hidden():
        page.keyboard.press("z")
    page.keyboard.press("End")
    lab.expect_paused()
    expect_truth(lab, server, room)
    for _ in range(LOOKS):
        seek(lab, rnd.random())
        page.keyboard.press(rnd.choice(["ArrowLeft", "ArrowRight", "Shift+ArrowLeft"]))
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect_truth(lab, server, room)


def test_a_message_that_comes_to_nothing_is_in_flight_no_longer(page: Page, server: Server) -> None:
    script = {"script": "cluster S1 S2 S3 seed=1 network=manual timers=manual fsync=0us\ntimeout S1\n"}
    room = page.request.post(f"{server.url}/api/rooms", data=script, headers={"Origin": server.url}).json()
    lab = Lab(page).open(f"{server.url}/lab#room={room['room']}&key={room['control']}")
    expect(lab.server("S2")).to_have_accessible_name(re.compile(", 1 message in flight"))
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("drop S1>S2 RequestVote")
    page.keyboard.press("Enter")
    expect(lab.server("S1")).to_have_accessible_name(re.compile(", 1 message in flight"))
    expect_truth(lab, server, room)
