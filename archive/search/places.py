"""Where in a stream something is said: pure functions on the bytes that the index keeps.

The work is done by ``bytes.find``, and grows with the number of pieces that match, not with every word that does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from archive.index.streams import Column, Stream
from archive.search.query import Clause, Way

Place = tuple[int, int]
"""A match: its first term and the one after its last, counted from the first term of some piece."""

Streams = Mapping[Column, Stream]


def pieces_with(streams: Streams, clause: Clause) -> list[int]:
    """The pieces in which a clause begins, in order."""
    found = [piece for way in clause for piece in _pieces_with(streams[way.column], way)]
    return sorted(set(found)) if len(clause) > 1 else found


def fullest(found: Sequence[Sequence[int]]) -> dict[int, int]:
    """Of the pieces found for each clause, those that hold as many clauses as any does, and which, as a set of bits."""
    held: dict[int, int] = {}
    for number, pieces in enumerate(found):
        for piece in pieces:
            held[piece] = held.get(piece, 0) | 1 << number
    most = max((each.bit_count() for each in set(held.values())), default=0)
    return {piece: each for piece, each in held.items() if each.bit_count() == most}


def best(pieces: Mapping[int, int], found: Sequence[Sequence[int]], count: int) -> list[int]:
    """The first of the fullest pieces; those with rarer clauses go before the others."""
    rarity = [1 / len(each) if each else 0.0 for each in found]
    scores = {
        held: sum(each for number, each in enumerate(rarity) if held >> number & 1) for held in set(pieces.values())
    }
    return nsmallest(count, pieces, key=lambda piece: (-scores[pieces[piece]], piece))


def span(streams: Streams, clauses: Sequence[Clause], piece: int) -> range:
    """A piece, with those that a match beginning in it runs into."""
    last = piece
    for way, stream in _ways(streams, clauses):
        starts, length = stream.starts, len(_pattern(way))
        for at in _occurrences(stream, way, starts[piece], _end(stream, piece)):
            last = max(last, bisect_right(starts, at + length - 2) - 1)
    return range(piece, last + 1)


def matches(streams: Streams, clauses: Sequence[Clause], pieces: range) -> list[Place]:
    """The matches that lie within a span of pieces, counted from its first term."""
    found = []
    for way, stream in _ways(streams, clauses):
        start, end = stream.starts[pieces.start], _end(stream, pieces.stop - 1)
        for at in _occurrences(stream, way, start, end):
            first = stream.text.count(b" ", start, at)
            if at + len(_pattern(way)) - 2 < end:
                found.append((first, first + len(way.terms)))
    return found


def _pieces_with(stream: Stream, way: Way) -> Iterator[int]:
    pattern, find, starts = _pattern(way), stream.text.find, stream.starts
    at = find(pattern)
    while at >= 0:
        piece = bisect_right(starts, at)
        yield piece - 1
        if piece == len(starts):
            break
        at = find(pattern, starts[piece])


def _occurrences(stream: Stream, way: Way, start: int, end: int) -> Iterator[int]:
    pattern = _pattern(way)
    at = stream.text.find(pattern, start)
    while 0 <= at < end:
        yield at
        at = stream.text.find(pattern, at + 1)


def _ways(streams: Streams, clauses: Sequence[Clause]) -> Iterator[tuple[Way, Stream]]:
    for way in (way for clause in clauses for way in clause):
        if (stream := streams[way.column]).text:
            yield way, stream


def _pattern(way: Way) -> bytes:
    return f" {' '.join(way.terms)}{'' if way.is_prefix else ' '}".encode()


def _end(stream: Stream, piece: int) -> int:
    return stream.starts[piece + 1] if piece + 1 < len(stream.starts) else len(stream.text) - 1
