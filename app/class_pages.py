"""The pages of a class: the way in, opening one, and the dashboard. Their scripts speak with the class itself."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.context import Context
from app.lessons.document import catalogue_document

LONGEST_CODE: Final = 12
"""Of a join code as somebody may have typed it, with spaces and dashes; what is longer is none."""


def class_pages_router(context: Context) -> APIRouter:
    """Joining, opening, and looking after a class."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/classroom")
    async def classroom(request: Request, lesson: str = "", scenario: str = "") -> HTMLResponse:
        """The two doors: join a class, or open one."""
        words = context.words(request)
        lessons = catalogue_document(context.catalogue.spoken(words.tag))
        return context.templates.page("classroom.html", words, lessons=lessons, wanted=f"{lesson}/{scenario}")

    @router.get("/join")
    async def join(request: Request, code: str = "") -> HTMLResponse:
        """A code and a name; a link has the code behind the hash, where no log of a server keeps it."""
        return context.templates.page("join.html", context.words(request), code=code[:LONGEST_CODE].upper())

    @router.get("/class")
    async def dashboard(request: Request) -> HTMLResponse:
        """The students and their goals; which class stands behind the hash, and the script asks whether one may."""
        return context.templates.page("class.html", context.words(request))

    return router
