"""Finding: one click from a word to the second it is said, with scripts and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_a_hit_plays_where_it_was_found_from_its_second(page: Page) -> None:
    page.goto("/search?q=下岗了&others=no")
    hits = page.locator(".hit", has_text="The winch operator").locator(".play")
    expect(page.locator(".hearing")).to_be_hidden()
    hits.first.click()
    expect(hits.first).to_have_attribute("aria-current", "true")
    expect(page.locator(".hearing")).to_contain_text("The winch operator")
    asked = int(hits.first.get_attribute("data-start-ms") or 0) / 1000
    page.wait_for_function("asked => document.querySelector('.hearing audio').currentTime >= asked - 0.1", arg=asked)
    assert page.locator(".hearing audio").evaluate("sound => sound.currentTime") < asked + 4
    assert page.url.endswith("&others=no"), "nobody was taken away"
    hits.first.click()
    expect(hits.first).not_to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".hearing")).to_be_hidden()
    expect(hits.first).to_be_focused()


def test_a_hit_leads_to_its_second_in_the_interview(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("下岗了")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_have_text("下岗了")
    page.locator(".hit", has_text="The winch operator").locator(".play").first.click()
    page.get_by_role("link", name="Read it in the interview").click()
    asked = float(re.search(r"[?&]t=([\d.]+)", page.url)[1])  # type: ignore[index]
    expect(page.locator(".player")).to_have_class(re.compile("playing"))
    expect(page.locator(".row[aria-current]")).to_contain_text("下岗了")
    expect(page.locator(".row[aria-current]")).to_be_in_viewport()
    page.wait_for_function("asked => document.querySelector('audio').currentTime >= asked - 0.1", arg=asked)
    assert page.locator("audio").evaluate("sound => sound.currentTime") < asked + 4


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
