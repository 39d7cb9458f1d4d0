"""Typing at the desk when things go wrong: slow lines, lost lines, closed tabs, other people, two tabs of one's own."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from archive import correcting
from archive.files import Files
from tests.browser.conftest import Watch
from tests.desk.browser.conftest import ENGLISH, TEXT, Room, passage

LATE_S = 0.6
FIELD = "li.chosen textarea"


def said(files: Files) -> list[str]:
    return [each.text for each in correcting.read_text(files, "2026-001", ENGLISH).cues]


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_attribute("data-kind", "saved")


def slowly(page: Page) -> None:
    """Let every answer to a save come late."""

    def late(route: Route) -> None:
        time.sleep(LATE_S)
        route.continue_()

    page.route("**/wishes.json", late)


def open_at(page: Page, n: int, typed: str = "") -> None:
    page.goto(TEXT)
    page.locator(".said").nth(n).press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(typed)


def cut_off(page: Page, watch: Watch) -> Callable[[], None]:
    """Take the line down; what comes back brings it back."""
    context = page.context
    context.route("**/wishes.json", lambda route: route.abort())

    def back() -> None:
        context.unroute("**/wishes.json")
        watch.complaints[:] = [each for each in watch.complaints if "ERR_FAILED" not in each]

    return back


def load_again(page: Page, watch: Watch) -> None:
    """As after a crash: nobody asks before, though the browser notes that somebody should have."""
    page.reload()
    expect(page.locator(".alive")).to_have_count(1)
    watch.complaints[:] = [each for each in watch.complaints if "beforeunload" not in each]


# --- while an act is on its way --------------------------------------------------------------------------------------


def test_what_is_typed_while_a_split_is_on_its_way_is_in_its_second_half(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1)
    for _ in range(len(" pit 1")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("the old ")
    expect(page.locator("li.cue")).to_have_count(7)
    expect(page.locator(FIELD)).to_have_value("the old pit 1")
    page.keyboard.type("one ")
    page.keyboard.press("Escape")
    saved(page)
    assert said(text)[1:3] == ["they closed", "the old one pit 1"]


def test_what_is_typed_while_a_join_is_on_its_way_stays_where_it_was_typed(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type(" early,")
    expect(page.locator("li.cue")).to_have_count(5)
    page.keyboard.press("Escape")
    saved(page)
    assert said(text)[1] == "they closed pit 1 early, they closed pit 2"


def test_what_is_split_and_removed_at_once_loses_the_part_in_hand_alone(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1)
    for _ in range(len(" pit 1")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Delete")
    saved(page)
    expect(page.locator("li.cue .said").nth(1)).to_have_text("they closed")
    expect(page.locator("li.cue .said").nth(2)).to_have_text("they closed pit 2")
    assert said(text)[:3] == ["they closed pit 0", "they closed", "they closed pit 2"]


def test_what_is_asked_of_a_passage_while_it_is_split_or_joined_is_done_to_what_came_of_it(
    page: Page, text: Files
) -> None:
    slowly(page)
    open_at(page, 1)
    page.keyboard.press("Home")
    for _ in range(len("they ")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+2")  # the second half: Tom speaks there
    for _ in range(len("closed ")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("li.cue")).to_have_count(8)
    page.keyboard.press("Escape")
    saved(page)
    cues = correcting.read_text(text, "2026-001", ENGLISH).cues[1:4]
    assert [(each.text, each.speaker) for each in cues] == [("they", "Mary"), ("closed", "Tom"), ("pit 1", "Tom")]


def test_keys_pressed_faster_than_the_line_are_all_obeyed(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1, "!")
    for _ in range(3):
        page.keyboard.press("Alt+.")
    page.keyboard.press("Alt+1")
    page.keyboard.type("!")
    expect(page.locator("li.chosen input[name=speaker]")).to_have_value("Mary")
    saved(page)
    page.keyboard.press("Escape")
    saved(page)
    cue = correcting.read_text(text, "2026-001", ENGLISH).cues[1]
    assert (cue.start_ms, cue.end_ms, cue.text, cue.speaker) == (1300, 1900, "they closed pit 1!!", "Mary")


def test_passages_are_confirmed_as_fast_as_one_can_press(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 0)
    for _ in range(4):
        page.keyboard.press("Control+Enter")
    expect(page.locator(FIELD)).to_have_value("they closed pit 4")
    expect(page.locator("li.unheard")).to_have_count(2)
    saved(page)
    heard = [each.hearing is None for each in correcting.read_text(text, "2026-001", ENGLISH).cues]
    assert heard == [True] * 4 + [False] * 2


# --- by the keyboard -------------------------------------------------------------------------------------------------


def test_a_new_speaker_new_times_and_taking_out_need_no_mouse(page: Page, text: Files) -> None:
    open_at(page, 1)
    page.keyboard.press("Alt+s")
    page.keyboard.type("Wang Fang")
    page.keyboard.press("Tab")
    page.keyboard.type("0:01.05")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+Delete")
    expect(page.locator("li.cue")).to_have_count(5)
    expect(page.locator(FIELD)).to_have_value("they closed pit 3")
    page.keyboard.press("Alt+3")  # the voice that was named a moment ago
    expect(page.locator("li.chosen input[name=speaker]")).to_have_value("Wang Fang")
    saved(page)
    cues = correcting.read_text(text, "2026-001", ENGLISH).cues
    assert (cues[1].speaker, cues[1].start_ms) == ("Wang Fang", 1050)
    page.keyboard.press("Alt+z")
    page.keyboard.press("Alt+z")
    expect(page.locator("li.cue")).to_have_count(6)
    assert said(text)[2] == "they closed pit 2"


def test_marks_take_no_word_away_and_a_split_counts_as_people_count(page: Page, text: Files) -> None:
    open_at(page, 1, " 下岗")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+l")
    page.keyboard.press("Alt+q")
    expect(page.locator(FIELD)).to_have_value("they closed pit 1 [zh: 下岗][?]")
    saved(page)
    page.locator(FIELD).fill("😀𠮷 coal")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("li.cue")).to_have_count(7)
    assert said(text)[1:3] == ["😀𠮷", "coal"]


# --- lines, tabs and servers -----------------------------------------------------------------------------------------


def test_what_was_typed_without_a_line_is_saved_when_the_text_is_opened_again(
    page: Page, watch: Watch, text: Files
) -> None:
    back = cut_off(page, watch)
    open_at(page, 1, " for good")
    expect(page.locator("#state")).to_have_attribute("data-kind", "offline")
    page.keyboard.type(", they said")
    load_again(page, watch)
    back()
    load_again(page, watch)
    expect(page.locator("#state")).to_have_attribute("data-kind", "found")
    assert said(text)[1] == "they closed pit 1 for good, they said"
    load_again(page, watch)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_whoever_else_sits_at_this_browser_sends_nothing_in_anothers_name(
    page: Page, context: BrowserContext, room: Room, watch: Watch, text: Files
) -> None:
    back = cut_off(page, watch)
    open_at(page, 1, " for good")
    expect(page.locator("#state")).to_have_attribute("data-kind", "offline")
    page.close()
    back()
    room.sign_in(context, "editor", "Wang Fang")
    theirs = context.new_page()
    theirs.goto(TEXT)
    expect(theirs.locator(".alive")).to_have_count(1)
    room.sign_in(context, "archivist")
    ours = context.new_page()
    ours.goto(TEXT)
    expect(ours.locator("#state")).to_have_attribute("data-kind", "found")
    (made,) = correcting.read_text(text, "2026-001", ENGLISH).made
    assert (made.by, made.after[0].text) == ("The archivist", "they closed pit 1 for good")


def test_words_typed_before_somebody_else_signed_in_here_wait_for_whoever_typed_them(
    page: Page, context: BrowserContext, room: Room, watch: Watch, text: Files
) -> None:
    open_at(page, 1)
    room.sign_in(context, "editor", "Wang Fang")
    page.keyboard.type(" for good")
    expect(page.locator("#state")).to_have_attribute("data-kind", "refused")
    assert said(text)[1] == "they closed pit 1"
    room.sign_in(context, "archivist")
    saved(page)
    (made,) = correcting.read_text(text, "2026-001", ENGLISH).made
    assert (made.by, made.after[0].text) == ("The archivist", "they closed pit 1 for good")
    watch.complaints[:] = [each for each in watch.complaints if "status of 40" not in each]


def test_two_tabs_of_one_person_keep_the_words_of_both(page: Page, context: BrowserContext, text: Files) -> None:
    other = context.new_page()
    open_at(page, 1, " once")
    open_at(other, 1, " twice")
    page.keyboard.press("Escape")
    saved(page)
    other.keyboard.press("Escape")
    expect(other.locator("#disputes li")).to_have_count(1)
    assert said(text)[1] == "they closed pit 1 once"
    expect(other.locator("#disputes ins")).to_have_text("twice")


def test_who_types_on_while_somebody_else_has_saved_is_not_led_away_and_keeps_every_word(
    page: Page, text: Files
) -> None:
    open_at(page, 1, " a")
    wish = correcting.Wish(act="text", cues=(passage(1),), text="their reading")
    correcting.correct(text, "2026-001", ENGLISH, wish, by="Li Min")
    expect(page.locator("#state")).to_have_attribute("data-kind", "disputed")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(" b")
    page.keyboard.press("Escape")
    expect(page.locator("#disputes ins").last).to_contain_text("b")
    expect(page.locator("#disputes li")).to_have_count(1)
    page.get_by_role("button", name="Put in what").press("Enter")
    expect(page.locator("#disputes li")).to_have_count(0)
    assert said(text)[1] == "they closed pit 1 a b"
    expect(page.locator("li.cue")).to_have_count(6)
    page.keyboard.press("Alt+z")  # the choice is taken back, and both readings are there again
    expect(page.locator("#disputes li")).to_have_count(1)
    assert said(text)[1] == "their reading"


def test_whoever_only_moves_an_edge_takes_in_what_somebody_else_wrote(page: Page, text: Files) -> None:
    open_at(page, 1)
    wish = correcting.Wish(act="text", cues=(passage(1),), text="their reading")
    correcting.correct(text, "2026-001", ENGLISH, wish, by="Li Min")
    page.keyboard.press("Alt+.")
    expect(page.locator("#state")).to_have_attribute("data-kind", "joined")
    expect(page.locator(FIELD)).to_have_value("their reading")
    page.keyboard.press("Escape")
    expect(page.locator(".said").nth(1)).to_have_text("their reading")
    cue = correcting.read_text(text, "2026-001", ENGLISH).cues[1]
    assert (cue.text, cue.start_ms) == ("their reading", 1100)


def test_whoever_typed_while_an_edge_moved_and_somebody_else_wrote_is_shown_both(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1)
    wish = correcting.Wish(act="text", cues=(passage(1),), text="their reading")
    correcting.correct(text, "2026-001", ENGLISH, wish, by="Li Min")
    page.keyboard.press("Alt+.")
    page.keyboard.type(" mine")
    page.keyboard.press("Escape")
    expect(page.locator("#disputes ins").last).to_contain_text("mine")
    assert said(text)[1] == "their reading"


def test_a_passage_whose_words_came_back_shows_them_and_not_a_second_reading(page: Page, text: Files) -> None:
    slowly(page)
    open_at(page, 1, " mine")
    wish = correcting.Wish(act="text", cues=(passage(1),), text="their reading")
    theirs = correcting.correct(text, "2026-001", ENGLISH, wish, by="Li Min").correction
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("#disputes li")).to_have_count(1)
    correcting.correct(text, "2026-001", ENGLISH, correcting.Wish(act="undo", of=theirs.id), by="Li Min")
    expect(page.locator("#state")).to_have_attribute("data-kind", "others")
    page.keyboard.press("Escape")
    assert [each.text_content() for each in page.locator(".said").all()] == said(text)


def test_whoever_was_first_is_shown_a_second_reading_without_doing_anything(page: Page, text: Files) -> None:
    open_at(page, 1, " once")
    page.keyboard.press("Escape")
    saved(page)
    wish = correcting.Wish(act="text", cues=(passage(1),), text="their reading")
    correcting.correct(text, "2026-001", ENGLISH, wish, by="Li Min")
    expect(page.locator("#disputes li")).to_have_count(1)
    expect(page.locator("#approve")).to_be_disabled()


def test_what_the_server_refuses_stays_in_the_page_until_it_is_mended(page: Page, watch: Watch, text: Files) -> None:
    open_at(page, 1)
    page.locator(FIELD).evaluate("field => { field.maxLength = 99999 }")
    page.locator(FIELD).fill("long " * 5000)
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_have_attribute("data-kind", "refusal")
    expect(page.locator("li.unsaved")).to_have_count(1)
    page.locator("li.unsaved .said").press("Enter")
    page.locator(FIELD).fill("short")
    page.keyboard.press("Escape")
    saved(page)
    assert said(text)[1] == "short"
    watch.complaints[:] = [each for each in watch.complaints if "status of 400" not in each]
