"""Cutting a recording for hearing: whatever its pauses are, all speech is heard, once, and found again in its place."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.transcribe.heard import Spans
from archive.transcribe.stretches import PAD_MS, STRETCH_MS, Stretch, side_by_side, stretches
from archive.transcribe.wanted import SAMPLES_PER_MS
from archive.transcribe.windows import LONGEST_MS, go_on_from, next_window

_SPOKEN = st.one_of(st.integers(200, 4_000), st.integers(200, 90_000))
_PAUSE = st.one_of(st.integers(96, 3_000), st.integers(96, 300_000))


@st.composite
def recordings(draw: st.DrawFn) -> tuple[Spans, int]:
    """Where a recording has speech, and its length: speech and pauses as the detector may find them."""
    at = draw(st.integers(0, 3_000))
    speech = []
    for spoken, pause in draw(st.lists(st.tuples(_SPOKEN, _PAUSE), min_size=1, max_size=60)):
        speech.append((at, at + spoken))
        at += spoken + pause
    return tuple(speech), max(speech[-1][1], at - draw(st.integers(0, at)))


@given(recordings())
def test_every_span_of_speech_is_in_exactly_one_stretch_and_in_order(recording: tuple[Spans, int]) -> None:
    speech, length_ms = recording
    found = stretches(speech, length_ms)
    assert tuple(span for stretch in found for span in stretch.speech) == speech
    assert [each for batch in side_by_side(found) for each in batch] == found


@given(recordings())
def test_a_stretch_holds_all_of_its_speech_and_nothing_of_its_neighbours(recording: tuple[Spans, int]) -> None:
    speech, length_ms = recording
    for stretch in stretches(speech, length_ms):
        assert stretch.start_ms >= 0 and stretch.end_ms <= length_ms
        assert all(start < end for start, end in stretch.pieces)
        assert all(before[1] < after[0] for before, after in pairwise(stretch.pieces))
        for start, end in speech:
            heard = sum(max(0, min(end, last) - max(start, first)) for first, last in stretch.pieces)
            assert heard == (end - start if (start, end) in stretch.speech else 0)


@given(recordings())
def test_a_stretch_is_as_short_as_it_should_be_unless_one_span_alone_is_longer(recording: tuple[Spans, int]) -> None:
    found = stretches(*recording)
    for stretch in found:
        assert stretch.length_ms <= STRETCH_MS or len(stretch.speech) == 1
    if len(found) > 12:
        return
    windows = sum(-(-stretch.length_ms // LONGEST_MS) for stretch in found)
    spoken_ms = sum(end - start for start, end in recording[0])
    assert windows >= spoken_ms / LONGEST_MS


@given(recordings(), st.data())
def test_a_moment_of_speech_is_found_again_where_it_was_recorded(
    recording: tuple[Spans, int], data: st.DataObject
) -> None:
    stretch = data.draw(st.sampled_from(stretches(*recording)))
    start, end = data.draw(st.sampled_from(stretch.pieces))
    moment = data.draw(st.integers(start, end))
    assert stretch.recorded_at(stretch.heard_at(moment), ends=moment == end) == moment
    heard = data.draw(st.integers(0, stretch.length_ms - 1))
    assert stretch.heard_at(stretch.recorded_at(heard)) == heard


@given(recordings(), st.data())
def test_words_stay_in_order_and_none_lasts_through_a_pause_that_was_left_out(
    recording: tuple[Spans, int], data: st.DataObject
) -> None:
    stretch = data.draw(st.sampled_from(stretches(*recording)))
    edges = sorted(data.draw(st.lists(st.integers(0, stretch.length_ms + 500), min_size=2, max_size=12)))
    words = [stretch.when_said(start, end) for start, end in pairwise(edges)]
    for (start, end), (heard_start, heard_end) in zip(words, pairwise(edges), strict=True):
        assert 0 <= end - start <= heard_end - heard_start
        assert any(first <= start and end <= last for first, last in stretch.pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(words))


def test_a_word_that_begins_in_the_pause_before_a_seam_is_said_after_it() -> None:
    stretch = Stretch(((0, 6_200), (60_000, 64_000)), ((200, 6_000), (60_200, 63_800)))
    assert stretch.when_said(6_050, 6_900) == (60_000, 60_700)
    assert stretch.when_said(5_000, 6_300) == (5_000, 6_200)


@given(recordings())
def test_what_is_heard_of_a_stretch_is_what_was_recorded_there(recording: tuple[Spans, int]) -> None:
    speech, length_ms = recording
    assume(length_ms < 200_000)
    samples = np.repeat(np.arange(length_ms, dtype=np.float32), SAMPLES_PER_MS)
    for stretch in stretches(speech, length_ms):
        sound = stretch.sound(samples)
        assert len(sound.samples) == stretch.length_ms * SAMPLES_PER_MS
        for (start, end), (heard_start, heard_end) in zip(stretch.speech, sound.speech, strict=True):
            assert (heard_end - heard_start) == end - start
            assert sound.samples[heard_start * SAMPLES_PER_MS] == start


@given(recordings(), st.data())
def test_windows_go_on_to_the_end_of_a_stretch_and_pass_over_no_speech(
    recording: tuple[Spans, int], data: st.DataObject
) -> None:
    stretch = data.draw(st.sampled_from(stretches(*recording)))
    speech = tuple((stretch.heard_at(start), stretch.heard_at(end)) for start, end in stretch.speech)
    at, windows = 0, 0
    while window := next_window(speech, at, stretch.length_ms):
        assert at <= window.start_ms < window.end_ms <= window.start_ms + LONGEST_MS
        assert not any(max(at, start) < min(window.start_ms, end) for start, end in speech)
        last_word_ms = data.draw(st.integers(window.start_ms, window.end_ms))
        went_on = go_on_from(window, last_word_ms, speech)
        assert window.start_ms < went_on <= window.end_ms
        at, windows = went_on, windows + 1
    assert windows <= 2 + stretch.length_ms // 1_000
    assert all(end <= at for _, end in speech)


def test_a_long_silence_is_not_heard_and_speech_keeps_its_padding() -> None:
    (stretch,) = stretches(((1_000, 3_000), (600_000, 602_000)), 700_000)
    assert stretch.pieces == ((1_000 - PAD_MS, 3_000 + PAD_MS), (600_000 - PAD_MS, 602_000 + PAD_MS))
