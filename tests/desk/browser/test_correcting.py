"""Correcting by the keyboard alone, in a real browser: what is typed is on disk, and two who type keep their words."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import BrowserContext, Page, expect

from archive import correcting, transcripts
from archive.files import Files
from tests.axe import shuts_nobody_out
from tests.browser.conftest import Watch
from tests.desk.browser.conftest import ENGLISH, TEXT, passage

PAGES = (TEXT, f"{TEXT}?cue=2000-2900", f"{TEXT}/versions", "/desk/interviews/2026-001/texts", "/desk/checking")


def said(files: Files) -> list[str]:
    return [each.text for each in correcting.read_text(files, "2026-001", ENGLISH).cues]


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_attribute("data-kind", "saved")


def test_a_text_is_corrected_with_the_keyboard_alone(page: Page, text: Files) -> None:
    page.goto(TEXT)
    page.locator(".said").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    field = page.locator("li.chosen textarea")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()  # Tab plays
    page.locator("audio").evaluate("async sound => { while (sound.paused) await new Promise(requestAnimationFrame) }")
    assert 0.9 < page.locator("audio").evaluate("sound => sound.currentTime") < 3
    page.keyboard.press("Tab")
    assert page.locator("audio").evaluate("sound => sound.paused")
    page.keyboard.press("End")
    page.keyboard.type(" for good")
    saved(page)  # by itself, after a rest
    assert said(text)[1] == "they closed pit 1 for good"
    page.keyboard.press("Home")
    for _ in range(len("they closed")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("li.cue")).to_have_count(7)
    assert said(text)[1:3] == ["they closed", "pit 1 for good"]
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("li.cue")).to_have_count(6)
    page.keyboard.press("Alt+2")
    expect(page.locator("li.chosen input[name=speaker]")).to_have_value("Tom")
    page.keyboard.press("Alt+z")
    expect(page.locator("li.chosen input[name=speaker]")).to_have_value("Mary")
    page.keyboard.press("Alt+u")
    expect(field).to_have_value("they closed pit 2")  # the least certain
    page.keyboard.press("Control+Enter")
    expect(field).to_have_value("they closed pit 3")
    page.keyboard.press("Escape")
    expect(page.locator(".said:focus")).to_have_text("they closed pit 3")
    saved(page)
    cues = correcting.read_text(text, "2026-001", ENGLISH).cues
    assert cues[1].hearing is None and cues[2].hearing is None and cues[3].hearing is not None
    assert [word for each in (cues[0], *cues[2:]) for word in each.words] == [
        word for n in (0, 2, 3, 4, 5) for word in passage(n).words
    ]


def test_two_who_type_in_one_passage_are_shown_both_readings(page: Page, context: BrowserContext, text: Files) -> None:
    other = context.new_page()
    for each in (page, other):
        each.goto(TEXT)
        each.locator(".said").nth(1).click()
    page.locator("li.chosen textarea").fill("one reading")
    page.keyboard.press("Escape")
    saved(page)
    other.locator("li.chosen textarea").fill("another reading")
    other.keyboard.press("Escape")
    expect(other.locator("#disputes ins")).to_have_text("another")
    expect(other.locator("#disputes")).to_be_focused()
    assert said(text)[1] == "one reading"
    expect(other.locator("#approve")).to_be_disabled()
    other.get_by_role("button", name="Put in what").press("Enter")
    expect(other.locator("#disputes li")).to_have_count(0)
    expect(other.locator("#approve")).to_be_enabled()
    assert said(text)[1] == "another reading"


def test_who_approves_while_typing_approves_what_was_typed(page: Page, text: Files) -> None:
    page.goto(TEXT)
    page.locator(".said").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" indeed")
    page.locator("#approve").press("Enter")
    expect(page.locator(".notice")).to_contain_text("Approved by The archivist")
    (kept,) = transcripts.current(text, "2026-001")["recording-1"]
    assert kept.cues[0].text == "they closed pit 0 indeed"
    assert kept.approved_by == "The archivist"


def test_what_was_typed_while_the_line_was_down_is_saved_when_it_is_back(page: Page, watch: Watch, text: Files) -> None:
    page.goto(TEXT)
    page.locator(".said").first.click()
    page.route("**/wishes.json", lambda route: route.abort())
    page.keyboard.type("! ")
    expect(page.locator("#state")).to_have_attribute("data-kind", "offline")
    page.unroute("**/wishes.json")
    saved(page)
    assert "!" in said(text)[0]
    watch.complaints[:] = [each for each in watch.complaints if "ERR_FAILED" not in each]  # the line that was down


def test_nobody_is_shut_out_and_nothing_scrolls_sideways(page: Page, text: Files) -> None:
    wish = correcting.Wish(act="text", cues=(replace(passage(1), words=(), hearing=None),), text="typed")
    for by in ("Li Min", "Wang Fang"):
        correcting.correct(text, "2026-001", ENGLISH, replace(wish, text=f"typed by {by}"), by=by)
    for address in PAGES:
        page.goto(address)
        shuts_nobody_out(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        page.set_viewport_size({"width": 1280, "height": 800})


def test_without_scripts_a_passage_has_a_form(plain: Page, text: Files) -> None:
    plain.goto(TEXT)
    plain.locator(".said").nth(1).click()
    plain.get_by_label("What is said").first.fill("they shut pit 1")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_text("Saved.", exact=True)).to_be_visible()
    assert said(text)[1] == "they shut pit 1"
