"""What may give somebody away is flagged with its passage and a reason, in both languages, and little else is."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.privacy import Flag, flags
from archive.privacy.digits import has_identity_check, has_luhn_check
from archive.records import Cue, Word
from archive.speech import Speech, running
from archive.vocabulary import Concept, Vocabulary

HAN = "零一二三四五六七八九"
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
IDENTITY = "11010519491231002X"  # the standard's own example, GB 11643


def said(text: str, language: str = "zh") -> Speech:
    return running([Cue(0, 1000, text)], language)


def found(text: str, **told: object) -> list[tuple[str, str]]:
    return [(each.kind, each.spoken.text) for each in flags(said(text), **told)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("我的电话是一三八四六八零一二三四", "telephone", "一三八四六八零一二三四"),
        ("幺三八 四六八洞 幺二三四", "telephone", "幺三八 四六八洞 幺二三四"),
        ("打13846801234找我", "telephone", "13846801234"),
        ("+86 138 4680 1234", "telephone", "86 138 4680 1234"),
        ("one three eight, four six eight oh, one two three four", "telephone", None),
        ("double one", None, None),
        ("my phone is five double five, one two three four", "telephone", "five double five, one two three four"),
        ("零四六八 三三四四五五六", "telephone", "零四六八 三三四四五五六"),
        ("電話號碼三三四四五五六", "telephone", "三三四四五五六"),
        ("身份证230406196203141236", "identity", "230406196203141236"),
        (f"是{IDENTITY}", "identity", IDENTITY),
        ("一一零一零五一九四九一二三一零零二叉", "identity", None),
        ("110105 19491231 002x", "identity", "110105 19491231 002x"),
        ("一一零一零五四九一二三一零零二", "identity", None),
        ("卡上4111 1111 1111 1111", "bank card", "4111 1111 1111 1111"),
        ("卡号是六二二二零二零零零零", "bank card", "六二二二零二零零零零"),
        ("QQ号一二三四五六七", "account", "一二三四五六七"),
        ("南山区红旗路十五号三单元五楼", "address", "南山区红旗路十五号三单元五楼"),
        ("我家三号楼二单元501室", "address", "三号楼二单元501室"),
        ("he lives at 12 Main Street now", "address", "12 Main Street"),
        ("write to lin@example.org", "e-mail", "lin@example.org"),
        ("lin dot guihua at gmail dot com", "e-mail", "lin dot guihua at gmail dot com"),
    ],
)
def test_what_may_give_somebody_away_is_flagged(text: str, kind: str | None, passage: str | None) -> None:
    assert found(text) == ([(kind, passage or text)] if kind else [])


@pytest.mark.parametrize(
    "text",
    [
        "一三八四六八零一二三",
        "1961, 1962, 1963, 1964",
        "从一九六一年一九六二年",
        "三四五六年",
        "两三个人",
        "one two three, up we go",
        "in 1962 there were 20000 people",
        "三十号楼",
        "走了一条街三号线",
        "a hundred and twelve streets",
        "Number one road safety",
        "we met at noon dot",
        "5月12号, 2008年",
        "产量是123456789吨",
        "",
    ],
)
def test_what_gives_nobody_away_is_left_alone(text: str) -> None:
    assert found(text) == []


@given(st.sampled_from(["130", "138", "159", "186", "199"]), st.integers(0, 10**8 - 1), st.sampled_from(["", " ", "-"]))
def test_a_mobile_number_is_found_however_it_is_spelt(prefix: str, rest: int, between: str) -> None:
    digits = f"{prefix}{rest:08}"
    groups = between.join((digits[:3], digits[3:7], digits[7:]))
    for spelt in (groups, "".join(HAN[int(each)] for each in digits), " ".join(ENGLISH[int(each)] for each in digits)):
        assert found(f"，{spelt}。") == [("telephone", spelt)]


@given(st.integers(10**16, 10**17 - 1))
def test_a_wrong_check_digit_is_noticed(number: int) -> None:
    assert sum(has_identity_check(f"{number}{check}") for check in "0123456789X") == 1
    assert sum(has_luhn_check(f"{number}{check}") for check in "0123456789") == 1


def test_a_reason_says_whether_the_check_digit_speaks_for_it() -> None:
    (right,), (wrong,) = flags(said(IDENTITY)), flags(said(IDENTITY[:-1] + "1"))
    assert "check digit is right" in str(right.reason)
    assert (wrong.kind, str(wrong.reason)) == ("identity", "This looks like an identity number.")


def test_a_number_over_two_cues_has_the_moments_of_its_words() -> None:
    words = (Word(0, 300, "是"), Word(300, 900, "一三八四六"))
    speech = running([Cue(0, 1000, "是一三八四六", words=words), Cue(1000, 2000, "八零一二三四，对。")], "zh")
    (flag,) = flags(speech)
    assert (flag.spoken.start_ms, flag.spoken.end_ms) == (300, 2000)
    assert flag.evidence == "是一三八四六 八零一二三四，对。"


def test_names_given_from_elsewhere_and_sensitive_concepts_are_flagged() -> None:
    sick = Concept(uri="urn:lung", labels={"en": "Black lung", "zh": "尘肺"}, sensitive=True)
    words = Vocabulary("test", concepts={sick.uri: sick, "urn:x": Concept(uri="urn:x", labels={"zh": "下岗"})})
    told = flags(said("王芳得了塵肺，下岗了"), vocabularies=[words], names=["王芳"])
    assert [(each.kind, each.spoken.text, each.about) for each in told] == [
        ("name", "王芳", "王芳"),
        ("sensitive", "塵肺", "urn:lung"),
    ]
    assert [str(each.reason) for each in told] == ["王芳 is named here.", "Black lung is marked as sensitive."]


@given(
    st.lists(
        st.sampled_from(
            ["1", "三", "八", "one ", "double ", "138", "4680", " ", "-", ",", "x", "路", "号", "@", ".", "年"]
        ),
        max_size=25,
    )
)
def test_whatever_is_said_a_flag_stands_where_it_says(pieces: list[str]) -> None:
    speech = said("".join(pieces))
    for each in flags(speech):
        assert speech.text[each.spoken.start : each.spoken.end] == each.spoken.text != ""


# --- on text that nobody here wrote -----------------------------------------------------------------------------------


def alarms(speeches: list[Speech]) -> Counter[str]:
    return Counter(each.kind for speech in speeches for each in flags(speech))


def test_meetings_and_speeches_raise_hardly_an_alarm(shared: Path) -> None:
    folder = shared / "misc" / "search"
    meetings = [json.loads(line) for line in (folder / "qmsum" / "val.jsonl").read_text("utf-8").splitlines()]
    turns = [[each["content"] for each in meeting["meeting_transcripts"]] for meeting in meetings[:12]]
    rows = [
        csv.DictReader(each.read_text("utf-8-sig").splitlines()) for each in sorted(folder.glob("zh_hant_talks/*.csv"))
    ]
    talks = [[row["text"] for row in each if row["text"]] for each in rows[:9]]
    for texts, language in ((turns, "en"), (talks, "zh-Hant")):
        speeches = [
            running([Cue(n * 3000, n * 3000 + 3000, text) for n, text in enumerate(each)], language) for each in texts
        ]
        cues = sum(map(len, texts))
        assert cues > 5000 and sum(alarms(speeches).values()) <= cues / 1000


def show(found: list[Flag]) -> list[str]:
    return [each.spoken.text for each in found]


def test_the_longer_of_two_addresses_is_told() -> None:
    assert show(flags(said("红旗路十五号三号楼二单元501室"))) == ["红旗路十五号三号楼二单元501室"]
