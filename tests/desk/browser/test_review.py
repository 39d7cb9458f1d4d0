"""Three hundred suggestions decided by keyboard alone, undo included; and the page in every light."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from archive import jobs, tags, transcripts
from archive.records import Cue, Interview, Recording, Track
from tests.axe import shuts_nobody_out
from tests.conftest import take_in_described
from tests.desk.browser.conftest import Room

SUGGESTIONS = 300


@pytest.fixture
def held(room: Room) -> str:
    """An interview in which three hundred times somebody is laid off."""
    recording = Recording(name="recording-1", kind="none", duration_ms=4_000_000)
    title = {"en": "The winter of the layoffs", "zh-Hans": "下岗那年冬天"}
    described = Interview(id="", title=title, language="en", date="2016", recordings=(recording,))
    interview = take_in_described(room.files, described)
    said = (f"In house number {n} they laid off the father and nobody said why" for n in range(SUGGESTIONS))
    cues = tuple(Cue(n * 4000, n * 4000 + 3000, text, speaker="Mary") for n, text in enumerate(said))
    track = Track(language="en", cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(room.files, interview.id, "recording-1", track, agent="Lin", detail="")
    jobs.bring_suggestions(room.files, room.settings)
    return interview.id


def statuses(room: Room, held: str) -> Counter[str]:
    return Counter(each.status for each in tags.read_tags(room.files, held, "recording-1"))


def test_three_hundred_are_decided_by_keyboard_alone(page: Page, room: Room, held: str) -> None:
    assert statuses(room, held) == {"suggested": SUGGESTIONS}
    page.goto("/desk/review")
    decided = 0
    while decided < SUGGESTIONS:
        here = min(60, SUGGESTIONS - decided)
        expect(page.locator("#how-far")).to_have_text(f"{decided} of {SUGGESTIONS} decided", timeout=60_000)
        expect(page.locator(".suggestion")).to_have_count(here, timeout=60_000)
        for n in range(here):
            page.keyboard.press("r" if n % 3 == 2 else "a")
            if n == 10:  # the eleventh was a mistake
                page.keyboard.press("u")
                page.keyboard.press("r")
        decided += here
    expect(page.locator("#how-far")).to_have_text(f"{SUGGESTIONS} of {SUGGESTIONS} decided", timeout=60_000)
    expect(page.locator("#state")).not_to_have_text("")
    page.wait_for_function("() => !document.querySelector('.suggestion:not([data-outcome])')", timeout=60_000)
    rejected = 5 * (20 + 1)
    assert statuses(room, held) == {"accepted": SUGGESTIONS - rejected, "rejected": rejected}


def test_a_whole_spelling_a_concept_typed_and_undo(page: Page, room: Room, held: str) -> None:
    page.goto(f"/desk/review?interview={held}")
    page.keyboard.press("s")
    expect(page.locator(".suggestion").first).to_contain_text("Skipped for now")
    page.keyboard.press("c")
    page.keyboard.type("Strikes")
    page.keyboard.press("Escape")
    expect(page.locator(".suggestion").nth(1)).to_be_focused()
    page.keyboard.press("Shift+R")
    expect(page.locator("#how-far")).to_have_text(f"{SUGGESTIONS} of {SUGGESTIONS} decided", timeout=20_000)
    assert statuses(room, held) == {"rejected": SUGGESTIONS}
    page.keyboard.press("u")
    expect(page.locator("#how-far")).to_have_text(f"0 of {SUGGESTIONS} decided")
    assert statuses(room, held) == {"suggested": SUGGESTIONS}


def press_through_an_input_method(page: Page, code: str) -> None:
    """A key as Chromium tells of it where a Chinese input method has taken it."""
    pressed = "new KeyboardEvent('keydown', { key: 'Process', code, bubbles: true })"
    page.evaluate(f"code => document.activeElement.dispatchEvent({pressed})", code)


def test_keys_are_listed_and_can_be_turned_off(page: Page, room: Room, held: str) -> None:
    page.goto("/desk/review")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("undo the last decision")
    page.keyboard.press("Escape")
    press_through_an_input_method(page, "KeyS")
    expect(page.locator(".suggestion").first).to_contain_text("Skipped for now")
    press_through_an_input_method(page, "KeyU")
    expect(page.locator("[data-outcome]")).to_have_count(0)
    page.keyboard.press("?")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#how-far")).to_have_text(f"0 of {SUGGESTIONS} decided")
    assert not page.locator("[data-outcome]").count()


def test_without_scripts_forms_decide(plain: Page, room: Room, held: str) -> None:
    plain.goto("/desk/review")
    plain.get_by_role("button", name="Accept", exact=True).first.click()
    expect(plain.locator("#how-far")).to_have_text(f"1 of {SUGGESTIONS} decided")
    plain.get_by_role("button", name="Undo").first.click()
    expect(plain.locator("#how-far")).to_have_text(f"0 of {SUGGESTIONS} decided")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nobody_is_shut_out_in_light_or_dark(page: Page, room: Room, held: str, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto("/desk/review")
    uri = tags.read_tags(room.files, held, "recording-1")[0].refers_to.id
    for address in ("/desk/review", f"/desk/review?concept={uri}"):
        page.goto(address)
        page.keyboard.press("a")
        shuts_nobody_out(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
