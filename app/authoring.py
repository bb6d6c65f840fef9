"""What somebody who writes a lesson is told while it is open in the lab: that it changed, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from app.context import Context
from app.errors import RequestError
from app.lessons import BrokenLesson
from app.lessons.check import check_scenario
from app.lessons.load import load_lesson

KEPT = 100
"""Results of checks that are remembered."""


def authoring_router(context: Context) -> APIRouter:
    """The route under /api/authoring; it is there while lessons are written."""
    router = APIRouter()
    found: dict[tuple[str, str], list[str]] = {}

    @router.get("/api/authoring/{lesson_id}/{scenario_id}")
    async def state(lesson_id: str, scenario_id: str) -> JSONResponse:
        """The revision of a lesson, why it cannot be opened, and what the check has against the scenario."""
        lessons = [lesson for lesson in context.catalogue.lessons if lesson.id == lesson_id]
        if not lessons:
            raise RequestError("not_found", f"No lesson {lesson_id} is being written here.", status=404)
        revision = context.library.revision(lesson_id)
        document: dict[str, Any] = {"revision": revision, "broken": [], "problems": []}
        (lesson,) = lessons
        if isinstance(lesson, BrokenLesson):
            document["broken"] = list(lesson.reasons)
        elif any(scenario.id == scenario_id for scenario in lesson.scenarios):
            key = (revision, scenario_id)
            if key not in found:
                if len(found) >= KEPT:
                    found.clear()
                found[key] = await context.workers.submit(problems_of, lesson.folder, scenario_id)
            document["problems"] = found[key]
        return JSONResponse(document, headers={"Cache-Control": "no-store"})

    return router


def problems_of(folder: Path, scenario_id: str) -> list[str]:
    """What `lessons check` has against a scenario. For a worker: its solution is run."""
    lesson = load_lesson(folder, folder.parent)
    if isinstance(lesson, BrokenLesson):
        return list(lesson.reasons)
    return [
        f"{scenario.folder.name}: {problem}"
        for scenario in lesson.scenarios
        if scenario.id == scenario_id
        for problem in check_scenario(scenario, lesson).problems
    ]
