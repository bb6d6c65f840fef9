"""A class from its opening to its export: one presenter, three students, one of them with a phone in the hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import Dashboard, Person, join, open_class, present, student
from tests.browser.conftest import LIMIT_S, NewContext, Restarted, Server, Watch
from tests.browser.lab import Lab, verify
from tests.browser.test_the_lab_holds import DROPPED

STANDS = re.compile("^Stand for election")
ASKS = re.compile("^Ask the others")


def answer(person: Person, says: re.Pattern[str]) -> None:
    """Choose an option, and lock it in."""
    person.lab.lesson.get_by_role("radio", name=says).check()
    person.lab.lesson.get_by_role("button", name="Lock in answer").click()


def lets_s4_stand(presenter: Person) -> None:
    """S4's election timer runs out, and it stands in term 1."""
    presenter.page.keyboard.press("4")
    expect(presenter.lab.server("S4")).to_have_attribute("aria-pressed", "true")
    presenter.page.keyboard.press("e")
    expect_role(presenter, "S4", "candidate")


def expect_role(person: Person, server: str, role: str) -> None:
    expect(person.lab.server(server)).to_have_attribute("aria-label", re.compile(rf"^{server}\b[^,]*, {role}, "))


def traces_of(dashboard: Dashboard, folder: Path) -> list[Path]:
    """Export the class, and unpack what came."""
    with dashboard.page.expect_download() as started:
        dashboard.page.get_by_role("link", name="All traces").click()
    folder.mkdir()
    archive = folder.with_suffix(".zip")
    started.value.save_as(archive)
    with zipfile.ZipFile(archive) as unpacked:
        unpacked.extractall(folder)
    return sorted(folder.rglob("*.jsonl"))


def grades_of(traces: Path, data: Path) -> list[dict[str, Any]]:
    """What `orbital-raft grade` makes of a folder of traces, with the key of the server that signed them."""
    program = Path(sys.executable).with_name("orbital-raft")
    command: list[str | Path] = [program, "grade", traces, "--data-dir", data, "--format", "json"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    students: list[dict[str, Any]] = json.loads(ended.stdout)["students"]
    return students


def kill_and_restart(server: Restarted, *present: Person) -> None:
    """The server dies in the middle of the lesson, and is started again; everybody's page finds it."""
    server.kill()
    for each in present:
        expect(each.lab.stage.get_by_text("What was received stays here.")).to_be_visible()
    server.start()
    for each in present:
        expect(each.lab.stage.get_by_text("What was received stays here.")).to_be_hidden(timeout=60_000)


def everybody_answers(dashboard: Dashboard, presenter: Person, amara: Person, ben: Person, chidi: Person) -> None:
    """Each for themselves, and nobody sees what the others said; then each learns how their own answer fared."""
    expect(ben.lab.lesson.get_by_text("S4 has heard from no leader")).to_be_in_viewport()
    answer(amara, STANDS)
    answer(ben, ASKS)
    expect(dashboard.poll).to_contain_text("2 of 3 answered")
    marks = [
        dashboard.row(each.name).locator(".pd").first.evaluate("node => getComputedStyle(node, '::before').content")
        for each in (amara, ben, chidi)
    ]
    assert marks[0] == marks[1] != marks[2], "who has answered is seen in the table"
    expect(amara.lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()
    expect(chidi.lab.lesson.get_by_text("Predict before you see it")).to_be_visible()
    answer(presenter, STANDS)
    lets_s4_stand(presenter)
    for each in (amara, ben, chidi):
        expect_role(each, "S4", "candidate")
    expect(amara.lab.lesson.get_by_text("You were right")).to_be_attached()
    expect(ben.lab.lesson.get_by_text("It went otherwise")).to_be_attached()


def goes_off_alone(dashboard: Dashboard, chidi: Person) -> None:
    """From this very state, in which S5 crashes for her alone."""
    chidi.page.get_by_role("button", name="Explore alone").click()
    expect(chidi.standing("Exploring alone")).to_be_visible()
    expect_role(chidi, "S4", "candidate")
    expect(dashboard.row("Chidi Eze")).to_contain_text("alone")
    chidi.page.keyboard.press("5")
    chidi.page.keyboard.press("c")
    expect_role(chidi, "S5", "down")


def is_exported_and_graded(dashboard: Dashboard, folder: Path, data: Path) -> None:
    """Every trace of the class is verified, and counts."""
    traces = traces_of(dashboard, folder)
    assert len(traces) >= 3
    for trace in traces:
        told = verify(trace)
        assert told.returncode == 0, f"{trace.name}: {told.stdout}{told.stderr}"
    students = grades_of(folder, data)
    # the three, and the presenter, whose run is that of the class
    assert len(students) == 4
    assert all(each["lesson"] == "the-raft-algorithm" for each in students)
    graded = [scenario["trace"] for each in students for scenario in each["scenarios"] if scenario["trace"]]
    assert {(trace["status"], trace["signature"]) for trace in graded} == {("verified", "valid")}


@pytest.mark.timeout(3 * LIMIT_S)
@pytest.mark.parametrize("killed", [False, True], ids=["as planned", "with the server killed in the middle"])
def test_a_class_follows_answers_explores_returns_and_is_graded(
    page: Page, new_context: NewContext, restarted: Restarted, watch: Watch, tmp_path: Path, *, killed: bool
) -> None:
    dashboard = open_class(page, restarted.running)
    amara, ben, chidi = (
        student(new_context, restarted.running, dashboard.code, name, on_a_phone=name.startswith("Ben"))
        for name in ("Amara Diallo", "Ben Kowalski", "Chidi Eze")
    )
    for each in (amara, ben, chidi):
        expect(each.standing("Following Dr. Okafor")).to_be_visible()
        expect(dashboard.row(each.name)).to_be_visible()
    presenter = present(page)
    everybody_answers(dashboard, presenter, amara, ben, chidi)
    goes_off_alone(dashboard, chidi)
    if killed:
        kill_and_restart(restarted, amara, ben, chidi, presenter)
        expect(chidi.standing("Exploring alone")).to_be_visible()

    # What each of them did is there, and nothing of it is another's.
    expect_role(chidi, "S5", "down")
    expect_role(amara, "S5", "follower")
    expect_role(amara, "S4", "candidate")
    expect(dashboard.row("Amara Diallo")).to_contain_text("right")
    expect(dashboard.row("Ben Kowalski")).to_contain_text("wrong")
    dashboard.poll.get_by_role("button", name="Reveal to class").click()
    for each in (amara, ben):
        expect(each.lab.lesson.get_by_text("How the class answered, 2 in all")).to_be_attached()

    # She returns to where the class is by then.
    presenter.page.keyboard.press("ArrowRight")
    chidi.page.get_by_role("button", name="Return to class").click()
    expect(chidi.standing("Following Dr. Okafor")).to_be_visible()
    expect_role(chidi, "S5", "follower")
    expect(dashboard.row("Chidi Eze")).not_to_contain_text("alone")
    is_exported_and_graded(dashboard, tmp_path / "traces", restarted.running.data)
    watch.errors[:] = [said for said in watch.errors if not DROPPED.search(said)]


def test_followers_look_where_the_presenter_looks(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    presenter = present(page)
    answer(presenter, STANDS)
    lets_s4_stand(presenter)
    end = presenter.lab.event()
    amara.lab.expect_event(end)
    presenter.page.keyboard.press("2")
    expect(amara.lab.server("S2")).to_have_attribute("aria-pressed", "true")
    presenter.page.keyboard.press("Home")
    amara.lab.expect_event(0)
    presenter.page.keyboard.press("Alt+3")
    expect(amara.lab.inspector.get_by_role("tab", name="Safety")).to_have_attribute("aria-selected", "true")

    # Their own controls hold, and say why.
    amara.page.keyboard.press("End")
    expect(amara.lab.notices).to_contain_text("Your controls are paused while you follow")
    amara.lab.expect_event(0)

    # Who comes late sees the same.
    late = student(new_context, server, dashboard.code, "Late")
    late.lab.expect_event(0)
    expect(late.lab.server("S2")).to_have_attribute("aria-pressed", "true")

    # Once the presenter does not take them along, they look where they like, and still cannot act.
    dashboard.follow.click()
    expect(amara.standing("In the class of Dr. Okafor")).to_be_visible()
    amara.page.keyboard.press("End")
    amara.lab.expect_event(end)
    amara.page.keyboard.press("c")
    expect(amara.lab.notices).to_contain_text("Explore alone to try it yourself")
    dashboard.follow.click()
    amara.lab.expect_event(0)


def test_followers_read_the_step_that_the_presenter_turns_to(
    page: Page, new_context: NewContext, server: Server
) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    presenter = present(page)
    answer(presenter, STANDS)
    lets_s4_stand(presenter)
    progress = re.compile("^Step 2 of")
    presenter.lab.lesson.get_by_role("button", name="Next").click()
    expect(presenter.lab.lesson.get_by_role("img", name=progress)).to_be_visible()
    expect(amara.lab.lesson.get_by_role("img", name=progress)).to_be_visible()
    # Who reads on alone is taken along again when the page is turned for all.
    amara.lab.lesson.get_by_role("button", name="Back").click()
    expect(amara.lab.lesson.get_by_role("img", name=re.compile("^Step 1 of"))).to_be_visible()
    expect(presenter.lab.lesson.get_by_role("img", name=progress)).to_be_visible()
    late = student(new_context, server, dashboard.code, "Late")
    expect(late.lab.lesson.get_by_role("img", name=progress)).to_be_visible()
    presenter.lab.lesson.get_by_role("button", name="Back").click()
    for each in (amara, late):
        expect(each.lab.lesson.get_by_role("img", name=re.compile("^Step 1 of"))).to_be_visible()
    presenter.lab.lesson.get_by_role("button", name="Next").click()
    expect(amara.lab.lesson.get_by_role("img", name=progress)).to_be_visible()
    presenter.page.reload()
    presenter.lab.ready()
    for each in (presenter, amara):
        expect(each.lab.lesson.get_by_role("img", name=progress)).to_be_visible()


def test_the_presenter_comes_back_to_where_they_looked_and_the_projector_follows(
    page: Page, new_context: NewContext, server: Server
) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    presenter = present(page)
    wall = Person(screen := page.context.new_page(), Lab(screen))
    wall.page.goto(server.url + (page.get_by_role("link", name="Open on projector").get_attribute("href") or ""))
    wall.lab.ready()
    expect(wall.page.get_by_role("button", name="Projector mode")).to_have_attribute("aria-pressed", "true")
    # a page that is hidden draws no motion
    presenter.page.bring_to_front()
    answer(presenter, STANDS)
    lets_s4_stand(presenter)
    presenter.page.keyboard.press("Home")
    amara.lab.expect_event(0)
    wall.page.bring_to_front()
    wall.lab.expect_event(0)
    presenter.page.bring_to_front()
    presenter.page.reload()
    presenter.lab.ready()
    presenter.lab.expect_event(0)
    amara.lab.expect_event(0)
    presenter.page.keyboard.press("End")
    amara.lab.expect_event(1)
    wall.page.bring_to_front()
    wall.lab.expect_event(1)


def test_the_control_is_handed_to_a_student_and_taken_back(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    ben = student(new_context, server, dashboard.code, "Ben")
    presenter = present(page)
    dashboard.do("Amara", "Hand the control")
    expect(amara.standing("You have the control")).to_be_visible()
    expect(ben.standing("Following Amara")).to_be_visible()
    expect(presenter.standing("Amara has the control")).to_be_visible()
    answer(amara, STANDS)
    lets_s4_stand(amara)
    expect_role(ben, "S4", "candidate")
    expect_role(presenter, "S4", "candidate")
    presenter.page.get_by_role("button", name="Take it back").click()
    expect(amara.standing("Following Dr. Okafor")).to_be_visible()
    amara.page.keyboard.press("c")
    expect(amara.lab.notices).to_contain_text("Your controls are paused while you follow")
    expect_role(presenter, "S4", "candidate")


def test_a_frozen_class_holds_and_goes_on(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    amara.page.get_by_role("button", name="Explore alone").click()
    expect(amara.standing("Exploring alone")).to_be_visible()
    page.get_by_role("button", name="Freeze").click()
    expect(amara.standing("Dr. Okafor has frozen the class")).to_be_visible()
    amara.page.keyboard.press("4")
    amara.page.keyboard.press("c")
    expect(amara.lab.notices).to_contain_text("The class is frozen")
    expect_role(amara, "S4", "follower")
    page.get_by_role("button", name="Go on").click()
    expect(amara.standing("Exploring alone")).to_be_visible()
    amara.page.keyboard.press("c")
    expect_role(amara, "S4", "down")


def test_who_is_alone_is_called_back_and_keeps_the_run(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    call = page.get_by_role("button", name="Bring back")
    expect(dashboard.row("Amara")).to_be_visible()
    expect(call).to_be_hidden()
    amara.page.get_by_role("button", name="Explore alone").click()
    expect(amara.standing("Exploring alone")).to_be_visible()
    answer(amara, STANDS)
    lets_s4_stand(amara)
    call.click()
    page.get_by_role("button", name="Click again to bring back").click()
    expect(amara.standing("Following Dr. Okafor")).to_be_visible()
    expect(amara.lab.notices).to_contain_text("Dr. Okafor has called everybody back. Your own run is kept.")
    expect_role(amara, "S4", "follower")
    expect(call).to_be_hidden()
    amara.page.get_by_role("button", name="Explore alone").click()
    expect(amara.standing("Exploring alone")).to_be_visible()
    expect_role(amara, "S4", "candidate")


def test_names_are_hidden_for_the_projector(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    student(new_context, server, dashboard.code, "Amara Diallo")
    expect(dashboard.row("Amara Diallo")).to_be_visible()
    page.get_by_role("button", name="Hide names").click()
    expect(dashboard.row("Amara Diallo")).to_have_count(0)
    expect(dashboard.students.get_by_role("rowheader")).to_have_count(2)
    page.get_by_role("button", name="Show names").click()
    expect(dashboard.row("Amara Diallo")).to_be_visible()


def test_a_locked_class_lets_back_in_who_was_in_it(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_text("Nobody new can join. Who was here can come back.")).to_be_visible()
    stranger = new_context().new_page()
    stranger.goto(f"{server.url}/join#{dashboard.code}")
    expect(stranger.get_by_text("Tuesday group, with Dr. Okafor.")).to_be_visible()
    expect(stranger.get_by_text(re.compile("Nobody new can join it now"))).to_be_visible()
    amara.page.reload()
    amara.lab.ready()
    expect(amara.standing("Following Dr. Okafor")).to_be_visible()


def test_a_student_comes_back_on_another_device_by_a_ticket(
    page: Page, new_context: NewContext, server: Server
) -> None:
    dashboard = open_class(page, server)
    student(new_context, server, dashboard.code, "Amara")
    dashboard.do("Amara", "Let in on another device")
    link = page.get_by_role("dialog").get_by_text("/join#ticket=").text_content() or ""
    page.get_by_role("button", name="Close").click()
    phone = Person(other := new_context(390, 844).new_page(), Lab(other))
    phone.page.goto(link if link.startswith("http") else f"http://{link}")
    phone.lab.ready()
    expect(phone.standing("Following Dr. Okafor")).to_be_visible()
    expect(dashboard.students.get_by_role("row")).to_have_count(3)


def present_after_the_end(page: Page) -> Page:
    """The presenter's lab of a class that is over, as a tab that was left open shows it."""
    lab = page.context.new_page()
    lab.goto(page.url.replace("/class#", "/lab?class="))
    return lab


def test_the_end_of_a_class_is_told_to_everybody(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server, "Soon over")
    amara = student(new_context, server, dashboard.code, "Amara")
    end = page.get_by_role("button", name="End the class")
    end.click()
    page.get_by_role("button", name="Click again to end it for everybody").click()
    expect(amara.standing("Dr. Okafor ended the session.")).to_be_visible()
    expect(page.get_by_text("The class is over")).to_be_visible()
    expect(page.get_by_role("link", name="All traces")).to_be_visible()
    # The grades of a class that is over are found again, also from the lab.
    page.goto(f"{server.url}/classroom")
    ended = page.get_by_role("listitem").filter(has_text="Soon over")
    page.get_by_text(re.compile("class(es are| is) over")).click()
    expect(ended).to_contain_text("1 student")
    ended.get_by_role("link").click()
    expect(page.get_by_text("The class is over")).to_be_visible()
    lab = present_after_the_end(page)
    lab.get_by_role("button", name="Dashboard").click()
    expect(lab.get_by_role("link", name="Gradebook")).to_be_visible()


def test_who_has_joined_already_goes_back_from_the_door(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    again = amara.page.context.new_page()
    again.goto(f"{server.url}/join#{dashboard.code}")
    expect(again.get_by_text("You are in it as Amara.")).to_be_visible()
    again.get_by_role("link", name="Go back to it").click()
    expect(Person(again, Lab(again)).standing("Following Dr. Okafor")).to_be_visible()
    expect(dashboard.students.get_by_role("row")).to_have_count(3)


def test_a_thousand_names_do_not_matter_to_two_of_the_same(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    for _ in range(2):
        join(new_context().new_page(), f"{server.url}/join#{dashboard.code}", "Ben")
    expect(dashboard.row(r"^Ben\b")).to_have_count(2)
    expect(dashboard.row(r"^Ben \(2\)")).to_have_count(1)
