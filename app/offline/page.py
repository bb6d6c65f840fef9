"""The offline page: the lab's modules, its style sheets and one recording in a file that asks nobody for anything."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Final, Protocol

import orjson

from app.data import data_folder
from app.languages import Languages, Words
from app.offline.modules import bundle
from app.offline.tape import Difference
from app.templates import Templates
from raft_core import ENGINE_VERSION

ENTRY: Final = "offline/main.js"
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}' blob:; style-src 'nonce-{nonce}'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do: run its own modules, which it gives addresses that begin with blob:, and fetch nothing."""
PACKING: Final = 9


class Reasons(Protocol):
    """What a page answers to Why."""

    def lines(self) -> Iterable[bytes]:
        """The lines of the recording that hold it."""


class Told(Protocol):
    """A session that is to be a page: its frames, the reasons, and where it differed from what was recorded."""

    @property
    def title(self) -> str: ...
    @property
    def frames(self) -> Sequence[str]: ...
    @property
    def reasons(self) -> Reasons: ...
    @property
    def steps(self) -> int: ...
    @property
    def difference(self) -> Difference | None: ...
    @property
    def words(self) -> Words: ...


@dataclass(slots=True, frozen=True)
class Imported:
    """What a page says of another implementation's log: its form, the names of the nodes, what was judged and found."""

    form: str
    nodes: Mapping[str, str]
    judged: Sequence[str]
    findings: int


@dataclass(slots=True, frozen=True)
class Origin:
    """What a page is made of and when, in seconds since 1970; `recorded` is 0 when nobody says."""

    source: str
    recorded: int
    exported: int
    imported: Imported | None = None


@dataclass(slots=True, frozen=True)
class SavedFile:
    """A file that can be had from the page: a branch as `trace` or as `script`."""

    branch: str
    format: str
    name: str
    text: str


def offline_page(told: Told, origin: Origin, files: Sequence[SavedFile]) -> str:
    """The page."""
    static = data_folder("static")
    modules = _packed(orjson.dumps(_modules(static / "js", told.words.tag)))
    recording = _packed(b"\n".join(_lines(told, origin, files)))
    # Told by the content, so that the same recording makes the same page.
    nonce = b64encode(sha256(recording.encode()).digest()[:18]).decode()
    languages = Languages(data_folder("templates") / "words")
    return Templates(data_folder("templates"), languages, static / "js" / "words").text(
        "offline.html",
        told.words,
        offline=True,
        title=told.title,
        policy=POLICY.format(nonce=nonce),
        nonce=nonce,
        icon=b64encode((static / "icon.svg").read_bytes()).decode(),
        script=lambda name: _text(static / "js" / f"{name}.js"),
        style=lambda name: _text(static / "css" / f"{name}.css"),
        modules=modules,
        recording=recording,
    )


def policy_of(page: str) -> str:
    """The policy that a page carries, for a server that hands it out."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    if found is None:
        raise ValueError("this is no offline page: it carries no policy")
    return unescape(found[1]) + "; frame-ancestors 'none'"


def _modules(folder: Path, tag: str) -> dict[str, str]:
    """The modules of the lab, and those that speak the page's language where that is not English."""
    modules = bundle(folder, ENTRY)
    words = f"words/{tag}.js"
    return {**modules, **bundle(folder, words)} if (folder / words).exists() else modules


def _lines(told: Told, origin: Origin, files: Sequence[SavedFile]) -> list[bytes]:
    """The recording: one JSON object a line, those of a viewer's frames as they would have been sent."""
    difference = told.difference
    about = {
        "type": "recorded",
        "source": origin.source,
        "difference": {"position": difference.position, "says": difference.says} if difference is not None else None,
        "recorded_s": origin.recorded,
        "exported_s": origin.exported,
        "engine": ENGINE_VERSION,
        "steps": told.steps,
    }
    if origin.imported is not None:
        about["imported"] = asdict(origin.imported)
    saved = [
        {"type": "file", "branch": file.branch, "format": file.format, "name": file.name, "text": file.text}
        for file in files
    ]
    return [
        orjson.dumps(about),
        *[frame.encode() for frame in told.frames],
        *told.reasons.lines(),
        *[orjson.dumps(line) for line in saved],
    ]


def _packed(content: bytes) -> str:
    """Compressed, and written in letters that mean nothing to HTML."""
    return b64encode(gzip.compress(content, PACKING, mtime=0)).decode()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
