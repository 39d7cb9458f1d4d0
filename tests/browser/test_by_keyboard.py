"""The whole way of a reader who has only a keyboard: whatever is used here was reached by Tab, and pressed."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

_FARTHEST = 150


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until what is wanted has the focus, and can be seen to have it."""
    expect(wanted).to_be_attached()
    for _ in range(_FARTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            assert wanted.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
            return
    raise AssertionError("Tab does not lead there")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go there by Tab, and press it."""
    tab_to(page, wanted)
    page.keyboard.press(key)


def test_the_first_tab_leads_past_the_head_of_the_page(page: Page) -> None:
    page.goto("/search?q=the")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    press(page, page.locator(".facets a").first)
    expect(page.locator(".found .chip")).to_have_count(1)


def test_searching_narrowing_and_opening_at_the_second(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("the")
    page.keyboard.press("Enter")
    press(page, page.locator(".facets").get_by_role("link", name="Winch operator"))
    expect(page.locator(".hit")).to_have_count(1)
    press(page, page.locator(".hit .play").first)
    expect(page.locator(".hearing")).to_contain_text("The winch operator")
    press(page, page.get_by_role("button", name="Close"))
    expect(page.locator(".hit .play").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/interviews/2016-014"))
    press(page, page.get_by_role("button", name="Play", exact=True))
    expect(page.locator(".player")).to_have_class(re.compile("playing"))


def test_the_facets_of_a_phone_are_opened(phone: Page) -> None:
    phone.goto("/search?q=the")
    press(phone, phone.locator(".facets > summary"))
    press(phone, phone.locator(".facets").get_by_role("link", name="English", exact=True))
    expect(phone.locator(".found .chip")).to_have_count(1)


def test_saving_a_passage_and_writing_a_note(page: Page) -> None:
    page.goto("/search?q=desks")
    press(page, page.locator(".passage .save").first, "Space")
    press(page, page.locator("nav a[href='/saved']"))
    tab_to(page, page.locator(".kept textarea"))
    page.keyboard.type("Ask again.")
    press(page, page.locator(".kept .remove"))
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".kept textarea")).to_have_value("Ask again.")


def test_a_place_is_chosen_from_the_list_without_the_map(page: Page) -> None:
    page.goto("/places")
    expect(page.locator(".map .lamp").first).to_be_visible()
    press(page, page.locator(".names").get_by_role("link", name="Jixi 鸡西"))
    expect(page).to_have_url("/places/jixi")


def test_lines_are_sorted_heard_and_narrowed(page: Page) -> None:
    page.goto("/concordance?q=the")
    press(page, page.get_by_role("link", name="Second word after"))
    expect(page.locator(".orders [aria-current]")).to_have_attribute("aria-label", "Second word after")
    press(page, page.locator(".line .play").nth(2))
    expect(page.locator(".line .play").nth(2)).to_have_attribute("aria-current", "true")
    press(page, page.get_by_role("button", name="Close"))
    press(page, page.locator(".facets > summary"))
    press(page, page.locator(".facets a").first)
    expect(page.locator(".found .chip")).to_have_count(1)


def test_words_are_compared_and_their_table_is_moved_sideways(phone: Page) -> None:
    phone.goto("/trends?q=lamp&q=the&q=winch")
    table = phone.get_by_role("region", name="Table")
    tab_to(phone, table)
    phone.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
