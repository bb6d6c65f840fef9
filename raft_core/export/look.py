"""The look of a drawing: the lab's colours for both themes, as a style sheet that needs nothing else.

Colours are written out for each theme, because not every program that shows an SVG knows variables. A test holds that
they are those of the lab's `tokens.css`.
"""

from typing import Final

LIGHT: Final = 0
DARK: Final = 1

COLOURS: Final = {
    "bg": ("#f4f5f2", "#0d1218"),
    "surface": ("#ffffff", "#141b23"),
    "sunk": ("#eceeea", "#090d12"),
    "ink": ("#15202b", "#e8eef3"),
    "ink-2": ("#45535f", "#b3c0cb"),
    "ink-3": ("#5f6c77", "#8796a3"),
    "line": ("#dce0dc", "#232e39"),
    "line-2": ("#c3cac8", "#354452"),
    "line-strong": ("#7d8994", "#6c7c8a"),
    "fault": ("#a8430f", "#f29a66"),
}
TERMS: Final = (
    {
        "": ("#2c4db4", "#5e8bf5"),
        "on": ("#ffffff", "#0b1016"),
        "tint": ("#dde3f3", "#263655"),
        "cell": ("#9aaadb", "#2c3f66"),
        "ink": ("#2643a3", "#9bb8ff"),
    },
    {
        "": ("#f2b733", "#f5cd6e"),
        "on": ("#1b2530", "#0b1016"),
        "tint": ("#fbe9c2", "#4a4635"),
        "cell": ("#fae2ad", "#6e6241"),
        "ink": ("#7a5200", "#f5cd6e"),
    },
    {
        "": ("#1e7a63", "#3db597"),
        "on": ("#ffffff", "#0b1016"),
        "tint": ("#dbeae6", "#1e403f"),
        "cell": ("#93bfb4", "#1c413e"),
        "ink": ("#17634f", "#6fd3b8"),
    },
    {
        "": ("#b7a6f2", "#d4c4ff"),
        "on": ("#1b2530", "#0b1016"),
        "tint": ("#e9e4fb", "#424458"),
        "cell": ("#e2dbfa", "#615f7b"),
        "ink": ("#5a43b0", "#d4c4ff"),
    },
    {
        "": ("#7c2158", "#ae478c"),
        "on": ("#ffffff", "#ffffff"),
        "tint": ("#eadbe4", "#39263c"),
        "cell": ("#c094af", "#452945"),
        "ink": ("#7c2158", "#f09acf"),
    },
    {
        "": ("#7fddbe", "#a4ebcf"),
        "on": ("#1b2530", "#0b1016"),
        "tint": ("#d9f5ec", "#374d4c"),
        "cell": ("#ccf1e5", "#4e6e68"),
        "ink": ("#0f6650", "#a4ebcf"),
    },
)
"""The six colours of terms, in turn: base, text on it, tint, cell, ink on paper."""

SHAPES: Final = """
text { font: 500 10.5px "JetBrains Mono", ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; }
.name, .title, .fold, .sign text { font-family: Inter, system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
.name { font-size: 13px; font-weight: 680; text-anchor: start; }
.title { font-size: 11px; font-weight: 620; text-anchor: start; }
.sign text { font-weight: 600; text-anchor: start; paint-order: stroke; stroke-width: 3px; }
.sign .before { text-anchor: end; }
.disc text { font-weight: 700; font-size: 10px; }
.tick, .zig { fill: none; }
.life { stroke-width: 1.25; }
.follower { stroke-width: 1; }
.candidate { stroke-width: 2; }
.pre_candidate { stroke-width: 1.75; stroke-dasharray: 4 3; }
.down { fill: none; stroke-width: 1.5; stroke-dasharray: 1.5 4; }
.paused { opacity: .6; }
.disc circle { stroke-width: 1.75; }
.x { fill: none; stroke-width: 2.4; stroke-linecap: round; }
.stem { fill: none; stroke-width: 2; }
.ar { fill: none; stroke-width: 1.4; }
.gl { stroke-width: 1.25; }
.gm { fill: none; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.dashed .ar { stroke-dasharray: 4 3; }
.dashed .gl { stroke-dasharray: 2 1.5; }
"""


def term_class(term: int) -> str:
    """The class of a term: its colour."""
    return f"tk{(term - 1) % len(TERMS) + 1}" if term > 0 else "tk0"


def style_sheet() -> str:
    """The whole style sheet: light, and dark where the reader prefers it."""
    dark = "\n".join(f"  {rule}" for rule in _rules(DARK))
    return f"{SHAPES}{chr(10).join(_rules(LIGHT))}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _rules(theme: int) -> list[str]:
    colour = {name: both[theme] for name, both in COLOURS.items()}
    rules = [
        f"text {{ fill: {colour['ink-3']}; }}",
        f".paper, .band {{ fill: {colour['bg']}; }}",
        f".ground {{ fill: {colour['surface']}; stroke: {colour['line']}; }}",
        f".tick {{ stroke: {colour['line']}; }}",
        f".zig {{ stroke: {colour['line-2']}; stroke-width: 1.25; }}",
        f".name {{ fill: {colour['ink']}; }}",
        f".sign text {{ fill: {colour['ink-2']}; stroke: {colour['surface']}; }}",
        f".stem {{ stroke: {colour['ink-2']}; }}",
        f".x {{ stroke: {colour['fault']}; }}",
    ]
    none = {"": colour["ink-3"], "on": colour["surface"], "tint": colour["sunk"], "cell": colour["sunk"]}
    rules += _term_rules("tk0", {**none, "ink": colour["ink-3"]}, colour)
    for number, term in enumerate(TERMS, 1):
        rules += _term_rules(f"tk{number}", {name: both[theme] for name, both in term.items()}, colour)
    return rules


def _term_rules(name: str, term: dict[str, str], colour: dict[str, str]) -> list[str]:
    return [
        f".{name} .life {{ stroke: {term['ink']}; }}",
        f".{name} .follower {{ fill: {term['cell']}; }}",
        f".{name} .leader {{ fill: {term['']}; }}",
        f".{name} .candidate {{ fill: {term['tint']}; }}",
        f".{name} .pre_candidate {{ fill: {colour['surface']}; }}",
        f".{name} .down {{ fill: none; stroke: {colour['line-strong']}; }}",
        f".{name} .title {{ fill: {term['on']}; }}",
        f".{name} circle {{ fill: {colour['surface']}; stroke: {term['ink']}; }}",
        f".{name} .number {{ fill: {term['ink']}; }}",
        f".{name} .ar, .{name} .gm {{ stroke: {term['ink']}; }}",
        f".{name} .ah {{ fill: {term['ink']}; }}",
        f".{name} .gl {{ fill: {term['']}; stroke: {term['ink']}; }}",
        f".{name} .hollow {{ fill: {colour['surface']}; }}",
    ]
