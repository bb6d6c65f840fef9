"""Many viewers of one session: each gets every step, and one that stops reading costs the others nothing.

`make bench-load` is the same with three hundred, and with a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from websockets.frames import Frame, Opcode

from app.framing import framed
from tools.bench_load.crowd import Crowd
from tools.bench_load.measures import CLUSTER, Presenter, stall
from tools.bench_load.server import Server

if TYPE_CHECKING:
    from tests.app.conftest import Serve as StartServer

VIEWERS = 20
PATIENCE_S = 20.0


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    """Viewers that leave with the test."""
    together = Crowd()
    yield together
    together.close()


def test_every_viewer_gets_every_step_and_a_stalled_one_is_dropped(serve: StartServer, crowd: Crowd) -> None:
    served = serve(stall_seconds=0.5)
    server = Server(served.port)
    seat = server.open_room(CLUSTER.format(seed=7))
    presenter = Presenter(crowd.join(served.port, seat, "control"))
    viewers = [presenter.viewer, *(crowd.join(served.port, seat) for _ in range(VIEWERS - 1))]
    stalled = stall(server, seat)
    deadline = monotonic() + PATIENCE_S
    while server.figures()["orbital_stalled_viewers_total"] < 1:
        assert monotonic() < deadline, "the stalled viewer was not dropped"
        presenter.act()
        crowd.run(monotonic() + 0.1)
    for _ in range(5):
        presenter.act()
        crowd.run(monotonic() + 0.1)
    presenter.viewer.line.send(type="pause")
    assert crowd.settle(viewers), "not everybody came to the end"
    assert len(presenter.viewer.accepted) > 5
    for viewer in viewers:
        assert viewer.line.code is None
        assert viewer.missing == 0
        assert viewer.keyframes == 1, "nobody had to skip"
        assert viewer.last >= max(presenter.viewer.accepted.values())
    assert server.figures()["orbital_viewers"] == VIEWERS
    stalled.close()


def test_a_viewer_with_a_wrong_key_is_told_so_in_a_frame_and_one_without_a_room_too(
    serve: StartServer, crowd: Crowd
) -> None:
    served = serve()
    viewer = crowd.join(served.port, {"room": "nowhere", "watch": "x"})
    crowd.run(monotonic() + 0.5)
    assert viewer.line.code == 4404
    assert viewer.errors == ["There is no such room. It may have ended, or the server was started anew."]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536])
def test_a_text_is_framed_as_the_library_would(size: int) -> None:
    text = "ä" * (size // 2) + "x" * (size % 2)
    assert framed(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert framed(text) is framed(text), "one frame for everybody"
