"""The two sides of a recording that hold different voices, made fit to be heard each by itself, and put together again.

What a microphone has of whoever speaks into the other one is taken out before it is heard, so that nobody hears it
twice; of what is heard on both sides all the same, the louder side keeps the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import numpy as np

from archive.records import Cue, Side
from archive.transcribe.heard import HeardWord, Passage
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples

SIDES: Final[tuple[Side, Side]] = ("left", "right")

_FRAME: Final = 32 * SAMPLES_PER_MS
_SMOOTHED: Final = 5  # frames over which loudness is averaged
_LOUDER: Final = 2.0  # times the power (3 dB) of what a microphone has of the other's voice
_LASTS: Final = 10  # frames: in less than a third of a second nobody tells whether two sounds are one
_LONGEST: Final = 300  # frames that are compared at once
_LATEST: Final = 30 * SAMPLES_PER_MS  # by which a sound comes later at the other microphone: ten metres
_ALIKE: Final = 0.13  # the correlation from which one is the other's echo (docs/measurements-voices.md)
_FADE: Final = 5 * SAMPLES_PER_MS
_SAME_TIME: Final = 0.5  # of the shorter of two words, during which both are said

Powers = np.ndarray[Any, np.dtype[np.float64]]


def is_apart(samples: Samples) -> bool:
    """Whether these are two sides, and not one sound."""
    return samples.ndim == 2


def sides_of(samples: Samples) -> list[Samples]:
    """The sounds to be heard one by one: the whole of it or, of two sides, each without what it has of the other."""
    if not is_apart(samples):
        return [samples]
    left, right = samples
    return [_without(left, _echoes(left, right)), _without(right, _echoes(right, left))]


def _powers(sound: Samples) -> Powers:
    whole = sound.size // _FRAME
    each = np.square(sound[: whole * _FRAME].reshape(whole, _FRAME)).mean(axis=1, dtype=np.float64)
    return np.convolve(each, np.full(_SMOOTHED, 1 / _SMOOTHED), "same")[:whole] if whole else each


def _echoes(own: Samples, other: Samples) -> Iterator[tuple[int, int]]:
    """From which sample to which a side has nothing but what is said on the other one, which is louder there."""
    is_louder = np.concatenate([[False], _powers(other) > _LOUDER * _powers(own), [False]])
    for first, last in np.flatnonzero(np.diff(is_louder)).reshape(-1, 2).tolist():
        for start in range(first, last, _LONGEST):
            end = min(last, start + _LONGEST)
            piece = slice(start * _FRAME, end * _FRAME)
            if end - start >= _LASTS and _correlation(own[piece], other[piece]) >= _ALIKE:
                yield piece.start, piece.stop


def _correlation(one: Samples, other: Samples) -> float:
    """How far the one is the other, sooner or later by what the way between two microphones takes.

    Of sounds whose treble is raised: without, two voices of one pitch are alike.
    """
    one, other = (np.append(each[:1], each[1:] - np.float32(0.97) * each[:-1]) for each in (one, other))
    size = 1 << (one.size + _LATEST).bit_length()
    shifted = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    near = max(np.abs(shifted[: _LATEST + 1]).max(), np.abs(shifted[-_LATEST:]).max())
    return float(near / max(1e-9, np.sqrt(np.dot(one, one) * np.dot(other, other))))


def _without(sound: Samples, echoes: Iterator[tuple[int, int]]) -> Samples:
    """The sound, silent from sample to sample, fading in and out."""
    fading = np.linspace(1, 0, _FADE, dtype=np.float32)
    kept = sound.copy()
    for start, end in echoes:
        piece = kept[start:end]
        piece[:_FADE] *= fading
        piece[_FADE:-_FADE] = 0
        piece[-_FADE:] *= fading[::-1]
    return kept


# --- what was heard on both ------------------------------------------------------------------------------------------


def said_once(heard: Sequence[list[Passage]], samples: Samples) -> list[list[Passage]]:
    """The passages of both sides, each word that stands on both at one time only on the side where it is louder."""
    if not is_apart(samples):
        return list(heard)
    words = [[word for passage in passages for word in passage.words] for passages in heard]
    doubled: list[set[HeardWord]] = [set(), set()]
    for left, right in _pairs(*words):
        is_left_louder = _loudness(samples[0], left) >= _loudness(samples[1], right)
        doubled[1 if is_left_louder else 0].add(right if is_left_louder else left)
    return [[*_kept(passages, gone)] for passages, gone in zip(heard, doubled, strict=True)]


def _pairs(left: Sequence[HeardWord], right: Sequence[HeardWord]) -> Iterator[tuple[HeardWord, HeardWord]]:
    """Words of both sides that say the same at the same time."""
    others = sorted(right, key=lambda each: each.start_ms)
    starts = [each.start_ms for each in others]
    longest = max((each.end_ms - each.start_ms for each in others), default=0)
    for word in left:
        near = others[bisect_left(starts, word.start_ms - longest) : bisect_left(starts, word.end_ms)]
        said = _plain(word)
        yield from ((word, each) for each in near if said and said == _plain(each) and _are_at_once(word, each))


def _are_at_once(one: HeardWord, other: HeardWord) -> bool:
    shared = min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)
    return shared > 0 and shared >= _SAME_TIME * min(one.end_ms - one.start_ms, other.end_ms - other.start_ms)


def _plain(word: HeardWord) -> str:
    return "".join(filter(str.isalnum, word.text.casefold()))


def _loudness(sound: Samples, word: HeardWord) -> float:
    said = sound[word.start_ms * SAMPLES_PER_MS : word.end_ms * SAMPLES_PER_MS]
    return float(np.square(said).mean()) if said.size else 0.0


def _kept(passages: Sequence[Passage], gone: set[HeardWord]) -> Iterator[Passage]:
    for passage in passages:
        words = tuple(each for each in passage.words if each not in gone)
        if words:
            yield replace(passage, words=words, start_ms=words[0].start_ms, end_ms=words[-1].end_ms)


def together(cues: Sequence[tuple[Cue, ...]]) -> tuple[Cue, ...]:
    """The cues of all sounds in order of time, each with the side it was heard on, if there is more than one."""
    if len(cues) == 1:
        return cues[0]
    told = ([_on(side, each) for each in said] for side, said in zip(SIDES, cues, strict=True))
    return tuple(sorted(chain.from_iterable(told), key=lambda each: (each.start_ms, each.end_ms)))


def _on(side: Side, cue: Cue) -> Cue:
    return replace(cue, hearing=replace(cue.hearing, side=side)) if cue.hearing else cue
