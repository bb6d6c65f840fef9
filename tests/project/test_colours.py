"""The colours of tokens.css can be read, and those of the six terms told apart, by everybody and in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import pytest

from tests.project.colours import VISIONS, Colour, contrast, distance, tokens
from tools.environment import ROOT

CSS: Final = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
THEMES: Final = ("light", "dark")
TERMS: Final = ("t1", "t2", "t3", "t4", "t5", "t6")

TEXT: Final = 4.5
OUTLINE: Final = 3.0
NEIGHBOURS: Final = 12.0
ANY_PAIR: Final = 5.0
GREYSCALE: Final = 0.12

PAPERS: Final = ("bg", "surface", "raised", "sunk")
INKS: Final = ("ink", "ink-2", "ink-3", "fault", "violation", "ok", "link")
WRITTEN_ON: Final = (
    ("on-ink", "ink"),
    ("violation-on", "violation"),
    ("fault", "fault-tint"),
    ("violation", "violation-tint"),
    ("ok", "ok-tint"),
    *((ink, tint) for tint in ("fault-tint", "violation-tint", "ok-tint", "hover") for ink in ("ink", "ink-2")),
)


class Figures(NamedTuple):
    """The least distances of a theme's six terms, by which they were chosen."""

    neighbours: float
    any_pair: float


DESIGN: Final = {
    ("light", "normal"): Figures(30, 18),
    ("light", "deuteranopia"): Figures(26, 11),
    ("light", "protanopia"): Figures(25, 15),
    ("light", "tritanopia"): Figures(25, 7),
    ("dark", "normal"): Figures(23, 14),
    ("dark", "deuteranopia"): Figures(17, 9),
    ("dark", "protanopia"): Figures(14, 12),
    ("dark", "tritanopia"): Figures(19, 6),
}


def unreadable(palette: dict[str, Colour]) -> Iterator[str]:
    """What cannot be read or seen on what it stands on."""
    pairs = [
        *((ink, paper, TEXT) for ink in INKS for paper in PAPERS),
        *((ink, paper, TEXT) for ink, paper in WRITTEN_ON),
        *(("focus", paper, OUTLINE) for paper in PAPERS),
        *((f"{term}-on", term, TEXT) for term in TERMS),
        *(("ink", f"{term}-{fill}", TEXT) for term in TERMS for fill in ("cell", "tint")),
        *((f"{term}-ink", paper, TEXT) for term in TERMS for paper in (*PAPERS, f"{term}-tint")),
        *((f"{term}-ink", f"{term}-cell", OUTLINE) for term in TERMS),
    ]
    for ink, paper, least in pairs:
        found = contrast(palette[ink], palette[paper])
        if found < least:
            yield f"--{ink} on --{paper}: {found:.2f}, at least {least}"


def alike(palette: dict[str, Colour]) -> Iterator[str]:
    """Terms that somebody could take for one another. The sixth is followed by the first."""
    for vision in VISIONS:
        for kind in ("", "-cell"):
            seen = [palette[term + kind].seen_with(vision) for term in TERMS]
            for one, other in pairs_of_terms():
                near = abs(one - other) in (1, len(TERMS) - 1)
                # Cells that are not neighbours may look alike: the number is printed in each.
                least = NEIGHBOURS if near else 0 if kind else ANY_PAIR
                found = distance(seen[one], seen[other])
                if found < least:
                    names = f"--{TERMS[one]}{kind} and --{TERMS[other]}{kind}"
                    yield f"{names} with {vision} vision: {found:.1f}, at least {least}"


def alike_in_grey(palette: dict[str, Colour]) -> Iterator[str]:
    """Neighbouring terms that a print without colour does not tell apart."""
    for kind in ("", "-cell"):
        lightness = [palette[term + kind].grey().oklab()[0] for term in TERMS]
        for one, term in enumerate(TERMS):
            other = (one + 1) % len(TERMS)
            found = abs(lightness[one] - lightness[other])
            if found < GREYSCALE:
                yield f"--{term}{kind} and --{TERMS[other]}{kind} in greyscale: {found:.3f}, at least {GREYSCALE}"


def pairs_of_terms() -> list[tuple[int, int]]:
    return [(one, other) for one in range(len(TERMS)) for other in range(one + 1, len(TERMS))]


def trouble(css: str, theme: str) -> list[str]:
    palette = tokens(css, theme)
    return [*unreadable(palette), *alike(palette), *alike_in_grey(palette)]


@pytest.mark.parametrize("theme", THEMES)
def test_everything_can_be_read_and_every_term_told_from_the_next(theme: str) -> None:
    assert trouble(CSS, theme) == []


@pytest.mark.parametrize(("theme", "vision"), DESIGN)
def test_the_distances_of_the_terms_are_those_they_were_chosen_by(theme: str, vision: str) -> None:
    seen = [tokens(CSS, theme)[term].seen_with(vision) for term in TERMS]
    apart = {(one, other): distance(seen[one], seen[other]) for one, other in pairs_of_terms()}
    neighbours = [found for (one, other), found in apart.items() if other - one in (1, len(TERMS) - 1)]
    assert (min(neighbours), min(apart.values())) == pytest.approx(DESIGN[theme, vision], abs=0.6)


@pytest.mark.parametrize(
    ("theme", "token", "worse", "says"),
    [
        ("light", "ink-3", "#8a97a3", "--ink-3 on --bg"),
        ("dark", "fault", "#8a4a2a", "--fault on --surface"),
        ("light", "focus", "#9fc2ff", "--focus on --surface"),
        ("light", "t2-on", "#ffffff", "--t2-on on --t2"),
        ("dark", "t5-ink", "#7c2158", "--t5-ink on --raised"),
        ("dark", "t6-cell", "#6f9e94", "--ink on --t6-cell"),
        ("light", "t3", "#7fddbe", "--t3 and --t6 with normal vision: 0.0"),
        ("light", "t4", "#f2b733", "--t2 and --t4 with normal vision: 0.0"),
        ("dark", "t1", "#ff9ba0", "--t1 and --t2 with deuteranopia vision"),
        ("dark", "t3-cell", "#214c48", "--t2-cell and --t3-cell with protanopia vision"),
        ("light", "t1-cell", "#cccccc", "--t1-cell and --t2-cell in greyscale"),
    ],
)
def test_a_colour_changed_for_the_worse_is_named(theme: str, token: str, worse: str, says: str) -> None:
    light, dark = (worse, r"\2") if theme == "light" else (r"\1", worse)
    tampered, count = re.subn(
        rf"--{token}: light-dark\((#\w+), (#\w+)\)", rf"--{token}: light-dark({light}, {dark})", CSS
    )
    assert count == 1
    assert any(says in found for found in trouble(tampered, theme)), f"nobody says that --{token} is {worse}"
    other = "dark" if theme == "light" else "light"
    assert trouble(tampered, other) == []


@pytest.mark.parametrize("theme", THEMES)
def test_with_more_contrast_hairlines_and_small_text_are_strong(theme: str) -> None:
    block = re.search(r"@media \(prefers-contrast: more\) \{\s*:root \{(.*?)\}", CSS, re.DOTALL)
    assert block is not None
    promoted = dict(re.findall(r"--([\w-]+): var\(--([\w-]+)\)", block[1]))
    assert {"line", "line-2", "link-up", "ink-3"} <= promoted.keys()
    palette = tokens(CSS, theme)
    for name, stands_for in promoted.items():
        least = 6.5 if name.startswith("ink") else OUTLINE
        for paper in PAPERS:
            assert contrast(palette[stands_for], palette[paper]) >= least, f"--{name} on --{paper}"


class TestTheArithmetic:
    """Against what others published."""

    def test_black_on_white_is_21_to_1(self) -> None:
        assert contrast(Colour.parse("#000000"), Colour.parse("#ffffff")) == pytest.approx(21)

    def test_the_grey_that_just_passes_on_white(self) -> None:
        assert contrast(Colour.parse("#767676"), Colour.parse("#ffffff")) == pytest.approx(4.54, abs=0.005)

    def test_the_place_of_pure_red(self) -> None:
        assert Colour.parse("#ff0000").oklab() == pytest.approx((0.62796, 0.22486, 0.12585), abs=1e-4)

    @pytest.mark.parametrize("vision", VISIONS)
    def test_grey_stays_grey_for_everybody(self, vision: str) -> None:
        grey = Colour.parse("#808080")
        assert distance(grey, grey.seen_with(vision)) < 0.01
