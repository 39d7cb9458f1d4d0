"""The page of an interview: its player at hand, its matches gone through, its keys, its tapes, on any screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import shuts_nobody_out
from tests.browser.test_listening import INTERVIEW, PLAYING, heard, now, opened

FIND = f"{INTERVIEW}?q=years"


def test_ten_seconds_back_and_on_are_one_press_each(page: Page) -> None:
    opened(page, f"{INTERVIEW}?t=60")
    page.get_by_role("button", name="Back 10 seconds").click()
    assert abs(now(page) - 50) < 0.2
    page.get_by_role("button", name="On 10 seconds").click()
    page.get_by_role("button", name="On 10 seconds").click()
    assert abs(now(page) - 70) < 0.2


@pytest.mark.parametrize("width", [360, 1280, 1600])
@pytest.mark.parametrize("address", [f"{INTERVIEW}?t=95.5&q=list#here", "/interviews/2018-009?t=30#here"])
def test_the_player_stays_in_sight_and_never_covers_what_a_link_leads_to(page: Page, width: int, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    opened(page, address)
    player = page.locator(".player")
    expect(player).to_be_in_viewport(ratio=0.9)
    bottom = player.evaluate("player => player.getBoundingClientRect().bottom")
    assert page.locator(".row[aria-current]").evaluate("row => row.getBoundingClientRect().top") >= bottom
    for name in ("Play", "Back 10 seconds", "On 10 seconds"):
        expect(player.get_by_role("button", name=name, exact=True)).to_be_in_viewport()


def test_one_goes_from_match_to_match_and_the_sound_goes_along(page: Page) -> None:
    opened(page, FIND)
    following = page.get_by_role("button", name="Next match")
    which = page.locator(".hits [role=status]")
    expect(which).to_have_text("2 matches")
    following.click()
    expect(which).to_have_text("1 of 2")
    expect(heard(page)).to_contain_text("My father worked down there")
    expect(heard(page)).to_be_in_viewport()
    expect(page.locator(".row .at mark")).to_have_text("years")
    first = now(page)
    following.click()
    expect(which).to_have_text("2 of 2")
    assert now(page) > first
    following.click()
    expect(which).to_have_text("1 of 2")
    page.get_by_role("button", name="Previous match").click()
    expect(which).to_have_text("2 of 2")


def test_a_reader_elsewhere_goes_to_the_match_nearest_after(page: Page) -> None:
    opened(page, f"{INTERVIEW}?q=the")
    page.locator("audio").evaluate("sound => { sound.currentTime = 73; }")
    page.get_by_role("button", name="Next match").click()
    assert 73 < now(page) < 90


def test_words_without_a_recording_are_gone_through_too(page: Page) -> None:
    page.goto("/interviews/2019-002?q=the")
    page.get_by_role("button", name="Next match").click()
    expect(page.locator(".hits [role=status]")).to_have_text(re.compile("1 of"))
    expect(page.locator(".row .at")).to_be_in_viewport()


def test_one_finds_in_an_interview_without_scripts(plain: Page) -> None:
    plain.goto(f"{INTERVIEW}?recording=recording-2")
    form = plain.get_by_role("form", name="Find in this interview")
    form.get_by_label("Words to find").fill("years")
    form.get_by_role("button", name="Find").click()
    expect(plain).to_have_url(re.compile(r"\?recording=recording-2&q=years$"))
    expect(plain.locator("mark", has_text="years").first).to_be_visible()
    plain.get_by_role("link", name="Tape 1").last.click()
    expect(plain.get_by_text("2 matches here for “years”")).to_be_visible()
    expect(heard(plain)).to_be_in_viewport()
    plain.get_by_role("link", name="clear").click()
    expect(plain.locator("mark")).to_have_count(0)


def test_the_keys_play_jump_and_go_to_matches(page: Page) -> None:
    opened(page, FIND)
    page.keyboard.press("l")
    page.keyboard.press("l")
    page.keyboard.press("ArrowLeft")
    assert abs(now(page) - 15) < 0.3
    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    assert abs(now(page) - 10) < 0.3
    page.keyboard.press("n")
    expect(page.locator(".hits [role=status]")).to_have_text("1 of 2")
    page.keyboard.press("]")
    expect(page.get_by_label("Speed")).to_have_value("1.25")
    page.keyboard.press("Space")
    expect(page.locator(".player")).to_have_class(PLAYING)
    page.keyboard.press("k")
    expect(page.locator(".player")).not_to_have_class(PLAYING)


def test_no_key_acts_while_somebody_types_or_means_something_else(page: Page) -> None:
    opened(page, INTERVIEW)
    page.keyboard.press("f")
    field = page.get_by_label("Words to find")
    expect(field).to_be_focused()
    page.keyboard.type("jolly k?")
    expect(field).to_have_value("jolly k?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert now(page) == 0
    field.blur()
    page.keyboard.press("Control+l")
    page.keyboard.press("Shift+ArrowRight")  # widens what is selected
    page.keyboard.press("Shift+Space")  # scrolls back
    assert now(page) == 0
    page.get_by_role("link", name="English", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator(".player")).not_to_have_class(PLAYING)


def test_the_keys_are_explained_and_can_be_turned_off_for_good(page: Page) -> None:
    opened(page, INTERVIEW)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog.get_by_text("play, pause")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    dialog.get_by_label("Keys work on this page").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("l")
    opened(page, f"{INTERVIEW}?view=original")
    page.keyboard.press("l")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    assert now(page) == 0
    page.get_by_role("button", name="Keys").click()
    dialog.get_by_label("Keys work on this page").check()
    dialog.get_by_role("button", name="Close").click()
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("l")
    assert now(page) == 10
    assert page.context.cookies() == []


def test_the_keys_and_the_matches_shut_nobody_out(page: Page) -> None:
    opened(page, FIND)
    page.get_by_role("button", name="Next match").click()
    shuts_nobody_out(page)
    page.keyboard.press("?")
    shuts_nobody_out(page)


def test_where_a_tape_ends_the_next_is_offered_and_plays(page: Page, chromium: Browser) -> None:
    opened(page, f"{INTERVIEW}?view=original")
    onward = page.get_by_role("link", name="Go on with Tape 2")
    expect(onward).to_be_hidden()
    page.locator("audio").evaluate("sound => { sound.currentTime = sound.duration - 0.4; }")
    page.get_by_role("button", name="Play").click()
    expect(onward).to_be_visible()
    onward.click()
    expect(page).to_have_url(re.compile(r"recording=recording-2&view=original#play$"))
    expect(page.get_by_role("link", name="Tape 2")).to_have_attribute("aria-current", "page")


def test_the_contents_fold_on_a_phone_above_the_words(phone: Page) -> None:
    opened(phone, INTERVIEW)
    contents = phone.get_by_role("navigation", name="Contents")
    expect(contents).to_have_count(1)
    link = contents.get_by_role("link", name="A taxi at night")
    expect(link).to_be_hidden()
    contents.get_by_text("Contents").click()
    link.click()
    expect(heard(phone)).to_contain_text("后来呢")
    expect(heard(phone)).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "true")


def test_a_picture_leads_to_itself_and_back_to_its_moment(page: Page) -> None:
    opened(page, INTERVIEW)
    page.get_by_role("link", name="A winding tower with its wheel").click()
    expect(page.get_by_role("heading", name="The tower of the south shaft")).to_be_visible()
    assert page.locator(".plate img").evaluate("picture => picture.naturalWidth") == 480
    page.get_by_role("link", name="The moment it belongs to").click()
    expect(heard(page)).to_contain_text("夜里能听见绞车响")


def test_on_paper_the_citation_stands_on_top(page: Page) -> None:
    page.goto(INTERVIEW)
    page.emulate_media(media="print")
    top = page.locator(".on-paper")
    expect(top).to_contain_text("interview 2016-014")
    expect(top).to_contain_text("/interviews/2016-014")
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    above = page.locator("h1").evaluate("title => title.getBoundingClientRect().top")
    assert top.evaluate("cited => cited.getBoundingClientRect().top") < above
