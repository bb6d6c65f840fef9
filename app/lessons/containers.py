"""What the containers of a lesson have in common: names, fields, texts, and what is said where one is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.lessons.blocks import A_NAME, Block, Field, Prose
from app.lessons.error import LessonError, Place, shown, unknown_word
from app.lessons.render import html_of

TEXTS: Final = ("task", "hint", "reveal", "notes")


def a_kind(block: Block) -> str:
    return f"{'an' if block.kind[0] in 'aeio' else 'a'} {block.kind}"


def require_name(block: Block) -> None:
    if not block.name:
        raise LessonError(block.place, f"{a_kind(block)} without a name", f"::: {block.kind} and {A_NAME}")


def text_of(block: Block) -> str:
    if not block.prose.strip():
        raise LessonError(block.place, f"{a_kind(block)} without text", "its text, below a free line")
    return block.prose


def check_texts(block: Block) -> None:
    """What consists of text alone has some, and nothing else."""
    for inner in block.blocks:
        if inner.kind in TEXTS:
            allow_fields(inner, ())
            allow_blocks(inner, (), f"a {inner.kind}")
            text_of(inner)


def required(block: Block, key: str) -> Field:
    field = block.fields.get(key)
    if field is None or not field.value:
        raise LessonError(
            block.place if field is None else field.place, f"{a_kind(block)} without {key}", f"{key}: and its value"
        )
    return field


def html_of_all(block: Block, kind: str) -> str:
    return "\n".join(html_of(inner.prose) for inner in block.blocks if inner.kind == kind)


def sources_of(block: Block) -> tuple[str, ...]:
    """What a container cites; whether it exists is for `lessons check`."""
    return tuple(source.strip() for source in required(block, "source").value.split(",") if source.strip())


def points_of(block: Block) -> int:
    field = block.fields.get("points")
    if field is None:
        return 1
    if not (field.value.isascii() and field.value.isdigit() and int(field.value) <= 100):
        raise LessonError(field.place, shown(field.value), "points from 0 to 100")
    return int(field.value)


def is_yes(block: Block, key: str) -> bool:
    field = block.fields.get(key)
    if field is not None and field.value not in ("yes", "no"):
        raise LessonError(field.place, shown(field.value), "yes or no")
    return field is not None and field.value == "yes"


def allow_fields(block: Block, legal: Iterable[str]) -> None:
    words = list(legal)
    for key, field in block.fields.items():
        if key not in words:
            place = Place(field.place.file, field.place.line, 1)
            what = f"field of {a_kind(block)}; text needs a free line above it"
            raise unknown_word(place, key, words or ["no field"], what)


def allow_blocks(block: Block, legal: tuple[str, ...], where: str) -> None:
    for inner in block.blocks:
        if inner.kind not in legal:
            raise unknown_word(inner.place, inner.kind, legal or ("text",), f"part of {where}")


def refuse_prose(block: Block, legal: str) -> None:
    for part in block.parts:
        if isinstance(part, Prose):
            raise LessonError(part.place, shown(part.text.splitlines()[0]), legal, "text outside of a step")


def refuse_twins(blocks: Iterable[Block]) -> None:
    seen: dict[str, Block] = {}
    for block in blocks:
        if block.name and block.name in seen:
            legal = f"a name of its own: line {seen[block.name].place.line} has this one"
            raise LessonError(block.place, shown(f"{block.kind} {block.name}"), legal)
        seen[block.name] = block
