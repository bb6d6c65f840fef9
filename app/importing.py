"""Logs of other implementations that somebody drops on the lab: each becomes a page that is kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse

from app.context import Context
from app.errors import RequestError
from app.offline.observed import page_of_log
from app.offline.page import policy_of
from app.security import is_own_origin, new_token
from raft_core.observe.observation import LogError

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a log that is opened in the lab; the command takes longer ones."""
KEPT: Final = 16
"""So many pages are kept; the oldest goes first."""
LONGEST_NAME: Final = 80
LOG_TYPE: Final = "application/x-ndjson"


class Answer:
    """What a worker made of a log: a page, or the line that is wrong. Exceptions with fields do not travel well."""

    def __init__(self, page: str, line: int = 0, says: str = "") -> None:
        self.page = page
        self.line = line
        self.says = says


def made(text: str, name: str) -> Answer:
    """The page of a log."""
    try:
        return Answer(page_of_log(text, name)[0])
    except LogError as error:
        return Answer("", error.line, error.says)


def imports_router(context: Context) -> APIRouter:
    """Taking logs, and showing their pages."""
    router = APIRouter()
    pages: OrderedDict[str, str] = OrderedDict()

    @router.post("/api/imports")
    async def take(request: Request, name: str = "log") -> JSONResponse:
        """Read a log; the answer is where its page is."""
        text = await _log(context, request)
        answer = await context.workers.submit(made, text, name[:LONGEST_NAME])
        if answer.line:
            where = f"line {answer.line}"
            raise RequestError("bad_log", f"{where}: {answer.says}.", where=where, status=422)
        token = new_token()
        pages[token] = answer.page
        if len(pages) > KEPT:
            pages.popitem(last=False)
        return JSONResponse({"page": f"/imports/{token}"}, 201)

    @router.get("/imports/{token}")
    async def show(token: str) -> HTMLResponse:
        """A page that was made."""
        page = pages.get(token)
        if page is None:
            says = "This log is not kept any more. Drop it on the lab again."
            raise RequestError("unknown_page", says, where="page", status=404)
        headers = {"Content-Security-Policy": policy_of(page), "Cache-Control": "no-store"}
        return HTMLResponse(page, headers=headers)

    return router


async def _log(context: Context, request: Request) -> str:
    """The body, as text. Raises RequestError."""
    headers = request.headers
    if not is_own_origin(headers.get("origin"), headers.get("host"), context.settings.origins):
        says = f"Pages of {headers.get('origin')} may not open logs here."
        raise RequestError("bad_origin", says, where="Origin", legal="this server's own pages", status=403)
    # A type that no form can have: another page cannot send it without asking first.
    if headers.get("content-type", "").partition(";")[0].strip().lower() != LOG_TYPE:
        raise RequestError("bad_type", "The body must be a log.", where="Content-Type", legal=LOG_TYPE, status=415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            legal = f"at most {MOST_BYTES:,} bytes; `orbital-raft import` takes longer ones"
            raise RequestError("too_large", "The log is too large.", where="body", legal=legal, status=413)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        says = f"The log is not UTF-8 at byte {error.start}."
        raise RequestError("bad_log", says, where="body", legal="UTF-8 text", status=422) from None
