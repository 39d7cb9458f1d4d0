"""Folding loses no part of a text, finds its way back to it, and FTS5 sees exactly the terms that we see."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language import (
    UNSOUNDED,
    fold,
    guess_language,
    is_han,
    is_unspaced,
    pinyin,
    pinyin_readings,
    stem,
    terms,
    tokens,
)

# Any text at all: lone surrogates, controls, and more than chance would give of the scripts we meet.
ANY_TEXT = st.text() | st.text(
    "鶴崗下崗后後乾干一〇ﬁéÉøßΣςİi̇ｶﾞがか゛가각हिन्दीไทย\u0301\u200b\u00ad\ud800\0 ab12½²٣", max_size=40
)


@given(ANY_TEXT)
def test_what_is_folded_folds_to_itself(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@given(ANY_TEXT)
def test_every_folded_character_knows_where_it_stood(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)
    assert all(0 <= each <= len(text) for each in folded.offsets)


@given(ANY_TEXT, ANY_TEXT)
def test_a_part_of_a_text_folds_to_that_part_of_the_folded_text(before: str, after: str) -> None:
    assert fold(before + after).text == fold(before).text + fold(after).text


@given(ANY_TEXT)
def test_tokens_are_the_terms_with_their_places(text: str) -> None:
    found = tokens(text)
    assert [each.text for each in found] == terms(text)
    upto = 0
    for each in found:
        assert 0 <= upto <= each.start + 1 and each.start < each.end <= len(text)
        assert each.text in "".join(terms(text[each.start : each.end]))
        upto = each.start


@given(ANY_TEXT)
def test_every_term_has_one_sound_or_none(text: str) -> None:
    assert len(pinyin(text)) == len(terms(text))


def test_every_term_of_ours_is_one_term_to_fts5() -> None:
    """Every character of Unicode that a term may hold, asked of the tokenizer itself."""
    kept = sorted({char for code in range(0x110000) for term in terms(chr(code)) for char in term})
    db = sqlite3.connect(":memory:")
    tokenizer = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
    db.execute(f'create virtual table texts using fts5(text, tokenize="{tokenizer}")')
    db.execute("create virtual table seen using fts5vocab(texts, 'instance')")
    db.executemany("insert into texts(rowid, text) values (?, ?)", [(ord(char), f" x{char} ") for char in kept])
    seen = db.execute("select doc, term from seen order by doc").fetchall()
    db.close()
    assert len(kept) > 100_000
    assert [code for code, _ in seen] == [ord(char) for char in kept]
    assert [(chr(code), term) for code, term in seen if unicodedata.normalize("NFC", term) != f"x{chr(code)}"] == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Café NAÏVE Łódź straße", ["cafe", "naive", "lodz", "strasse"]),
        ("Cafe\u0301", ["cafe"]),
        ("don’t", ["don", "t"]),
        ("１９７４年", ["1974", "年"]),
        ("鶴崗下崗，後來", ["鹤", "岗", "下", "岗", "后", "来"]),
        ("乾隆", ["干", "隆"]),
        ("Ёлка", ["елка"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("ﬁne ½", ["fine", "1", "2"]),
        ("a\0b\ud800c", ["a", "b", "c"]),
        ("...", []),
    ],
)
def test_text_is_cut_into_terms(written: str, found: list[str]) -> None:
    assert terms(written) == found


def test_a_mark_takes_the_accent_that_was_written_apart() -> None:
    (cafe,) = tokens("«Cafe\u0301»")
    assert (cafe.start, cafe.end) == (1, 6)


def test_the_forms_of_an_english_word_have_one_stem() -> None:
    assert stem("miners") == stem("miner")
    assert stem("mines") == stem("mining") == stem("mined") == "mine"
    assert stem("岗") == "岗" and stem("1974") == "1974" and stem("уголь") == "уголь"


def test_chinese_sounds_as_its_words_do() -> None:
    assert pinyin("鹤岗") == pinyin("鶴崗") == ("he", "gang")
    assert pinyin("银行") == pinyin("銀行") == ("yin", "hang")
    assert pinyin("旅顺 2016") == ("lu", "shun", UNSOUNDED)
    assert pinyin("乾隆") == ("qian", "long")


def test_a_word_in_latin_letters_may_be_chinese() -> None:
    assert pinyin_readings("hegang") == (("he", "gang"),)
    assert ("xi", "an") in pinyin_readings("xian")
    assert ("tian", "an", "men") in pinyin_readings("tiananmen")
    assert pinyin_readings("lvshun") == pinyin_readings("lushun") == (("lu", "shun"),)


@pytest.mark.parametrize("word", ["women", "name", "mine", "change", "like", "gang", "strike", "x" * 5000, ""])
def test_a_word_of_another_language_is_not_read_as_chinese(word: str) -> None:
    assert pinyin_readings(word) == ()


@given(st.text("abcdeghilmnopqrstuvxyz", max_size=60))
def test_reading_a_word_is_bounded(word: str) -> None:
    readings = pinyin_readings(word)
    assert len(readings) <= 8
    assert all("".join(each) == word.replace("v", "u") or "v" in word for each in readings)


def test_a_script_gives_some_languages_away() -> None:
    assert guess_language("下岗") == "zh"
    assert guess_language("下りる") == "ja"
    assert guess_language("한국") == "ko"
    assert guess_language("laid off") == guess_language("1974") == ""


def test_han_is_told_from_what_is_only_unspaced() -> None:
    assert (
        is_han("岗") and is_han("下岗") and is_han("〇") and not is_han("か") and not is_han("岗a") and not is_han("")
    )
    assert is_unspaced("岗") and is_unspaced("か") and not is_unspaced("a")
