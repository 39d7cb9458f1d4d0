"""Where in a stream something is said: pure functions on the bytes that the index keeps.

The work is done by ``bytes.find``, and grows with the number of pieces that match, not with every word that does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest

from archive.index.streams import Stream
from archive.search.near import Spot, together
from archive.search.ways import Clause, NearBy, Way, pattern

Place = tuple[int, int]
"""A match: its first term and the one after its last, counted from the first term of some piece."""

Streams = Mapping[str, Stream]


def pieces_with(streams: Streams, clause: Clause, counts: bytes | None = None) -> list[int]:
    """The pieces in which a clause begins, in order; of ``counts``, where given, only those that have a 1 there."""
    found = [piece for way in clause for piece in begins(streams, way)]
    found = sorted(set(found)) if len(clause) > 1 else found
    return found if counts is None else [piece for piece in found if counts[piece]]


def begins(streams: Streams, way: Way | NearBy) -> Iterator[int]:
    """The pieces in which one way to find something begins, in order; none for what is true of the whole."""
    if isinstance(way, NearBy):
        starts = streams[way.members[0].column].starts
        yield from sorted({bisect_right(starts, group[0].at) - 1 for group in _groups(streams, way)})
    elif way.column in streams:
        yield from _pieces_with(streams[way.column], way)


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
        starts, length = stream.starts, len(pattern(way))
        for at in _occurrences(stream, way, starts[piece], _end(stream, piece)):
            last = max(last, bisect_right(starts, at + length - 2) - 1)
    for group in _groups_in(streams, clauses):
        if _piece(streams, group[0]) == piece:
            last = max(last, *(_piece(streams, spot, spot.at + len(pattern(spot.way)) - 2) for spot in group))
    return range(piece, last + 1)


def matches(streams: Streams, clauses: Sequence[Clause], pieces: range) -> list[Place]:
    """The matches that lie within a span of pieces, counted from its first term."""
    found = []
    for way, stream in _ways(streams, clauses):
        start, end = stream.starts[pieces.start], _end(stream, pieces.stop - 1)
        for at in _occurrences(stream, way, start, end):
            first = stream.text.count(b" ", start, at)
            if at + len(pattern(way)) - 2 < end:
                found.append((first, first + len(way.terms)))
    for group in _groups_in(streams, clauses):
        if _piece(streams, group[0]) in pieces and all(_piece(streams, spot) in pieces for spot in group):
            begin = _terms_before(streams, group[0].way.column, pieces.start)
            found += ((spot.first - begin, spot.over - begin) for spot in group)
    return found


def times_said(streams: Streams, clause: Clause, piece: int) -> int:
    """How often the words of a clause begin in a piece."""
    return sum(
        1
        for way, stream in _ways(streams, [clause])
        for _ in _occurrences(stream, way, stream.starts[piece], _end(stream, piece))
    )


def _groups_in(streams: Streams, clauses: Sequence[Clause]) -> Iterator[tuple[Spot, ...]]:
    for near in (way for clause in clauses for way in clause if isinstance(way, NearBy)):
        yield from _groups(streams, near)


def _groups(streams: Streams, near: NearBy) -> tuple[tuple[Spot, ...], ...]:
    return _groups_of(near, tuple((column, stream.text) for column, stream in streams.items()))


@lru_cache(maxsize=64)
def _groups_of(near: NearBy, texts: tuple[tuple[str, bytes], ...]) -> tuple[tuple[Spot, ...], ...]:
    # Asked for once a passage: the bytes of a text know their own hash, so that asking again costs nothing.
    return tuple(together({column: Stream(text) for column, text in texts}, near))


def _piece(streams: Streams, spot: Spot, at: int = -1) -> int:
    return bisect_right(streams[spot.way.column].starts, spot.at if at < 0 else at) - 1


def _terms_before(streams: Streams, column: str, piece: int) -> int:
    stream = streams[column]
    return stream.text.count(b" ", 0, stream.starts[piece])


def _pieces_with(stream: Stream, way: Way) -> Iterator[int]:
    sought, find, starts = pattern(way), stream.text.find, stream.starts
    at = find(sought)
    while at >= 0:
        piece = bisect_right(starts, at)
        yield piece - 1
        if piece == len(starts):
            break
        at = find(sought, starts[piece])


def _occurrences(stream: Stream, way: Way, start: int, end: int) -> Iterator[int]:
    sought = pattern(way)
    at = stream.text.find(sought, start)
    while 0 <= at < end:
        yield at
        at = stream.text.find(sought, at + 1)


def _ways(streams: Streams, clauses: Sequence[Clause]) -> Iterator[tuple[Way, Stream]]:
    for way in (way for clause in clauses for way in clause if isinstance(way, Way)):
        stream = streams.get(way.column)
        if stream is not None and stream.text:
            yield way, stream


def _end(stream: Stream, piece: int) -> int:
    return stream.starts[piece + 1] if piece + 1 < len(stream.starts) else len(stream.text) - 1
