"""The parts of a recording that are heard again: what lies around each muted stretch, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from archive.records import Cue, Muted, Word

Samples = np.ndarray[Any, np.dtype[np.float32]]

_REACH_MS: Final = 5_000
"""How much is heard on both sides: a machine that hears a word or two alone guesses at what they are."""
_REST_MS: Final = 3_000
"""Silence between two parts, at which they are cut again: what is heard in one must not suggest words for the next."""
_PER_MS: Final = 16


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Stretches of a recording, in order and apart; :meth:`excerpt` puts them one after the other."""

    stretches: tuple[tuple[int, int], ...]

    def excerpt(self, samples: Samples) -> Samples:
        """What sounds in them, with silence after each; samples are mono at 16 kHz."""
        rest = np.zeros(_REST_MS * _PER_MS, np.float32)
        parts = [part for start, end in self.stretches for part in (self._at(samples, start, end), rest)]
        return np.concatenate(parts) if parts else rest

    def words(self, cues: Iterable[Cue]) -> list[Word]:
        """The words of an excerpt with their moments in the recording."""
        return sorted(
            (moved for cue in cues for word in timed(cue) if (moved := self._moved(word)) is not None),
            key=lambda each: (each.start_ms, each.end_ms),
        )

    @staticmethod
    def _at(samples: Samples, start_ms: int, end_ms: int) -> Samples:
        """Exactly as long as asked for: places in the excerpt are reckoned from it."""
        part = samples[start_ms * _PER_MS : end_ms * _PER_MS]
        return np.pad(part, (0, (end_ms - start_ms) * _PER_MS - part.size))

    def _moved(self, word: Word) -> Word | None:
        begins = 0
        for start, end in self.stretches:
            if word.start_ms < begins + (end - start) + _REST_MS:
                by = start - begins
                return Word(max(0, word.start_ms + by), max(1, word.end_ms + by), word.text)
            begins += end - start + _REST_MS
        return None


def surroundings(muted: Sequence[Muted], *, length_ms: int) -> Surroundings:
    """What has to be heard to tell whether something of the muted stretches is left."""
    found: list[tuple[int, int]] = []
    for each in sorted(muted):
        start, end = max(0, each.start_ms - _REACH_MS), min(each.end_ms + _REACH_MS, length_ms)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return Surroundings(tuple(found))


def timed(cue: Cue) -> Iterator[Word]:
    """The words of a cue; one without words is a single long one."""
    if cue.words:
        yield from cue.words
    elif cue.text and cue.end_ms > cue.start_ms:
        yield Word(cue.start_ms, cue.end_ms, cue.text)
