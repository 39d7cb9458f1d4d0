"""How sure the machine was of what nobody has listened to yet: what to check first, in an interview and in them all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.records import Cue

UNSURE = 50
"""Per cent: a word of which the machine was less sure than this is underlined."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cue that nobody has confirmed, how sure the machine was of it in per cent, and what it found suspicious."""

    cue: Cue
    sureness: int

    @property
    def flags(self) -> tuple[str, ...]:
        """Why it is withheld until somebody listens, if it is."""
        return self.cue.hearing.flags if self.cue.hearing else ()


def sureness(cue: Cue) -> int:
    """How sure the machine was of a cue, in per cent: as sure as of its least certain word, or on the whole."""
    if cue.hearing is None:
        return 100
    if cue.hearing.words:
        return min(cue.hearing.words)
    return round(100 * math.exp(min(cue.hearing.logprob, 0.0)))


def doubts(cues: Sequence[Cue]) -> list[Doubt]:
    """The cues that nobody has confirmed, the suspicious first, then the least certain."""
    found = [Doubt(cue, sureness(cue)) for cue in cues if cue.hearing is not None]
    return sorted(found, key=lambda each: (not each.flags, each.sureness, each.cue.start_ms))


def confirmed(cues: Sequence[Cue]) -> int:
    """How many of the cues a person has changed or found right."""
    return sum(cue.hearing is None for cue in cues)


def unsure_stretches(cue: Cue) -> Iterator[tuple[str, bool]]:
    """The text of a cue in pieces, each with whether the machine was unsure of it; they join to the text."""
    sure = cue.hearing.words if cue.hearing else ()
    if not sure or len(sure) != len(cue.words):
        yield cue.text, False
        return
    for word, per_cent in zip(cue.words, sure, strict=True):
        stripped = word.text.strip()
        lead = len(word.text) - len(word.text.lstrip())
        if per_cent >= UNSURE or not stripped:
            yield word.text, False
            continue
        yield word.text[:lead], False
        yield stripped, True
        yield word.text[lead + len(stripped) :], False
