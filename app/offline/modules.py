"""The browser's modules for a page that has no addresses: each gets a bare name, by which the others import it.

The page's import map leads from the names to where the page keeps the modules. Only the imports change; a module is
otherwise what the server sends.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final

PREFIX: Final = "lab/"
"""Before the path in `static/js`: a name that no browser takes for an address."""

_TOKEN: Final = re.compile(
    r"""
      (?P<comment> /\*.*?\*/ | //[^\n]* )
    | (?P<before> ^(?:import|export)\b (?:[^"'`;()=/]*?\bfrom)? \s* | \bimport\(\s* ) "(?P<from>[^"\n]*)"
    | (?P<string> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*` )
    | (?P<pattern> [=(,:\[!&|?{};] \s* /(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/ )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""What may hold the word import, an import among it. A comment, a string and a pattern are passed over as wholes."""


class ModuleError(ValueError):
    """A module that cannot stand in an offline page."""


def rewritten(path: str, code: str) -> tuple[str, list[str]]:
    """A module whose imports are bare names, and the paths of what it imports; `path` is its own within the folder.

    Raises ModuleError for an import that leads out of the folder.
    """
    wanted: list[str] = []

    def rename(found: re.Match[str]) -> str:
        specifier = found["from"]
        if specifier is None:
            return found[0]
        target = normpath(join(dirname(path), specifier))
        if not specifier.startswith(("./", "../")) or target.startswith("../"):
            raise ModuleError(f"{path} imports {specifier!r}, which is no module beside it")
        wanted.append(target)
        return f'{found["before"]}"{PREFIX}{target}"'

    return _TOKEN.sub(rename, code), wanted


def bundle(folder: Path, entry: str) -> dict[str, str]:
    """The modules that one of them needs, directly or not, by their bare names. Raises ModuleError."""
    modules: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if PREFIX + path in modules:
            continue
        try:
            code = (folder / path).read_text(encoding="utf-8")
        except OSError as error:
            raise ModuleError(f"the module {path} cannot be read: {error.strerror or error}") from None
        modules[PREFIX + path], wanted = rewritten(path, code)
        waiting += wanted
    return dict(sorted(modules.items()))
