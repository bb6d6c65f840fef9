"""What the server says when it cannot do what was asked: a code, a sentence, where, and what would be legal."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from app.languages import Words


class RequestError(Exception):
    """A mistake of whoever asked, or a limit of the server; never a fault of the program.

    `code` is stable and for programs, `says` a sentence for people, `where` the place in what was sent, `legal` what
    would be accepted there, `retry_after_s` when it makes sense to ask again.
    """

    def __init__(
        self,
        code: str,
        says: str,
        *,
        where: str | None = None,
        legal: str | list[str] | None = None,
        status: int = HTTPStatus.BAD_REQUEST,
        request: int | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(says)
        self.code = code
        self.says = says
        self.where = where
        self.legal = legal
        self.status = status
        self.request = request
        self.headers: dict[str, str] = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}

    def spoken(self, words: Words) -> RequestError:
        """The same in another language; what has no translation stays English."""
        twin = RequestError(self.code, words.said(self.says))
        twin.__dict__.update({**self.__dict__, "says": twin.says})
        if isinstance(self.legal, str):
            twin.legal = words.said(self.legal)
        elif self.legal is not None:
            twin.legal = [words.said(word) for word in self.legal]
        return twin

    def document(self) -> dict[str, Any]:
        """The same as JSON."""
        return {"code": self.code, "says": self.says, "where": self.where, "legal": self.legal}
