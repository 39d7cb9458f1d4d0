"""The review packet as a narrator meets it: opened from the disk, without a line, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from archive.exchange import make_packet, read_answers, write_packet
from archive.files import Files, open_files
from archive.records import Packet, Person
from archive.settings import Settings
from tests.axe import shuts_nobody_out
from tests.browser.conftest import Watch
from tests.packets import SAID, TELLS, held, with_sound

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Given:
    """A packet unpacked on somebody's disk."""

    packet: Packet
    folder: Path

    @property
    def address(self) -> str:
        """What a browser opens."""
        return (self.folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """A packet of an interview with sound, in a folder with a Chinese name, as a family's disk has them."""
    home = tmp_path_factory.mktemp("packet")
    settings = Settings(home=home / "archive")
    files = open_files(settings)
    interview = held(files, home / "tape.wav", narrators=(Person(name=TELLS, pseudonym="赵姐"),))
    with_sound(files, settings, interview)
    return unpacked(files, interview.id, home)


def unpacked(files: Files, interview_id: str, home: Path) -> Given:
    packet = make_packet(files, interview_id, by="The archivist")
    with (home / "review.zip").open("w+b") as stream:
        write_packet(files, files.read_interview(interview_id), packet, stream, archive="鹤岗口述史")
        ZipFile(stream).extractall(home / "妈妈 的访谈")
    return Given(packet, home / "妈妈 的访谈")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser without a line; it asks nobody for anything, and has nothing to complain about."""
    watching = Watch("")
    context = chromium.new_context(viewport=DESK, offline=True, accept_downloads=True)
    watching.over(context)
    yield context
    context.close()
    assert [each for each in watching.strangers if not each.startswith(("file:", "blob:"))] == []
    assert watching.complaints == []


@pytest.fixture
def page(context: BrowserContext, given: Given) -> Page:
    """The packet, opened."""
    page = context.new_page()
    page.goto(given.address)
    return page


def saved(page: Page, folder: Path) -> Path:
    """The file that the page saves."""
    with page.expect_download() as download:
        page.locator("footer .save").click()
    kept = folder / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


def passage(page: Page, n: int) -> Locator:
    return page.locator(f"#p{n}")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["中文", "English"])
def test_it_is_for_everybody(page: Page, size: dict[str, int], language: str) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.get_by_role("button", name=language).click()
    passage(page, 2).locator("input[value=change]").check()
    passage(page, 3).locator("summary").click()
    shuts_nobody_out(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.evaluate("getComputedStyle(document.querySelector('.words')).fontSize") >= "20px"


def test_it_speaks_chinese_first_and_english_when_asked(page: Page) -> None:
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("请您再看一遍自己说的话Please read your own words once more")
    expect(page.get_by_text("请您再看一遍自己说的话")).to_be_visible()
    expect(page.get_by_text("Please read your own words once more")).to_be_hidden()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.get_by_text("公开的时候，您叫：")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("请您再看一遍自己说的话")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("The winch talks")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    for _, said, english in SAID:
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_text(english)).to_be_visible()


def test_answers_are_saved_in_a_file_that_the_archive_reads(page: Page, given: Given, tmp_path: Path) -> None:
    passage(page, 1).get_by_role("radio", name="写得对").check()
    passage(page, 2).get_by_role("radio", name="要改").check()
    field = passage(page, 2).get_by_role("textbox", name="中文")
    expect(field).to_have_value(SAID[1][1])
    field.fill("就在北井口上头，一排砖房。")
    passage(page, 4).get_by_role("radio", name="不要公开").check()
    passage(page, 4).locator("summary").click()
    passage(page, 4).get_by_role("textbox", name="还有话说").fill("赵家的人还在")
    expect(page.get_by_role("status")).to_contain_text("3 / 4")
    kept = saved(page, tmp_path)
    assert kept.name == f"answers-2026-001-{given.packet.id}.json"
    expect(page.get_by_role("alert")).to_contain_text("存好了")
    answers = read_answers(kept.read_bytes(), name=kept.name)
    assert (answers.interview, answers.packet) == ("2026-001", given.packet.id)
    told = {each.start_ms: (each.choice, dict(each.words), each.comment) for each in answers.replies}
    assert told == {
        0: ("agree", {}, ""),
        2_000: ("change", {"zh": "就在北井口上头，一排砖房。"}, ""),
        6_000: ("withhold", {}, "赵家的人还在"),
    }
    assert json.loads(kept.read_text("utf-8"))["texts"][0]["version"] == given.packet.texts[0].version


def test_the_browser_remembers_and_a_file_goes_on_where_it_was_saved(
    page: Page, context: BrowserContext, chromium: Browser, given: Given, tmp_path: Path
) -> None:
    passage(page, 3).get_by_role("radio", name="不要公开").check()
    again = context.new_page()
    again.goto(given.address)
    expect(passage(again, 3).get_by_role("radio", name="不要公开")).to_be_checked()
    expect(again.get_by_role("status")).to_contain_text("1 / 4")
    kept = saved(again, tmp_path)
    elsewhere = chromium.new_context(offline=True)
    other = elsewhere.new_page()
    other.goto(given.address)
    expect(other.get_by_role("status")).to_contain_text("0 / 4")
    passage(other, 1).get_by_role("radio", name="写得对").check()
    other.locator("#load").set_input_files(kept)
    expect(other.get_by_role("alert")).to_contain_text("打开了")
    expect(passage(other, 3).get_by_role("radio", name="不要公开")).to_be_checked()
    expect(passage(other, 1).get_by_role("radio", name="写得对")).to_be_checked()
    other.reload()
    expect(other.get_by_role("status")).to_contain_text("2 / 4")
    elsewhere.close()


def test_a_file_of_another_packet_or_none_at_all_changes_nothing(page: Page, tmp_path: Path) -> None:
    passage(page, 1).get_by_role("radio", name="写得对").check()
    for name, content, says in (
        ("a.json", '{"earwitness": "answers", "packet": "000000000000", "answers": []}', "另一份"),
        ("b.json", "<html>", "打不开"),
        ("c.json", '{"earwitness": "answers"}', "打不开"),
    ):
        (tmp_path / name).write_text(content)
        page.locator("#load").set_input_files(tmp_path / name)
        expect(page.get_by_role("alert")).to_contain_text(says)
    expect(page.get_by_role("status")).to_contain_text("1 / 4")


def test_each_passage_is_heard_by_itself_and_stops_at_its_end(page: Page) -> None:
    link = passage(page, 2).locator(".listen")
    assert (link.get_attribute("href") or "").endswith("#t=2,3.9")
    link.click()
    expect(link).to_have_class("listen is-running")
    passage(page, 3).locator(".listen").click()
    expect(link).to_have_class("listen")
    expect(passage(page, 3).locator(".listen")).to_have_class("listen is-running")
    expect(passage(page, 3).locator(".listen")).to_have_class("listen")  # it came to its end
    assert page.get_by_role("alert").inner_text() == ""


def test_where_the_sound_is_not_beside_it_the_page_says_so(chromium: Browser, given: Given, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((given.folder / "index.html").read_bytes())
    alone = chromium.new_page()
    alone.goto((tmp_path / "index.html").as_uri())
    passage(alone, 1).locator(".listen").click()
    expect(alone.get_by_role("alert")).to_contain_text("解压")
    passage(alone, 1).get_by_role("radio", name="写得对").check()
    expect(alone.get_by_role("status")).to_contain_text("1 / 4")
    alone.context.close()


def test_all_of_it_can_be_done_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Next unanswered").focus()
    page.keyboard.press("Enter")
    first = passage(page, 1).get_by_role("radio", name="It is right")
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(passage(page, 1).get_by_role("radio", name="Change it")).to_be_checked()
    page.keyboard.press("Tab")  # what takes the answer back
    expect(passage(page, 1).get_by_role("button", name="Clear")).to_be_focused()
    page.keyboard.press("Tab")
    field = passage(page, 1).get_by_role("textbox", name="Chinese")
    expect(field).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    expect(field).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text("0 / 4")
    page.get_by_role("button", name="All of this is right").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("3 / 4")


def test_one_tick_for_a_turn_leaves_what_was_answered(page: Page) -> None:
    passage(page, 3).get_by_role("radio", name="不要公开").check()
    page.get_by_role("button", name="这几段都写得对").click()
    expect(passage(page, 2).get_by_role("radio", name="写得对")).to_be_checked()
    expect(passage(page, 3).get_by_role("radio", name="不要公开")).to_be_checked()
    expect(passage(page, 1).get_by_role("radio", name="写得对")).not_to_be_checked()


def test_it_prints_as_a_form_to_be_ticked_by_hand(page: Page) -> None:
    page.emulate_media(media="print")
    for hidden in (".listen", ".save", ".all-right", ".more summary", "footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(passage(page, 1).locator(".by-hand i").first).to_be_visible()
    expect(passage(page, 1).get_by_role("radio", name="要改")).to_be_visible()
    expect(page.get_by_text("名字", exact=True)).to_be_visible()
    assert len(page.pdf()) > 10_000


def test_without_scripts_it_is_read_heard_and_printed(chromium: Browser, given: Given) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(given.address)
    expect(page.get_by_text(SAID[1][1])).to_be_visible()
    expect(page.get_by_text("这个浏览器不能在这里保存回答")).to_be_visible()
    expect(page.locator(".save").first).to_be_hidden()
    expect(passage(page, 1).locator(".listen")).to_be_visible()
    context.close()


def test_a_browser_that_remembers_nothing_says_so_and_still_saves(
    context: BrowserContext, given: Given, tmp_path: Path
) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page = context.new_page()
    page.goto(given.address)
    passage(page, 1).get_by_role("radio", name="写得对").check()
    expect(page.get_by_role("alert")).to_contain_text("请先保存")
    assert read_answers(saved(page, tmp_path).read_bytes(), name="a").replies[0].choice == "agree"
