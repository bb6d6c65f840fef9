"""Somebody who is always wrong."""

from __future__ import annotations

from app.lessons import Question, Scenario
from app.lessons.question import Prediction
from app.lessons.trial import Chooser, solve


def wrong(scenario: Scenario, number: int) -> Chooser:
    """Answers every question wrong: with the wrong answer of that number, counted round where there are fewer."""
    asked = solve(scenario).progress

    def choose(question: Question) -> str:
        if isinstance(question, Prediction):
            choices = [option.id for option in question.options]
        else:
            choices = list(asked.answers.asked[question.id].candidates)
        answer = asked.answer_to(question.id)
        assert answer is not None
        assert answer.came_true is not None
        others = [choice for choice in choices if not question.is_right(choice, answer.came_true)]
        return others[number % len(others)]

    return choose
