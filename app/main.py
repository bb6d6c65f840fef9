"""The application, put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, FastAPI

from app.api import api_router, downloads_router, reading_router
from app.authoring import authoring_router
from app.class_pages import class_pages_router
from app.classroom import coming_in, going_on, kept
from app.classroom.classes import Classes
from app.classroom.socket import class_socket_router
from app.context import Context
from app.data import data_folder
from app.importing import imports_router
from app.journal import SqliteJournal
from app.journal.figures import commit_lag, watch
from app.keeping.house import House
from app.languages import Languages
from app.lessons import Library
from app.logging_json import RequestLog
from app.metrics import Metrics
from app.pages import pages_router, tell_errors
from app.proxied import Proxied
from app.pulse import feel_pulse
from app.reference import reference_router
from app.rooms import Rooms
from app.security import SecurityHeaders, Signer
from app.settings import Settings
from app.socket import socket_router
from app.static_files import Files
from app.templates import Templates
from app.workers import Workers
from raft_core import ENGINE_VERSION


def create_app(settings: Settings | None = None) -> FastAPI:
    """An application with rooms of its own. Raises OSError or ValueError when its data folder cannot be used."""
    settings = settings if settings is not None else Settings()
    context = furnish(settings)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        async with housekeeping(context):
            yield

    # No pages from FastAPI: they load scripts from another host. /reference is our own.
    app = FastAPI(title="Orbital Raft", version=ENGINE_VERSION, lifespan=life, docs_url=None, redoc_url=None)
    app.openapi_url = None
    app.state.context = context
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog)
    app.add_middleware(Proxied, settings=settings)
    # Ahead of everything else: most of what is asked for is a file.
    app.mount("/static", context.files, name="static")
    for router in routers(context):
        app.include_router(router)
    tell_errors(app, context)
    return app


def furnish(settings: Settings) -> Context:
    """Everything that the parts of an application share; the classes that there were are there again."""
    metrics = Metrics()
    signer = Signer(settings.data_dir)
    journal = SqliteJournal(settings.data_dir, commit_lag(metrics.registry).observe)
    watch(journal, metrics.registry)
    templates, static = data_folder("templates"), data_folder("static")
    files, languages = Files(static), Languages(templates / "words")
    library, workers = Library(settings.lessons_dir or data_folder("lessons"), settings.authoring), Workers()
    house = House(journal, signer, settings, metrics, library, languages, workers)
    rooms = Rooms(settings, metrics, house)
    classes = Classes(settings, rooms, signer, journal)
    classes.restore()
    pages = Templates(templates, languages, static / "js" / "words", settings.root_path, lambda: files.address)
    return Context(settings, rooms, metrics, signer, library, languages, files, pages, workers, journal, classes)


@contextlib.asynccontextmanager
async def housekeeping(context: Context) -> AsyncIterator[None]:
    """What is done as long as the application runs, and in the end."""
    context.rooms.listen()
    chores = [
        asyncio.create_task(context.rooms.sweep_forever()),
        asyncio.create_task(context.classes.tidy_forever()),
        asyncio.create_task(feel_pulse(context.metrics)),
    ]
    yield
    for chore in chores:
        chore.cancel()
    context.classes.close_all()
    context.rooms.close_all()
    context.workers.close()
    context.journal.close()


def routers(context: Context) -> Iterator[APIRouter]:
    """All that can be asked for."""
    yield api_router(context)
    yield reading_router(context)
    yield downloads_router(context)
    yield imports_router(context)
    if context.settings.authoring:
        yield authoring_router(context)
    for router in (*coming_in.ROUTERS, *going_on.ROUTERS, *kept.ROUTERS, class_socket_router):
        yield router(context, context.classes)
    yield socket_router(context)
    yield pages_router(context)
    yield class_pages_router(context)
    yield reference_router(context)
