"""Headings in a real browser: a time plays where one is, and a heading is moved to where the player is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from archive import contents
from archive.files import Files
from archive.records import IndexPoint

PAGE = "/desk/interviews/2026-001/contents"


@pytest.fixture
def headed(text: Files) -> Files:
    points = [IndexPoint(start_ms=at, end_ms=at, title={"en": f"Part {at}"}) for at in (500, 1500)]
    contents.add(text, "2026-001", "recording-1", points, agent="Lin")
    return text


def test_a_time_plays_and_the_heading_that_is_heard_is_marked(page: Page, headed: Files) -> None:
    page.goto(PAGE)
    page.locator("#at-1500 .hear").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 1.5")
    expect(page.locator("#at-1500")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("/contents")


def test_a_heading_is_moved_to_where_the_player_is(page: Page, headed: Files) -> None:
    page.goto(f"{PAGE}?edit=1500")
    page.evaluate("document.querySelector('audio').currentTime = 1.75")
    page.get_by_role("button", name="Here, where the player is").click()
    expect(page.get_by_label("Begins at")).to_have_value("0:01.750")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**done=*")
    assert [each.start_ms for each in headed.read_index_points("2026-001", "recording-1")] == [500, 1750]
    page.get_by_role("button", name="Undo what was just done").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert [each.start_ms for each in headed.read_index_points("2026-001", "recording-1")] == [500, 1500]


def test_without_scripts_a_heading_is_written_moved_and_taken_out(plain: Page, headed: Files) -> None:
    plain.goto(f"{PAGE}?new=0")
    form = plain.locator("#new")
    form.get_by_label("Begins at").fill("0:01")
    form.get_by_label("Title, English").fill("Between")
    form.get_by_role("button", name="Add it").click()
    plain.locator("#at-1000").get_by_role("link", name="Edit").click()
    plain.get_by_label("Begins at").fill("0:01.8")
    plain.get_by_role("button", name="Keep").click()
    plain.get_by_role("button", name="Take out the heading at 0:00").click()
    points = headed.read_index_points("2026-001", "recording-1")
    assert [(each.start_ms, each.title["en"]) for each in points] == [(1500, "Part 1500"), (1800, "Between")]
