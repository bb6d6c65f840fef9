"""axe-core on a page: what it finds wrong, in words that say where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page

RUN: Final = "async (rules) => (await axe.run({resultTypes: ['violations'], ...rules})).violations"
OF_COLOUR: Final = {"runOnly": ["color-contrast"]}


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page, rules: Mapping[str, list[str]] | None = None) -> list[str]:
    """What axe-core finds on the page as it is now: a rule, an element, and why. By default by all its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return [told for violation in page.evaluate(RUN, rules or {}) for told in _tell(violation)]


def barriers_in_both_themes(page: Page) -> list[str]:
    """The same, and what is wrong with the colours once more in the other theme."""
    _settle(page)
    found = barriers(page)
    other = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'light' : 'dark'")
    page.evaluate("theme => document.documentElement.dataset.theme = theme", other)
    _settle(page)
    found += [f"{other}: {barrier}" for barrier in barriers(page, OF_COLOUR)]
    page.evaluate("delete document.documentElement.dataset.theme")
    return found


def _settle(page: Page) -> None:
    """Let transitions end: a colour half way between two themes is in neither. A notice pointed at does not fade."""
    page.evaluate(
        "() => document.querySelectorAll('.toast').forEach((each) => each.dispatchEvent(new Event('pointerenter')))"
    )
    page.wait_for_function("() => !document.querySelector('.toast.leaving')")
    page.evaluate(
        "() => Promise.allSettled(document.getAnimations()"
        ".filter((each) => each.effect.getComputedTiming().iterations !== Infinity).map((each) => each.finished))"
    )


def _tell(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))} {_why(node)}"
        for node in violation["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
