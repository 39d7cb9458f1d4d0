"""Taking a passage along, in a real browser: in place, from a selection, by keyboard, and without a script."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

WINCH = "/interviews/2016-014"


def test_cite_opens_beside_its_row_and_what_it_says_can_be_copied(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(WINCH)
    row = page.locator(".row").nth(2)
    row.hover()
    row.get_by_role("link", name="Cite").click()
    panel = page.get_by_role("region", name="Cite a passage")
    expect(panel.locator("blockquote").first).to_contain_text(row.locator("p").first.inner_text()[-8:])
    panel.get_by_role("button", name="Copy").first.click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/interviews/2016-014\?t=[\d.]+,[\d.]+$", copied)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(row.get_by_role("link", name="Cite")).to_be_focused()


def test_what_is_selected_is_what_is_cited(page: Page) -> None:
    page.goto(f"{WINCH}?view=original")
    page.evaluate(
        """() => {
          const rows = document.querySelectorAll(".row");
          getSelection().setBaseAndExtent(rows[1].querySelector("p"), 0, rows[2].querySelector("p"), 1);
        }"""
    )
    first = page.locator(".row").nth(1).locator("p").get_attribute("data-ms") or ""
    page.locator(".row").nth(2).hover()
    page.locator(".row").nth(2).get_by_role("link", name="Cite").click()
    expect(page.locator(".sharing blockquote p")).to_have_count(2)
    link = page.locator(".sharing .address a").get_attribute("href") or ""
    assert f"t={int(first.split('-')[0]) / 1000:g}," in link and "view=original" in link


def test_a_passage_stops_at_its_end_and_a_reader_who_plays_on_is_not_stopped(page: Page) -> None:
    page.goto(f"{WINCH}?t=4,5.5")
    page.get_by_role("button", name="Play").click()
    media = page.locator("audio")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert 5.4 < media.evaluate("media => media.currentTime") < 6.2
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 6.3")
    assert not media.evaluate("media => media.paused")


def test_a_reader_who_follows_a_link_sees_what_has_become_of_the_passage(page: Page) -> None:
    page.goto(f"{WINCH}?t=95.5,110&v=2026-01-01")
    expect(page.locator(".news")).to_be_in_viewport()
    expect(page.locator(".row.linked").first).to_be_in_viewport()


def test_without_a_script_cite_is_a_page(plain: Page) -> None:
    plain.goto(WINCH)
    row = plain.locator(".row").nth(2)
    row.hover()
    row.get_by_role("link", name="Cite").click()
    expect(plain.get_by_role("heading", name="Cite a passage")).to_be_visible()
    expect(plain.get_by_text("Chicago, note")).to_be_visible()
    expect(plain.get_by_role("button", name="Copy")).to_have_count(0)
    plain.get_by_role("link", name="End later").click()
    expect(plain.locator("blockquote").first.locator("p")).to_have_count(2)


def test_a_frame_is_read_and_heard_on_another_site(page: Page, site: str) -> None:
    page.goto(f"{WINCH}/cite?t=40,60.5")
    code = page.locator("pre.code").inner_text()
    source = re.search(r'src="([^"]+)"', code)
    assert source
    answer = page.request.get(source[1])
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    page.goto(source[1])
    assert page.locator("audio").evaluate("audio => audio.currentSrc").endswith("#t=40,60.5")
    expect(page.get_by_text("checked by M. Lin")).to_be_visible()
