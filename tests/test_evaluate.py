"""The accuracy report gives the same numbers as jiwer with Whisper's normaliser."""

from __future__ import annotations

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

from archive.errors import BadInput
from archive.transcribe import evaluate

SAID = ("the", "list", "was", "read", "out", "in", "canteen", "colour", "twenty-one", "it's", "Mr.", "Lin")
WORDS = st.lists(st.sampled_from(SAID), max_size=12)


@given(WORDS.filter(bool), WORDS)
def test_english_rates_are_jiwers(said: list[str], heard: list[str]) -> None:
    normalise = EnglishTextNormalizer()
    reference, hypothesis = (" ".join(normalise(" ".join(each)).split()) for each in (said, heard))
    rates = evaluate(" ".join(said), " ".join(heard), language="en")
    assert rates.wer == pytest.approx(jiwer.wer(reference, hypothesis))
    assert rates.cer == pytest.approx(jiwer.cer(reference, hypothesis))
    assert rates.words == len(reference.split())


@given(st.text("名单念到我的时候食堂，。", min_size=1), st.text("名单念到我的时候食堂，。"))
def test_mandarin_rates_are_jiwers_by_character(said: str, heard: str) -> None:
    normalise = BasicTextNormalizer()
    reference, hypothesis = (normalise(each).replace(" ", "") for each in (said, heard))
    if not reference:
        with pytest.raises(BadInput):
            evaluate(said, heard, language="zh")
        return
    assert evaluate(said, heard, language="zh-Hans").cer == pytest.approx(jiwer.cer(reference, hypothesis))


def test_which_script_a_model_prefers_is_no_error_of_hearing() -> None:
    assert evaluate("下岗工人", "下崗工人", language="zh").cer == 0
