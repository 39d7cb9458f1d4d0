"""Passages become cues that read well: a sentence or a good part of one, with its words' times and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.records import Cue, Hearing
from archive.transcribe.heard import HeardWord, Passage
from archive.transcribe.suspicion import flags
from archive.webvtt import tidy_words

_LONGEST_MS = 15_000
_LONGEST_WIDTH = 90
"""In columns: a Han character takes two."""
_SHORTEST_WIDTH = 24
_ENDS = tuple(".?!。？！…")
_PAUSES = tuple(",;:，；：、")


def cues(passages: Sequence[Passage]) -> tuple[Cue, ...]:
    """The cues of a recording, in order and apart; every word of every passage is in one of them."""
    found: list[Cue] = []
    for passage in passages:
        for words in _sentences(passage.words):
            found.append(_cue(words, passage, after_ms=found[-1].end_ms if found else 0))
    return tuple(found)


def _sentences(words: Sequence[HeardWord]) -> Iterator[Sequence[HeardWord]]:
    begun = 0
    for n, word in enumerate(words, 1):
        sentence = words[begun:n]
        is_over = word.text.rstrip().endswith(_ENDS) and _width(sentence) >= _SHORTEST_WIDTH
        if is_over:
            yield sentence
            begun = n
        elif _is_too_long(sentence):
            cut = _best_cut(sentence)
            yield sentence[:cut]
            begun += cut
    if words[begun:]:
        yield words[begun:]


def _is_too_long(words: Sequence[HeardWord]) -> bool:
    return len(words) > 1 and (_width(words) > _LONGEST_WIDTH or words[-1].end_ms - words[0].start_ms > _LONGEST_MS)


def _best_cut(words: Sequence[HeardWord]) -> int:
    """Behind the last comma of the second half, or before the last word."""
    half = len(words) // 2
    pauses = [n for n, word in enumerate(words[:-1], 1) if n > half and word.text.rstrip().endswith(_PAUSES)]
    return pauses[-1] if pauses else len(words) - 1


def _width(words: Sequence[HeardWord]) -> int:
    return sum(2 if character > "\u2e80" else 1 for word in words for character in word.text)


def _cue(words: Sequence[HeardWord], passage: Passage, *, after_ms: int) -> Cue:
    start_ms = max(after_ms, words[0].start_ms)
    end_ms = max(start_ms + len(words), words[-1].end_ms)
    said = [(each.start_ms, each.end_ms, each.text) for each in words]
    said[0] = (said[0][0], said[0][1], said[0][2].lstrip())
    timed = tidy_words(said, start_ms, end_ms)
    hearing = Hearing(
        no_speech=passage.no_speech,
        logprob=passage.logprob,
        compression=passage.compression,
        words=tuple(round(100 * each.probability) for each in words) if timed else (),
        flags=flags(passage),
    )
    return Cue(start_ms, end_ms, "".join(text for _, _, text in said), words=timed, hearing=hearing)
