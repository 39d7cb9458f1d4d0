"""Passages become cues that read well: a sentence or a good part of one, with its words' times and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from archive.records import Cue, Hearing
from archive.transcribe.heard import HeardWord, Passage, Spans
from archive.transcribe.suspicion import flags
from archive.webvtt import tidy_words

LONGEST_MS: Final = 15_000
LONGEST_WIDTH: Final = 84  # in columns, of which a Han character takes two
_SHORTEST_WIDTH: Final = 24  # a shorter sentence stays with the next, if that is said at once
_PAUSE_MS: Final = 1_500  # after which a new cue begins in any case
_ENDS: Final = re.compile(r"[.?!。？！…][\"'”’」』)\]]*$")
_NO_END: Final = re.compile(r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Rev|Gen|Col|Capt|Lt|No|vs|etc|[A-Z])\.$")
_COMMA: Final = re.compile(r"[,;:，；：、—][\"'”’」』)\]]*$")

Words = Sequence[HeardWord]


def cues(passages: Sequence[Passage], speech: Spans) -> tuple[Cue, ...]:
    """The cues of a recording that has speech there, in order and apart; every word of every passage is in one."""
    found: list[Cue] = []
    for _, together in groupby(passages, key=_figures):
        window = list(together)
        words = [word for passage in window for word in passage.words if word.text.strip()]
        for said in _cues_of(words):
            found.append(_cue(said, window[0], speech, after_ms=found[-1].end_ms if found else 0))
    return tuple(found)


def _figures(passage: Passage) -> tuple[float, ...]:
    """What passages heard in the same window have in common."""
    return passage.no_speech, passage.logprob, passage.compression, passage.temperature


def _cues_of(words: Words) -> Iterator[Words]:
    waiting: list[HeardWord] = []
    for sentence in _sentences(words):
        if waiting and (_width([*waiting, *sentence]) > LONGEST_WIDTH or _gap(waiting[-1], sentence[0]) > _PAUSE_MS):
            yield from _cut_to_length(waiting)
            waiting = []
        waiting.extend(sentence)
        if _width(waiting) >= _SHORTEST_WIDTH:
            yield from _cut_to_length(waiting)
            waiting = []
    if waiting:
        yield from _cut_to_length(waiting)


def _sentences(words: Words) -> Iterator[Words]:
    """The words up to each end of a sentence, or to a long pause."""
    begun = 0
    for n, word in enumerate(words[:-1]):
        text = word.text.rstrip()
        ends = _ENDS.search(text) and not _NO_END.search(text)
        if (ends or _gap(word, words[n + 1]) > _PAUSE_MS) and _may_part(word, words[n + 1]):
            yield words[begun : n + 1]
            begun = n + 1
    if words:
        yield words[begun:]


def _cut_to_length(words: Words) -> Iterator[Words]:
    """The same words in as many parts as it takes: each cut where a pause or a comma is, near the middle."""
    places = [n for n in range(1, len(words)) if _may_part(words[n - 1], words[n])]
    fits = _width(words) <= LONGEST_WIDTH and words[-1].end_ms - words[0].start_ms <= LONGEST_MS
    if fits or not places:
        yield words
        return
    cut = max(places, key=lambda n: _merit(words, n))
    yield from _cut_to_length(words[:cut])
    yield from _cut_to_length(words[cut:])


def _merit(words: Words, cut: int) -> float:
    pause = min(_gap(words[cut - 1], words[cut]), 1_000) / 1_000
    comma = 0.6 if _COMMA.search(words[cut - 1].text.rstrip()) else 0.0
    from_middle = abs(_width(words[:cut]) / _width(words) - 0.5)
    return pause + comma - 2 * from_middle


def _may_part(before: HeardWord, after: HeardWord) -> bool:
    """Whether a cue may end between these two: not within a word, which Whisper may give in pieces."""
    return after.text[0].isspace() or before.text[-1] > "\u2e80" or after.text[0] > "\u2e80"


def _gap(before: HeardWord, after: HeardWord) -> int:
    return after.start_ms - before.end_ms


def _width(words: Words) -> int:
    return sum(2 if character > "\u2e80" else 1 for word in words for character in word.text)


def _cue(words: Words, window: Passage, speech: Spans, *, after_ms: int) -> Cue:
    start_ms = max(after_ms, words[0].start_ms)
    end_ms = max(start_ms + len(words), words[-1].end_ms)
    said = [(each.start_ms, each.end_ms, each.text) for each in words]
    said[0] = (said[0][0], said[0][1], said[0][2].lstrip())
    timed = tidy_words(said, start_ms, end_ms)
    hearing = Hearing(
        no_speech=window.no_speech,
        logprob=window.logprob,
        compression=window.compression,
        words=tuple(round(100 * each.probability) for each in words) if timed else (),
        flags=flags(words, window, speech),
    )
    return Cue(start_ms, end_ms, "".join(text for _, _, text in said), words=timed, hearing=hearing)
