"""A word in one language finds testimony in the other, never more than it should, and always says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.index import Index, build, open_index
from archive.records import IndexPoint
from archive.release import ReleasedRecording
from archive.search import BOXES, excerpt, highlight, search, written
from archive.search.dictionary import in_chinese, in_english, named
from archive.search.query import parse
from tests.test_query_language import spoken, told


def headed(title: dict[str, str], *keywords: str) -> tuple[ReleasedRecording, ...]:
    point = IndexPoint(start_ms=0, end_ms=5_000, title=title, keywords=keywords)
    return (ReleasedRecording(name="recording-1", kind="audio", duration_ms=600_000, index_points=(point,)),)


MINE = told("2026-001", spoken("zh-Hans", ("", "我们在矿井里等，后来罢工了。")))
TRANSLATED = told(
    "2026-002",
    spoken("zh-Hans", ("", "矿井关了，我的工作没了。")),
    spoken("en", ("", "The mine was closed and my work was gone."), translated_from="zh-Hans"),
)
CANTEEN = told(
    "2026-003",
    spoken("en", ("", "They read the list in the canteen, and I was laid off.")),
    recordings=headed({"en": "The canteen", "zh-Hans": "食堂"}, "lamp room 灯房"),
    place="Sanchahe 三岔河",
)
FAR = told("2026-004", spoken("zh-Hant", ("", "我從佳木斯坐火車到三岔河，燈房還在，是我的。")))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("words") / "index.sqlite"
    build(path, [MINE, TRANSLATED, CANTEEN, FAR], [])
    with open_index(path) as opened:
        yield opened


def order(index: Index, query: str) -> str:
    return "".join(each.id[-1] for each in search(index, query).results)


def others(index: Index, query: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.typed, each.others, each.source) for each in search(index, query).other_words]


def test_an_english_word_finds_testimony_that_nobody_translated(index: Index) -> None:
    found = search(index, "mine")
    assert [(each.id, each.is_direct) for each in found.results] == [("2026-002", True), ("2026-001", False)]
    assert others(index, "mine") == [("mine", ("矿井",), "dictionary")]
    (passage,) = found.results[1].passages
    assert highlight(passage.text, passage.marks) == "我们在<mark>矿井</mark>里等，后来罢工了。"


def test_where_the_word_itself_is_found_other_words_are_no_news(index: Index) -> None:
    (translated,) = [each for each in search(index, "mine").results if each.id == "2026-002"]
    assert [each.language for each in translated.passages] == ["en"]
    in_chinese_alone = search(index, "mine", language="zh")
    assert {each.language for hit in in_chinese_alone.results for each in hit.passages} == {"zh-Hans"}
    assert in_chinese_alone.total == 2 == search(index, "mine").facets["language"][0].count


def test_other_words_are_found_in_all_their_forms_and_in_twos(index: Index) -> None:
    assert order(index, "mines") == "21" and order(index, "strikes") == "1"
    assert ("laid off", ("下岗",), "dictionary") not in others(index, "laid off"), "the archive does not hold it"


def test_a_chinese_word_finds_english_testimony(index: Index) -> None:
    assert order(index, "下岗") == "3" and others(index, "下岗") == [("下岗", ("laid off",), "dictionary")]
    assert [each.marks for each in search(index, "下岗").results[0].passages] == [((45, 53),)]
    assert order(index, "下崗") == "3"


def test_the_archives_own_pairs_come_first(index: Index) -> None:
    assert others(index, "Sanchahe")[0] == ("Sanchahe", ("三岔河",), "archive")
    assert order(index, "Sanchahe") == "34" and order(index, "三岔河") == "34"
    assert others(index, "食堂")[0] == ("食堂", ("The canteen",), "archive")
    assert others(index, "lamp room") == [("lamp room", ("灯房",), "archive")]


def test_what_is_in_quotes_or_unwanted_is_not_put_in_other_words(index: Index) -> None:
    assert order(index, '"mine"') == "2" and others(index, '"mine"') == []
    assert search(index, "mine", other_words=False).total == 1
    assert others(index, "min*") == others(index, "speaker:mine") == []


def test_words_of_every_sentence_are_not_put_in_other_words(index: Index) -> None:
    """我的 is *mine* too, and stands everywhere."""
    assert all("我的" not in words for _, words, _ in others(index, "mine"))
    assert others(index, "the") == others(index, "我的") == others(index, "了") == []


def test_other_words_for_one_of_several_do_for_it_alone(index: Index) -> None:
    assert order(index, "mine 罢工") == "1"
    assert order(index, "mine closed") == "2"
    assert sorted(order(index, "mine OR canteen")) == ["2", "3"]


def test_a_name_spelt_as_it_was_heard_leads_to_the_one_on_record(index: Index) -> None:
    (first, *_) = search(index, "Jamusi").did_you_mean
    assert (first.query, first.word, first.name) == ("Jiamusi", "Jiamusi", "佳木斯")
    assert search(index, first.query).total == 1
    assert search(index, "cantene").did_you_mean[0].word == "canteen"
    assert search(index, "list cantene").did_you_mean[0].query == "list canteen"


def test_nothing_is_suggested_for_words_that_the_archive_holds(index: Index) -> None:
    for query in ("canteen", "closing", "qqqqqqqq", "下岗", '"'):
        assert search(index, query).did_you_mean == ()


def test_the_dictionary_knows_words_their_first_meanings_and_names() -> None:
    assert ("矿井", 1) in in_chinese("mine") and ("煤矿", 1) in in_chinese("coal mine")
    assert in_english("绞车")[:1] == ["winch"] and "laid off" in in_english("下岗")
    assert named("jiamusi") == ["佳木斯"] and ("哈尔滨", 1) in in_chinese("harbin")
    assert in_chinese("no such word") == in_english("无此词条") == named("x") == []


# --- a question ------------------------------------------------------------------------------------------------------


def test_a_question_finds_what_holds_all_of_its_telling_words_and_then_some(index: Index) -> None:
    asked = search(index, "What did they say about the mine and the canteen?")
    assert asked.is_question and asked.typed == ("mine", "canteen")
    assert {each.id for each in asked.results} == {"2026-002", "2026-003"}
    assert order(index, "Where was the list that they read?") == "3"


@pytest.mark.parametrize(
    "query", ["mine canteen list closed", "the mine", '"what did they say"', "what did they -mine", "那天是怎么通知的"]
)
def test_whatever_is_no_question_is_as_strict_as_ever(index: Index, query: str) -> None:
    assert not search(index, query).is_question


# --- a form, and what is shown ---------------------------------------------------------------------------------------


def test_a_form_is_written_as_a_query_that_is_read_without_complaint() -> None:
    boxes = {name: "a: b" for name in BOXES} | {"from": "1990", "to": "1999", "role": "narrator", "status": "checked"}
    boxes |= {"all": 'coal OR "wet"', "phrase": "laid “off", "none": "-taxi", "within": "5", "near": "lamp (room)"}
    query = written(boxes)
    assert query == (
        'coal "OR" wet "laid  off" a OR b -taxi NEAR(lamp room, 5) speaker:"a: b" person:"a: b" place:"a: b" '
        'topic:"a: b" collection:"a: b" language:"a: b" role:narrator status:checked year:1990..1999'
    )
    assert parse(query).misread == ()
    assert written({"from": "1990"}) == "year:1990.." and written({"to": "x"}) == written({}) == ""


def test_a_long_passage_is_cut_to_what_stands_around_the_words() -> None:
    english = " ".join(f"word{n}" for n in range(300))
    at = english.index("word150")
    text, marks = excerpt(english, [(at, at + 7)])
    assert text.startswith("…word132 ") and text.endswith(" word168…")
    assert [text[a:b] for a, b in marks] == ["word150"]
    chinese = "矿" * 200 + "下岗" + "井" * 200
    text, marks = excerpt(chinese, [(200, 202)])
    assert len(text) < 80 and [text[a:b] for a, b in marks] == ["下岗"]
    both, found = excerpt(english, [(0, 5), (at, at + 7)])
    assert [both[a:b] for a, b in found] == ["word0", "word150"] and both.count("…") == 2
    assert excerpt("short", [(0, 5)]) == ("short", ((0, 5),))
