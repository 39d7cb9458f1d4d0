"""From voices at moments to turns: who has the floor from when to when; pure.

A turn goes on through the pauses of whoever speaks. What is shorter than an interjection stays with the turn it falls
into: somebody's "mm" does not take the floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archive.records import Side, Turn

INTERJECTION_MS: Final = 600
PAUSE_MS: Final = 1_500
"""A longer pause ends a turn, even if the same voice goes on after it."""
PAD_MS: Final = 200
"""Where speech is found, first and last sounds are cut short by about so much."""

Spans = Sequence[tuple[int, int]]
_NAMES: Final = "ABCDEFGHIJ"
MOST: Final = len(_NAMES)
"""More voices than this nobody tells apart by clips."""


def moments(speech: Spans, *, every_ms: int) -> list[list[int]]:
    """The moments to listen at in each span of speech: one at least, and no further apart than ``every_ms``."""
    return [list(range(start + every_ms // 2, end, every_ms)) or [(start + end) // 2] for start, end in speech]


Marks = Sequence[Sequence[tuple[int, int]]]
"""For each span of speech its moments, each with the number of a voice."""


def turns(speech: Spans, heard: Marks, *, length_ms: int) -> tuple[Turn, ...]:
    """The turns of a recording. Voices are named by how long they speak: A longest."""
    return turns_on([("", speech, heard)], length_ms=length_ms)


def turns_on(sides: Sequence[tuple[Side, Spans, Marks]], *, length_ms: int) -> tuple[Turn, ...]:
    """The turns of a recording whose sides hold different voices; those on two sides may be at the same time."""
    held = [(side, piece) for side, speech, heard in sides for piece in _held(speech, heard, length_ms)]
    spoken: dict[int, int] = {}
    for _, (start, end, voice) in held:
        spoken[voice] = spoken.get(voice, 0) + end - start
    names = dict(zip(sorted(spoken, key=lambda each: -spoken[each]), _NAMES, strict=False))
    return tuple(
        Turn(start, end, names[voice], side) for side, (start, end, voice) in sorted(held, key=lambda each: each[1])
    )


_Piece = tuple[int, int, int]


def _held(speech: Spans, heard: Marks, length_ms: int) -> list[_Piece]:
    pieces = [piece for span, marks in zip(speech, heard, strict=True) for piece in _pieces(span, marks)]
    return _padded(_bridged(_without_interjections(_bridged(pieces))), length_ms)


def _pieces(span: tuple[int, int], marks: Sequence[tuple[int, int]]) -> list[_Piece]:
    """A span of speech cut in the middle between two moments at which different voices are heard."""
    cuts = [(one + other) // 2 for (one, _), (other, _) in pairwise(marks)]
    edges = [span[0], *cuts, span[1]]
    return [(start, end, voice) for (start, end), (_, voice) in zip(pairwise(edges), marks, strict=True)]


def _bridged(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces of one voice as one, across its pauses."""
    found: list[_Piece] = []
    for start, end, voice in pieces:
        if found and found[-1][2] == voice and start - found[-1][1] <= PAUSE_MS:
            found[-1] = (found[-1][0], end, voice)
        else:
            found.append((start, end, voice))
    return found


def _without_interjections(pieces: list[_Piece]) -> list[_Piece]:
    """Each short piece given to the voice that has the floor before it or, where nobody has, after it."""
    found: list[_Piece] = []
    for n, (start, end, voice) in enumerate(pieces):
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if end - start < INTERJECTION_MS:
            if found and start - found[-1][1] <= PAUSE_MS:
                voice = found[-1][2]
            elif after and after[0] - end <= PAUSE_MS:
                voice = after[2]
        found.append((start, end, voice))
    return found


def _padded(pieces: Sequence[_Piece], length_ms: int) -> list[_Piece]:
    """Pieces a little longer on both sides, as far as their neighbours leave room."""
    if not pieces:
        return []
    # As far outside the recording as they are inside: half of the room that is left ends at its edge.
    before = [-pieces[0][0], *(end for _, end, _ in pieces[:-1])]
    after = [*(start for start, _, _ in pieces[1:]), 2 * length_ms - pieces[-1][1]]
    padded = []
    for (start, end, voice), earliest, latest in zip(pieces, before, after, strict=True):
        start = max(start - PAD_MS, (start + min(earliest, start)) // 2)
        end = min(end + PAD_MS, (end + max(latest, end)) // 2)
        padded.append((start, end, voice))
    return padded
