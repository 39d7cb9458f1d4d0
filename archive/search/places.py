"""Where in a stream of terms something is said: pure functions on the bytes that the index keeps.

A stream is terms with a space on both sides of each. The stream is searched as bytes, by the same calls whether it is
a word in ten thousand or every other one; the counts are of terms.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from archive.search.query import Clause, Way

Stream = Mapping[str, bytes]

Place = tuple[int, int]
"""A match: its first term and the one after its last, counted from the beginning of the stream."""


def places(stream: Stream, clause: Clause) -> list[Place]:
    """Everywhere a clause occurs, in order."""
    found = [place for way in clause for place in _occurrences(stream.get(way.column) or b"", way)]
    return sorted(found) if len(clause) > 1 else found


def _occurrences(stream: bytes, way: Way) -> list[Place]:
    pattern = f" {' '.join(way.terms)}{'' if way.is_prefix else ' '}".encode()
    find, spaces, length = stream.find, stream.count, len(way.terms)
    found = []
    term = counted = 0
    at = find(pattern)
    while at >= 0:
        term += spaces(b" ", counted, at)
        found.append((term, term + length))
        counted = at
        at = find(pattern, at + 1)
    return found


class Pieces:
    """The cues or descriptions a stream is made of, and which of the clauses occur in each.

    A match belongs to the piece that holds its first term; it may end in a later one.
    """

    def __init__(self, starts: Sequence[int], found: Sequence[Sequence[Place]]) -> None:
        self._starts = starts
        self._found = found
        held: dict[int, int] = {}
        for number, of_clause in enumerate(found):
            for first, _ in of_clause:
                piece = bisect_right(starts, first) - 1
                held[piece] = held.get(piece, 0) | 1 << number
        most = max((each.bit_count() for each in set(held.values())), default=0)
        self.fullest = {piece: each for piece, each in held.items() if each.bit_count() == most}
        """The pieces that hold as many of the clauses as any does, and which."""

    def best(self, count: int) -> list[int]:
        """The first of the fullest pieces; those with rarer clauses go before the others."""
        rarity = [1 / len(each) if each else 0.0 for each in self._found]
        scores = {
            held: sum(each for number, each in enumerate(rarity) if held >> number & 1)
            for held in set(self.fullest.values())
        }
        return nsmallest(count, self.fullest, key=lambda piece: (-scores[self.fullest[piece]], piece))

    def span(self, piece: int) -> range:
        """A piece, with those that a match beginning in it runs into."""
        start, end = self._starts[piece], self._end(piece)
        last = max((over for _, over in self._within(start, end)), default=0) - 1
        return range(piece, max(piece, bisect_right(self._starts, last) - 1) + 1)

    def marks(self, span: range) -> list[Place]:
        """The matches within a span of pieces, counted from its first term."""
        start, end = self._starts[span.start], self._end(span.stop - 1)
        return [(first - start, over - start) for first, over in self._within(start, end) if over <= end]

    def _within(self, start: int, end: int) -> Iterator[Place]:
        for of_clause in self._found:
            for number in range(bisect_left(of_clause, (start,)), len(of_clause)):
                if of_clause[number][0] >= end:
                    break
                yield of_clause[number]

    def _end(self, piece: int) -> int:
        return self._starts[piece + 1] if piece + 1 < len(self._starts) else sys.maxsize
