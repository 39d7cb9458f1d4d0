"""Describing with a real browser: checked as one leaves a field, kept with the keyboard alone, and by two at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from archive.describing import create_collection, keep_record, version_of, with_parts
from archive.records import Collection, Person
from tests.axe import shuts_nobody_out
from tests.conftest import PUBLISHED, take_in
from tests.desk.browser.conftest import Room
from tests.sound import tone

HUB = "/desk/interviews/2026-001"
RECORD = f"{HUB}/record"
PIT = "/desk/collections/pit-and-town"
PAGES = ("/desk/interviews", HUB, RECORD, f"{HUB}/texts", "/desk/collections", PIT)


@pytest.fixture(autouse=True)
def held(room: Room, tmp_path: Path) -> None:
    create_collection(room.files, Collection(slug="pit-and-town", title={"en": "Pit and town"}), agent="Lin")
    take_in(room.files, tone(tmp_path / "side A.wav"), collection="pit-and-town", title={"en": "First"})
    take_in(room.files, collection="pit-and-town", title={"en": "Second", "zh-Hans": "第二"}, published=PUBLISHED)
    take_in(room.files, collection="pit-and-town", title={"en": "Third"})


def test_a_record_is_filled_in_and_kept_with_the_keyboard_alone(page: Page, room: Room) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="First").focus()
    page.keyboard.press("Enter")
    date = page.get_by_label("Date of the interview")
    date.focus()
    page.keyboard.type("last winter")
    page.keyboard.press("Tab")
    expect(page.locator("#date-error")).to_contain_text("That is no date")
    expect(date).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("1998~")
    page.keyboard.press("Tab")
    expect(page.locator("#date-error")).to_be_hidden()
    page.get_by_role("button", name="Another person").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Zhou Wen")
    page.keyboard.press("Tab")
    page.keyboard.type("interviewer")
    page.keyboard.press("Tab")
    page.keyboard.type("her neighbour")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_have_text("Kept.")
    now = room.files.read_interview("2026-001")
    assert (now.date, now.interviewers) == ("1998~", (Person(name="Zhou Wen", note="her neighbour"),))


def test_what_was_typed_is_not_left_behind_unnoticed(page: Page) -> None:
    page.goto(RECORD)
    page.get_by_label("Place").fill("Hegang")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Overview").click()
    page.wait_for_url(f"**{HUB}")
    assert asked == ["beforeunload"]


def test_two_at_one_record_see_both_writings_and_choose(page: Page, room: Room) -> None:
    page.goto(RECORD)
    now = room.files.read_interview("2026-001")
    told = with_parts(now, {"title.en": "The first winter", "staff_note": "from Zhao"})
    keep_record(room.files, told, started_from=version_of(now), agent="Zhao Min")
    page.get_by_label("Title, English").fill("The first year")
    page.get_by_label("Place").fill("Hegang")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_label("Title, English")).to_be_focused()
    expect(page.get_by_label("Title, English")).to_have_value("The first year")
    both = page.get_by_role("group", name="Zhao Min changed this too")
    expect(both.locator(".whole")).to_have_text("The first winter")
    shuts_nobody_out(page, schemes=["light"])
    both.get_by_label("Leave what is there now").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".notice.done")).to_have_text("Kept.")
    kept = room.files.read_interview("2026-001")
    assert (kept.title["en"], kept.place, kept.staff_note) == ("The first winter", "Hegang", "from Zhao")


def test_an_order_is_changed_with_the_keyboard(page: Page, room: Room) -> None:
    page.goto(PIT)
    page.get_by_role("button", name="Move Third up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("Third is now number 1")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Move Third down")
    page.get_by_role("button", name="Keep").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_have_text("Kept.")
    assert room.files.read_collection("pit-and-town").interviews == ("2026-003", "2026-001", "2026-002")


def test_without_scripts_the_forms_do_the_same(plain: Page, room: Room) -> None:
    plain.goto(PIT)
    for place, name in ((2, "First"), (3, "Second"), (1, "Third")):
        plain.get_by_label(f"Place of {name}").fill(str(place))
    plain.get_by_role("button", name="Keep").click()
    assert room.files.read_collection("pit-and-town").interviews == ("2026-003", "2026-001", "2026-002")
    plain.goto(RECORD)
    plain.get_by_label("Date of the interview").fill("last winter")
    plain.get_by_label("Name").last.fill("Ellen Marsh")
    plain.get_by_role("button", name="Keep").click()
    expect(plain.locator("#date-error")).to_contain_text("That is no date")
    plain.get_by_label("Date of the interview").fill("1998")
    plain.get_by_role("button", name="Keep").click()
    now = room.files.read_interview("2026-001")
    assert (now.date, now.interviewers) == ("1998", (Person(name="Ellen Marsh"),))


def test_nobody_is_shut_out_in_either_language_light_or_dark_wide_or_narrow(page: Page) -> None:
    for language in ("English", "中文"):
        for address in PAGES:
            page.goto(address)
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} {width}"
            shuts_nobody_out(page, address)
        if language == "English":
            page.get_by_role("button", name="中文").click()
            expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_who_may_not_write_sees_the_same_without_a_way_to_send_it(
    context: BrowserContext, page: Page, room: Room
) -> None:
    for role in ("editor", "reader"):
        room.sign_in(context, role)  # type: ignore[arg-type]
        for address in PAGES:
            page.goto(address)
            shuts_nobody_out(page, schemes=["light"])
        page.goto(RECORD)
        expect(page.get_by_label("Date of the interview")).to_be_disabled()
        expect(page.get_by_role("button", name="Keep")).to_have_count(int(role == "editor"))
