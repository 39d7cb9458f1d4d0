"""One recording from the drawer to the public, with nothing but the keys of a keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from archive import accounts
from tests.desk.browser.conftest import HEARD_MS, LOOKED_INTO_MS, Room
from tests.desk.conftest import PASSWORD

pytestmark = pytest.mark.slow
MOST_STOPS = 120
"""So many presses of Tab nobody would make: a page that needs more has a trap in it, or no way to the control."""


class Hands:
    """Somebody at a keyboard, without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(text)

    def go_to(self, control: Locator) -> Locator:
        """Press Tab until this control has the focus, which must then be seen."""
        expect(control).to_be_visible()
        for _ in range(MOST_STOPS):
            if control.evaluate("each => each === document.activeElement"):
                outlined = control.evaluate("each => getComputedStyle(each).outlineStyle !== 'none'")
                assert outlined, f"nobody sees that {control} has the focus"
                return control
            self.press("Tab")
        raise AssertionError(f"{control} cannot be reached by Tab")

    def follow(self, link: str) -> None:
        """Open a link by its words."""
        self.go_to(self.page.get_by_role("link", name=link, exact=True).first)
        self.press("Enter")

    def push(self, button: str) -> None:
        """Press a button by its words."""
        self.go_to(self.page.get_by_role("button", name=button, exact=True).first)
        self.press("Enter")

    def fill(self, label: str, text: str) -> None:
        """Write in a control, in place of what stands there."""
        self.go_to(self.page.get_by_label(label, exact=True).first)
        self.press("Control+a")
        self.type(text)


def test_a_recording_goes_from_the_drawer_to_the_public_by_keyboard_alone(
    visitor: Page, room: Room, worker: None, shared: Path
) -> None:
    accounts.add(room.settings, "Wang Fang", "archivist", PASSWORD)
    hands = Hands(visitor)
    sign_in(hands)
    take_in(hands, shared / "speech/formats/p001.flac")
    watch_the_queue(hands)
    describe(hands)
    correct_and_approve(hands)
    consent_and_publish(hands)
    visitor.goto("/search?q=lamphouse")
    expect(visitor.locator("main mark").first).to_have_text("lamphouse")


def sign_in(hands: Hands) -> None:
    hands.page.goto("/desk")
    expect(hands.page.get_by_label("Name")).to_be_focused()  # without a key
    hands.type("Wang Fang")
    hands.press("Tab")
    hands.type(PASSWORD)
    hands.press("Enter")
    expect(hands.page.get_by_role("heading", name="What needs doing")).to_be_visible()


def take_in(hands: Hands, recording: Path) -> None:
    page = hands.page
    hands.follow("Take in")
    hands.go_to(page.get_by_label("Choose recordings"))
    with page.expect_file_chooser() as chooser:
        hands.press("Space")
    chooser.value.set_files(recording)
    expect(page.locator(".tape")).to_have_count(1, timeout=LOOKED_INTO_MS)
    hands.fill("Title", "Two voices at a table")
    hands.fill("Narrators", "Liu Yan")
    hands.fill("Language spoken", "en")
    hands.push("Take in")
    expect(page.locator(".notice.done")).to_contain_text("2026-001 was taken in")


def watch_the_queue(hands: Hands) -> None:
    hands.follow("Queue")
    done = hands.page.locator("section[aria-labelledby=done] tbody tr")
    expect(done.filter(has_text=re.compile("[Tt]ranscri"))).to_have_count(1, timeout=HEARD_MS)
    expect(hands.page.get_by_text("Nothing is waiting.")).to_be_visible(timeout=HEARD_MS)


def describe(hands: Hands) -> None:
    hands.follow("Interviews")
    hands.follow("Two voices at a table")
    hands.follow("Record")
    hands.fill("Date of the interview", "1974?")
    hands.push("Keep")
    expect(hands.page.locator(".notice.done")).to_have_text("Kept.")


def correct_and_approve(hands: Hands) -> None:
    page = hands.page
    hands.follow("Texts")
    hands.follow("English")
    hands.go_to(page.locator(".said").first)
    hands.press("Enter", "Control+a")
    hands.type("We met in the lamphouse.")
    hands.press("Control+Enter", "Escape")
    expect(page.locator("#state")).to_have_attribute("data-kind", "saved")
    hands.push("Approve as Wang Fang")
    expect(page.locator(".note.settled")).to_contain_text("Approved by Wang Fang")


def consent_and_publish(hands: Hands) -> None:
    page = hands.page
    hands.follow("Publishing")
    hands.fill("What the narrator allowed, in words", "Agreed on the tape.")
    hands.go_to(page.get_by_label("The words may be read", exact=True))
    hands.press("Space")
    hands.push("Keep: Consent")
    expect(page.get_by_role("status")).to_have_text("The consent was kept.")
    for part in ("Description", "Words, in every language"):
        hands.go_to(page.get_by_label(part, exact=True))
        hands.press("Home")
    hands.push("Keep: Access")
    hands.fill("Why it is published although not all was looked at", "It was read on paper.")
    hands.push("Publish")
    expect(page.get_by_text("Public, as Wang Fang decided on")).to_be_visible()
