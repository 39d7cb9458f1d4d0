"""What holds on every page: nobody is shut out, nothing is asked of strangers, and it fits in a hand."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = {
    "home": "/",
    "a search": "/search?q=winch",
    "a search in Chinese": "/search?q=%E4%B8%8B%E5%B2%97",
    "a search that finds nothing": "/search?q=zzzzzz",
    "the search without words": "/search",
    "a search that needs explaining": "/search?q=lamp+foo:bar+%22winch&status=machine&others=no",
    "a search with all its facets": "/search?q=lamp+OR+the",
    "how to search": "/search/help",
    "a collection": "/collections/pit-and-town",
    "an interview in two languages": "/interviews/2016-014?t=95.5&q=canteen",
    "one language of it": "/interviews/2016-014?view=translation",
    "a tape with a passage withheld": "/interviews/2016-014?recording=recording-2",
    "a film": "/interviews/2018-009",
    "a text edited for reading": "/interviews/2018-009?form=edited&t=9",
    "words without a recording": "/interviews/2019-002",
    "a recording without words": "/interviews/2020-001",
    "a closed interview": "/interviews/2021-004",
}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_nobody_is_shut_out_in_light_or_dark(page: Page, address: str) -> None:
    page.goto(address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_nothing_scrolls_sideways_on_a_small_phone(phone: Page) -> None:
    for name, address in PAGES.items():
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_the_facets_fold_on_a_phone_and_stand_open_on_a_wide_page(phone: Page, page: Page) -> None:
    phone.goto("/search?q=the")
    expect(phone.get_by_role("link", name="English")).to_be_hidden()
    phone.get_by_text("Narrow", exact=True).click()
    expect(phone.get_by_role("link", name="English")).to_be_visible()
    page.goto("/search?q=the")
    expect(page.get_by_text("Narrow", exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name="English")).to_be_visible()


def test_on_paper_there_are_words_and_no_controls(page: Page) -> None:
    page.goto("/interviews/2016-014")
    page.emulate_media(media="print")
    expect(page.locator(".player")).to_be_hidden()
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_text("Machine translation, not yet checked by a person.")).to_be_visible()
    expect(page.get_by_text("名单念到我的时候")).to_be_visible()
