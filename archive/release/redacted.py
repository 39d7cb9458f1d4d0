"""What a redaction takes: the words, passages, index points and pictures that it overlaps, and news of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.access import GUARD_MS
from archive.records import Cue, IndexPoint, Photo, Redaction, Word
from archive.release.values import Change

WITHHELD = "[…]"
"""What the public reads in place of words that are kept back."""


def redacted(cue: Cue, redactions: Sequence[Redaction], *, is_in_order: bool) -> Cue | None:
    """The cue, ``WITHHELD`` in place of words a redaction touches.

    None when nothing is left, and when nobody can tell which words those are.
    """
    touching = [each for each in redactions if touches(cue, each)]
    if not touching:
        return cue
    if not is_in_order:
        return None
    words: list[Word] = []
    gap = ""
    for is_taken, run in groupby(cue.words, lambda word: any(touches(word, each) for each in touching)):
        if is_taken:
            gap = _gap_for("".join(word.text for word in run))
            words[-1:] = (replace(word, text=word.text + gap) for word in words[-1:])
        else:
            first, *others = run
            words += [first if words else replace(first, text=gap + first.text), *others]
    return replace(cue, words=tuple(words), text="".join(word.text for word in words)) if words else None


def _gap_for(taken: str) -> str:
    """What stands in place of words: a reader must see that the sentence is not whole."""
    within = taken.strip()
    return taken.replace(within, WITHHELD, 1) if within else WITHHELD


def outside(change: Change, redactions: Sequence[Redaction]) -> Iterator[Change]:
    """The parts of a change that no redaction touches."""
    start_ms = change.start_ms
    for redaction in sorted(redactions, key=lambda each: each.start_ms):
        if not touches(replace(change, start_ms=start_ms), redaction):
            continue
        if start_ms < redaction.start_ms - GUARD_MS:
            yield replace(change, start_ms=start_ms, end_ms=redaction.start_ms - GUARD_MS)
        start_ms = max(start_ms, redaction.end_ms + GUARD_MS)
        if start_ms >= change.end_ms:
            return
    yield replace(change, start_ms=start_ms)


def holds(redaction: Redaction, photo: Photo) -> bool:
    """Whether the moment that a picture belongs to is taken."""
    return redaction.start_ms - GUARD_MS <= photo.start_ms <= redaction.end_ms + GUARD_MS


def touches(part: Cue | IndexPoint | Word | Change, redaction: Redaction) -> bool:
    """Whether a redaction, with its guard, overlaps something."""
    return part.start_ms < redaction.end_ms + GUARD_MS and part.end_ms > redaction.start_ms - GUARD_MS
