"""What the tests of the application ask for: settings in a folder of their own, an application, a running server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.context import Context
from app.main import create_app
from app.server import LabServer, configure, listen
from app.settings import Settings
from tests.app.browser import Browser
from tests.app.line import Served

MakeSettings = Callable[..., Settings]
Serve = Callable[..., Served]


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Settings whose data lie in the test's own folder."""

    def make(**values: Any) -> Settings:  # noqa: ANN401 - whatever the settings take
        return Settings(**{"data_dir": tmp_path / "data", "port": 0, **values})

    return make


@pytest.fixture
def app(make_settings: MakeSettings) -> FastAPI:
    """An application."""
    return create_app(make_settings())


@pytest.fixture
def client(app: FastAPI) -> Browser:
    """A client of the application, in process."""
    return Browser(app)


@pytest.fixture
def serve(make_settings: MakeSettings) -> Iterator[Serve]:
    """Starts servers on free ports of the loopback; they stop with the test."""
    running: list[Served] = []

    def start(**values: Any) -> Served:  # noqa: ANN401 - whatever the settings take
        settings = make_settings(**values)
        config = configure(settings)
        listener = listen(settings)
        server = LabServer(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        application = config.app
        assert isinstance(application, FastAPI)
        context = application.state.context
        assert isinstance(context, Context)
        listener.listen()
        served = Served(listener.getsockname()[1], context, server, thread)
        running.append(served)
        return served

    yield start
    for served in running:
        served.lines.close()
        served.server.should_exit = True
        served.thread.join(timeout=20)
        assert not served.thread.is_alive(), "the server did not stop"
