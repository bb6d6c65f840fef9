"""Page shells: jinja2 with escaping on, and a missing name is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse


class Templates:
    """The folder of page shells."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A filled-in page. Pages are asked for anew each time, because they are small and scripts hang on them."""
        return HTMLResponse(self.text(template, **values), status, headers={"Cache-Control": "no-cache"})

    def text(self, template: str, **values: object) -> str:
        """A filled-in page as text."""
        return self._environment.get_template(template).render(**values)
