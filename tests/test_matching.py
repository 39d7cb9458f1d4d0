"""Concepts are found as people say them, with the moments of the words; the longest phrase wins, and people decide."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Cue, Word
from archive.speech import BREAK, Speech, running
from archive.vocabulary import Concept, Match, Vocabulary, matcher, phrase_key
from archive.vocabulary.forms import are_forms

LAYOFFS = Concept(
    uri="urn:layoffs",
    labels={"en": "layoffs", "zh": "下岗"},
    synonyms={"en": ("laid off", "lose my job"), "zh": ("买断工龄",), "zh-Hant": ("裁員",)},
    misheard={"zh": ("下港",)},
    exceptions={"zh": ("放下岗位",), "en": ("strike a match",)},
)
YEARS = Concept(uri="urn:years", labels={"en": "years of service", "zh": "工龄"})
STRIKE = Concept(uri="urn:strike", labels={"en": "strike"}, exceptions={"en": ("strike a match",)})
MINE = Concept(uri="urn:mine", labels={"en": "the mine", "zh": "矿"}, synonyms={"en": ("coal mine",), "": ("longmay",)})
WORDS = Vocabulary("test", concepts={each.uri: each for each in (LAYOFFS, YEARS, STRIKE, MINE)})


def spoken(*texts: str, language: str, step_ms: int = 2000) -> Speech:
    cues = [Cue(n * step_ms, n * step_ms + 1500, text) for n, text in enumerate(texts)]
    return running(cues, language)


def found(speech: Speech, **told: object) -> list[tuple[str, str]]:
    matches = matcher([WORDS], speech.language, **told).matches(speech)  # type: ignore[arg-type]
    return [(each.concept.uri.removeprefix("urn:"), each.spoken.text) for each in matches]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("They laid off half of us.", "en", [("layoffs", "laid off")]),
        ("They LAY-OFF people", "en-GB", [("layoffs", "LAY-OFF")]),
        ("he loses my jobs", "en", [("layoffs", "loses my jobs")]),
        ("She was laid up, off and on.", "en", []),
        ("That shirt is mine. Mining is hard.", "en", []),
        ("Down the mines and out", "en", [("mine", "the mines")]),
        ("the struck miners", "en", [("strike", "struck")]),
        ("striking a match", "en", []),
        ("他下岗了", "zh", [("layoffs", "下岗")]),
        ("他下崗了", "zh-Hant", [("layoffs", "下崗")]),
        ("裁员", "zh-Hans", [("layoffs", "裁员")]),
        ("他下港了", "zh", [("layoffs", "下港")]),
        ("他放下岗位走了", "zh", []),
        ("买断工龄", "zh", [("layoffs", "买断工龄")]),
        ("三十年工龄", "zh", [("years", "工龄")]),
        ("he said 下岗 in Chinese", "en", [("layoffs", "下岗")]),
        ("下岗", "ja", []),
        ("laid off", "de", []),
        ("Ｌｏｎｇｍａｙ", "de", [("mine", "Ｌｏｎｇｍａｙ")]),
        ("", "en", []),
    ],
)
def test_a_concept_is_found_as_it_is_said_and_only_then(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert found(spoken(text, language=language)) == expected


def test_a_phrase_may_begin_in_one_cue_and_end_in_the_next() -> None:
    speech = spoken("So they laid", "off my father", language="en")
    (match,) = matcher([WORDS], "en").matches(speech)
    assert (match.spoken.text, match.spoken.start_ms, match.spoken.end_ms) == ("laid off", 0, 3500)
    assert speech.around(match.spoken) == "So they laid off my father"
    assert found(spoken("后来买断", "工龄", language="zh")) == [("layoffs", "买断 工龄")]


def test_no_phrase_goes_on_in_another_voice_or_after_a_long_rest() -> None:
    cues = [Cue(0, 1000, "they laid", speaker="Lin"), Cue(1000, 2000, "off we go", speaker="Wang")]
    assert found(running(cues, "en")) == []
    assert found(spoken("they laid", "off", language="en", step_ms=9000)) == []


def test_words_with_times_give_their_own_moments() -> None:
    words = tuple(Word(n * 300, n * 300 + 200, text) for n, text in enumerate(("We ", "were ", "laid ", "off.")))
    speech = running([Cue(0, 5000, "We were laid off.", words=words)], "en")
    (match,) = matcher([WORDS], "en").matches(speech)
    assert (match.spoken.start_ms, match.spoken.end_ms, match.spoken.is_timed) == (600, 1100, True)


def test_what_was_rejected_for_a_phrase_is_not_proposed_for_it_again() -> None:
    rejected = frozenset({("urn:layoffs", phrase_key("买断工龄")), ("urn:strike", phrase_key("Struck"))})
    assert found(spoken("買斷工齡", language="zh"), rejected=rejected) == [("years", "工齡")]
    assert found(spoken("struck, and on strike", language="en"), rejected=rejected) == [("strike", "strike")]


def test_a_phrase_that_leads_to_two_concepts_proposes_both() -> None:
    other = Vocabulary("other", concepts={"urn:z": Concept(uri="urn:z", labels={"zh": "工龄"})})
    matches = matcher([WORDS, other], "zh").matches(spoken("工龄", language="zh"))
    assert [each.concept.uri for each in matches] == ["urn:years", "urn:z"]


def test_a_vocabulary_without_words_finds_nothing() -> None:
    assert matcher([Vocabulary("none")], "en").matches(spoken("laid off", language="en")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mine", "mining"),
        ("laid", "lay"),
        ("family", "families"),
        ("dig", "digging"),
        ("men", "man"),
        ("close", "closed"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    assert are_forms(one, other) and are_forms(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("organ", "organisation"), ("university", "universe"), ("police", "policy"), ("mine", "miner"), ("new", "news")],
)
def test_words_that_only_look_alike_are_no_forms_of_one(one: str, other: str) -> None:
    assert not are_forms(one, other)


def test_a_new_synonym_finds_its_place_in_ten_thousand_cues() -> None:
    words = ("we", "were", "sent", "home", "from", "the", "mine", "and", "nobody", "said", "why", "that", "winter")
    said = [" ".join(words[(n * step) % len(words)] for step in range(1, 20)) for n in range(10_000)]
    cues = spoken(*said, "we were sent home early", language="en").cues
    added = replace(LAYOFFS, synonyms={"en": ("sent home early",)})
    matches = matcher([Vocabulary("test", concepts={added.uri: added, MINE.uri: MINE})], "en").matches(
        running(cues, "en")
    )
    assert matches[-1].spoken.text == "sent home early"


PIECES = st.sampled_from(
    ["laid ", "off ", "the mine ", "下岗", "放", "位", "买断", "工龄", "strike ", "x", ", ", "崗", "\n", ""]
)
TEXTS = st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=6)


def _summary(matches: list[Match]) -> list[tuple[str, str]]:
    return [(each.concept.uri, each.phrase) for each in matches]


@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_wherever_it_is_cut_into_cues_the_same_is_found_and_where_it_says(texts: list[str], language: str) -> None:
    speech = spoken(*texts, language=language)
    matches = matcher([WORDS], language).matches(speech)
    assert _summary(matches) == _summary(matcher([WORDS], language).matches(spoken(speech.text, language=language)))
    for each in matches:
        assert speech.text[each.spoken.start : each.spoken.end] == each.spoken.text
        assert 0 <= each.spoken.start_ms <= each.spoken.end_ms
        assert each.spoken.text in speech.around(each.spoken)
    spots = [(each.spoken.start, each.spoken.end) for each in matches]
    assert all(one == other or one[1] <= other[0] for one, other in itertools.pairwise(spots))


@given(TEXTS)
def test_folded_running_text_leads_back_to_what_was_said(texts: list[str]) -> None:
    speech = spoken(*texts, language="zh")
    folded = speech.folded
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert BREAK not in folded.text
    for place, letter in enumerate(folded.text):
        if "\u4e00" <= letter <= "\u9fff":
            assert speech.spoken_folded(place, place + 1).text in (letter, "崗")
