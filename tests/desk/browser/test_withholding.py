"""Keeping words back in a real browser: what is selected in the text becomes the stretch; and without scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from archive.files import Files

PAGE = "/desk/interviews/2026-001/withholding"


def test_what_is_selected_in_the_text_is_kept_back(page: Page, text: Files) -> None:
    page.goto(PAGE)
    page.locator(".markable p").nth(2).locator("span").nth(1).select_text()
    expect(page.locator("#marked")).to_have_text("Marked: “closed”")
    expect(page.locator("#marking [name=start]")).to_have_value("0:02.200")
    expect(page.locator("#marking [name=end]")).to_have_value("0:02.400")
    page.get_by_label("a tone").check()
    page.get_by_label("Why, for readers").fill("A neighbour did not agree")
    page.get_by_role("button", name="Show first what goes").click()
    expect(page.locator("#will-go")).to_contain_text("they closed pit")
    expect(page.get_by_label("a tone")).to_be_checked()
    page.get_by_role("button", name="Keep it back", exact=True).click()
    expect(page.get_by_text("Readers are told: “A neighbour did not agree”")).to_be_visible()
    (redaction,) = text.read_interview("2026-001").redactions
    assert redaction.sound == "tone" and redaction.start_ms <= 2_200 and redaction.end_ms >= 2_400
    assert page.locator(".markable .gone").all_inner_texts()


def test_a_passage_is_kept_back_without_scripts(plain: Page, text: Files) -> None:
    plain.goto(PAGE)
    plain.get_by_role("link", name="Mark this passage: 0:03").click()
    expect(plain.locator("#marking [name=start]")).to_have_value("0:03.000")
    plain.get_by_role("button", name="Keep it back", exact=True).click()
    (redaction,) = text.read_interview("2026-001").redactions
    assert redaction.start_ms <= 3_000 and redaction.end_ms >= 3_900, "and no word beside it is cut"
    plain.get_by_role("button", name="Keep it back no longer").click()
    expect(plain.locator(".withheld-list")).to_contain_text("Nothing.")
    assert text.read_interview("2026-001").redactions == ()
