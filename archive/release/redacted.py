"""What is left of texts, pictures and news of changes beside the gaps that redactions make."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.access import Gap
from archive.records import Cue, Photo, Word
from archive.release.values import Change

WITHHELD = "[…]"
"""What the public reads in place of words that are kept back."""


def redacted(cue: Cue, gaps: Sequence[Gap], *, said: Collection[Word], is_in_order: bool) -> Cue | None:
    """The cue, ``WITHHELD`` in place of the words that are taken.

    None when nothing is left, and when nobody can tell which words those are. What is not as it was ``said`` stands for
    several words, as where a name was replaced: it goes where a gap touches any of them.
    """
    touching = [each for each in gaps if each.touches(cue)]
    if not touching:
        return cue
    if not is_in_order:
        return None
    words: list[Word] = []
    gap = ""

    def is_gone(word: Word) -> bool:
        return any(each.takes(word) or (word not in said and each.touches(word)) for each in touching)

    for is_taken, run in groupby(cue.words, is_gone):
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


def outside(change: Change, gaps: Sequence[Gap]) -> Iterator[Change]:
    """The parts of a change that lie in no gap."""
    start_ms = change.start_ms
    for gap in sorted(gaps, key=lambda each: each.start_ms):
        if not gap.touches(replace(change, start_ms=start_ms)):
            continue
        if start_ms < gap.start_ms:
            yield replace(change, start_ms=start_ms, end_ms=gap.start_ms)
        start_ms = max(start_ms, gap.end_ms)
        if start_ms >= change.end_ms:
            return
    yield replace(change, start_ms=start_ms)


def holds(gap: Gap, photo: Photo) -> bool:
    """Whether the moment that a picture belongs to is taken."""
    return gap.start_ms <= photo.start_ms <= gap.end_ms
