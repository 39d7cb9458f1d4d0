"""Taking in with a real browser: files sent in parts, put in order with the keyboard, and taken in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from archive import uploads
from tests.axe import LIGHT, shuts_nobody_out
from tests.conftest import take_in
from tests.desk.browser.conftest import Room
from tests.sound import tone
from tests.test_batch import tape
from tests.test_gallery import photograph

LOOKED_INTO_MS = 30_000
"""A file is looked into by a process of its own, which on a busy machine takes seconds to start."""


@pytest.fixture
def tapes(tmp_path: Path) -> list[Path]:
    return [tone(tmp_path / f"side {side}.wav", hertz=hertz) for side, hertz in (("A", 220.0), ("B", 330.0))]


def send(page: Page, *paths: Path) -> None:
    page.get_by_label("Choose recordings").set_input_files([*paths])


def rows(page: Page) -> list[str]:
    return page.locator(".tape bdi").all_inner_texts()


def test_the_keyboard_is_enough_from_the_files_to_the_interview(page: Page, room: Room, tapes: list[Path]) -> None:
    page.goto("/desk/intake")
    send(page, *tapes)
    expect(page.locator(".tape")).to_have_count(2, timeout=LOOKED_INTO_MS)
    expect(page.locator(".sending li")).to_have_count(0)
    before = rows(page)
    page.get_by_role("button", name=f"Move {before[0]} down").focus()
    page.keyboard.press("Enter")
    assert rows(page) == before[::-1]
    expect(page.locator("#told")).to_have_text(f"{before[0]} is now tape 2")
    expect(page.locator(":focus")).to_have_attribute("aria-label", f"Move {before[0]} up")
    page.get_by_label("Title").focus()
    page.keyboard.type("A winter underground")
    page.keyboard.press("Tab")
    page.keyboard.type("Lin Guihua")
    page.get_by_label("Date of the interview").focus()
    page.keyboard.type("1998~")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_contain_text("was taken in")
    (interview_id,) = room.files.interview_ids()
    interview = room.files.read_interview(interview_id)
    assert [each.original_name for each in interview.recordings] == before[::-1]
    assert [each.name for each in interview.narrators] == ["Lin Guihua"]


def test_tapes_stay_in_the_order_they_were_put_in_when_the_page_is_loaded_again(page: Page, tapes: list[Path]) -> None:
    page.goto("/desk/intake")
    send(page, *tapes)
    expect(page.locator(".tape")).to_have_count(2, timeout=LOOKED_INTO_MS)
    before = rows(page)
    page.get_by_role("button", name=f"Move {before[-1]} up").press("Enter")
    moved = rows(page)
    assert moved != before
    page.reload()
    expect(page.get_by_role("button", name=f"Move {before[-1]} up")).to_be_visible()
    assert rows(page) == moved
    numbers = page.locator(".place input").evaluate_all("fields => fields.map((each) => each.value)")
    assert numbers == [str(n + 1) for n in range(len(moved))]


def test_a_recording_goes_on_after_the_page_was_reloaded_and_the_line_cut(
    page: Page, room: Room, tmp_path: Path
) -> None:
    big = tape(tmp_path / "big.wav", 7)
    with big.open("ab") as stream:
        stream.truncate(20 * 1024 * 1024)
    page.goto("/desk/intake")
    parts: list[str] = []
    page.route(re.compile("/desk/uploads/."), lambda route: hold_after_the_first(route, parts))
    with page.expect_response(lambda each: each.request.method == "PATCH", timeout=LOOKED_INTO_MS):
        send(page, big)
    expect(page.locator(".sending progress")).to_have_js_property("value", 8 * 1024 * 1024)
    page.reload()
    expect(page.get_by_text("8,388,608 of 20,971,520 bytes are here.")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    offsets: list[str] = []
    page.on("request", lambda each: offsets.append(each.headers.get("upload-offset", "")))
    send(page, big)
    expect(page.locator(".tape .hint").first).to_have_text(
        re.compile("^20,971,520 bytes · sound"), timeout=LOOKED_INTO_MS
    )
    assert "0" not in offsets and "8388608" in offsets
    (upload,) = uploads.waiting(room.files, by="The archivist")
    assert upload.path.read_bytes() == big.read_bytes()


def hold_after_the_first(route: Route, parts: list[str]) -> None:
    """Let one part through; every later one never arrives."""
    if route.request.method != "PATCH":
        route.continue_()
        return
    parts.append(route.request.headers["upload-checksum"])
    if len(parts) == 1:
        route.continue_()


def test_what_is_no_recording_and_what_is_here_already_is_said_at_once(
    page: Page, room: Room, tapes: list[Path], tmp_path: Path
) -> None:
    notes = tmp_path / "notes.wav"
    notes.write_text("<img src=x onerror=alert(1)>")
    page.goto("/desk/intake")
    send(page, notes, tapes[0])
    expect(page.locator(".tape")).to_have_count(2, timeout=LOOKED_INTO_MS)
    expect(page.locator(".tape", has_text="notes.wav").locator(".error")).to_be_visible()
    page.get_by_role("button", name="Take in").click()
    expect(page.locator(".notice.done")).to_be_visible()
    page.goto("/desk/intake")
    send(page, tapes[0])
    expect(page.locator(".tape .error", has_text="here already, in")).to_be_visible(timeout=LOOKED_INTO_MS)
    page.get_by_role("button", name="Discard notes.wav").click()
    expect(page.locator(".notice.done")).to_have_text("notes.wav was discarded.")


def test_without_scripts_files_are_sent_and_ordered_by_forms(plain: Page, room: Room, tapes: list[Path]) -> None:
    plain.goto("/desk/intake")
    send(plain, *tapes)
    plain.get_by_role("button", name="Send", exact=True).click()
    plain.get_by_label("Place of side A.wav").fill("2")
    plain.get_by_label("Place of side B.wav").fill("1")
    plain.get_by_role("button", name="Take in").click()
    (interview_id,) = room.files.interview_ids()
    interview = room.files.read_interview(interview_id)
    assert [each.original_name for each in interview.recordings] == ["side B.wav", "side A.wav"]


def test_nobody_is_shut_out(page: Page, tapes: list[Path]) -> None:
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/desk/intake")
        if width == 1280:
            send(page, *tapes)
        expect(page.locator(".tape")).to_have_count(2, timeout=LOOKED_INTO_MS)
        for path in ("", "/desk/batch"):
            if path:
                page.goto(path)
            shuts_nobody_out(page, schemes=LIGHT)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nobody_is_shut_out_from_the_pictures(page: Page, room: Room, tmp_path: Path) -> None:
    take_in(room.files, tone(tmp_path / "a.wav", hertz=200.0), title={"en": "A winter underground"})
    page.goto("/desk/interviews/2026-001/pictures")
    page.get_by_label("Add a picture").set_input_files(photograph(tmp_path / "a.jpg").path)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".picture img")).to_have_js_property("naturalWidth", 200)
    page.get_by_label("In words, for those who do not see it, English").fill("A pit head")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("img", name="A pit head")).to_be_visible()
    shuts_nobody_out(page, schemes=LIGHT)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
