"""Words that stand near each other: pure functions on the streams that the index keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.index.streams import BREAK, Stream
from archive.search.ways import NearBy, Way, pattern

_BREAK = f" {BREAK} ".encode()
_GLANCE = 4096


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one of several words stands: at which byte of its column, and from which term to the one after the last."""

    way: Way
    at: int
    first: int
    over: int


def stand_together(streams: Mapping[str, Stream], near: NearBy) -> bool:
    """Whether they do anywhere; common words are found soon, so the beginning is looked at before the whole."""
    glance = {column: Stream(stream.text[:_GLANCE], stream.starts) for column, stream in streams.items()}
    return any(True for _ in together(glance, near)) or any(True for _ in together(streams, near))


def together(streams: Mapping[str, Stream], near: NearBy) -> Iterator[tuple[Spot, ...]]:
    """Each smallest group of places at which all of the words stand near each other, by where it begins."""
    spots = [list(_spots(streams, way)) for way in near.members]
    if not all(spots):
        return
    breaks = _breaks(streams["words"])
    firsts = [[each.first for each in of_way] for of_way in spots]
    for number, of_way in enumerate(spots):
        for spot in of_way:
            group = _from(spot, number, spots, firsts)
            if group and _is_near(group, near.within) and not _is_between(breaks, group):
                yield group


def _from(
    spot: Spot, number: int, spots: Sequence[Sequence[Spot]], firsts: Sequence[Sequence[int]]
) -> tuple[Spot, ...] | None:
    """This place and the next of each other word, none of them before it; of equal ones, the first word begins."""
    group, taken = [spot], {spot.first}
    for other, of_way in enumerate(spots):
        if other == number:
            continue
        place = bisect_left(firsts[other], spot.first if other > number else spot.first + 1)
        while place < len(of_way) and of_way[place].first in taken:
            place += 1  # `NEAR(coal coal)` is two of them
        if place == len(of_way):
            return None
        taken.add(of_way[place].first)
        group.append(of_way[place])
    return tuple(group)


def _is_near(group: Sequence[Spot], within: int) -> bool:
    last = max(group, key=lambda each: each.first)
    return last.first - min(each.over for each in group) <= within


def _is_between(breaks: Sequence[int], group: Sequence[Spot]) -> bool:
    place = bisect_left(breaks, group[0].first)
    return place < len(breaks) and breaks[place] < max(each.over for each in group)


def _spots(streams: Mapping[str, Stream], way: Way) -> Iterator[Spot]:
    stream = streams.get(way.column)
    if stream is None or not stream.text:
        return
    sought = pattern(way)
    places, at = _Terms(stream), stream.text.find(sought)
    while at >= 0:
        first = places.before(at)
        yield Spot(way, at, first, first + len(way.terms))
        at = stream.text.find(sought, at + 1)


def _breaks(words: Stream) -> list[int]:
    """Where one recording ends and the next begins: no two words are near each other across that."""
    places, found, at = _Terms(words), list[int](), words.text.find(_BREAK)
    while at >= 0:
        found.append(places.before(at))
        at = words.text.find(_BREAK, at + 1)
    return found


class _Terms:
    """Counts terms from the beginning of a stream, for places that come in order."""

    def __init__(self, stream: Stream) -> None:
        self._text = stream.text
        self._upto = self._count = 0

    def before(self, at: int) -> int:
        self._count += self._text.count(b" ", self._upto, at)
        self._upto = at
        return self._count
