"""A run as a space-time diagram: the lab's picture, whole, as one file. Time runs in rows, like writing.

A file of its own, in the colours that the reader's system prefers, and without anything that has to be fetched.
"""

from html import escape
from math import atan2, ceil, degrees
from typing import Final

from raft_core.export.history import Flight, History, Life, Mark, Span
from raft_core.export.look import style_sheet, term_class
from raft_core.export.time_scale import Piece, TimeScale
from raft_core.export.words import message_words
from raft_core.ids import SERVER_NAMES, ServerId

ROW: Final = 1_440
"""How much of time's axis one row holds at most, in pixels."""
LEAD, TAIL, HEAD, FOOT, LANE = 50, 40, 30, 40, 56
BEFORE, AFTER = 11, 28
NEAR: Final = 30
"""What lies so near to a row is drawn in it too, and cut off at its edge."""
HALF: Final = {"follower": 2.5, "pre_candidate": 7.0, "candidate": 7.0, "leader": 10.0, "down": 1.0}
GLYPH_AT: Final = 0.42
LOST_PART: Final = 0.3
ROOM_WHOLE: Final = 118
ROOM_SHORT: Final = 52
COMMITS_APART: Final = 64
COMMIT_ROOM: Final = 110

YES, NO = "M-2.4,.2L-.7,2L2.5,-1.9", "M-1.9,-1.9L1.9,1.9M1.9,-1.9L-1.9,1.9"
HEAD_OF_ARROW, CROSS = "M0,0L-9,-3.9V3.9Z", "M-4.5,-4.5L4.5,4.5M4.5,-4.5L-4.5,4.5"
SHAPES: Final = {
    "rv": "M0,-6L6,0L0,6L-6,0Z",
    "pv": "M0,-6L6,0L0,6L-6,0Z",
    "hb": "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0Z",
    "is": "M-7,-3.6a7,2.2 0 0 1 14,0v7.2a7,2.2 0 0 1 -14,0Z",
    "tn": "M-5,-5.5L6,0L-5,5.5Z",
    "ae": "M-7,-4.5H7V4.5H-7Z",
}
VOTE, REPLY = "M0,-7.4L7.4,0L0,7.4L-7.4,0Z", "M-6.5,-5H6.5V5H-6.5Z"

Drawn = tuple[float, float, str]
"""From where to where along an element reaches, and the element."""


def svg_picture(history: History) -> str:
    """The file."""
    return _Picture(history).text()


class _Picture:
    def __init__(self, history: History) -> None:
        self.history = history
        self.when = history.when
        self.until_us = history.when(history.last)
        stops = list(map(history.when, history.interesting))
        if history.is_timeless:
            stops = list(range(0, self.until_us, history.latency_us))  # each event is a stop, and nothing is quiet
        self.scale = TimeScale(stops, self.until_us, history.latency_us)
        self.lanes = {server: HEAD + LANE * (place + 0.5) for place, server in enumerate(history.lives)}
        self.bottom = HEAD + LANE * len(self.lanes)
        self.rows = max(1, ceil(self.scale.length / ROW))
        self.row = max(320.0, self.scale.length / self.rows)

    def text(self) -> str:
        width, row_height = LEAD + self.row + TAIL, self.bottom + FOOT
        height = row_height * self.rows
        layers = [*self._ruler(), *self._folds(), *self._lives(), *self._arrows(), *self._signs()]
        rows = "".join(self._row(number, row_height, layers, self._texts()) for number in range(self.rows))
        names = " ".join(life.name for life in self.history.lives.values())
        says = f"Space-time diagram of {names}, {self.history.last.position} events"
        clip = f'<rect x="{-BEFORE}" y="0" width="{self.row + BEFORE + AFTER:.0f}" height="{row_height}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}">\n<title>{says}</title>\n<style>{style_sheet()}</style>\n'
            f'<defs><clipPath id="row">{clip}</clipPath></defs>\n'
            f'<rect class="paper" width="100%" height="100%"/>\n{rows}</svg>\n'
        )

    def _row(self, number: int, height: float, layers: list[Drawn], texts: list[tuple[float, str]]) -> str:
        """One line of the writing: everything that lies within it, moved to its beginning."""
        begin = number * self.row
        near, far = begin - NEAR, begin + self.row + NEAR
        last = number == self.rows - 1
        said = "".join(text for along, text in texts if begin <= along and (last or along < begin + self.row))
        drawn = "\n".join(element for start, end, element in layers if end >= near and start <= far)
        names = "".join(
            f'<text class="name" x="16" y="{across + 4.5:.1f}">{SERVER_NAMES[server]}</text>'
            for server, across in self.lanes.items()
        )
        ground = (
            f'<rect class="ground" x="{LEAD - BEFORE}" y="{HEAD}" width="{self.row + BEFORE + AFTER:.0f}" '
            f'height="{LANE * len(self.lanes)}" rx="10"/>'
        )
        moved = f'<g transform="translate({-begin:.1f})">'
        return (
            f'<g transform="translate(0,{number * height:.0f})">{ground}{names}<g transform="translate({LEAD})">'
            f'<g clip-path="url(#row)">{moved}{drawn}</g></g>{moved}{said}</g></g></g>\n'
        )

    def _texts(self) -> list[tuple[float, str]]:
        """What stands above and below the ground, and is not cut off with it."""
        timeless, unit = self.history.is_timeless, self.history.latency_us
        texts = [
            (self.scale.at(time), HEAD - 8, f"event {time // unit}" if timeless else says, "time")
            for time, says in self.scale.ticks()
        ]
        for fold in self.scale.folds:
            says = f"{(fold.to_us - fold.from_us) / 1_000_000:.2f} s folded"
            texts.append(((fold.start + fold.end) / 2, self.bottom + 14, says, "fold"))
        return [(x, f'<text class="{name}" x="{x:.1f}" y="{y}">{says}</text>') for x, y, says, name in texts]

    def _ruler(self) -> list[Drawn]:
        places = [self.scale.at(time) for time, _ in self.scale.ticks()]
        return [(x, x, f'<path class="tick" d="M{x:.1f},{HEAD}V{self.bottom}"/>') for x in places]

    def _folds(self) -> list[Drawn]:
        return [(fold.start, fold.end, self._fold(fold)) for fold in self.scale.folds]

    def _fold(self, fold: Piece) -> str:
        middle = (fold.start + fold.end) / 2
        points = range(HEAD, self.bottom + 1, 14)
        zig = "L".join(f"{middle + (2.6 if number % 2 else -2.6):.1f},{y}" for number, y in enumerate(points))
        width, height = fold.end - fold.start, self.bottom - HEAD - 2
        band = f'x="{fold.start:.1f}" y="{HEAD + 1}" width="{width:.1f}" height="{height}"'
        return f'<rect class="band" {band}/><path class="zig" d="M{zig}"/>'

    def _lives(self) -> list[Drawn]:
        marks: list[Drawn] = []
        for life in self.history.lives.values():
            across = self.lanes[life.server]
            for span in life.spans:
                marks += self._span(life, span, across)
        return marks

    def _span(self, life: Life, span: Span, across: float) -> list[Drawn]:
        from_us, end_us = self.when(span.since), self.when(span.until or self.history.last)
        if from_us == end_us and span.until is not None:
            return []  # what had no length never was
        start, end = self.scale.at(from_us), self.scale.at(end_us)
        paused = " paused" if span.paused else ""
        if span.role == "down":
            drawn = f'<path class="life down" d="M{start:.1f},{across:.1f}H{end:.1f}"/>'
        else:
            half = HALF[span.role]
            drawn = (
                f'<rect class="life {span.role}{paused}" x="{start:.1f}" y="{across - half:.1f}" '
                f'width="{max(0.5, end - start):.1f}" height="{2 * half:.0f}" rx="2.5"/>'
            )
        says = f"{life.name}, {span.role}{', paused' if span.paused else ''}, term {span.term}"
        marks = [(start, end, f'<g class="{term_class(span.term)}"><title>{says}</title>{drawn}</g>')]
        if span.role == "leader":
            marks += self._titles(life, span.term, start, end, across)
        return marks

    def _titles(self, life: Life, term: int, start: float, end: float, across: float) -> list[Drawn]:
        """The text in a leader's bar, once in every row."""
        marks: list[Drawn] = []
        for number in range(int(start // self.row), min(self.rows - 1, int(end // self.row)) + 1):
            along = max(start + 14, number * self.row + 4)
            room = min(end, (number + 1) * self.row) - along
            if room >= ROOM_SHORT:
                says = f"{life.name} leads term {term}" if room >= ROOM_WHOLE else f"{life.name}, T{term}"
                place = f'x="{along:.1f}" y="{across + 4:.1f}"'
                text = f'<g class="{term_class(term)}"><text class="title" {place}>{says}</text></g>'
                marks.append((along + NEAR, along + NEAR, text))  # never in the row before
        return marks

    def _signs(self) -> list[Drawn]:
        marks: list[Drawn] = []
        for life in self.history.lives.values():
            across = self.lanes[life.server]
            for mark in life.terms:
                number = f'<circle r="8.5"/><text class="number" dy=".35em">{mark.number}</text>'
                marks.append(self._sign(mark, across, f"disc {term_class(mark.number)}", number))
            marks += [self._sign(mark, across, "sign", f'<path class="x" d="{CROSS}"/>') for mark in life.crashes]
            marks += [self._sign(mark, across, "sign", '<path class="stem" d="M0,-8V8"/>') for mark in life.restarts]
            last = -float(COMMITS_APART)
            for mark in life.commits:
                along = self.scale.at(self.when(mark))
                if along - last >= COMMITS_APART and not self.scale.hides(self.when(mark), self.when(mark)):
                    last = along
                    marks.append(self._sign(mark, across, "sign", self._commit(mark, along)))
        return marks

    def _commit(self, mark: Mark, along: float) -> str:
        """A commit's text stands after its mark, or before it where there is no room in the row."""
        place = 'x="4"' if along % self.row < self.row - COMMIT_ROOM else 'class="before" x="-4"'
        return f'<path class="stem" d="M0,11V18"/><text {place} y="21">index {mark.number} commits</text>'

    def _sign(self, mark: Mark, across: float, name: str, drawn: str) -> Drawn:
        along = self.scale.at(self.when(mark))
        return along, along, f'<g class="{name}" transform="translate({along:.1f},{across:.1f})">{drawn}</g>'

    def _arrows(self) -> list[Drawn]:
        arrows = [self._arrow(flight) for flight in self.history.flights if not flight.quiet]
        return [arrow for arrow in arrows if arrow is not None]

    def _arrow(self, flight: Flight) -> Drawn | None:
        message, scale = flight.message, self.scale
        start, goal = self.lanes[message.source], self.lanes[message.target]
        sent_us = self.when(flight.sent)
        end_us, part = self._way(flight, sent_us)
        if scale.hides(sent_us, end_us):
            return None
        x1, x2 = scale.at(sent_us), scale.at(end_us)
        side = 1 if goal > start else -1
        y1 = start + side * self._half(message.source, sent_us)
        y2 = y1 + (goal - side * (self._half(message.target, end_us) + 1) - y1) * part
        end = ""
        if flight.lost is not None:
            end = f'<path class="x" d="{CROSS}" transform="translate({x2:.1f},{y2:.1f})"/>'
        elif flight.received is not None or flight.due_us is not None:
            turn = degrees(atan2(y2 - y1, x2 - x1))
            end = f'<path class="ah" d="{HEAD_OF_ARROW}" transform="translate({x2:.1f},{y2:.1f}) rotate({turn:.1f})"/>'
        glyph = f"translate({x1 + (x2 - x1) * GLYPH_AT:.1f},{y1 + (y2 - y1) * GLYPH_AT:.1f})"
        ends = f"{SERVER_NAMES[message.source]} to {SERVER_NAMES[message.target]}"
        says = escape(f"{ends}, {message_words(message)}, term {message.term}{', lost' if flight.lost else ''}")
        dashed = " dashed" if flight.look.startswith("pv") else ""
        drawn = (
            f'<g class="{term_class(message.term)}{dashed}"><title>{says}</title>'
            f'<path class="ar" d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}"/>{end}'
            f'<g transform="{glyph}">{_glyph(flight.look)}</g></g>'
        )
        return x1, x2, drawn

    def _way(self, flight: Flight, sent_us: int) -> tuple[int, float]:
        """When a message's way ends, and how much of it is behind it then."""
        if flight.lost is not None:
            lost_us = self.when(flight.lost)
            if lost_us > sent_us:
                return lost_us, 1.0
            return round(sent_us + LOST_PART * self.history.latency_us), LOST_PART
        if flight.received is not None:
            return self.when(flight.received), 1.0
        if flight.due_us is not None and not self.history.is_timeless:
            until_us = max(sent_us + 1, min(flight.due_us, self.until_us))
            return until_us, min(1.0, (until_us - sent_us) / max(1, flight.due_us - sent_us))
        # Moved by hand it waits at its sender, who knows how long.
        return max(sent_us, min(self.until_us, sent_us + self.history.latency_us)), LOST_PART

    def _half(self, server: ServerId, time_us: int) -> float:
        role = "down"
        for span in self.history.lives[server].spans:
            if self.when(span.since) > time_us:
                break
            role = span.role
        return HALF[role]


def _glyph(look: str) -> str:
    """The silhouette of a message."""
    first, _, rest = look.partition(" ")
    answer = rest or first
    mark = YES if answer.endswith("-ok") else NO if answer.endswith("-no") else ""
    if mark:
        shape = VOTE if answer.startswith("rv") or first == "pv" else REPLY
        return f'<path class="gl hollow" d="{shape}"/><path class="gm" d="{mark}"/>'
    hollow = " hollow" if first == "pv" else ""
    return f'<path class="gl{hollow}" d="{SHAPES.get(first, SHAPES["ae"])}"/>'
