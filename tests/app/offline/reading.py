"""An offline page read back, as its own scripts read it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from typing import Any

Line = dict[str, Any]


def unpacked(page: str, name: str) -> bytes:
    """What the page carries in one of its two packed parts."""
    found = re.search(rf'<script type="text/plain" id="{name}">([A-Za-z0-9+/=]*)</script>', page)
    assert found is not None, f"the page has no part {name}"
    return gzip.decompress(b64decode(found[1]))


def lines_of(page: str) -> list[Line]:
    """The recording, line by line."""
    return [json.loads(line) for line in unpacked(page, "recording").splitlines()]


def about(page: str) -> Line:
    """What the recording says of itself."""
    (line,) = [line for line in lines_of(page) if line["type"] == "recorded"]
    return line


def steps_of(lines: list[Line], branch: str = "main") -> list[Line]:
    """The steps of a branch after its fork."""
    frames = [line for line in lines if line["type"] == "steps" and line["branch"] == branch]
    return [step for frame in frames for step in frame["steps"]]


class Reasons:
    """What the page says when it is asked why; static/js/offline/reasons.js does the same."""

    def __init__(self, lines: list[Line]) -> None:
        (self.verdicts,) = [line["verdicts"] for line in lines if line["type"] == "verdicts"]
        self.rows = {line["branch"]: line for line in lines if line["type"] == "reasons"}
        (welcome,) = [line for line in lines if line["type"] == "welcome"]
        self.branches = {branch["id"]: branch for branch in welcome["branches"]}

    def row(self, branch: str, position: int) -> Line:
        """The row of a position."""
        while self.branches[branch]["parent"] and position <= self.branches[branch]["fork_position"]:
            branch = self.branches[branch]["parent"]
        own = self.rows[branch]
        row: Line = own["rows"][position - own["first"]]
        return row

    def said(self, branch: str, position: int, server: str | None) -> Line:
        """A Why frame without what says where it belongs."""
        row = self.row(branch, position)
        said = {**row, **row.get("of", {}).get(server, {})}
        return {
            **{name: said[name] for name in ("server", "headline", "text", "source")},
            "verdicts": [self.verdicts[number] for number in said["verdicts"]],
            "chain": self.chain(branch, position),
        }

    def chain(self, branch: str, position: int | None) -> list[Line]:
        """Positions and headlines, oldest first."""
        links: list[Line] = []
        while position is not None and position > 0 and len(links) < 40:
            row = self.row(branch, position)
            links.insert(0, {"position": position, "says": row["headline"]})
            position = row["led"]
        return links
