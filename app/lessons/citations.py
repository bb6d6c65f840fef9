"""The sources that lessons cite: the Raft paper, the dissertation, and works that a lesson names itself.

Written §5.4.1 and Figure 2 for the extended paper, dissertation §3.4 and dissertation Figure 4.2 for the dissertation,
[FLP] for a work of the lesson's front matter (`sources: {FLP: "Fischer, Lynch, Paterson ..."}`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

PAPER: Final = "Ongaro, Ousterhout: In Search of an Understandable Consensus Algorithm (extended version), 2014"
DISSERTATION: Final = "Ongaro: Consensus: Bridging Theory and Practice, dissertation, Stanford, 2014"

_PAPER_SECTIONS: Final = frozenset(
    (*map(str, range(1, 13)), "5.1", "5.2", "5.3", "5.4", "5.4.1", "5.4.2", "5.4.3", "5.5", "5.6", "9.1", "9.2", "9.3")
)
_PAPER_FIGURES: Final = range(1, 17)
# Chapter by chapter: how many sections it has, and how many parts those sections have that are divided further.
_CHAPTERS: Final = {1: 0, 2: 3, 3: 11, 4: 5, 5: 5, 6: 5, 7: 6, 8: 4, 9: 7, 10: 4, 11: 9, 12: 0}
_PARTS: Final = {"3.6": 3, "4.2": 4, "5.1": 3, "5.3": 2, "6.4": 1, "10.1": 1, "10.2": 2, "11.1": 3, "11.2": 2}


def _sections() -> frozenset[str]:
    chapters = {str(chapter) for chapter in _CHAPTERS}
    sections = {f"{chapter}.{number}" for chapter, count in _CHAPTERS.items() for number in range(1, count + 1)}
    parts = {f"{section}.{number}" for section, count in _PARTS.items() for number in range(1, count + 1)}
    return frozenset(chapters | sections | parts)


_DISSERTATION_SECTIONS: Final = _sections()
_DISSERTATION_FIGURE: Final = re.compile(r"(?:[2-9]|10|11)\.[1-9][0-9]?")

CITATION: Final = re.compile(
    r"(?P<book>dissertation )?(?:§(?P<section>\d+(?:\.\d+)*)|Figure (?P<figure>\d+(?:\.\d+)?))|\[(?P<work>[A-Z]\w*)\]"
)
LEGAL: Final = "§5.2, Figure 2, dissertation §3.4, dissertation Figure 4.2, or [NAME] of the lesson's sources"


def is_known(citation: str, works: Mapping[str, str]) -> bool:
    """Whether a citation leads to something that exists."""
    found = CITATION.fullmatch(citation)
    if found is None:
        return False
    if found["work"]:
        return found["work"] in works
    if found["section"]:
        return found["section"] in (_DISSERTATION_SECTIONS if found["book"] else _PAPER_SECTIONS)
    figure = found["figure"]
    if found["book"]:
        return _DISSERTATION_FIGURE.fullmatch(figure) is not None
    return figure.isdigit() and int(figure) in _PAPER_FIGURES


def citations_in(text: str) -> Iterator[str]:
    """Every citation that a text makes."""
    for found in CITATION.finditer(text):
        yield found[0]
