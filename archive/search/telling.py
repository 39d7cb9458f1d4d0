"""Which passages tell most of what a question asks: BM25 over the cues of one text. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

from archive.index.streams import Stream
from archive.search.places import Streams, times_said
from archive.search.ways import Clause

_OFTEN, _LENGTH = 1.2, 0.75
"""BM25's k1 and b, as FTS5 has them."""


def fuller(found: Sequence[Sequence[int]]) -> dict[int, int]:
    """Of the pieces found for each word, those that hold at least half as many as any does, and which, as bits."""
    held: dict[int, int] = {}
    for number, pieces in enumerate(found):
        for piece in pieces:
            held[piece] = held.get(piece, 0) | 1 << number
    most = max((each.bit_count() for each in held.values()), default=0)
    return {piece: each for piece, each in held.items() if each.bit_count() * 2 >= most}


def most_telling(
    streams: Streams, clauses: Sequence[Clause], pieces: Mapping[int, int], found: Sequence[Sequence[int]]
) -> list[int]:
    """The pieces, those first that hold rarer words, more of them, more often, and little else."""
    stream = next((each for each in streams.values() if each.text), Stream())
    starts = stream.starts
    lengths = [over - start for start, over in pairwise([*starts, len(stream.text)])]
    usual = sum(lengths) / len(lengths) if lengths else 1
    rare = [max(log((len(starts) - len(each) + 0.5) / (len(each) + 0.5)), 0.01) for each in found]

    def tells(piece: int) -> float:
        longer = _OFTEN * (1 - _LENGTH + _LENGTH * lengths[piece] / usual)
        often = [
            times_said(streams, clause, piece) if pieces[piece] >> n & 1 else 0 for n, clause in enumerate(clauses)
        ]
        return sum(rare[n] * count * (_OFTEN + 1) / (count + longer) for n, count in enumerate(often) if count)

    return sorted(pieces, key=lambda piece: (-tells(piece), piece))
