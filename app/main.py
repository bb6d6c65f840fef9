"""The application, put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from app.api import api_router, downloads_router
from app.authoring import authoring_router
from app.context import Context
from app.data import data_folder
from app.importing import imports_router
from app.languages import Languages
from app.lessons import Library
from app.logging_json import RequestLog
from app.metrics import Metrics
from app.pages import pages_router, static_files, tell_errors
from app.reference import reference_router
from app.rooms import Rooms
from app.security import SecurityHeaders, Signer
from app.settings import Settings
from app.socket import socket_router
from app.templates import Templates
from app.workers import Workers
from raft_core import ENGINE_VERSION


def create_app(settings: Settings | None = None) -> FastAPI:
    """An application with rooms of its own. Raises OSError or ValueError when its data folder cannot be used."""
    settings = settings if settings is not None else Settings()
    metrics = Metrics()
    templates, scripts = data_folder("templates"), data_folder("static") / "js" / "words"
    languages = Languages(templates / "words")
    context = Context(
        settings,
        Rooms(settings, metrics),
        metrics,
        Signer(settings.data_dir),
        Library(settings.lessons_dir or data_folder("lessons"), settings.authoring),
        languages,
        Templates(templates, languages, scripts),
        Workers(),
    )

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        sweeper = asyncio.create_task(context.rooms.sweep_forever())
        yield
        sweeper.cancel()
        context.rooms.close_all()
        context.workers.close()

    # No pages from FastAPI: they load scripts from another host. /reference is our own.
    app = FastAPI(title="Orbital Raft", version=ENGINE_VERSION, lifespan=life, docs_url=None, redoc_url=None)
    app.openapi_url = None
    app.state.context = context
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog)
    app.include_router(api_router(context))
    app.include_router(downloads_router(context))
    app.include_router(imports_router(context))
    if settings.authoring:
        app.include_router(authoring_router(context))
    app.include_router(socket_router(context))
    app.include_router(pages_router(context))
    app.include_router(reference_router(context))
    app.mount("/static", static_files(data_folder("static")), name="static")
    tell_errors(app, context)
    return app
