"""Imports of the browser's modules get bare names, and nothing else of a module changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.data import data_folder
from app.offline.modules import PREFIX, ModuleError, bundle, rewritten

SCRIPTS = data_folder("static") / "js"


@pytest.mark.parametrize(
    ("code", "becomes", "wanted"),
    [
        ('import { el } from "./elements.js";', 'import { el } from "lab/views/elements.js";', ["views/elements.js"]),
        ('import { Store } from "../store.js";', 'import { Store } from "lab/store.js";', ["store.js"]),
        ('import "./a.js";', 'import "lab/views/a.js";', ["views/a.js"]),
        ('import * as all from "./a/../b.js";', 'import * as all from "lab/views/b.js";', ["views/b.js"]),
        ('export { x } from "./a.js";', 'export { x } from "lab/views/a.js";', ["views/a.js"]),
        ('export * from "./a.js";', 'export * from "lab/views/a.js";', ["views/a.js"]),
        (
            'import {\n  a,\n  b,\n} from "./a.js";\n',
            'import {\n  a,\n  b,\n} from "lab/views/a.js";\n',
            ["views/a.js"],
        ),
        ('const x = await import("./a.js");', 'const x = await import("lab/views/a.js");', ["views/a.js"]),
    ],
)
def test_an_import_becomes_a_bare_name(code: str, becomes: str, wanted: list[str]) -> None:
    assert rewritten("views/x.js", code) == (becomes, wanted)


@pytest.mark.parametrize(
    "code",
    [
        '/** @import { State } from "./frames.js" */',
        '/** @type {import("./frames.js").State} */',
        '// import { gone } from "./gone.js";',
        "const says = 'import \"./a.js\"';",
        'const says = `\nimport "./a.js";\n`;',
        'const says = "a \\" quote";\n// import "./a.js"',
        'word.replace(/["/*]/g, "\\\\$&"); // import("./a.js")',
        "const half = whole / 2; const rest = whole / 3;",
        "export const words = { a: 1 };",
    ],
)
def test_whatever_only_looks_like_an_import_stays(code: str) -> None:
    assert rewritten("x.js", code) == (code, [])


def test_what_follows_a_pattern_or_a_string_is_seen_again() -> None:
    code = 'const one = /[/"\\]`]+/;\nconst two = "//";\nconst three = await import("./a.js");\n'
    changed, wanted = rewritten("x.js", code)
    assert wanted == ["a.js"]
    assert changed == code.replace("./a.js", "lab/a.js")


@pytest.mark.parametrize("specifier", ["react", "https://host.example/a.js", "../outside.js", "/static/js/a.js"])
def test_an_import_from_elsewhere_is_refused(specifier: str) -> None:
    with pytest.raises(ModuleError, match=re.escape(repr(specifier))):
        rewritten("x.js", f'import {{ a }} from "{specifier}";')


def test_a_bundle_holds_what_its_entry_needs_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    for path, code in {
        "main.js": 'import { a } from "./views/a.js";\n',
        "views/a.js": 'import { main } from "../main.js";\nexport const b = () => import("./b.js");\n',
        "views/b.js": "export const c = 1;\n",
        "other.js": "",
    }.items():
        (tmp_path / path).write_text(code, encoding="utf-8")
    assert bundle(tmp_path, "main.js") == {
        "lab/main.js": 'import { a } from "lab/views/a.js";\n',
        "lab/views/a.js": 'import { main } from "lab/main.js";\nexport const b = () => import("lab/views/b.js");\n',
        "lab/views/b.js": "export const c = 1;\n",
    }
    (tmp_path / "views" / "b.js").unlink()
    with pytest.raises(ModuleError, match=r"views/b\.js cannot be read"):
        bundle(tmp_path, "main.js")


def test_nothing_but_the_imports_of_the_lab_changes() -> None:
    modules = bundle(SCRIPTS, "offline/main.js")
    assert {"lab/main.js", "lab/store.js", "lab/views/spacetime/spacetime.js"} <= modules.keys()
    imported = re.compile(r'"(?:\.{1,2}/|lab/)[\w./]+\.js"')
    for name, code in modules.items():
        own = (SCRIPTS / name.removeprefix(PREFIX)).read_text(encoding="utf-8")
        for before, after in zip(own.splitlines(), code.splitlines(), strict=True):
            assert before == after or imported.sub("", before) == imported.sub("", after)
            assert not (after.startswith(("import ", "export ", "} from ")) and re.search(r'"\.{1,2}/', after))
