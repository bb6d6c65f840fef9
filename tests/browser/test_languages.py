"""The interface and a lesson in Simplified Chinese: wished for by the browser, or picked and remembered."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.lab import Lab

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
    expect(lesson.get_by_role("heading", name="A number")).to_be_visible()
    expect(lesson.get_by_role("heading", name="目标")).to_be_visible()
    expect(lesson.get_by_text("How many servers")).to_be_visible()
