"""What holds on every page: nobody is shut out, nothing is asked of strangers, and it fits in a hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.axe import shuts_nobody_out
from tests.pages import PAGES


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_shuts_nobody_out_fits_every_screen_and_keeps_to_itself(page: Page, address: str, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    answer = page.goto(address)
    assert answer is not None
    shuts_nobody_out(page)
    for width in (1600, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "set-cookie" not in answer.headers and page.context.cookies() == []


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", ["home", "a search", "a search in Chinese"])
def test_the_first_load_is_light(page: Page, name: str, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes()[part] for part in _CARRIED)))
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100_000, sizes


_CARRIED = ("responseHeadersSize", "responseBodySize")


_IN_A_FOREIGN_FACE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest(".map"))
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => {
    const face = getComputedStyle(each).fontFamily;
    return each.closest("[lang]").lang.startsWith("zh") !== /Songti|PingFang/.test(face);
  }).map((each) => each.outerHTML.slice(0, 120))"""
_KINDS_OF_FACE = """() => [...document.querySelectorAll("body > :not(main) *")]
  .map((each) => getComputedStyle(each).fontFamily.startsWith("system-ui") ? "plain" : "book")"""


def test_each_language_has_its_own_face_and_every_control_the_plain_one(page: Page) -> None:
    for name, address in PAGES.items():
        kinds = []
        for language in ("en", "zh-CN"):
            page.set_extra_http_headers({"Accept-Language": language})
            page.goto(address)
            assert page.evaluate(_IN_A_FOREIGN_FACE) == [], (name, language)
            kinds.append(page.evaluate(_KINDS_OF_FACE))
            of_controls = "of => of.map(each => getComputedStyle(each).fontFamily)"
            faces = page.locator("button, input, select, th, label").evaluate_all(of_controls)
            assert all(each.startswith("system-ui") for each in faces), (name, language)
        assert kinds[0] == kinds[1], name


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


def test_paper_is_white_for_a_reader_whose_screen_is_dark_and_says_what_was_searched(page: Page) -> None:
    page.goto("/search?q=desks")
    expect(page.locator(".on-paper")).to_be_hidden()
    quiet = page.locator(".hit .meta").first.evaluate("each => getComputedStyle(each).color")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".hit .meta").first.evaluate("each => getComputedStyle(each).color") == quiet
    assert page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".on-paper")).to_contain_text("desks")
    expect(page.locator(".on-paper")).to_contain_text(page.url)
    expect(page.get_by_role("link", name="Oldest")).to_be_hidden()
    page.goto("/places")
    expect(page.locator(".map")).to_be_hidden()
