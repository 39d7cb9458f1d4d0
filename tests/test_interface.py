"""The interface speaks English and Chinese: completely, and to each reader their own."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from archive.site.interface import catalog
from tests.serving import reader_of
from tools.translations import gathered, written


def test_every_sentence_of_the_interface_is_written_in_chinese() -> None:
    chinese = written()
    missing = []
    for message in gathered():
        found = chinese.get(message.id if isinstance(message.id, str) else message.id[0])
        if message.id and (found is None or not all(_strings(found.string)) or found.fuzzy):
            missing.append(message.id)
    assert missing == [], "`make translations`, then write them"


def test_a_chinese_sentence_names_what_its_english_names() -> None:
    for message in written():
        asked = {name for each in _strings(message.id) for name in _names(each)}
        for each in _strings(message.string):
            assert _names(each) <= asked | {"num"}, message.id


def test_no_chinese_is_kept_for_what_nobody_says_any_more() -> None:
    said = {_strings(message.id)[0] for message in gathered() if message.id}
    assert {_strings(message.id)[0] for message in written() if message.id} == said


@pytest.mark.parametrize(
    ("wanted", "language", "says"),
    [
        ("", "en", "Nothing has been published yet"),
        ("en-GB,en;q=0.8,zh;q=0.5", "en", "Nothing has been published yet"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", "还没有发布任何内容"),
        ("de,zh-TW;q=0.7,en;q=0.3", "zh-Hans", "还没有发布任何内容"),
        ("de,fr;q=0.7", "en", "Nothing has been published yet"),
        ("*", "en", "Nothing has been published yet"),
    ],
)
def test_a_page_speaks_the_language_that_the_browser_asks_for(
    tmp_path: Path, wanted: str, language: str, says: str
) -> None:
    page = reader_of(tmp_path).get("/", headers={"Accept-Language": wanted})
    assert f'<html lang="{language}">' in page.text
    assert says in page.text
    assert page.headers["Content-Language"] == language
    assert "Accept-Language" in page.vary
    assert "Set-Cookie" not in page.headers


def test_lengths_and_dates_are_said_in_the_readers_language(tmp_path: Path) -> None:
    app = reader_of(tmp_path).application
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        filters = app.jinja_env.filters
        assert filters["duration"](4_320_000) == "1 小时 12 分钟"
        assert filters["long_date"]("2016-03-14") == "2016年3月14日"
        assert filters["time_said"]("2003-23~") == "约 2003年秋"
        assert filters["plural_languages"](["en", "zh-Hans"]) == "英语和中文"
    assert catalog("xx").gettext("Search") == "Search"


def _strings(told: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


def _names(text: str) -> set[str]:
    """The names that ``%(name)s`` leaves open."""
    return {each.split(")")[0] for each in text.split("%(")[1:] if set(each[:1]) <= set(string.ascii_letters)}
