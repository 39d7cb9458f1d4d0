"""The whole way of a reader whose browser runs no scripts: search, leaf, narrow, read, hear, compare, take away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.index import make_edition
from tests import hegang
from tests.serving import served

MANY = 45


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive with more interviews than a page has room for."""
    home = tmp_path_factory.mktemp("many")
    released = [replace(hegang.lamp_room(), id=f"2022-{number:03}", collection="") for number in range(1, MANY + 1)]
    make_edition(home / "instance" / "edition", released, [], hegang.Shelf(home).open_media)
    with served(home) as address:
        yield address


def test_results_are_leafed_through(chromium: Browser, many: str) -> None:
    page = chromium.new_context(base_url=many, java_script_enabled=False).new_page()
    page.goto("/search?q=hooks")
    seen = set()
    while True:
        seen |= {each.get_attribute("href") for each in page.locator(".hit h2 a").all()}
        onward = page.get_by_role("link", name="More", exact=True)
        if not onward.count():
            break
        with page.expect_navigation():
            onward.click()
    assert len(seen) == MANY
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator(".hit")).to_have_count(20)
    page.context.close()


def test_a_search_is_narrowed_widened_and_sorted(plain: Page) -> None:
    plain.goto("/search?q=the")
    plain.locator(".facets").get_by_role("link", name="Jixi 鸡西").click()
    expect(plain.locator(".hit")).to_have_count(1)
    plain.locator(".found .chip").click()
    expect(plain.locator(".hit")).to_have_count(5)
    plain.get_by_role("link", name="Oldest").click()
    expect(plain.locator(".hit h2").first).to_contain_text("Counting the hooks")


def test_a_form_is_filled_in_and_its_line_read_to_its_second(plain: Page) -> None:
    plain.goto("/search/help")
    plain.get_by_label("Exactly this").fill("the canteen")
    plain.get_by_role("main").get_by_role("button", name="Search").click()
    plain.get_by_role("link", name="Line by line").click()
    plain.get_by_role("link", name="First word after").click()
    expect(plain.locator(".orders [aria-current]")).to_have_text("1")
    plain.locator(".line .play").first.click()
    asked = re.search(r"[?&]t=([\d.]+)", plain.url)
    assert asked
    expect(plain.locator(".row[aria-current]")).to_be_in_viewport()
    expect(plain.locator("audio")).to_have_attribute("src", re.compile(rf"#t={re.escape(asked[1])}"))


def test_words_are_compared(plain: Page) -> None:
    plain.goto("/trends")
    plain.get_by_label("Word 1").fill("lamp")
    plain.get_by_label("Word 2").fill("the")
    plain.get_by_role("button", name="Compare").click()
    plain.get_by_role("link", name="By role").click()
    plain.get_by_role("row", name=re.compile("^Narrator")).get_by_role("link").first.click()
    expect(plain.locator(".line")).to_have_count(2)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/interviews/2016-014", "Chinese, timed text"),
        ("/interviews/2016-014", "All of it, for programs"),
        ("/interviews/2016-014/cite?t=40,60.5", "RIS"),
        ("/concordance?q=the", "CSV"),
        ("/trends?q=lamp", "CSV"),
    ],
)
def test_words_sources_and_numbers_are_taken_away(plain: Page, tmp_path: Path, address: str, name: str) -> None:
    plain.goto(address)
    with plain.expect_download() as download:
        plain.get_by_role("main").get_by_role("link", name=name).first.click()
    download.value.save_as(tmp_path / "taken")
    assert (tmp_path / "taken").stat().st_size > 50
