"""The folder /static, out of memory: a page of the lab asks for 140 small files, and a class opens it all at once.

Addresses carry a version that follows from what the files hold, so a browser asks for each of them once and never
again until one changes. Without a version they are served as well, to be asked for anew each time.
"""

from __future__ import annotations

import contextlib
import gzip
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.proxied import path_of

FOR_EVER: Final = "public, max-age=31536000, immutable"
EACH_TIME: Final = "no-cache"
VERSION_BYTES: Final = 8
PACKED: Final = re.compile(r"text/|application/json|image/svg")
"""What gets smaller when it is packed; fonts and pictures are packed already."""
_PATH: Final = re.compile(r"/(?:v-(?P<version>[^/]+)/)?(?P<name>.*)")


@dataclass(frozen=True)
class File:
    """A file as it was read at one time: its bytes, their media type, and what `stat` said of it."""

    body: bytes
    media_type: str
    stamp: tuple[int, int]

    @cached_property
    def etag(self) -> str:
        """What tells this content from any other. Weak: it names the content, packed or not."""
        return f'W/"{blake2b(self.body, digest_size=VERSION_BYTES).hexdigest()}"'

    @cached_property
    def packed(self) -> bytes | None:
        """The bytes as gzip packs them, if it helps."""
        return gzip.compress(self.body, mtime=0) if PACKED.match(self.media_type) else None


class Files:
    """All files of a folder. One that changes on the disk is read again; a new one is seen at the next start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
        self._files = {name: self._read(name) for name in names}
        self._version = self._name_version()

    @property
    def address(self) -> str:
        """Where the files are as they are now: another address whenever any of them holds something else."""
        for name in self._files:
            self._fresh(name)
        return f"/static/v-{self._version}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for one file. Raises HTTPException for one that is not there, and for any method but GET and HEAD."""
        request = Request(scope)
        asked = _PATH.fullmatch(path_of(scope))
        if request.method not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        if asked is None or asked["name"] not in self._files:
            raise HTTPException(404)
        file = self._fresh(asked["name"])
        keeping = FOR_EVER if asked["version"] == self._version else EACH_TIME
        await _answer(request, file, keeping)(scope, receive, send)

    def _read(self, name: str) -> File:
        path = self._folder / name
        return File(path.read_bytes(), guess_type(name)[0] or "application/octet-stream", _stamp(path))

    def _fresh(self, name: str) -> File:
        """The file as it is now; as it was, where it has gone from the disk."""
        with contextlib.suppress(OSError):
            if self._files[name].stamp != _stamp(self._folder / name):
                self._files[name] = self._read(name)
                self._version = self._name_version()
        return self._files[name]

    def _name_version(self) -> str:
        digest = blake2b(digest_size=VERSION_BYTES)
        for name, file in self._files.items():
            digest.update(f"{name} {file.etag}\n".encode())
        return digest.hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _answer(request: Request, file: File, keeping: str) -> Response:
    headers = {"ETag": file.etag, "Cache-Control": keeping, "Vary": "Accept-Encoding"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = file.packed if "gzip" in request.headers.get("accept-encoding", "") else None
    if body is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(body if body is not None else file.body, headers=headers, media_type=file.media_type)
