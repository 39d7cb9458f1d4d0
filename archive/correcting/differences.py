"""What differs between two texts, word by word, and in Chinese character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from archive import language
from archive.correcting.cues import joined_text
from archive.records import Cue

_UNIT = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that is in both, only in the first (``gone``) or only in the second (``new``)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Cues of two texts that were said in the same time, and what differs in their words; both sides may be empty."""

    start_ms: int
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    parts: tuple[Part, ...]


def compared(one: str, other: str) -> tuple[Part, ...]:
    """The parts of two texts in order: ``same`` and ``gone`` join to the first, ``same`` and ``new`` to the second."""
    left, right = _units(one), _units(other)
    parts: list[Part] = []
    gone = new = ""
    for block in Indel.opcodes(left, right):
        if block.tag != "equal":
            gone += "".join(left[block.src_start : block.src_end])
            new += "".join(right[block.dest_start : block.dest_end])
            continue
        parts += [*_changed(gone, new), Part("same", "".join(left[block.src_start : block.src_end]))]
        gone = new = ""
    return (*parts, *_changed(gone, new))


def _changed(gone: str, new: str) -> list[Part]:
    return [part for part in (Part("gone", gone), Part("new", new)) if part.text]


def differing(one: Sequence[Cue], other: Sequence[Cue]) -> tuple[Pair, ...]:
    """Where two texts of one recording differ, in words, voices or times; cues cut otherwise stand together."""
    return tuple(pair for pair in _pairs(one, other) if _differ(pair.before, pair.after))


def _differ(before: tuple[Cue, ...], after: tuple[Cue, ...]) -> bool:
    return [_shown(each) for each in before] != [_shown(each) for each in after]


def _shown(cue: Cue) -> tuple[int, int, str, str]:
    return cue.start_ms, cue.end_ms, cue.speaker, cue.text


def _pairs(one: Sequence[Cue], other: Sequence[Cue]) -> Iterator[Pair]:
    """Stretches of time at whose edges no cue of either text is cut."""
    cues = sorted([(cue, 0) for cue in one] + [(cue, 1) for cue in other], key=lambda each: each[0].start_ms)
    sides: tuple[list[Cue], list[Cue]] = ([], [])
    until = -1
    for cue, side in cues:
        if cue.start_ms >= until and (sides[0] or sides[1]):
            yield _pair(*sides)
            sides = ([], [])
        sides[side].append(cue)
        until = max(until, cue.end_ms, cue.start_ms + 1)
    if sides[0] or sides[1]:
        yield _pair(*sides)


def _pair(before: Sequence[Cue], after: Sequence[Cue]) -> Pair:
    parts = compared(joined_text(before), joined_text(after))
    return Pair(min(each.start_ms for each in (*before, *after)), tuple(before), tuple(after), parts)


def _units(text: str) -> list[str]:
    """Words, spaces and signs; each character by itself where a script has no spaces."""
    found: list[str] = []
    for unit in _UNIT.findall(text):
        if len(unit) > 1 and any(language.is_unspaced(each) for each in unit):
            found += unit
        else:
            found.append(unit)
    return found
