"""Who is speaking, in a browser: a clip plays and stops where it ends, with and without scripts; nobody is shut out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from archive import accounts, speakers
from archive.files import Files
from archive.records import Turn, Voices
from tests.axe import shuts_nobody_out
from tests.desk.browser.conftest import Room

PAGE = "/desk/interviews/2026-001/voices"
FLOOR = (Turn(0, 1_600, "B"), Turn(1_800, 6_000, "A"))


@pytest.fixture
def drafted(text: Files) -> Files:
    """Voices told apart in the recording of a machine's text, in which nobody is named but in two passages."""
    speakers.keep_draft(text, "2026-001", "recording-1", Voices(count=2, turns=FLOOR, made_by="a program"))
    return text


def test_a_clip_plays_and_stops_where_it_ends(page: Page, drafted: Files) -> None:
    page.goto(PAGE)
    clip = page.locator(".voices .hear").nth(1)
    assert clip.get_attribute("data-from") == "0" and clip.get_attribute("data-until") == "1600"
    clip.click()
    expect(clip).to_have_attribute("aria-current", "true")
    expect(clip).not_to_have_attribute("aria-current", "true")
    stopped = page.evaluate("document.querySelector('audio').currentTime")
    assert 1.6 <= stopped < 3.0
    page.get_by_role("button", name="to: where the player is").click()
    assert page.locator("input[name=end]").input_value().startswith(("0:01.", "0:02."))


def test_names_and_a_range_are_set_without_scripts(plain: Page, drafted: Files) -> None:
    plain.goto(PAGE)
    assert "#t=0.0,1.6" in (plain.locator(".voices .hear").nth(1).get_attribute("href") or "")
    plain.get_by_label("Who is voice A?").fill("林桂花")
    plain.get_by_label("Who is voice B?").fill("Chen Yu")
    plain.get_by_label("Also where somebody is named already").check()
    plain.get_by_role("button", name="Write the names into the texts").click()
    expect(plain.get_by_role("status")).to_contain_text("passages have their speaker now")
    plain.locator("details summary").click()
    plain.get_by_role("link", name="Somebody else").first.click()
    plain.get_by_label("Who speaks").fill("Wu")
    plain.get_by_role("button", name="Set the speaker").click()
    expect(plain.get_by_role("status")).to_contain_text("From 0:00.000 to 0:01.600, Wu speaks.")
    assert plain.locator(".strands").first.locator("dt").all_inner_texts() == ["林桂花 0:04", "Wu 0:01"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_is_for_everybody_and_fits_on_a_phone(page: Page, room: Room, drafted: Files, language: str) -> None:
    accounts.prefer_language(room.settings, "The archivist", language)
    page.goto(PAGE)
    page.locator("details summary").click()
    shuts_nobody_out(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
