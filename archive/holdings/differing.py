"""Which stretches of time two texts of one recording say differently: pure.

Splitting, joining and shifting passages changes no words and so no stretch; neither does a voice that is given another
name throughout. A passage that another voice is now said to speak is one that changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.records import Cue

_NEAR_MS = 2_000
"""Passages this close are compared together: a word may have moved from one to the next."""

_MOST = 4_000
"""Pieces of text compared one by one; where more lie together, the text was made anew, and all of it changed."""

_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, a character where words are not spaced, or a mark; and the time in which it is said, if not exactly."""

    text: str
    speaker: str
    start_ms: int
    end_ms: int


def differing(before: Sequence[Cue], after: Sequence[Cue]) -> list[tuple[int, int]]:
    """From when to when what is written differs, in order; stretches that touch are one."""
    alike = set(before) & set(after)
    old, new = ([each for each in cues if each not in alike] for cues in (before, after))
    renamed = _renamed(old, new, still={each.speaker for each in after})
    found = (each for old_run, new_run in _together(old, new) for each in _compared(old_run, new_run, renamed))
    return joined(found)


def joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in as few stretches as can be, in order."""
    whole: list[tuple[int, int]] = []
    for start_ms, end_ms in sorted(stretches):
        if whole and start_ms <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end_ms, whole[-1][1]))
        else:
            whole.append((start_ms, end_ms))
    return whole


def _together(old: Sequence[Cue], new: Sequence[Cue]) -> Iterator[tuple[list[Cue], list[Cue]]]:
    """Cues of both texts, run by run of those that lie near each other."""
    runs: tuple[list[Cue], list[Cue]] = ([], [])
    ends_ms = 0
    entries = [(each, 0) for each in old] + [(each, 1) for each in new]
    for cue, side in sorted(entries, key=lambda entry: (entry[0].start_ms, entry[0].end_ms, entry[1])):
        if cue.start_ms > ends_ms + _NEAR_MS and any(runs):
            yield runs
            runs = ([], [])
        runs[side].append(cue)
        ends_ms = max(ends_ms, cue.end_ms)
    if any(runs):
        yield runs


def _compared(old: Sequence[Cue], new: Sequence[Cue], renamed: dict[str, str]) -> Iterator[tuple[int, int]]:
    before, after = list(_pieces(old)), list(_pieces(new))
    if len(before) + len(after) > _MOST:
        yield _span([*before, *after])
        return
    matcher = SequenceMatcher(None, [each.text for each in before], [each.text for each in after], autojunk=False)
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        there, here = before[first:last], after[other_first:other_last]
        if kind != "equal":
            yield _span([*there, *here])
            continue
        for one, other in zip(there, here, strict=True):
            if renamed.get(one.speaker, one.speaker) != other.speaker:
                yield _span([one, other])


def _span(pieces: Sequence[_Piece]) -> tuple[int, int]:
    return min(each.start_ms for each in pieces), max(each.end_ms for each in pieces)


def _renamed(old: Sequence[Cue], new: Sequence[Cue], *, still: Collection[str]) -> dict[str, str]:
    """Voices that nobody is ``still`` called, and what they are called in every cue that is otherwise the same."""
    called: dict[str, set[str]] = {}
    there = {(each.start_ms, each.end_ms, each.text): each.speaker for each in old}
    for cue in new:
        speaker = there.get((cue.start_ms, cue.end_ms, cue.text))
        if speaker is not None:
            called.setdefault(speaker, set()).add(cue.speaker)
    return {name: others.pop() for name, others in called.items() if len(others) == 1 and name not in still}


def _pieces(cues: Sequence[Cue]) -> Iterator[_Piece]:
    for cue in cues:
        times = list(_times(cue))
        for match in _PIECE.finditer(cue.text):
            start_ms, end_ms = (times[match.start()][0], times[match.end() - 1][1]) if times else (None, None)
            yield _Piece(
                match[0],
                cue.speaker,
                cue.start_ms if start_ms is None else start_ms,
                cue.end_ms if end_ms is None else end_ms,
            )


def _times(cue: Cue) -> Iterator[tuple[int, int]]:
    """For each character of a cue's text when the word it is part of is said; none where no word times are known."""
    for word in cue.words:
        yield from [(word.start_ms, word.end_ms)] * len(word.text)
