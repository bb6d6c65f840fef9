"""How a lesson is written: what each part of its files becomes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.data import data_folder
from app.lessons import Goal, Option, load, parse, parse_question
from app.lessons.document import catalogue_document, lesson_document
from app.lessons.load import LESSON_KEYS
from app.lessons.question import Prediction
from tests.lessons.samples import LESSON, SCENARIO, SOLUTION, only_lesson, replaced, scenario_of, write_lesson


def test_a_lesson_is_a_folder_with_a_number_and_a_name(tmp_path: Path) -> None:
    lesson = only_lesson(load(write_lesson(tmp_path)))
    assert (lesson.number, lesson.id, lesson.title, lesson.summary) == (4, "small", "A small lesson", "One vote.")
    assert (lesson.outcomes, lesson.teaches, lesson.leaves_out) == ((1,), ("votes",), ("logs",))
    assert lesson.minutes == 3


def test_the_text_of_a_lesson_introduces_it_and_its_notes_are_for_the_presenter(tmp_path: Path) -> None:
    lesson = only_lesson(load(write_lesson(tmp_path)))
    assert lesson.html == '<p>Three stations. See <span class="cite">[FLP]</span>.</p>'
    assert lesson.notes == "<p>Say why.</p>"


def test_a_lesson_may_speak_of_the_servers_that_its_solution_adds(tmp_path: Path) -> None:
    scenario = replaced(SCENARIO, "eventually: S3.role = candidate; S3.voted_for = S3", "eventually: S4.up")
    lesson = only_lesson(load(write_lesson(tmp_path, scenario=scenario, solution=f"{SOLUTION}add S4\n")))
    assert lesson.scenarios[0].goals[0].parts == ("S4.up",)


def test_a_scenario_brings_its_scripts_and_the_names_of_the_stations(tmp_path: Path) -> None:
    scenario = scenario_of(tmp_path)
    assert (scenario.id, scenario.number, scenario.title, scenario.minutes) == ("first", 1, "A first scenario", 3)
    assert scenario.setup.startswith("cluster")
    assert scenario.solution.startswith("timeout S3")
    assert scenario.notes == "<p>It takes a minute.</p>"
    assert scenario.names == {"S1": "Svalbard", "S2": "Punta Arenas", "S3": "Hartebeesthoek"}


def test_a_scenario_may_name_stations_of_its_own(tmp_path: Path) -> None:
    own = replaced(SCENARIO, "minutes: 3\n", "minutes: 3\nnames: {S2: Troll}\n")
    assert scenario_of(tmp_path, own).names == {"S1": "Svalbard", "S2": "Troll", "S3": "Hartebeesthoek"}


def test_what_a_learner_reads_of_a_step_is_its_text_and_its_task(tmp_path: Path) -> None:
    step = scenario_of(tmp_path).steps[0]
    s3, s1 = (f'<span class="srv" data-server="{name}">{name}</span>' for name in ("S3", "S1"))
    assert step.html == (
        f'<p>Nobody leads. <strong>Press</strong> <code>E</code> on {s3} and see <span class="cite">§5.2</span>.</p>\n'
        f'<div class="task"><p>Let {s3} stand, not {s1}.</p></div>'
    )
    assert step.text == "Nobody leads. Press E on S3 and see §5.2.\nLet S3 stand, not S1."
    assert step.sources == ("§5.2", "Figure 2")


def test_a_step_has_hints_and_a_reveal_for_the_learner_and_notes_for_the_presenter(tmp_path: Path) -> None:
    step = scenario_of(tmp_path).steps[0]
    assert step.hints[0] == "<p>Press <strong>E</strong>.</p>"
    assert len(step.hints) == 2
    assert (step.reveal, step.notes) == ("<p>Done.</p>", "<p>Wait for the class.</p>")


def test_a_goal_is_a_predicate_with_a_title_and_points(tmp_path: Path) -> None:
    candidate, peace, extra, leads, follows = scenario_of(tmp_path).goals
    parts = ("S3.role = candidate", "S3.voted_for = S3")
    assert candidate == Goal("candidate", "S3 stands for election", "eventually", parts, 3, True, 0, None, ())
    assert (peace.mode, peace.parts, peace.points) == ("never", ("violated.election_safety",), 1)
    assert not extra.required
    assert (leads.step, leads.after) == (1, None)
    assert (follows.after, follows.parts) == ("leads", ("S1.leader_id = S3 and S2.leader_id = S3",))


def test_a_question_has_options_with_a_predicate_each_and_says_what_it_is_aimed_at(tmp_path: Path) -> None:
    question = scenario_of(tmp_path).steps[0].question
    assert isinstance(question, Prediction)
    assert (question.kind, question.ask, question.answer, question.points) == ("predict", "start", "stands", 2)
    assert question.prompt == "Term {term}: what does S3 do?"
    assert question.aim == "A follower asks first."
    assert question.options[0] == Option(
        "stands", "It stands", "S3.role = candidate and max_term > {term}", "It stands in a term after {before}.", ""
    )
    assert question.options[1].instead == "It does not wait."


def test_lines_in_a_code_block_open_no_container(tmp_path: Path) -> None:
    shown = replaced(SCENARIO, "Let S3 win.", "Let S3 win:\n\n```\n::: step\n:::\n```")
    step = scenario_of(tmp_path, shown).steps[1]
    assert "<code>::: step\n:::\n</code>" in step.html


def test_the_catalogue_page_hears_of_every_scenario(tmp_path: Path) -> None:
    (entry,) = catalogue_document(load(write_lesson(tmp_path)))
    assert entry == {
        "id": "small",
        "number": 4,
        "title": "A small lesson",
        "summary": "One vote.",
        "minutes": 3,
        "broken": None,
        "scenarios": [
            {
                "id": "first",
                "title": "A first scenario",
                "summary": "S3 stands.",
                "minutes": 3,
                "goals": 5,
                "questions": 1,
            }
        ],
    }


def test_the_lesson_panel_hears_of_every_step_and_of_no_note(tmp_path: Path) -> None:
    lesson = only_lesson(load(write_lesson(tmp_path)))
    document = lesson_document(lesson, lesson.scenario("first"))
    assert (document["id"], document["title"]) == ("small", "A small lesson")
    scenario = document["scenario"]
    assert (scenario["id"], scenario["number"], scenario["of"]) == ("first", 1, 1)
    first, second = scenario["steps"]
    assert (first["goals"], first["question"]) == (["candidate", "peace", "extra"], "what")
    assert (second["goals"], second["question"], second["hints"]) == (["leads", "follows"], None, [])
    assert "notes" not in first
    assert "Wait for the class" not in str(document)


def test_line_ends_of_another_system_make_no_difference(tmp_path: Path) -> None:
    write_lesson(tmp_path, LESSON.replace("\n", "\r\n"), SCENARIO.replace("\n", "\r\n"))
    place = tmp_path / "04-small" / "01-first" / "scenario.md"
    place.write_bytes(SCENARIO.replace("\n", "\r\n").encode())
    assert only_lesson(load(tmp_path)).scenarios[0].steps[0].title == "Stand"


def test_the_guide_for_authors_names_every_container_and_every_field() -> None:
    guide = (data_folder("lessons") / "README.md").read_text(encoding="utf-8")
    containers = {*parse.IN_SCENARIO, *parse.IN_STEP, *_all(parse_question.INSIDE)}
    fields = {*parse.STEP_FIELDS, *parse.GOAL_FIELDS, *_all(parse_question.FIELDS), *parse_question.ITEM_FIELDS}
    fields |= _all(parse_question.OPTION_FIELDS)
    keys = {*LESSON_KEYS, *parse.SCENARIO_KEYS}
    assert {word for word in containers | fields | keys if f"`{word}" not in guide} == set()


def _all(words: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {word for some in words.values() for word in some}
