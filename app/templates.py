"""Page shells: jinja2 with escaping on, a missing name is an error, and every sentence goes through `t`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from app.languages import Languages, Words


class Templates:
    """The folder of page shells, in every language; `scripts` has the words of the scripts, a folder for each."""

    def __init__(
        self,
        folder: Path,
        languages: Languages,
        scripts: Path,
        base: str = "",
        files: Callable[[], str] = lambda: "/static",
    ) -> None:
        """`base` is the path under which a proxy serves us; every address in a page begins with it.

        `files` tells where below it the static files are.
        """
        self._environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
        self._environment.globals["base"] = base
        self._base, self._files = base, files
        self._languages = languages
        self._catalogues: Mapping[str, Sequence[str]] = {
            language.tag: sorted(path.stem for path in (scripts / language.tag).glob("*.js")) for language in languages
        }

    def page(self, template: str, words: Words, status: int = 200, **values: object) -> HTMLResponse:
        """A filled-in page. Pages are asked for anew each time, because they are small and scripts hang on them."""
        headers = {"Cache-Control": "no-cache", "Content-Language": words.tag, "Vary": "Accept-Language, Cookie"}
        return HTMLResponse(self.text(template, words, **values), status, headers=headers)

    def text(self, template: str, words: Words, **values: object) -> str:
        """A filled-in page as text."""
        return self._environment.get_template(template).render(
            t=words,
            files=self._base + self._files(),
            languages=self._languages.offered,
            catalogues=self._catalogues[words.tag],
            **values,
        )
