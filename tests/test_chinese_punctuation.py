"""What Whisper leaves without a mark gets one where it ends a clause; nothing else changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.transcribe.chinese import punctuated
from archive.transcribe.heard import HeardWord, Passage


def _passage(start_ms: int, end_ms: int, text: str) -> Passage:
    step = (end_ms - start_ms) // len(text)
    words = tuple(HeardWord(start_ms + n * step, start_ms + (n + 1) * step, each, 0.9) for n, each in enumerate(text))
    return Passage(start_ms=start_ms, end_ms=end_ms, words=words, no_speech=0.0, logprob=-0.2, compression=1.2)


def _texts(*passages: Passage) -> list[str]:
    return [each.text for each in punctuated(passages)]


def test_a_clause_before_a_pause_ends_in_a_full_stop_and_one_before_more_in_a_comma() -> None:
    said = [_passage(0, 900, "名单贴出来"), _passage(1_000, 2_000, "没有我"), _passage(3_000, 4_000, "我就回家")]
    assert _texts(*said) == ["名单贴出来，", "没有我。", "我就回家。"]


def test_a_mark_that_whisper_wrote_stays_and_no_other_script_is_marked() -> None:
    assert _texts(_passage(0, 900, "是吗？"), _passage(1_000, 2_000, "OK")) == ["是吗？", "OK"]


@given(st.lists(st.text("名单下岗，。？a1 ", min_size=1), max_size=6))
def test_no_word_is_added_or_lost_and_no_time_moves(texts: list[str]) -> None:
    said = [_passage(n * 1_000, n * 1_000 + 900, text) for n, text in enumerate(texts)]
    for before, after in zip(said, punctuated(said), strict=True):
        assert after.text.rstrip("，。") == before.text.rstrip("，。") or after.text[:-1] == before.text.rstrip()
        assert [(w.start_ms, w.end_ms) for w in after.words] == [(w.start_ms, w.end_ms) for w in before.words]
