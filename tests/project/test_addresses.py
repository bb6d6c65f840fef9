"""The lab may lie under a path of a proxy: pages begin their addresses with {{ base }}, scripts ask `at` of base.js."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = r"/(?:lab|api|ws|static|reference|schema|class|classroom|join|healthz|metrics)\b"
IN_PAGES = re.compile(rf"""(?:href|src|action)=["']/|["']{OURS}""")
IN_SCRIPTS = re.compile(rf"""(?<!\bat\()["'`]{OURS}|(?:href|src|action): "/"|assign\("/"|path=/""")
IN_SHEETS = re.compile(r"""url\(["']?/""")
UNDER = re.compile(r"""\$\{document\.documentElement\.dataset\.base \?\? ""\}/lab`""")
"""How theme.js says it, which runs before there are modules."""


def astray(folder: str, ending: str, pattern: re.Pattern[str]) -> list[str]:
    """Where an address is that forgets the path."""
    found = []
    for path in sorted((ROOT / folder).rglob(f"*.{ending}")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            is_comment = line.lstrip().startswith(("//", "*", "/*"))
            if not is_comment and pattern.search(UNDER.sub("", line)):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return found


@pytest.mark.parametrize(
    ("folder", "ending", "pattern"),
    [("templates", "html", IN_PAGES), ("static/js", "js", IN_SCRIPTS), ("static/css", "css", IN_SHEETS)],
)
def test_no_address_forgets_the_path_under_which_the_lab_lies(
    folder: str, ending: str, pattern: re.Pattern[str]
) -> None:
    wrong = astray(folder, ending, pattern)
    assert not wrong, "begin with {{ base }} in a page, with at(..) of base.js in a script:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (IN_PAGES, '<a href="/lab">'),
        (IN_SCRIPTS, "fetch(`/api/rooms`)"),
        (IN_SCRIPTS, 'location.assign("/")'),
        (IN_SCRIPTS, "document.cookie = `language=${tag}; path=/`"),
        (IN_SHEETS, "src: url(/static/x.woff)"),
    ],
)
def test_such_an_address_is_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["fetch(at(`/api/rooms`))", 'at("/")', "path=${at('/')}"])
def test_one_that_asks_for_the_path_is_not(line: str) -> None:
    assert not IN_SCRIPTS.search(line)
