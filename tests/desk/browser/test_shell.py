"""The desk in a real browser: the keyboard is enough, nobody is shut out, and the queue goes on by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from archive import jobs
from archive.jobs import find_step
from archive.jobs.steps import ACCESS_COPY, PEAKS, TRANSCRIBE
from tests.axe import shuts_nobody_out
from tests.conftest import PUBLISHED, take_in
from tests.desk.browser.conftest import Room
from tests.desk.conftest import PASSWORD
from tests.sound import tone

PAGES = ("/desk/", "/desk/queue", "/desk/interviews/2026-001/hear-again", "/desk/password")


@pytest.fixture
def busy(room: Room, tmp_path: Path) -> jobs.Queue:
    """The queue of an archive with one thing of every kind: done, failed, cancelled, waiting, hindered, published."""
    files, settings = room.files, room.settings
    for number in (1, 2, 3):
        title = {"en": f"A winter underground, {number}", "zh-Hans": "井下的冬天"}
        published = PUBLISHED if number == 3 else None
        take_in(files, tone(tmp_path / f"{number}.wav", hertz=200.0 * number), title=title, published=published)
    queue = jobs.open_queue(files, settings)
    queue.do(find_step(files, settings, "2026-001", "recording-1", PEAKS))
    jobs.cancel(files, find_step(files, settings, "2026-001", "recording-1", ACCESS_COPY), agent="林桂花")
    spoiled = settings.home / "media/2026-002" / files.read_interview("2026-002").recordings[0].file
    spoiled.chmod(0o644)
    spoiled.write_bytes(b"spoiled")
    queue.do(find_step(files, settings, "2026-002", "recording-1", ACCESS_COPY))
    return queue


def test_nobody_is_shut_out_in_light_or_dark_or_chinese(page: Page, busy: jobs.Queue) -> None:
    for language in ("English", "中文"):
        for address in PAGES:
            page.goto(address)
            shuts_nobody_out(page, f"{address} {language}")
        page.goto("/desk/")
        if language == "English":
            page.get_by_role("button", name="中文").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def test_the_sign_in_page_shuts_nobody_out(context: BrowserContext, page: Page, room: Room) -> None:
    context.clear_cookies()
    page.goto("/desk/")
    shuts_nobody_out(page, schemes=["light"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Write your name.")).to_be_visible()
    shuts_nobody_out(page, schemes=["light"])


def test_nothing_scrolls_sideways_on_a_phone(page: Page, busy: jobs.Queue) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_signing_in_and_out_by_keyboard_alone(context: BrowserContext, page: Page, room: Room) -> None:
    context.clear_cookies()
    page.goto("/desk/queue")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("The archivist")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/desk/queue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_queue_goes_on_without_a_reload_and_the_focus_stays(page: Page, busy: jobs.Queue) -> None:
    step = find_step(busy.files, busy.settings, "2026-001", "recording-1", TRANSCRIBE)
    page.goto("/desk/queue")
    cancel = page.get_by_role("button", name="Cancel: 2026-001, Transcription")
    cancel.focus()
    with busy.heartbeats.held(str(step)) as holder:
        expect(page.get_by_role("region", name="Running").get_by_text("begun")).to_be_visible()
        expect(cancel).to_be_focused()
        holder.tell(60_000, 120_000)
        holder._beat_once()
        expect(page.get_by_role("progressbar", name="Progress")).to_have_js_property("value", 60_000)
    expect(page.get_by_text("Nothing is running.")).to_be_visible()


def test_a_cancelled_step_is_asked_for_again_without_scripts(plain: Page, busy: jobs.Queue) -> None:
    plain.goto("/desk/queue")
    plain.get_by_role("button", name="Try again: 2026-001, Copy for listening").click()
    expect(plain.get_by_text("It waits its turn again.")).to_be_visible()
    expect(plain.get_by_role("region", name="Waiting").get_by_text("Copy for listening").first).to_be_visible()
