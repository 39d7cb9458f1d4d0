"""Every place in a text where the words of a query are said: exact, and pure.

Places that begin with the same word are one, the longest of them. Of a text edited for reading, what stands at a moment
of its verbatim text is that speech once more, and does not count again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeGuard

from archive.index.streams import Stream
from archive.search.choosing import Text
from archive.search.near import together
from archive.search.ways import NearBy, Way

NOT_COUNTED = 255
"""In the place of a group: what is said there does not count."""


class Occurrence(NamedTuple):
    """The cue that holds the first word; from which of its terms on, and the one after the last, which may be later."""

    piece: int
    first: int
    over: int


def occurrences(text: Text) -> list[Occurrence]:
    """All of them, in order."""
    longest: dict[tuple[int, int], int] = {}
    for way in _ways(text):
        for piece, first, over in _near(text, way) if isinstance(way, NearBy) else _plain(text.said[way.column], way):
            longest[piece, first] = max(over, longest.get((piece, first), 0))
    found = sorted(Occurrence(*begin, over) for begin, over in longest.items())
    counts = text.counts
    return found if counts is None else [each for each in found if counts[each.piece]]


def tally(text: Text, groups: bytes | None = None) -> Counter[int]:
    """How many there are in each group of cues; ``groups`` has a byte for each cue, and without it all are in group 0.

    As many as :func:`occurrences` finds, without looking at each.
    """
    ways = list(_ways(text))
    groups = _counted(text, groups)
    counted: Counter[int] = Counter()
    if begin_apart(ways):
        for way in ways:
            for group, start, end in _runs(text.said[way.column], groups):
                counted[group] += len(_pattern(way).findall(text.said[way.column].text, start, end + _beyond(way)))
    else:
        counted.update(groups[each.piece] if groups else 0 for each in occurrences(text))
    del counted[NOT_COUNTED]
    return +counted


def begin_apart(ways: Sequence[Way | NearBy]) -> TypeGuard[Sequence[Way]]:
    """Whether no two of these ways ever find the same place, so that each can be counted by itself.

    Two may that look in different columns (by form and by sound), or of which one is the head of the other.
    """
    plain = [way for way in ways if isinstance(way, Way)]
    if len(plain) < len(ways) or len(plain) == 1:
        return len(plain) == len(ways)
    firsts = {way.terms[0] for way in plain if not (way.is_prefix and len(way.terms) == 1)}
    return len(firsts) == len(plain) and len({way.column for way in plain}) == 1


def _counted(text: Text, groups: bytes | None) -> bytes | None:
    if text.counts is None:
        return groups
    groups = groups or bytes(len(text.counts))
    return bytes(group if counts else NOT_COUNTED for group, counts in zip(groups, text.counts, strict=True))


def _ways(text: Text) -> Iterator[Way | NearBy]:
    """The ways to find words in this text: not those that look where it has nothing to find."""
    for way in dict.fromkeys(way for clause in text.clauses for way in clause):
        if isinstance(way, NearBy) or (way.column in text.said and _is_held(text.said[way.column], way)):
            yield way


def _is_held(stream: Stream, way: Way) -> bool:
    return f" {way.terms[0]}".encode() in stream.text


def _plain(stream: Stream, way: Way) -> Iterator[tuple[int, int, int]]:
    starts, text, length = stream.starts, stream.text, len(way.terms)
    for match in _pattern(way).finditer(text):
        at = match.start() - 1
        piece = bisect_right(starts, at) - 1
        first = text.count(b" ", starts[piece], at)
        yield piece, first, first + length


def _near(text: Text, near: NearBy) -> Iterator[tuple[int, int, int]]:
    for group in together(text.said, near):
        stream = text.said[group[0].way.column]
        piece = bisect_right(stream.starts, group[0].at) - 1
        begin = stream.text.count(b" ", 0, stream.starts[piece])
        yield piece, group[0].first - begin, max(spot.over for spot in group) - begin


@lru_cache(maxsize=256)
def _pattern(way: Way) -> re.Pattern[bytes]:
    """Takes the first term and only looks at the others, so that what overlaps is found: 看看 twice in 看看看.

    Spaces are looked at last: a text is full of them, and whoever looks for them first needs three times as long.
    """
    first, *others = (re.escape(term.encode()) for term in way.terms)
    ahead = b"".join(b" " + each for each in others) + (b"" if way.is_prefix else b" ")
    return re.compile(first + b"(?=%b)(?<= %b)" % (ahead, first))


def _beyond(way: Way) -> int:
    """How far past the end of a run one must see, to know that what begins before it goes on."""
    return sum(len(term.encode()) + 1 for term in way.terms[1:]) + (not way.is_prefix)


def _runs(stream: Stream, groups: bytes | None) -> Iterator[tuple[int, int, int]]:
    """Cues of one group that follow each other: the group, and from where to where they stand in the stream."""
    if groups is None or groups.count(groups[:1]) == len(groups):
        yield groups[0] if groups else 0, 0, len(stream.text)
        return
    piece = 0
    for group, run in groupby(groups):
        over = piece + sum(1 for _ in run)
        if group != NOT_COUNTED:
            end = stream.starts[over] if over < len(groups) else len(stream.text)
            yield group, stream.starts[piece], end
        piece = over
