"""Finding: one click from a word to the second it is said, with scripts and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_a_hit_plays_from_its_second(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("下岗了")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_have_text("下岗了")
    page.locator(".hit", has_text="The winch operator").locator(".play").first.click()
    asked = float(re.search(r"[?&]t=([\d.]+)", page.url)[1])  # type: ignore[index]
    expect(page.locator(".player")).to_have_class(re.compile("playing"))
    expect(page.locator(".row[aria-current]")).to_contain_text("下岗了")
    expect(page.locator(".row[aria-current]")).to_be_in_viewport()
    now = page.locator("audio").evaluate("sound => sound.currentTime")
    assert asked - 0.1 <= now < asked + 4


def test_without_scripts_one_reads_searches_and_plays(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("canteen")
    plain.get_by_role("button", name="Search").click()
    plain.locator(".passage", has_text="They called us to the canteen").locator(".play").click()
    here = plain.locator(".row[aria-current]")
    expect(here).to_contain_text("canteen")
    expect(here).to_be_in_viewport()
    expect(plain.locator("audio")).to_have_attribute("controls", "")
    expect(plain.locator("audio")).to_have_attribute("src", re.compile(r"#t=\d"))
    expect(plain.get_by_role("button", name="Play")).to_be_hidden()
    plain.get_by_role("link", name="中文", exact=True).click()
    expect(plain.locator(".row[aria-current]")).to_be_in_viewport()
    plain.get_by_role("link", name="Tape 2").click()
    expect(plain.get_by_text("他姓什么我就不说了")).to_be_visible()


def test_without_scripts_a_time_alone_opens_at_its_row(plain: Page) -> None:
    plain.goto("/interviews/2016-014?t=95.5")
    expect(plain.locator(".row[aria-current]")).to_be_in_viewport()
    expect(plain.locator(".row[aria-current]")).to_contain_text("没有人哭")


def test_words_without_a_recording_are_found_where_they_stand(phone: Page) -> None:
    phone.goto("/search?q=hooks")
    phone.get_by_role("link", name="Read").click()
    expect(phone.get_by_text("At the end of a shift I counted the empty")).to_be_in_viewport()
    expect(phone.locator("mark")).to_have_text("hooks")
