"""The words of a recording as they stand on a page: rows in order of time, a translation beside what it translates.

Pure functions on cues. Two transcripts of one recording are seldom cut alike, so they are brought together by the
time they share; every cue stands on the page exactly once, and in its own order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from archive.records import Cue, IndexPoint
from archive.release import ReleasedPicture


@dataclass(slots=True)
class Row:
    """Cues of the text that is read, and those of its translation that were said in the same time."""

    cues: list[Cue] = field(default_factory=list)
    translation: list[Cue] = field(default_factory=list)

    @property
    def start_ms(self) -> int:
        """When the row begins: with what was said, or with its translation where there is nothing else."""
        return (self.cues or self.translation)[0].start_ms

    @property
    def end_ms(self) -> int:
        """When the last of its cues is over."""
        return max(cue.end_ms for cue in (*self.cues, *self.translation))


@dataclass(frozen=True, slots=True)
class Heading:
    """What is talked about from here on."""

    kind: ClassVar = "heading"
    point: IndexPoint

    @property
    def start_ms(self) -> int:
        """When the segment begins."""
        return self.point.start_ms


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures that belong to a moment: that of the first of them."""

    kind: ClassVar = "pictures"
    pictures: tuple[ReleasedPicture, ...]

    @property
    def start_ms(self) -> int:
        """When the first of them belongs."""
        return self.pictures[0].start_ms


@dataclass(frozen=True, slots=True)
class Withheld:
    """A stretch that is neither read nor heard here, and the reason the public is given."""

    kind: ClassVar = "withheld"
    start_ms: int
    end_ms: int
    reason: str


def aligned(cues: Sequence[Cue], translation: Sequence[Cue] = ()) -> list[Row]:
    """Both texts side by side; a cue of the translation stands beside the cue it shares most time with."""
    rows = [Row([cue]) for cue in cues]
    page: list[Row] = []
    placed = nearest = 0  # rows on the page so far; the first of them that may still take a translation
    for cue in translation:
        shared = _shares_most_time(cues, cue, nearest)
        upto = _first_later(cues, cue, placed) if shared is None else max(placed, shared + 1)
        page += rows[placed:upto]
        placed = upto
        if shared is None:
            page.append(Row([], [cue]))
            nearest = placed
        else:
            rows[shared].translation.append(cue)
            nearest = shared
    return _joined(page + rows[placed:])


Placed = Row | Heading | Withheld | Pictures
"""What stands on a page, one under the other."""


def page_order(
    rows: Sequence[Row],
    withheld: Sequence[Withheld] = (),
    index_points: Sequence[IndexPoint] = (),
    pictures: Sequence[ReleasedPicture] = (),
) -> list[Placed]:
    """Rows with what stands between them in its place: a heading before what it is over, a picture after its row."""
    between: list[Heading | Withheld | Pictures] = [*map(Heading, index_points), *withheld]
    between += [Pictures((each,)) for each in pictures]
    between.sort(key=lambda entry: entry.start_ms)
    page: list[Placed] = []
    for row in rows:
        while between and _comes_before(between[0], row):
            page.append(between.pop(0))
        page.append(row)
    return _side_by_side([*page, *between])


def _comes_before(entry: Heading | Withheld | Pictures, row: Row) -> bool:
    """A heading set a little late still stands over the words it is about: those of which it has the greater part."""
    if isinstance(entry, Pictures):
        return entry.start_ms < row.start_ms
    latest = (row.start_ms + row.end_ms) // 2 if isinstance(entry, Heading) else row.start_ms
    return entry.start_ms <= latest


def _side_by_side(page: Sequence[Placed]) -> list[Placed]:
    """The page, with pictures that follow each other in one entry."""
    joined: list[Placed] = []
    for entry in page:
        before = joined[-1] if joined else None
        if isinstance(entry, Pictures) and isinstance(before, Pictures):
            joined[-1] = Pictures(before.pictures + entry.pictures)
        else:
            joined.append(entry)
    return joined


def _shares_most_time(cues: Sequence[Cue], other: Cue, first: int) -> int | None:
    """The cue that shares most time with another; of two that are said at once, the one that is cut more like it."""
    best, most = None, (0, 0)
    for place in range(first, len(cues)):
        cue = cues[place]
        if cue.start_ms >= other.end_ms:
            break
        alike = _shared_ms(cue, other), cue.start_ms - cue.end_ms
        if alike > most:
            best, most = place, alike
    return best


def _first_later(cues: Sequence[Cue], other: Cue, first: int) -> int:
    place = first
    while place < len(cues) and cues[place].start_ms <= other.start_ms:
        place += 1
    return place


def _joined(rows: Sequence[Row]) -> list[Row]:
    """Rows brought together where one cue of the translation speaks for several of the original."""
    forward: list[Row] = []
    for row in rows:
        before = forward[-1] if forward else None
        if before and before.translation and not row.translation and _speaks_for(before.translation[-1], row):
            before.cues += row.cues
        else:
            forward.append(row)
    backward: list[Row] = []
    for row in reversed(forward):
        after = backward[-1] if backward else None
        if after and after.translation and not row.translation and _speaks_for(after.translation[0], row):
            after.cues[:0] = row.cues
        else:
            backward.append(row)
    return backward[::-1]


def _speaks_for(translation: Cue, row: Row) -> bool:
    """Whether a cue of the translation covers more than half of all that was said in the row."""
    return all(2 * _shared_ms(cue, translation) > cue.end_ms - cue.start_ms for cue in row.cues)


def _shared_ms(one: Cue, other: Cue) -> int:
    return min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)
