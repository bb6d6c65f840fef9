"""A class that opens the lab all at once: everybody asks for the page, and then for each of its files."""

from __future__ import annotations

import asyncio
import re
from time import monotonic
from typing import Final

from tools.bench_load.server import Server
from tools.table import Row

FILES: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
OK: Final = b"HTTP/1.1 200"


def arrive(server: Server, students: int) -> list[Row]:
    """Let so many come, each on a connection of its own that stays open."""
    before, began = server.figures(), monotonic()
    files = asyncio.run(_all(server.port, students))
    passed_s = monotonic() - began
    spent_s = server.figures()["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]
    asked = students * (files + 1)
    remark = f"{asked:,} answers, {files} files each"
    return [
        Row(f"{students} open the lab at once: everything is there after", "{:.1f} s", passed_s, remark=remark),
        Row("  the server: processor for an answer", "{:.2f} ms", 1000 * spent_s / asked),
    ]


async def _all(port: int, students: int) -> int:
    return min(await asyncio.gather(*(_one(port) for _ in range(students))))


async def _one(port: int) -> int:
    """Fetch the page and what it names; how many files those are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    page = (await _get(reader, writer, "/lab")).decode()
    addresses = list(dict.fromkeys(FILES.findall(page)))
    for address in addresses:
        await _get(reader, writer, address)
    writer.close()
    await writer.wait_closed()
    return len(addresses)


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
    """The body of the answer. Raises ConnectionError for any answer but 200."""
    # Pages are not packed, files are: one asks for what a browser asks for.
    accept = "gzip" if path.startswith("/static/") else "identity"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {accept}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    if not head.startswith(OK) or length is None:
        raise ConnectionError(f"{path}: {head.splitlines()[0].decode('latin-1')}")
    return await reader.readexactly(int(length[1]))
