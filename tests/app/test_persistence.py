"""A server that starts where another one ended: over HTTP and the socket, with its folder, and with copies of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from app.cli import main
from app.journal.journal import FILE
from app.journal.lock import FolderLock
from app.server import serve as serve_for_ever
from tests.app.line import Line, Served

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings, Serve

SCRIPT = "cluster S1 S2 S3 seed=7\nrun 2s\n"


def acted(line: Line, *directives: str) -> int:
    """Do something in a room; the last position."""
    position = 0
    for request, directive in enumerate(directives, 1):
        line.send(type="intervene", request=request, directive=directive, branch="main", position=None)
        position = line.until("accepted")["position"]
    return position


def ended(served: Served) -> None:
    """Stop a server as Ctrl+C does."""
    served.lines.close()
    served.server.should_exit = True
    served.thread.join(timeout=20)


def state(served: Served, seat: dict[str, str]) -> str:
    return httpx.get(f"{served.http}/api/rooms/{seat['room']}/script?key={seat['control']}").text


@pytest.fixture
def restart(serve: Serve) -> Callable[[Served], Served]:
    """Stops a server and starts the next one on its folder."""

    def again(served: Served) -> Served:
        ended(served)
        return serve()

    return again


def test_a_browser_goes_on_where_it_was(serve: Serve, restart: Callable[[Served], Served]) -> None:
    served = serve()
    seat = served.open_room(script=SCRIPT)
    line = served.join(seat)
    life = line.until("welcome")["life"]
    last = acted(line, "crash S1", "run 300ms", "restart S1")
    script = state(served, seat)

    served = restart(served)
    assert len(served.context.rooms) == 0
    back = served.join(seat, resume=f"&branch=main&position={last - 2}&life={life}")
    welcome = back.until("welcome")
    assert welcome["kept"] == {"main": last}
    assert welcome["life"] != life
    assert back.until("steps")["steps"][0]["position"] == last - 1
    assert state(served, seat) == script
    assert acted(back, "crash S2") == last + 1


def test_what_it_saw_and_nobody_kept_is_not_taken_for_known(serve: Serve, restart: Callable[[Served], Served]) -> None:
    served = serve()
    seat = served.open_room(script=SCRIPT)
    line = served.join(seat)
    life = line.until("welcome")["life"]
    last = acted(line, "crash S1")
    served = restart(served)
    back = served.join(seat, resume=f"&branch=main&position={last + 50}&life={life}")
    assert back.until("welcome")["kept"] == {"main": last}
    assert back.until("steps")["steps"] == []
    # of a life that nobody knows of nothing is believed
    stranger = served.join(seat, resume=f"&branch=main&position={last}&life=stranger")
    assert stranger.until("welcome")["kept"] == {}
    assert stranger.until("keyframe")["position"] == 0


def test_its_owner_deletes_a_room(serve: Serve) -> None:
    served = serve()
    seat = served.open_room()
    line = served.join(seat)
    line.until("welcome")
    address = f"{served.http}/api/rooms/{seat['room']}"
    stranger = {"Origin": "http://evil.example"}
    assert httpx.delete(f"{address}?key={seat['watch']}").status_code == 403
    assert httpx.delete(f"{address}?key={seat['control']}", headers=stranger).status_code == 403
    assert httpx.delete(f"{address}?key={seat['control']}").status_code == 204
    assert line.until("error")["code"] == "forgotten"
    assert httpx.get(f"{address}?key={seat['control']}").status_code == 404
    assert served.context.journal.streams("room:") == []


def test_figures_tell_of_the_journal(serve: Serve) -> None:
    served = serve()
    served.open_room()
    figures = httpx.get(f"{served.http}/metrics").text
    assert "orbital_journal_lag_seconds_count 1.0" in figures
    assert "orbital_journal_waiting 0.0" in figures
    assert "orbital_journal_trouble 0.0" in figures
    size = next(line for line in figures.splitlines() if line.startswith("orbital_journal_bytes "))
    assert float(size.split()[1]) > 10_000


def test_a_second_server_on_a_folder_is_refused(
    make_settings: MakeSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = make_settings()
    lock = FolderLock(settings.data_dir)
    assert serve_for_ever(settings, open_browser=False) == 2
    lock.release()
    says = capsys.readouterr().err
    assert str(settings.data_dir) in says
    assert f"process {os.getpid()}" in says


def test_a_server_starts_on_a_journal_that_was_cut_off(
    serve: Serve, restart: Callable[[Served], Served], caplog: pytest.LogCaptureFixture
) -> None:
    served = serve()
    seats = [served.open_room(script=SCRIPT) for _ in range(40)]
    path = served.context.settings.data_dir / FILE
    ended(served)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    served = serve()
    assert "The journal was damaged" in caplog.text
    addresses = [f"{served.http}/api/rooms/{seat['room']}?key={seat['control']}" for seat in seats]
    found = [httpx.get(address, timeout=30).status_code for address in addresses]
    assert found.count(200) > 10
    assert set(found) <= {200, 404}
    assert served.open_room()


def test_a_copy_that_is_made_while_it_runs_is_a_server_as_well(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve()
    seat = served.open_room(script=SCRIPT)
    line = served.join(seat)
    line.until("welcome")
    acted(line, "crash S1")
    script = state(served, seat)
    folder, copy = str(served.context.settings.data_dir), tmp_path / "copy"
    assert main(["backup", str(copy), "--data-dir", folder]) == 0
    assert "records and the server's keys" in capsys.readouterr().out
    assert main(["backup", str(copy), "--data-dir", folder]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "other"), "--data-dir", str(tmp_path / "nothing")]) == 2
    assert "holds no journal" in capsys.readouterr().err
    assert oct(copy.stat().st_mode)[-3:] == "700"
    acted(line, "crash S2")

    ended(served)
    copied = serve(data_dir=copy)
    assert state(copied, seat) == script
