"""Lessons: read from their folders, rendered, followed while they are taken, and checked."""

from app.lessons.library import Library
from app.lessons.load import load
from app.lessons.marks import Changes
from app.lessons.model import BrokenLesson, Catalogue, Goal, Lesson, Scenario, Step
from app.lessons.progress import AnswerRefused, Answers, Progress
from app.lessons.question import Design, Option, Question

__all__ = [
    "AnswerRefused",
    "Answers",
    "BrokenLesson",
    "Catalogue",
    "Changes",
    "Design",
    "Goal",
    "Lesson",
    "Library",
    "Option",
    "Progress",
    "Question",
    "Scenario",
    "Step",
    "load",
]
