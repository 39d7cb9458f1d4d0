"""Publishing in a real browser: with the keyboard alone, without scripts, on a phone, for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from archive import jobs, publication, transcripts
from archive.records import CLOSED, Consent, Cue, Person, Recording, Track
from tests.axe import LIGHT, shuts_nobody_out
from tests.conftest import described, take_in_described
from tests.desk.browser.conftest import Room

PAGE = "/desk/interviews/2026-001/publishing"
LOG = "/desk/interviews/2026-001/log"
WITHDRAWAL = "/desk/interviews/2026-001/withdrawal"


@pytest.fixture
def held(room: Room) -> str:
    """An interview that lacks nothing but consent and somebody's decision."""
    people = (Person(name="刘桂华", pseudonym="赵大姐"), Person(name="Lin Guihua"))
    recordings = (Recording(name="recording-1", kind="none"),)
    interview = described(recordings=recordings, consent=None, narrators=people, language="zh")
    held = take_in_described(room.files, interview).id
    track = Track(language="zh", cues=(Cue(0, 900, "在食堂里念名单。"),), made_by="whisper base")
    transcripts.keep_machine_text(room.files, held, "recording-1", track)
    return held


def consented(room: Room, held: str) -> None:
    publication.record_consent(room.files, held, Consent(statement="Her words.", uses=("text",)), by="Wang Fang")


def reached(page: Page, name: str) -> None:
    """Go on with Tab until a button of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText") == name:
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_consent_publishing_and_taking_back_by_keyboard_alone(page: Page, room: Room, held: str) -> None:
    page.goto(PAGE)
    expect(page.get_by_text("There is no record of the narrator's consent.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Record it").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("She said yes on the tape.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    reached(page, "Keep: Consent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The consent was kept.")
    for number in range(4):
        page.get_by_label("I have looked at this").nth(number).focus()
        page.keyboard.press("Space")
    reached(page, "Keep what I ticked")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("It is kept that you have looked.")
    reached(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Public, as The archivist decided on")).to_be_visible()
    assert jobs.is_public(room.settings, held)
    reached(page, "Take it back from the public")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back: the public no longer meets it.")).to_be_visible()
    assert not jobs.is_public(room.settings, held)


def test_what_would_open_more_is_asked_about_and_the_focus_finds_it(page: Page, room: Room, held: str) -> None:
    consented(room, held)
    page.goto(PAGE)
    page.get_by_label("Why it is published although").fill("It was read on paper.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("The voice may be heard").check()
    page.get_by_role("button", name="Keep: Consent").click()
    expect(page.get_by_role("alert")).to_contain_text("its sound")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("The voice may be heard")).to_be_checked()
    shuts_nobody_out(page, schemes=LIGHT)
    page.get_by_role("button", name="Yes, open it to the public").click()
    expect(page.get_by_text("It is not opened. Look at what stands above")).to_be_in_viewport()
    shuts_nobody_out(page, schemes=LIGHT)
    page.get_by_label("Why it is opened although").fill("The tape was heard from end to end.")
    page.get_by_role("button", name="Yes, open it to the public").click()
    expect(page.get_by_role("status")).to_have_text("The consent was kept.")
    expect(page.get_by_role("status")).to_be_in_viewport()


def test_a_withdrawal_without_scripts(plain: Page, room: Room, held: str) -> None:
    consented(room, held)
    plain.goto(PAGE)
    plain.get_by_label("Why it is published although").fill("It was read on paper.")
    plain.get_by_role("button", name="Publish", exact=True).click()
    assert jobs.is_public(room.settings, held)
    plain.get_by_role("link", name="Withdraw it for good").click()
    plain.get_by_label("Why").fill("She asked for it.")
    plain.get_by_role("button", name="Go on").click()
    plain.get_by_label("Write the number of the interview").fill(held)
    plain.get_by_role("button", name=f"Withdraw {held} for good").click()
    expect(plain.get_by_role("heading", name="Withdrawn")).to_be_visible()
    expect(plain.get_by_text("She asked for it.")).to_be_visible()
    assert not jobs.is_public(room.settings, held)


def test_nobody_is_shut_out_and_nothing_scrolls_sideways(page: Page, room: Room, held: str) -> None:
    consented(room, held)
    publication.restrict(room.files, held, {"sound": CLOSED, "reason": "w" * 300}, by="Lin Guihua", on="2026-05-03")
    page.goto(PAGE)
    page.get_by_label("Why it is published although").fill("It was read on paper.")
    page.get_by_role("button", name="Publish", exact=True).click()
    for address in (PAGE, LOG, "/desk/log", WITHDRAWAL):
        page.goto(address)
        shuts_nobody_out(page, address)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        page.set_viewport_size({"width": 1280, "height": 800})
