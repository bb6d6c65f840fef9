"""Lessons: read from their folders, rendered, followed while they are taken, and checked."""

from app.lessons.load import load
from app.lessons.model import BrokenLesson, Catalogue, Goal, Lesson, Option, Question, Scenario, Step
from app.lessons.progress import AnswerRefused, Answers, Changes, Progress

__all__ = [
    "AnswerRefused",
    "Answers",
    "BrokenLesson",
    "Catalogue",
    "Changes",
    "Goal",
    "Lesson",
    "Option",
    "Progress",
    "Question",
    "Scenario",
    "Step",
    "load",
]
