"""Two people at one text: a change made to an older state of it, brought into the present one, or kept apart.

Cues are recognised by their times, voice and text, never by number. Where both changed the same thing, nobody's text
is put over the other's: the change is not merged, and somebody chooses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from archive.correcting.cues import edited, heard, shifted, spoken_by
from archive.records import Cue


@dataclass(frozen=True, slots=True)
class Change:
    """Cues that follow each other, and what takes their place; no ``before`` puts in, no ``after`` takes out."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]

    def undone(self) -> Change:
        """The change that takes it back."""
        return Change(self.after, self.before)


_start = attrgetter("start_ms")


def merged(cues: Sequence[Cue], change: Change) -> tuple[Cue, ...] | None:
    """The cues with a change made to them; None where somebody else changed the same in between."""
    if not change.before:
        return _in_order([*cues, *change.after])
    at = place(cues, change.before)
    if at is not None:
        return _in_order([*cues[:at], *change.after, *cues[at + len(change.before) :]])
    if len(change.before) != 1 or len(change.after) != 1:
        return None
    return _reconciled(cues, change.before[0], change.after[0])


def place(cues: Sequence[Cue], wanted: Sequence[Cue]) -> int | None:
    """Where these cues stand one after the other among ``cues``, which are in order of time; None if they do not."""
    at = bisect_left(cues, wanted[0].start_ms, key=_start)
    while at < len(cues) and cues[at].start_ms == wanted[0].start_ms:
        found = cues[at : at + len(wanted)]
        if len(found) == len(wanted) and all(map(is_same, found, wanted)):
            return at
        at += 1
    return None


def is_same(one: Cue, other: Cue) -> bool:
    """Whether two cues say the same at the same time, by the same voice."""
    return (one.start_ms, one.end_ms, one.text, one.speaker) == (
        other.start_ms,
        other.end_ms,
        other.text,
        other.speaker,
    )


def standing_at(cues: Sequence[Cue], wanted: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues most of whose time lies where ``wanted`` does."""
    start_ms, end_ms = min(each.start_ms for each in wanted), max(each.end_ms for each in wanted)
    found = []
    for cue in cues:
        shared = min(cue.end_ms, end_ms) - max(cue.start_ms, start_ms)
        if shared > 0 and 2 * shared > cue.end_ms - cue.start_ms:
            found.append(cue)
    return tuple(found)


def _reconciled(cues: Sequence[Cue], before: Cue, after: Cue) -> tuple[Cue, ...] | None:
    """Changes of one cue put together where one side changed its text and the other its voice or its times."""
    theirs = _descendant(cues, before)
    if theirs is None:
        return None
    ours = theirs
    if after.text != before.text and after.text != theirs.text:
        if theirs.text != before.text:
            return None
        ours = edited(ours, after.text)
    if after.speaker != before.speaker and after.speaker != theirs.speaker:
        if theirs.speaker != before.speaker:
            return None
        ours = spoken_by(ours, after.speaker)
    if _times(after) != _times(before) and _times(after) != _times(theirs):
        if _times(theirs) != _times(before):
            return None
        ours = shifted(ours, start_ms=after.start_ms, end_ms=after.end_ms)
    at = next(n for n, each in enumerate(cues) if each is theirs)
    return _in_order([*cues[:at], heard(ours) if before.hearing and not after.hearing else ours, *cues[at + 1 :]])


def _descendant(cues: Sequence[Cue], before: Cue) -> Cue | None:
    """What became of a cue that nobody split or joined: the only one of its times, or of its text, in its place."""
    at = bisect_left(cues, before.start_ms, key=_start)
    same_times = [each for each in cues[at : at + 8] if _times(each) == _times(before)]
    if len(same_times) == 1:
        return same_times[0]
    here = [each for each in cues if each.start_ms < before.end_ms and each.end_ms > before.start_ms]
    same_text = [each for each in here if each.text == before.text]
    return same_text[0] if len(same_text) == 1 and not same_times else None


def _times(cue: Cue) -> tuple[int, int]:
    return cue.start_ms, cue.end_ms


def _in_order(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=_start))
