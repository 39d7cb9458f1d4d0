"""Known things in real texts are found: passages by their exact words, and answers by a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opencc import OpenCC

from archive.index import Index
from bench import known

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fixtures(shared: Path) -> Path:
    if not (shared / "misc" / "search").is_dir():
        pytest.skip("the shared fixtures hold no texts to search")
    return shared


def test_of_what_answers_a_question_no_less_is_found_than_by_plain_full_text(fixtures: Path) -> None:
    texts, questions = known.meetings(fixtures)
    with known.indexed(known.imported(texts, "en")) as index:
        ours = known.recall(known.by_search(index), questions)
    assert ours >= known.recall(known.by_plain_full_text(texts, " OR "), questions) > 0.3


def test_every_answer_is_found_wherever_it_stands_and_nowhere_else(fixtures: Path) -> None:
    texts, answers = known.encyclopaedia(fixtures)
    with known.indexed(known.imported(texts, "zh")) as index:
        told = known.exactness(index, texts, answers[:300], str)
    assert (told.queries, told.found, told.wrong) == (300, told.wanted, 0)


@pytest.fixture(scope="module")
def spoken_in_taiwan(fixtures: Path) -> Iterator[Index]:
    with known.indexed(known.imported(known.speeches(fixtures), "zh-Hant")) as index:
        yield index


@pytest.mark.parametrize("length", [1, 2, 3, 8])
def test_traditional_speech_is_found_by_simplified_words(fixtures: Path, spoken_in_taiwan: Index, length: int) -> None:
    texts = known.speeches(fixtures)
    pieces = known.pieces_of(texts, length, 40)
    told = known.exactness(spoken_in_taiwan, texts, pieces, OpenCC("t2s").convert)
    assert (told.found, told.wrong) == (told.wanted, 0) and told.wanted >= 40
