"""The interface and a lesson in Simplified Chinese: wished for by the browser, or picked and remembered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import open_class
from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab
from tools.environment import ROOT

SMALLEST_TARGET = 24
"""Pixels, as WCAG 2.5.8 has it."""
ELECTION = "/lab?lesson=the-raft-algorithm&scenario=an-election"


def chinese(new_context: NewContext) -> Page:
    return new_context(locale="zh-CN").new_page()


def test_a_browser_that_wishes_for_chinese_gets_it(new_context: NewContext, server: Server) -> None:
    page = chinese(new_context)
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", name="看五个站点就一份目录达成一致。")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="一次选举")).to_contain_text("10 分钟")
    expect(page.get_by_role("combobox", name="语言")).to_have_value("zh-CN")
    page.get_by_role("link", name="一次选举").click()
    expect(page.get_by_role("region", name="课程").get_by_role("heading", name="一次选举")).to_be_visible()


def test_an_election_is_taken_in_chinese(new_context: NewContext, server: Server) -> None:
    page = chinese(new_context)
    page.goto(f"{server.url}{ELECTION}")
    lesson = page.get_by_role("region", name="课程")
    expect(lesson.get_by_text("五个站点共同保存一份目录。")).to_be_visible()
    expect(lesson.get_by_text(re.compile("^先预测"))).to_be_visible()
    lesson.get_by_role("radio", name=re.compile("^问其他站点")).check()
    lesson.get_by_role("button", name="锁定答案").click()
    expect(lesson.get_by_text("你的预测已锁定")).to_be_visible()
    page.keyboard.press("4")
    page.keyboard.press("e")
    expect(lesson.get_by_text("结果不是这样")).to_be_visible()
    expect(lesson.get_by_text("跟随者不征求任何人的意见")).to_be_visible()
    expect(lesson.get_by_role("group", name="由什么决定")).to_contain_text("S4 在任期 1 参选")
    expect(lesson.get_by_role("listitem").filter(has_text="S4 参选").first).to_contain_text("已达成")
    server_four = page.get_by_role("main").get_by_role("button", name=re.compile("^S4 Hobart"))
    expect(server_four).to_have_accessible_name(re.compile("候选人, 任期 1, 投给 S4"))
    lesson.get_by_role("button", name="事件 1").first.click()
    inspector = page.get_by_role("complementary", name="检查器")
    expect(inspector.get_by_role("heading", name="S4 在任期 1 参选")).to_be_visible()


def test_what_is_picked_is_remembered_and_goes_before_what_the_browser_wishes(
    new_context: NewContext, server: Server
) -> None:
    page = chinese(new_context)
    page.goto(server.url)
    page.get_by_role("combobox", name="语言").select_option("English")
    expect(page.get_by_role("heading", name="Watch five stations agree on one catalog.")).to_be_visible()
    page.goto(f"{server.url}/lab")
    expect(page.get_by_role("region", name="Lesson")).to_contain_text("Your own cluster")
    page.get_by_role("combobox", name="Language").select_option("简体中文")
    expect(page.get_by_role("region", name="课程")).to_contain_text("你自己的集群")


def test_a_lesson_goes_on_in_the_language_that_was_picked_meanwhile(page: Page, server: Server) -> None:
    lab = Lab(page).open(f"{server.url}{ELECTION}")
    lab.lesson.get_by_role("button", name="Skip").click()
    page.keyboard.press("4")
    page.keyboard.press("e")
    expect(lab.lesson.get_by_role("listitem").filter(has_text="S4 stands for election")).to_contain_text("Met: ")
    page.get_by_role("combobox", name="Language").select_option("简体中文")
    notices = page.get_by_role("list", name="通知")
    expect(notices).to_contain_text("这一课是以英语打开的。")
    notices.get_by_role("button", name="改用我的语言打开").click()
    lesson = page.get_by_role("region", name="课程")
    expect(lesson.get_by_text("S4 需要五票中的三票才能领导")).to_be_visible()
    server_four = page.get_by_role("main").get_by_role("button", name=re.compile("^S4 Hobart"))
    expect(server_four).to_have_accessible_name(re.compile("候选人, 任期 1"))


def test_what_is_not_translated_is_in_english(new_context: NewContext, kinds: Server) -> None:
    page = chinese(new_context)
    page.goto(f"{kinds.url}/lab?lesson=every-kind&scenario=a-number")
    lesson = page.get_by_role("region", name="课程")
    expect(lesson.get_by_role("heading", name="目标")).to_be_visible()
    expect(lesson.get_by_role("heading", name="A number", exact=True)).to_be_visible()


def test_why_and_what_is_refused_are_told_in_chinese(new_context: NewContext, server: Server) -> None:
    page = chinese(new_context)
    page.goto(f"{server.url}/lab")
    expect(page.get_by_role("region", name="课程")).to_contain_text("你自己的集群")
    type_line(page, "命令面板", "timeout S4")
    type_line(page, "命令面板", "restart S1")
    expect(page.get_by_role("list", name="通知")).to_contain_text("S1 正在运行")
    page.keyboard.press("4")
    page.keyboard.press("y")
    inspector = page.get_by_role("complementary", name="检查器")
    expect(inspector.get_by_role("heading", name="S4 在任期 1 参选")).to_be_visible()
    expect(inspector).to_contain_text("S4 可以参选吗")
    expect(inspector).not_to_contain_text(re.compile("[a-z]{3} (?:the|is|of) [a-z]{2}"))


def test_what_a_checker_found_and_the_rules_are_told_in_chinese(new_context: NewContext, server: Server) -> None:
    page = chinese(new_context)
    script = (ROOT / "tests/scenarios/variants/votes_twice.raft").read_text(encoding="utf-8")
    address, headers = f"{server.url}/api/rooms", {"Origin": server.url}
    room = page.request.post(address, data={"script": script}, headers=headers).json()
    page.goto(f"{server.url}/lab#room={room['room']}&key={room['control']}")
    page.get_by_role("tab", name=re.compile("安全")).click()
    inspector = page.get_by_role("complementary", name="检查器")
    expect(inspector.get_by_text(re.compile("^S3 在任期 1 既投给 S1"))).to_be_visible()
    page.get_by_role("button", name="打破规则").click()
    rules = page.get_by_role("region", name="规则")
    expect(rules.get_by_text(re.compile("^服务器投出它的选票吗"))).to_be_visible()


def test_a_class_is_taught_and_joined_in_chinese(new_context: NewContext, server: Server) -> None:
    page = new_context().new_page()
    code = open_class(page, server).code
    page.get_by_role("combobox", name="Language").select_option("简体中文")
    students = page.get_by_role("region", name="学生和目标")
    expect(students).to_contain_text("还没有人加入")
    learner = chinese(new_context)
    learner.goto(f"{server.url}/join#{code}")
    expect(learner.get_by_text(re.compile("^Tuesday group.*由 Dr. Okafor 主讲"))).to_be_visible()
    learner.get_by_role("button", name="加入").click()
    expect(learner.get_by_role("alert").filter(has_text="请填写全班怎样称呼你。")).to_be_visible()
    learner.get_by_role("textbox", name="你的名字").fill("小明")
    learner.get_by_role("button", name="加入").click()
    standing = learner.get_by_role("group", name="你在课堂里的位置")
    expect(standing).to_contain_text("正在跟随 Dr. Okafor")
    expect(students.get_by_role("rowheader", name="小明")).to_be_visible()
    page.get_by_role("button", name="冻结").click()
    expect(standing).to_contain_text("Dr. Okafor 冻结了课堂")


def type_line(page: Page, palette: str, line: str) -> None:
    """One line of script, typed as the palette takes it."""
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog", name=palette).get_by_role("combobox")
    field.fill(line)
    field.press("Enter")
    expect(field).not_to_be_visible()


@pytest.mark.parametrize("address", ["/", "/lab", "/classroom", "/join", "/nowhere"])
def test_the_picker_is_on_every_page_for_keys_and_on_a_phone(
    new_context: NewContext, server: Server, address: str, watch: Watch
) -> None:
    page = new_context(width=390, height=844, has_touch=True).new_page()
    page.goto(f"{server.url}{address}")
    picker = page.get_by_role("combobox", name="Language")
    expect(picker).to_be_visible()
    box = picker.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= SMALLEST_TARGET
    assert box["x"] + box["width"] <= 390
    picker.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("combobox", name="语言")).to_have_value("zh-CN")
    # the browser itself says so of an address that is not there
    watch.errors[:] = [error for error in watch.errors if "404" not in error]


def test_a_page_in_english_asks_for_no_other_language(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Lab(page).open(f"{server.url}/lab")
    assert [url for url in asked if "/words/zh" in url] == []
    assert [url for url in asked if url.endswith("/words/en.js")] != []


def test_an_offline_page_is_in_the_language_it_was_made_in(
    new_context: NewContext, server: Server, tmp_path: Path
) -> None:
    page = chinese(new_context)
    page.goto(f"{server.url}{ELECTION}")
    page.get_by_role("region", name="课程").get_by_role("button", name="跳过").click()
    page.keyboard.press("4")
    page.keyboard.press("e")
    expect(page.get_by_role("region", name="课程")).to_contain_text("已达成")
    page.get_by_role("button", name="导出轨迹").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=re.compile("离线页面")).click()
    saved = tmp_path / "page.html"
    waiting.value.save_as(saved)
    alone = new_context(locale="en-US").new_page()
    alone.context.set_offline(True)
    alone.goto(saved.as_uri())
    expect(alone.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(alone.get_by_role("region", name="课程").get_by_role("heading", name="一次选举")).to_be_visible()
    alone.keyboard.press("End")
    alone.keyboard.press("4")
    alone.keyboard.press("y")
    inspector = alone.get_by_role("complementary", name="检查器")
    expect(inspector.get_by_role("heading", name="S4 在任期 1 参选")).to_be_visible()
    expect(inspector).to_contain_text("S4 可以参选吗")
