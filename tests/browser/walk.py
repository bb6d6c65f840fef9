"""A learner who takes a scenario on the page by its solution, and looks at all that the lesson panel is to show."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

from app.lessons import Question, Scenario
from app.lessons.document import question_document
from tests.browser.course import Course, Line, Moment
from tests.browser.lab import Lab

REPLIES = ("accepted", "refused", "error")


class Walk:
    """One page with a scenario from its first step to its last. `at` is the step that the learner has gone to."""

    def __init__(self, page: Page, url: str, lesson: str, course: Course) -> None:
        self.page = page
        self.course = course
        self.scenario: Scenario = course.scenario
        self.at = 0
        self.position = 0
        self.lab = Lab(page)
        with page.expect_websocket() as opened:
            self.lab.open(f"{url}/lab?lesson={lesson}&scenario={self.scenario.id}")
        self.socket: WebSocket = opened.value
        self.lesson = self.lab.lesson
        self.next = self.lesson.get_by_role("button", name=re.compile("^(Next|Next scenario|All lessons)$"))

    def take(self) -> None:
        """From the first step to the last one."""
        self.expect_step()
        self._see(self.course.begins)
        for batch in self.course.batches():
            self._carry_out(batch)

    # What the learner does.

    def _carry_out(self, batch: list[Line]) -> None:
        line = batch[-1]
        says: str | None = "; ".join(line.action.directive for line in batch)
        while says is not None:
            before = self.position
            self._type(says)
            broke = self.position > before and self.course.holds_at(self.position)
            stopped = self._see(line) or broke
            says = self.course.rest(line, self.position) if stopped else None
        assert self.position == line.position, f"{line.action.directive} led to {self.position}"
        assert not line.moments

    def _type(self, says: str) -> None:
        """Give lines to the palette, which takes several at once, and wait until the room has carried them out."""
        left = says.count("; ")
        replies: list[dict[str, Any]] = []

        def is_last(payload: str | bytes) -> bool:
            frame = _frame(payload)
            if frame["type"] in REPLIES:
                replies.append(frame)
            return len(replies) > left or (bool(replies) and replies[-1]["type"] != "accepted")

        self.page.keyboard.press("Control+k")
        palette = self.page.get_by_role("dialog", name="Command palette")
        self.page.keyboard.insert_text(says)
        with self.socket.expect_event("framereceived", is_last):
            self.page.keyboard.press("Enter")
        assert len(replies) == left + 1, f"{says}: {replies}"
        assert all(reply["type"] != "error" for reply in replies), f"{says}: {replies}"
        self.position = max([self.position, *(reply.get("position", 0) for reply in replies)])
        expect(palette).to_be_hidden()

    def _see(self, line: Line) -> bool:
        """Follow what happened so far of what comes of a line. Whether a question held the run."""
        held = False
        while line.moments and line.moments[0].position <= self.position:
            moment = line.moments.popleft()
            if moment.question is not None:
                self._answer(moment.question)
                held = True
            else:
                self._leave(moment)
        return held

    def _answer(self, question: Question) -> None:
        """Answer a question of the step on show as was decided before, and lock it in."""
        self.expect_step()
        document = question_document(question, self.course.trial.progress)
        box = self._box(question)
        expect(box).to_contain_text("before you see it")
        choices = [option["id"] for option in document["options"]] or document["candidates"]
        box.get_by_role("radio").nth(choices.index(document["chosen"])).check()
        # the answer is told to everybody before it is acknowledged, which waits for the disk
        with self.socket.expect_event("framereceived", lambda payload: _frame(payload)["type"] in REPLIES):
            box.get_by_role("button", name="Lock in answer").click()
        expect(box).to_contain_text(re.compile("Your prediction is locked|You were right|It went otherwise"))

    def _leave(self, moment: Moment) -> None:
        """A step is done: look at what it tells in the end, and press Next."""
        self.expect_step()
        self._expect_done(moment.position)
        expect(self.next).not_to_have_attribute("aria-disabled", "true")
        if moment.step < len(self.scenario.steps):
            expect(self.next).to_have_accessible_name("Next")
            self.next.click()
            self.at += 1
            self.expect_step()

    # What the lesson shows.

    def expect_step(self) -> None:
        """The step that the learner has gone to is the one on show."""
        steps = len(self.scenario.steps)
        expect(self.lesson.get_by_role("img", name=f"Step {self.at + 1} of {steps}", exact=True)).to_be_visible()

    def _expect_done(self, position: int) -> None:
        """Every required goal is ticked, the reveal is told, and the answer is judged if the run has done so by now."""
        step = self.scenario.steps[self.at]
        goals = self.lesson.get_by_role("listitem")
        for goal in step.goals:
            if goal.required:
                expect(goals.filter(has_text=f"Met: {goal.title}")).to_be_visible()
        if step.reveal:
            expect(self.lesson).to_contain_text(plain(step.reveal), use_inner_text=True)
        if step.question is not None and self.course.decided_by(step.question, position):
            self._expect_verdict(step.question)

    def _expect_verdict(self, question: Question) -> None:
        document = question_document(question, self.course.trial.progress)
        box = self._box(question)
        expect(box).to_contain_text("You were right" if document["state"] == "right" else "It went otherwise")
        expect(box).to_contain_text(document["feedback"], use_inner_text=True)

    def expect_the_end(self) -> None:
        """Every step is done, and all of it can be read again on the way back to the first one."""
        assert self.at == len(self.scenario.steps) - 1
        while True:
            self.expect_step()
            self._expect_done(self.position)
            if self.at == 0:
                break
            self.lesson.get_by_role("button", name="Back", exact=True).click()
            self.at -= 1

    def go_on(self) -> None:
        """Back to the last step."""
        while self.at < len(self.scenario.steps) - 1:
            self.next.click()
            self.at += 1
            self.expect_step()

    def _box(self, question: Question) -> Locator:
        prompt = question_document(question, self.course.trial.progress)["prompt"]
        return self.lesson.get_by_role("group", name=prompt, exact=True)


def plain(rendered: str) -> str:
    """The words of a rendered text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", rendered)).split())


def _frame(payload: str | bytes) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(payload)
    return frame
