"""One recording from the drawer to the public, all of it by an archivist at a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from archive import accounts
from tests.desk.browser.conftest import HEARD_MS, LOOKED_INTO_MS, Room
from tests.desk.conftest import PASSWORD

pytestmark = pytest.mark.slow


def test_a_recording_is_taken_in_heard_corrected_allowed_published_and_found(
    visitor: Page, room: Room, worker: None, shared: Path
) -> None:
    accounts.add(room.settings, "Wang Fang", "archivist", PASSWORD)
    sign_in(visitor)
    take_in(visitor, shared / "speech/diar/ami/dev00_ES2003a.wav")
    watch_until_it_is_heard(visitor)
    correct(visitor)
    allow_and_publish(visitor)
    visitor.goto("/search?q=lamphouse")
    result = visitor.locator("main mark").first
    expect(result).to_have_text("lamphouse")
    expect(visitor.locator("article").first).to_contain_text("Liu Yan")
    visitor.goto("/interviews/2026-001")
    expect(visitor.locator("main")).to_contain_text("Zhang Wei")
    expect(visitor.locator("main")).to_contain_text("Liu Yan")
    expect(visitor.locator("main")).not_to_contain_text("Voice A")
    expect(visitor.locator("main")).to_contain_text("Wang Fang")  # who approved the text, in place of the machine


def sign_in(page: Page) -> None:
    page.goto("/desk")
    page.get_by_label("Name").fill("Wang Fang")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What needs doing")).to_be_visible()


def take_in(page: Page, recording: Path) -> None:
    page.get_by_role("link", name="Take in", exact=True).click()
    page.get_by_label("Choose recordings").set_input_files(recording)
    expect(page.locator(".tape")).to_have_count(1, timeout=LOOKED_INTO_MS)
    page.get_by_label("Title").fill("Two voices at a table")
    page.get_by_label("Narrators").fill("Liu Yan")
    page.get_by_label("Interviewers").fill("Zhang Wei")
    page.get_by_label("Language spoken").fill("en")
    page.get_by_role("button", name="Take in", exact=True).click()
    expect(page.locator(".notice.done")).to_contain_text("2026-001 was taken in")


def watch_until_it_is_heard(page: Page) -> None:
    """The queue says by itself when the last step is done; the page is not loaded again."""
    page.get_by_role("link", name="Queue").click()
    done = page.locator("section[aria-labelledby=done] tbody tr")
    expect(done.filter(has_text=re.compile("[Tt]ranscri"))).to_have_count(1, timeout=HEARD_MS)
    expect(page.get_by_text("Nothing is running.")).to_be_visible(timeout=HEARD_MS)
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible(timeout=HEARD_MS)


def correct(page: Page) -> None:
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("link", name="Two voices at a table").click()
    page.get_by_role("link", name="Texts", exact=True).click()
    page.get_by_role("link", name="English", exact=True).first.click()
    passages = page.locator("li.cue")
    before = passages.count()
    assert before >= 5
    for n, text in enumerate(("We met in the lamphouse.", "Nobody wrote it down.", "It was before the winter.")):
        write(page, n, text)
    split_first(page, before)
    join_second(page, before)
    for n in range(before):
        give_voice(page, n, "Voice A" if n % 2 else "Voice B")
    rename(page, "Voice A", "Liu Yan")
    rename(page, "Voice B", "Zhang Wei")
    page.get_by_role("button", name="Approve as Wang Fang").click()
    expect(page.locator(".note.settled")).to_contain_text("Approved by Wang Fang")


def field_of(page: Page, n: int) -> None:
    page.locator("li.cue .said").nth(n).click()
    expect(page.locator("li.chosen textarea")).to_be_focused()


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_attribute("data-kind", "saved")


def write(page: Page, n: int, text: str) -> None:
    field_of(page, n)
    page.locator("li.chosen textarea").fill(text)
    page.keyboard.press("Escape")
    saved(page)
    expect(page.locator("li.cue .said").nth(n)).to_have_text(text)


def split_first(page: Page, before: int) -> None:
    field_of(page, 0)
    page.keyboard.press("Home")
    for _ in "We met":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("li.cue")).to_have_count(before + 1)
    page.keyboard.press("Escape")
    saved(page)


def join_second(page: Page, before: int) -> None:
    field_of(page, 2)
    page.keyboard.press("Shift+Enter")
    expect(page.locator("li.cue")).to_have_count(before)
    page.keyboard.press("Escape")
    saved(page)


def give_voice(page: Page, n: int, voice: str) -> None:
    field_of(page, n)
    page.locator("li.chosen input[name=speaker]").fill(voice)
    page.keyboard.press("Escape")  # back to the words …
    page.keyboard.press("Escape")  # … and out of the passage
    saved(page)
    expect(page.locator("li.cue .voice").nth(n)).to_have_text(voice)


def rename(page: Page, old: str, new: str) -> None:
    page.reload()
    page.get_by_label("Rename the voice").select_option(old)
    page.get_by_label("New name").fill(new)
    page.get_by_role("button", name="In all texts of this interview").click()
    expect(page.get_by_text(old, exact=True)).to_have_count(0)


def allow_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Publishing", exact=True).click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("textbox", name="What the narrator allowed").fill("Both agreed on the tape.")
    page.get_by_label("The words may be read").check()
    page.get_by_role("button", name="Keep: Consent").click()
    expect(page.get_by_role("status")).to_have_text("The consent was kept.")
    page.get_by_label("Description", exact=True).select_option("open")
    page.get_by_label("Words, in every language", exact=True).select_option("open")
    page.get_by_role("button", name="Keep: Access").click()
    page.get_by_label("Why it is published although").fill("It was read on paper.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Public, as Wang Fang decided on")).to_be_visible()
