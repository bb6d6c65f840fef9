"""How colours are told apart: contrast as WCAG 2 counts it, distance in OKLab, and what the colour blind see.

Dichromacy is the simulation of Machado, Oliveira and Fernandes (2009) at severity 1.0, in linear light.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

Triple: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[Triple, Triple, Triple]

GREY_WEIGHTS: Final[Triple] = (0.2126, 0.7152, 0.0722)
VISIONS: Final[Mapping[str, Matrix]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_CONES: Final[Matrix] = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB: Final[Matrix] = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


class Colour(NamedTuple):
    """A colour in linear light, each part from 0 to 1."""

    red: float
    green: float
    blue: float

    @classmethod
    def parse(cls, written: str) -> Colour:
        """Read `#rrggbb`."""
        return cls(*(_linear(int(written[at : at + 2], 16) / 255) for at in (1, 3, 5)))

    @property
    def luminance(self) -> float:
        """Relative luminance, from 0 (black) to 1 (white)."""
        return _dot(GREY_WEIGHTS, self)

    def grey(self) -> Colour:
        """What is left of it on a washed-out projector."""
        return Colour(self.luminance, self.luminance, self.luminance)

    def seen_with(self, vision: str) -> Colour:
        """What it looks like to somebody with this vision."""
        return Colour(*(min(1.0, max(0.0, part)) for part in _apply(VISIONS[vision], self)))

    def oklab(self) -> Triple:
        """Its place in OKLab: lightness, green to red, blue to yellow."""
        long, medium, short = _apply(TO_CONES, self)
        return _apply(TO_OKLAB, (math.cbrt(long), math.cbrt(medium), math.cbrt(short)))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((one.luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)


def distance(one: Colour, other: Colour) -> float:
    """How far two colours are apart in OKLab, times 100."""
    return 100 * math.dist(one.oklab(), other.oklab())


def tokens(css: str, theme: str) -> dict[str, Colour]:
    """The opaque colours that a style sheet gives names to with `light-dark()`."""
    found: Iterable[tuple[str, str, str]] = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: Colour.parse(light if theme == "light" else dark) for name, light, dark in found}


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _apply(matrix: Matrix, colour: Iterable[float]) -> Triple:
    parts = tuple(colour)
    red, green, blue = matrix
    return _dot(red, parts), _dot(green, parts), _dot(blue, parts)
