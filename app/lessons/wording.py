"""Rules for the words of a lesson: short enough to be read while something happens, and every claim with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from app.lessons.citations import LEGAL, citations_in, is_known
from app.lessons.model import Lesson, Scenario, Step
from app.lessons.question import Design, Order, Prediction, Question
from app.lessons.render import plain_html, word_count

MOST_WORDS: Final = 45
"""In one text: what a step says before anything is done, a question, its feedback, a hint, what is revealed."""
MOST_WORDS_OF_A_LINE: Final = 15
"""In a title, a goal or an option."""


def wording_of(lesson: Lesson) -> Iterator[str]:
    """What is wrong with the words of a lesson outside of its scenarios."""
    yield from _unknown_sources("lesson.md", citations_in(plain_html(lesson.html + lesson.notes)), lesson.works)


def wording(scenario: Scenario, works: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the words of a scenario, as sentences."""
    for step in scenario.steps:
        yield from _of_step(step, works)
        if step.question is not None:
            yield from _of_question(step.question, works)


def _of_step(step: Step, works: Mapping[str, str]) -> Iterator[str]:
    where = f"step {step.id}"
    yield from _too_long(f"{where}: its title", step.title, MOST_WORDS_OF_A_LINE)
    yield from _too_long(f"{where}: its text", step.text, MOST_WORDS)
    for number, hint in enumerate(step.hints, 1):
        yield from _too_long(f"{where}: hint {number}", plain_html(hint), MOST_WORDS)
    yield from _too_long(f"{where}: what it reveals", plain_html(step.reveal), MOST_WORDS)
    for goal in step.goals:
        yield from _too_long(f"goal {goal.id}: its title", goal.title, MOST_WORDS_OF_A_LINE)
    told = " ".join([step.text, *[plain_html(text) for text in (*step.hints, step.reveal, step.notes)]])
    yield from _unknown_sources(where, [*step.sources, *citations_in(told)], works)


def _of_question(question: Question, works: Mapping[str, str]) -> Iterator[str]:
    where = f"question {question.id}"
    yield from _too_long(f"{where}: its text", question.prompt, MOST_WORDS)
    if isinstance(question, Prediction | Design):
        yield from _of_options(where, question)
        told = " ".join(text for option in question.options for text in (option.says, option.because, option.instead))
    else:
        because, instead = question.because(None, ""), question.instead("")
        items = question.items if isinstance(question, Order) else ()
        for item in items:
            yield from _too_long(f"{where}: item {item.id}", item.says, MOST_WORDS_OF_A_LINE)
        yield from _too_long(f"{where}: its feedback", because, MOST_WORDS)
        if not instead:
            yield f"{where} has no instead: what does somebody overlook who answers otherwise?"
        yield from _too_long(f"{where}: its instead", instead, MOST_WORDS)
        told = " ".join([because, instead, *(item.says for item in items)])
    yield from _unknown_sources(where, [*question.sources, *citations_in(f"{question.prompt} {told}")], works)


def _of_options(where: str, question: Prediction | Design) -> Iterator[str]:
    answers = question.answer.split(",")
    # What is told to who is wrong: of a prediction also what came true, of a design only why this one fell.
    because = question.option(answers[0]).because if isinstance(question, Prediction) else ""
    for option in question.options:
        yield from _too_long(f"{where}: option {option.id}", option.says, MOST_WORDS_OF_A_LINE)
        if option.id in answers:
            yield from _too_long(f"{where}: the feedback to {option.id}", option.because, MOST_WORDS)
        elif not option.instead:
            yield f"{where}: option {option.id} has no instead: what does somebody who chooses it overlook?"
        else:
            yield from _too_long(f"{where}: the feedback to {option.id}", f"{option.instead} {because}", 2 * MOST_WORDS)
            yield from _too_long(f"{where}: instead of {option.id}", option.instead, MOST_WORDS)


def _too_long(what: str, text: str, most: int) -> Iterator[str]:
    count = word_count(text)
    if count > most:
        yield f"{what} has {count} words; at most {most} are read"


def _unknown_sources(where: str, citations: Iterator[str] | list[str], works: Mapping[str, str]) -> Iterator[str]:
    for citation in dict.fromkeys(citations):
        if not is_known(citation, works):
            yield f"{where}: the source {citation!r} is unknown; legal are {LEGAL}"
