"""The pages that people see, and their files."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse

from app.context import Context
from app.errors import RequestError
from app.lessons.document import catalogue_document
from app.proxied import path_of
from app.security import HEADERS

FOR_PROGRAMS = ("/api/", "/schema/", "/ws/", "/static/", "/healthz", "/metrics")


def pages_router(context: Context) -> APIRouter:
    """The catalogue and the lab."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/")
    async def home(request: Request) -> HTMLResponse:
        """The catalogue of lessons."""
        words = context.words(request)
        return context.templates.page(
            "home.html", words, lessons=catalogue_document(context.catalogue.spoken(words.tag))
        )

    @router.get("/lab")
    async def lab(request: Request) -> HTMLResponse:
        """The lab; its script opens the room."""
        return context.templates.page("lab.html", context.words(request), authoring=context.settings.authoring)

    return router


def tell_errors(app: FastAPI, context: Context) -> None:
    """Errors as JSON for programs, and as a page for people."""

    def answer(request: Request, error: RequestError, status: int, title: str) -> Response:
        words = context.words(request)
        error = error.spoken(words)
        if path_of(request.scope).startswith(FOR_PROGRAMS) or "text/html" not in request.headers.get("accept", "*/*"):
            return JSONResponse(error.document(), status, error.headers)
        legal = ", ".join(error.legal) if isinstance(error.legal, list) else error.legal
        page = context.templates.page("error.html", words, status, title=title, says=error.says, legal=legal)
        page.headers.update(error.headers)
        return page

    async def asked_wrongly(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestError):
            raise error
        context.metrics.errors.labels(error.code).inc()
        return answer(request, error, error.status, HTTPStatus(error.status).phrase)

    async def not_there(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        if status == HTTPStatus.NOT_FOUND:
            words, base = context.words(request), context.settings.root_path
            says = words("There is nothing at {path}.", path=request.url.path)
            legal = words("{home} for the lessons, {lab} for the sandbox", home=f"{base}/", lab=f"{base}/lab")
            told = RequestError("not_found", says, where="path", legal=legal)
            return answer(request, told, status, "Nothing here")
        phrase = HTTPStatus(status).phrase
        return answer(request, RequestError(phrase.lower().replace(" ", "_"), f"{phrase}."), status, phrase)

    async def our_mistake(request: Request, error: Exception) -> Response:
        says = "Orbital Raft made a mistake, not Raft. It is in the server's log."
        response = answer(request, RequestError("fault", says), 500, "A mistake of ours")
        response.headers.update(HEADERS)
        return response

    app.add_exception_handler(RequestError, asked_wrongly)
    app.add_exception_handler(HTTPException, not_there)
    app.add_exception_handler(Exception, our_mistake)
