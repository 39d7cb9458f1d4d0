"""Dates are understood as people say them, in both languages; what is no date is none, and reckoning is no saying."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive import vocabulary
from archive.files import Files
from archive.intake.details import edtf_date
from archive.language import is_han
from archive.records import Cue, Word
from archive.speech import SpokenDate, running, spoken_dates

ERAS = [
    ("文革", "1966/1976"),
    ("the Cultural Revolution", "1966/1976"),
    ("大跃进", "1958/1960"),
    ("改革开放", "1978-12/.."),
    ("解放前", "1945~/1949"),
    ("刚解放", "1945~/1949"),
    ("before liberation", "1945~/1949"),
]


def dates(text: str, *, recorded: str = "2016-03-14", born: str = "1950") -> list[SpokenDate]:
    return spoken_dates(running([Cue(0, 1000, text)]), eras=ERAS, recorded=recorded, born=born)


def told(text: str) -> list[tuple[str, str]]:
    return [(each.spoken.text, each.edtf) for each in dates(text)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("the winter of ninety-eight was cold", "the winter of ninety-eight", "1998-24"),
        ("It was in the early nineties.", "the early nineties", "1990/1993"),
        ("the mid-1980s", "the mid-1980s", "1984/1986"),
        ("all through the sixties we", "the sixties", "196X"),
        ("in nineteen sixty-two we came", "nineteen sixty-two", "1962"),
        ("in nineteen oh five", "nineteen oh five", "1905"),
        ("I left in '62.", "'62", "1962"),
        ("back in sixty-two, when", "sixty-two", "1962"),
        ("in two thousand and three", "two thousand and three", "2003"),
        ("in twenty sixteen", "twenty sixteen", "2016"),
        ("in 1962 they", "1962", "1962"),
        ("the third of March 1962", "the third of March 1962", "1962-03-03"),
        ("March 3rd, 1962, and", "March 3rd, 1962", "1962-03-03"),
        ("in March of nineteen sixty two", "March of nineteen sixty two", "1962-03"),
        ("February 30th, 1962", "February 30th, 1962", "1962-02"),
        ("early 1998", "early 1998", "1998-01/1998-04"),
        ("the end of 1998", "the end of 1998", "1998-09/1998-12"),
        ("during the Cultural Revolution", "during the Cultural Revolution", "1966/1976"),
        ("at the end of the Cultural Revolution", "at the end of the Cultural Revolution", "1976~"),
        ("before liberation we", "before liberation", "../1945~"),
        ("after liberation", "after liberation", "1949/.."),
        ("九八年", "九八年", "1998"),
        ("九八年冬天特别冷", "九八年冬天", "1998-24"),
        ("九八年上半年", "九八年上半年", "1998-01/1998-06"),
        ("九八年底", "九八年底", "1998-12~"),
        ("一九六二年", "一九六二年", "1962"),
        ("一九七六年七月二十八号", "一九七六年七月二十八号", "1976-07-28"),
        ("１９６２年", "１９６２年", "1962"),
        ("五十年代", "五十年代", "195X"),
        ("八十年代初", "八十年代初", "1980/1983"),
        ("上世纪八十年代末", "上世纪八十年代末", "1987/1989"),
        ("五几年的时候", "五几年", "195X"),
        ("五六年我参加工作", "五六年", "1956"),
        ("三二年", "三二年", "1932"),
        ("零三年", "零三年", "2003"),
        ("一五年", "一五年", "2015"),
        ("两千年", "两千年", "2000"),
        ("98年我下岗了", "98年", "1998"),
        ("文革时", "文革时", "1966/1976"),
        ("文革的时候", "文革的时候", "1966/1976"),
        ("文革以前", "文革以前", "../1966"),
        ("文革后", "文革后", "1976/.."),
        ("改革開放以後", "改革開放以後", "1978-12/.."),
        ("解放前", "解放前", "../1945~"),
        ("刚解放", "刚解放", "1945~"),
    ],
)
def test_a_date_is_understood_with_its_words(text: str, words: str, edtf: str) -> None:
    assert told(text) == [(words, edtf)]
    assert not dates(text)[0].is_proposal


@pytest.mark.parametrize(
    "text",
    [
        "ninety-eight people",
        "in ninety-eight people died",
        "sixty-two yuan",
        "it cost me 1962 yuan",
        "in 2000 yuan",
        "in his sixties",
        "in twenty minutes",
        "the summer was hot",
        "it will happen on May 30.",
        "in the last year of the war",
        "in 20 or 30 cases",
        "I was nineteen kilometres away",
        "twenty years",
        "women's liberation",
        "九八个人",
        "六十二块钱",
        "干了五六年",
        "五六年时间",
        "干了32年",
        "过去70年",
        "从8年到12年",
        "民国84年3月",
        "十几年",
        "二年级",
        "九八年级",
        "从前年轻",
        "过去年轻人",
        "我妈十九岁那年",
        "解放思想",
        "一百二十年",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "edtf", "why"),
    [
        ("three years ago", "2013", "2016"),
        ("thirty years ago", "1986~", "2016"),
        ("the year before last", "2014", "2016"),
        ("last year", "2015", "2016"),
        ("大前年", "2013", "2016"),
        ("前年", "2014", "2016"),
        ("五六年前", "2010/2011", "2016"),
        ("三十年前", "1986~", "2016"),
        ("when I was nineteen", "1969/1970", "1950"),
        ("I was nineteen when", "1969/1970", "1950"),
        ("when I was 19 years old", "1969/1970", "1950"),
        ("我十九岁那年", "1968/1969", "1950"),
    ],
)
def test_what_must_be_reckoned_is_proposed_and_says_from_what(text: str, edtf: str, why: str) -> None:
    (date,) = dates(text)
    assert (date.edtf, date.is_proposal) == (edtf, True)
    assert why in str(date.reckoned)
    assert dates(text, recorded="", born="") == []


def test_every_era_of_the_starter_is_a_time_by_each_of_its_names(files: Files) -> None:
    eras = vocabulary.eras(vocabulary.in_use(files))
    assert len(eras) > 100
    for name, edtf in eras:
        speech = running([Cue(0, 1000, f"那是{name}。" if is_han(name[0]) else f"It was {name}.")])
        found = spoken_dates(speech, eras=eras)
        assert found, name
        assert found[-1].edtf[:4].strip("./") in edtf or edtf[:4] in found[-1].edtf, name
    assert ("红卫兵", "1966/1976") not in eras, "a name of people is no name of a time"


def test_nothing_is_reckoned_from_what_nobody_knows() -> None:
    assert dates("when I was nineteen", born="") == dates("three years ago", recorded="XXXX") == []
    (age,) = dates("我十九岁那年", born="1950/1952")
    assert age.edtf == "1968/1971"


def test_a_date_may_cross_cues_and_has_the_moments_of_its_words() -> None:
    words = (Word(0, 400, "那是"), Word(500, 800, "九八"))
    speech = running([Cue(0, 1000, "那是九八", words=words), Cue(1100, 2000, "年冬天")], "zh")
    (date,) = spoken_dates(speech)
    assert (date.edtf, date.spoken.text) == ("1998-24", "九八 年冬天")
    assert (date.spoken.start_ms, date.spoken.end_ms) == (500, 2000)


PIECES = st.sampled_from(
    [
        *("in", "the", "of", "early", "late", "winter", "'98", "ninety-eight", "nineteen", "sixty", "two", "thousand"),
        *("1962", "sixties", "March", "3rd", "years", "ago", "when", "I", "was", "last", "year", "before", "after"),
        *("liberation", "Cultural Revolution", "九", "八", "年", "十", "代", "一", "初", "前", "后", "大", "我", "岁"),
        *("那年", "文革", "解放", "月", "号", "两千", "冬天", "0", "3", ",", "."),
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]), st.sampled_from(["", "2016", "1974?", "junk"]))
@example(["大", "前", "年"], "", "0999")
def test_whatever_is_said_a_date_is_edtf_and_stands_where_it_says(pieces: list[str], between: str, year: str) -> None:
    text = between.join(pieces)
    found = dates(text, recorded=year, born=year)
    for each in found:
        assert edtf_date(each.edtf) == each.edtf != ""
        assert text[each.spoken.start : each.spoken.end] == each.spoken.text
        assert each.is_proposal == bool(each.reckoned)
    assert all(one.spoken.end <= other.spoken.start for one, other in itertools.pairwise(found))


@given(st.text(max_size=60))
def test_any_text_can_be_read_for_dates(text: str) -> None:
    for each in dates(text):
        assert edtf_date(each.edtf) == each.edtf
