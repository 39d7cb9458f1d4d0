"""What holds on every page: nobody is shut out, nothing is asked of strangers, and it fits in a hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, ViewportSize, expect

from tests.axe import schemes_in, shuts_nobody_out
from tests.pages import PAGES

LANGUAGES = ("en", "zh-CN")
TABLE: ViewportSize = {"width": 1280, "height": 800}

_IN_A_FOREIGN_FACE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest(".map"))
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => {
    const face = getComputedStyle(each).fontFamily;
    return each.closest("[lang]").lang.startsWith("zh") !== /Songti|PingFang/.test(face);
  }).map((each) => each.outerHTML.slice(0, 120))"""
_KINDS_OF_FACE = """() => [...document.querySelectorAll("body > :not(main) *")]
  .map((each) => getComputedStyle(each).fontFamily.startsWith("system-ui") ? "plain" : "book")"""


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_shuts_nobody_out_fits_every_screen_keeps_to_itself_and_gives_each_language_its_own_face(
    page: Page, address: str
) -> None:
    kinds_of_face = []
    for language in LANGUAGES:
        page.set_extra_http_headers({"Accept-Language": language})
        page.set_viewport_size(TABLE)
        answer = page.goto(address)
        assert answer is not None
        _keeps_to_itself(page, answer)
        kinds_of_face.append(_faces(page, language))
        shuts_nobody_out(page, language, schemes=schemes_in(language))
        _fits_every_screen(page)
    assert kinds_of_face[0] == kinds_of_face[1]


def _keeps_to_itself(page: Page, answer: Response) -> None:
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "set-cookie" not in answer.headers and page.context.cookies() == []


def _faces(page: Page, language: str) -> list[str]:
    """Which kind of face each element about the page has; every control has the plain one."""
    assert page.evaluate(_IN_A_FOREIGN_FACE) == [], language
    of_controls = "of => of.map(each => getComputedStyle(each).fontFamily)"
    faces = page.locator("button, input, select, th, label").evaluate_all(of_controls)
    assert all(each.startswith("system-ui") for each in faces), language
    kinds: list[str] = page.evaluate(_KINDS_OF_FACE)
    return kinds


def _fits_every_screen(page: Page) -> None:
    for width in (1600, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "a search", "a search in Chinese"])
def test_the_first_load_is_light(page: Page, name: str, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes()[part] for part in _CARRIED)))
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100_000, sizes


_CARRIED = ("responseHeadersSize", "responseBodySize")


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
