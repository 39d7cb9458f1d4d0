"""Listening: the sound and the words go together, and the page stays where the reader wants it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests import hegang

INTERVIEW = "/interviews/2016-014"
PLAYING = re.compile("playing")


def now(page: Page) -> float:
    """Where the sound is, in seconds."""
    seconds: float = page.locator("audio, video").evaluate("media => media.currentTime")
    return seconds


def heard(page: Page) -> Locator:
    """The row that is marked as being heard."""
    return page.locator(".row[aria-current]")


def row_with(page: Page, text: str) -> Locator:
    """The row with these words."""
    return page.locator(".row", has_text=text)


def opened(page: Page, address: str) -> Page:
    """The page, with its sound ready to be moved about in."""
    page.goto(address)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.locator("audio, video").evaluate("m => m.readyState > 0 || new Promise(r => m.onloadedmetadata = r)")
    return page


def test_play_plays_and_the_words_are_marked_as_they_are_said(page: Page) -> None:
    opened(page, INTERVIEW)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(heard(page)).to_contain_text("小时候家住在哪儿")
    expect(page.locator(".word[aria-current]").first).to_be_visible()
    expect(heard(page)).to_contain_text("一排砖房")
    expect(page.locator(".position")).not_to_have_text("0:00")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_where_two_speak_at_once_whoever_goes_on_is_marked_again(page: Page) -> None:
    """As if the first answer began while the question went on, and was over before it."""

    def overlapping(route: Route) -> None:
        answer = route.fetch()
        moments = dict.fromkeys(re.findall(r'data-ms="(\d+)-(\d+)"', answer.text()))
        (start, end), (later, over) = list(moments)[:2]
        text = answer.text().replace(f'data-ms="{start}-{end}"', f'data-ms="{start}-{int(later) + 9000}"')
        route.fulfill(
            response=answer, body=text.replace(f'data-ms="{later}-{over}"', f'data-ms="{later}-{int(later) + 500}"')
        )
        begins.append(int(later) / 1000)

    begins: list[float] = []
    page.route(f"**{INTERVIEW}", overlapping)
    opened(page, INTERVIEW)
    for after_s, words in ((0.2, "一排砖房"), (1.2, "小时候家住在哪儿"), (0.3, "一排砖房")):
        page.locator("audio, video").evaluate("(media, at) => { media.currentTime = at; }", begins[0] + after_s)
        expect(heard(page)).to_contain_text(words)
        expect(heard(page)).to_have_count(1)


def test_a_click_on_a_word_plays_from_it(page: Page) -> None:
    opened(page, INTERVIEW)
    row = row_with(page, "头一天师傅不让我碰闸把")
    row.scroll_into_view_if_needed()
    start_ms = int((row.locator("p[data-ms]").first.get_attribute("data-ms") or "").split("-")[0])
    row.locator(".word").nth(2).click()
    expect(page.locator(".player")).to_have_class(PLAYING)
    expect(row).to_have_attribute("aria-current", "true")
    assert start_ms / 1000 + 0.3 < now(page) < start_ms / 1000 + 2.5


def test_words_stay_what_they_are_when_each_can_be_clicked(page: Page) -> None:
    opened(page, f"{INTERVIEW}?q=绞车响")
    said = hegang.WINCH[2][1]
    cue = row_with(page, said).locator("p[data-ms]").first
    cue.scroll_into_view_if_needed()
    expect(cue.locator(".word").first).to_be_attached()
    expect(cue).to_have_text(said)
    expect(cue.locator("mark")).to_have_text("绞车响")


def test_a_translation_without_word_times_leads_to_its_moment_by_the_time_beside_it(page: Page) -> None:
    opened(page, INTERVIEW)
    row = row_with(page, "At four bells your hand is soft")
    row.get_by_role("link").first.click()
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator(".player")).to_have_class(PLAYING)
    assert page.url.endswith("#here")


def test_the_page_follows_the_voice_until_the_reader_scrolls(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, f"{INTERVIEW}?t=60")
    page.get_by_label("Speed").select_option("2")
    page.get_by_role("button", name="Play").click()
    row = row_with(page, "那天是怎么通知的")
    page.locator("audio").evaluate("sound => { sound.currentTime = 73; }")
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_be_in_viewport()

    page.mouse.move(640, 600)
    page.mouse.wheel(0, 2500)
    back = page.get_by_role("button", name="Return to the voice")
    expect(back).to_be_visible()
    expect(heard(page)).to_contain_text("名单念到我的时候")
    expect(heard(page)).not_to_be_in_viewport()

    back.click()
    expect(back).to_be_hidden()
    expect(heard(page)).to_be_in_viewport()


def test_without_following_the_page_stays_where_it_is(page: Page) -> None:
    opened(page, INTERVIEW)
    page.get_by_label("Follow").uncheck()
    before = page.evaluate("scrollY")
    page.locator("audio").evaluate("sound => { sound.currentTime = 128; }")
    page.get_by_role("button", name="Play").click()
    expect(row_with(page, "孩子还在鹤岗吗")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Return to the voice")).to_be_hidden()
    assert page.evaluate("scrollY") == before


def test_an_address_with_a_time_opens_there(page: Page) -> None:
    opened(page, f"{INTERVIEW}?t=95.5")
    expect(heard(page)).to_contain_text("没有人哭")
    expect(heard(page)).to_be_in_viewport()
    expect(page.locator(".position")).to_have_text("1:35")
    assert abs(now(page) - 95.5) < 0.1


def test_an_address_with_a_range_stops_at_its_end(page: Page) -> None:
    opened(page, f"{INTERVIEW}#t=73,74.5")
    expect(heard(page)).to_contain_text("那天是怎么通知的")
    expect(heard(page)).to_be_in_viewport()
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert 74.5 <= now(page) < 75.5


def test_the_contents_play(page: Page) -> None:
    opened(page, INTERVIEW)
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="A taxi at night").click()
    expect(heard(page)).to_contain_text("后来呢")
    expect(heard(page)).to_be_in_viewport()


def test_the_line_of_time_moves_the_sound_by_keyboard(page: Page) -> None:
    opened(page, INTERVIEW)
    position = page.get_by_role("slider", name="Position")
    position.focus()
    position.press("End")
    expect(page.locator(".position")).to_have_text("2:40")


def test_a_film_plays_with_its_captions(page: Page) -> None:
    opened(page, "/interviews/2018-009")
    page.locator("video").evaluate("film => { film.textTracks[0].mode = 'showing'; }")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(heard(page)).to_contain_text("from inside the school")
    assert page.locator("video").evaluate("film => film.videoWidth") == 320
    assert page.locator("video").evaluate("film => film.textTracks[0].cues.length") == 7


def test_a_reader_goes_over_to_the_text_edited_for_reading_at_the_same_moment(page: Page) -> None:
    opened(page, "/interviews/2018-009?t=9")
    expect(heard(page)).to_contain_text("there were fifty-two in my class")
    page.get_by_role("group", name="Form of the text").get_by_role("link", name="Edited for reading").click()
    expect(heard(page)).to_contain_text("I had fifty-two pupils")
    expect(page.get_by_text("not every word stands as it was said")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("text edited for reading")
    row_with(page, "I kept those drawings").get_by_role("link").first.click()
    expect(heard(page)).to_contain_text("The mine closed in the autumn")
    assert "form=edited" in page.url
    page.get_by_role("button", name="Pause", exact=True).click()


def test_another_tape_and_another_way_of_reading_keep_to_their_addresses(page: Page) -> None:
    opened(page, f"{INTERVIEW}?t=95.5")
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page.get_by_text("Nobody wept.")).to_have_count(0)
    expect(heard(page)).to_contain_text("没有人哭")
    page.get_by_role("link", name="Tape 2").click()
    expect(page.get_by_text("Withheld for 14 s: at the narrator’s wish")).to_be_visible()
    expect(page.get_by_text("There is no sound here: passages of this recording are withheld.")).to_be_visible()
