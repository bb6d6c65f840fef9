"""Starting the server, and what it writes down."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from app.logging_json import JsonFormatter
from app.server import address, has_screen, listen, serve
from app.settings import Settings

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings
    from tests.app.conftest import Serve as StartServer


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),  # noqa: S104 - what is shown for it is the matter
        ("::1", "http://[::1]:8000/"),
        ("::", "http://[::1]:8000/"),
        ("lab.example", "http://lab.example:8000/"),
    ],
)
def test_the_address_can_be_typed_into_a_browser(host: str, url: str) -> None:
    assert address(host, 8000) == url


def test_a_port_that_is_taken_is_named(make_settings: MakeSettings, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = make_settings().model_copy(update={"port": port})
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
            listen(settings)
        assert serve(settings, open_browser=False) == 2
    assert f"cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err


def test_a_small_frame_does_not_wait_for_the_one_before(make_settings: MakeSettings) -> None:
    with listen(make_settings()) as listener:
        # asyncio turns Nagle's algorithm off for sockets whose protocol is named, and for no others
        assert listener.proto == socket.IPPROTO_TCP


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert serve(Settings(data_dir=tmp_path / "file", port=0), open_browser=False) == 2
    assert "file" in capsys.readouterr().err


TAKES_NO_MORE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
from app.cli import main
sys.exit(main(["serve", "--port", "0", "--no-open", "--data-dir", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are set otherwise")
def test_a_disk_that_is_full_at_the_start_is_named_and_nothing_half_written_stays(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ended = subprocess.run(
        [sys.executable, "-c", TAKES_NO_MORE, data], check=False, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert f"cannot use the data folder {data}" in ended.stderr
    assert "Traceback" not in ended.stderr
    # the lock tells who uses the folder; there is no key of half its length
    assert [path.name for path in data.iterdir()] == ["server.lock"]


def test_a_browser_is_opened_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_screen()


def test_a_line_of_the_log_is_json_with_what_belongs_to_it() -> None:
    record = logging.LogRecord("orbital.room", logging.WARNING, __file__, 1, "%s ended", ("room",), None)
    record.room = "r1"
    line = json.loads(JsonFormatter().format(record))
    assert line["level"] == "warning"
    assert (line["message"], line["room"], line["logger"]) == ("room ended", "r1", "orbital.room")
    assert line["time"].endswith("+00:00")


def test_a_fault_is_logged_with_its_traceback() -> None:
    try:
        raise ZeroDivisionError("by zero")
    except ZeroDivisionError:
        record = logging.LogRecord("orbital", logging.ERROR, __file__, 1, "fault", (), sys.exc_info())
    assert "ZeroDivisionError: by zero" in json.loads(JsonFormatter().format(record))["traceback"]


def test_keys_of_rooms_are_not_written_down(serve: StartServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="orbital"):
        served = serve()
        seat = served.open_room()
        httpx.get(f"{served.http}/api/rooms/{seat['room']}/script?key={seat['control']}")
        served.join(seat).until("keyframe")
    written = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("orbital")]
    assert [line for line in written if f"/api/rooms/{seat['room']}/script" in line]
    assert not [line for line in written if seat["control"] in line or seat["watch"] in line]
