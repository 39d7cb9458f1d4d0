"""Going through the archive by hand and by keyboard: a map of our own, and passages kept in one's own browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

WINCH = "/interviews/2016-014"


# --- the map ---------------------------------------------------------------------------------------------------------


def test_a_place_on_the_map_opens_its_page(page: Page) -> None:
    page.goto("/places")
    expect(page.locator(".map .land").first).to_be_visible()
    expect(page.locator(".map .label-of-place", has_text="Hegang")).to_be_visible()
    page.locator("main li a[href='/places/hegang']").focus()
    page.locator(".map .lamp.shining").click()
    expect(page).to_have_url("/places/hegang")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hegang")
    expect(page.locator(".map .lamp")).to_have_count(1)


def test_no_name_on_the_map_covers_another_or_leaves_the_map(page: Page, phone: Page) -> None:
    for reader in (page, phone):
        reader.emulate_media(reduced_motion="reduce")
        reader.goto("/places")
        expect(reader.locator(".map .label-of-place")).to_have_count(3)
        _stand_apart(reader)
        for _ in range(2):  # seen from afar, Hegang and Jixi are one spot
            reader.get_by_role("button", name="Farther").click()
            _stand_apart(reader)


def _stand_apart(reader: Page) -> None:
    (within,) = reader.locator(".map").evaluate_all(_BOXES)
    standing = reader.locator(".map .label-of-place, .map .leaflet-control-zoom").evaluate_all(_BOXES)
    assert len(standing) > 2
    for number, (left, top, right, bottom) in enumerate(standing):
        assert within[0] <= left < right <= within[2] and within[1] <= top < bottom <= within[3]
        for other in standing[:number]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


_BOXES = "all => all.map((each) => each.getBoundingClientRect()).map((at) => [at.left, at.top, at.right, at.bottom])"


def test_without_scripts_the_places_are_a_list(plain: Page) -> None:
    plain.goto("/places")
    expect(plain.locator(".map")).to_be_hidden()
    plain.get_by_role("link", name="Hegang").click()
    expect(plain.get_by_role("link", name="Thirty desks")).to_be_visible()


def test_the_map_is_passed_and_its_places_opened_by_keyboard(page: Page) -> None:
    page.goto("/places")
    expect(page.locator(".map .lamp").first).to_be_visible()
    page.get_by_role("link", name="Hegang").focus()
    expect(page.locator(".map .shining")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/places/hegang")


# --- the years -------------------------------------------------------------------------------------------------------


def test_a_year_leads_to_its_interviews(page: Page) -> None:
    page.goto("/timeline")
    expect(page.locator(".years rect.perhaps[height='120.0']")).to_have_count(1)
    page.get_by_role("link", name="2017", exact=True).click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit")).to_contain_text("Two brothers, one shaft")


def test_on_a_small_phone_every_year_is_seen_at_once(phone: Page) -> None:
    phone.goto("/timeline")
    within = phone.locator(".years").bounding_box()
    assert within and within["x"] >= 0 and within["x"] + within["width"] <= 360
    drawn = phone.locator(".years :is(rect.sure, text)").all()
    assert len(drawn) > 5
    for each in drawn:
        box = each.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert phone.locator(".years").evaluate("box => box.scrollWidth <= box.clientWidth")


# --- saved passages --------------------------------------------------------------------------------------------------


def _save_two(page: Page) -> None:
    page.goto(f"{WINCH}?t=95.5")
    row = page.locator(".row", has_text="没有人哭")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("button", name="Saved")).to_have_attribute("aria-pressed", "true")
    page.goto("/search?q=desks")
    found = page.locator(".passage", has_text="empty desks").first
    found.hover()
    found.get_by_role("button", name="Save").click()
    expect(found.get_by_role("button", name="Saved")).to_be_visible()


def test_a_passage_is_saved_where_it_is_read_and_where_it_is_found(page: Page) -> None:
    _save_two(page)
    page.get_by_role("link", name="Saved", exact=True).click()
    kept = page.locator(".kept")
    expect(kept).to_have_count(2)
    expect(kept.first).to_contain_text("没有人哭。端着饭盒，站着吃完，就走了。")
    expect(kept.first).to_contain_text("Nobody wept.")
    expect(kept.first).to_contain_text("讲述人")
    expect(kept.first.locator(".words")).to_have_attribute("lang", "zh")
    kept.first.get_by_role("link", name="The winch operator").click()
    expect(page).to_have_url(re.compile(r"/interviews/2016-014\?t=[\d.]+,[\d.]+#here$"))
    expect(page.locator(".row[aria-current]")).to_contain_text("没有人哭")
    expect(page.locator(".row[aria-current]").get_by_role("button", name="Saved")).to_be_visible()


def test_what_is_saved_names_the_version_it_was_read_in(page: Page) -> None:
    page.goto(f"{WINCH}?q=哭&t=95.5")
    page.get_by_role("article", name="Transcript").evaluate("each => { each.dataset.version = '2026-05-05.2'; }")
    page.locator(".row", has_text="没有人哭").get_by_role("button", name="Save").click()
    page.goto("/saved")
    expect(page.locator(".kept .title")).to_have_attribute(
        "href", re.compile(r"^/interviews/2016-014\?t=[\d.]+,[\d.]+&v=2026-05-05\.2#here$")
    )


def test_saving_again_takes_the_passage_back(page: Page) -> None:
    page.goto(f"{WINCH}?t=95.5")
    row = page.locator(".row", has_text="没有人哭")
    row.get_by_role("button", name="Save").click()
    row.get_by_role("button", name="Saved").click()
    page.goto("/saved")
    expect(page.locator(".kept")).to_have_count(0)
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def test_notes_order_and_removal_are_kept_and_may_be_undone(page: Page) -> None:
    _save_two(page)
    page.goto("/saved")
    page.get_by_label("Note: The winch operator").fill("Compare the north shaft.")
    page.get_by_label("Down: The winch operator").click()
    page.reload()
    kept = page.locator(".kept")
    expect(kept.last).to_contain_text("没有人哭")
    expect(kept.last.get_by_role("textbox")).to_have_value("Compare the north shaft.")
    page.get_by_label("Remove: The winch operator").click()
    expect(kept).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(kept).to_have_count(2)
    expect(kept.last.get_by_role("textbox")).to_have_value("Compare the north shaft.")


@pytest.mark.parametrize("name", ["Markdown", "CSV", "RIS"])
def test_saved_passages_are_taken_away_as_files(page: Page, site: str, tmp_path: Path, name: str) -> None:
    _save_two(page)
    page.goto("/saved")
    page.get_by_label("Note: The winch operator").fill("=1+1, “quoted”")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    download.value.save_as(tmp_path / "taken")
    text = (tmp_path / "taken").read_bytes().decode("utf-8-sig")
    assert "没有人哭" in text and "=1+1, “quoted”" in text
    assert f"{site}{WINCH}?" in text and f"{site}/interviews/2018-009?" in text
    if name == "CSV":
        first, second = csv.DictReader(io.StringIO(text))
        assert first["note"] == "'=1+1, “quoted”" and second["title"] == "Thirty desks"
    if name == "RIS":
        assert text.count("TY  - SOUND\r\n") == text.count("ER  - \r\n") == 2
        assert "PY  - 2016\r\n" in text


def test_what_lies_in_the_browser_leads_nowhere_else_and_is_never_run(page: Page) -> None:
    page.goto("/saved")
    evil = '[{"url": "javascript:alert(1)"}, {"url": "/", "link": "https://evil.example/"}, '
    evil += '{"url": "https://evil.example/"}, {"url": "/interviews/2016-014", '
    evil += (
        '"link": "/interviews/2016-014?t=4,5", "title": "<img src=x onerror=alert(1)>", "text": "<b>x</b>"}, 7, null]'
    )
    for kept in (evil, "{}", "not json", "[]"):
        page.evaluate("kept => localStorage.setItem('earwitness.saved', kept)", kept)
        page.reload()
        expect(page.locator(".kept")).to_have_count(1 if kept == evil else 0)
        assert page.locator(".kept img, .kept a[href*='evil'], .kept a[href^='javascript']").count() == 0


def test_without_scripts_nothing_is_offered_that_does_not_work(plain: Page) -> None:
    plain.goto("/saved")
    expect(plain.get_by_role("main").get_by_role("button")).to_have_count(0)
    plain.goto(WINCH)
    expect(plain.get_by_role("button", name="Save")).to_have_count(0)


# --- by keyboard -----------------------------------------------------------------------------------------------------


def test_every_room_is_reached_and_a_passage_saved_by_keyboard(page: Page) -> None:
    page.goto("/")
    for room in ("collections", "interviews", "people", "places", "topics", "timeline", "saved"):
        page.locator(f"nav a[href='/{room}']").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"/{room}")
        expect(page.get_by_role("navigation", name="Main").locator("a[aria-current]")).to_have_attribute(
            "href", f"/{room}"
        )
    page.goto(f"{WINCH}?t=95.5#here")
    save = page.locator(".row[aria-current] .save")
    save.focus()
    expect(save).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(save).to_have_attribute("aria-pressed", "true")
