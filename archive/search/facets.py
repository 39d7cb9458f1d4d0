"""What the interviews found have in common, and how many would be left by narrowing to it: exact, and pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypedDict

from archive.search.values import FacetValue

FACETS: tuple[str, ...] = (
    "collection",
    "decade",
    "year",
    "language",
    "person",
    "place",
    "topic",
    "organisation",
    "era",
)
FACETS += ("media", "status")
"""Ways to narrow what was found, in the order in which they are shown."""


class Filters(TypedDict, total=False):
    """What to narrow to: of each facet one value; an empty one lets all pass."""

    collection: str
    decade: str
    year: str
    language: str
    person: str
    place: str
    topic: str
    organisation: str
    era: str
    media: str
    status: str


MOST_VALUES = 30
"""Values of one facet that are counted out: an archive has as many narrators as interviews."""

_OF_A_TEXT = frozenset({"language", "status"})


class Document(NamedTuple):
    """An interview in one language that holds everything asked for; the lower ``rank`` the better.

    People, places, topics, organisations and eras are a line each; media and statuses are joined by commas.
    ``is_direct`` is whether it holds all that was typed, and not other words for it, or only some of a question.
    """

    id: int
    interview: str
    language: str
    collection: str
    date: str
    year: int | None
    media: str
    duration_ms: int
    status: str
    people: str
    places: str
    topics: str
    organisations: str
    eras: str
    rank: float
    is_direct: int


def _one(written: str) -> tuple[str]:
    return (written,)


def _year(year: int | None) -> tuple[str, ...]:
    return (str(year),) if year else ()


def _decade(year: int | None) -> tuple[str, ...]:
    return (f"{year // 10}0",) if year else ()


def _lines(written: str) -> list[str]:
    return written.split("\n")


def _listed(written: str) -> list[str]:
    return written.split(",")


def _primary(tag: str) -> tuple[str]:
    return (tag.partition("-")[0],)


_VALUES: Mapping[str, tuple[str, Callable[[Any], Iterable[str]]]] = {
    "collection": ("collection", _one),
    "decade": ("year", _decade),
    "year": ("year", _year),
    "language": ("language", _primary),
    "person": ("people", _lines),
    "place": ("places", _lines),
    "topic": ("topics", _lines),
    "organisation": ("organisations", _lines),
    "era": ("eras", _lines),
    "media": ("media", _listed),
    "status": ("status", _listed),
}
"""The column of each facet, and the values that are written there."""


def values_of(facet: str, document: Document) -> Sequence[str]:
    """What a document has of a facet."""
    column, values = _VALUES[facet]
    written = getattr(document, column)
    return tuple(values(written)) if written else ()


Found = Mapping[str, Sequence[Document]]
"""Documents by interview."""


def passing(found: Found, filters: Mapping[str, str]) -> Found:
    """The interviews, and of each the texts, that have every value asked for; an empty one lets all pass."""
    for facet, wanted in filters.items():
        if not wanted:
            continue
        column, values = _VALUES[facet]
        written = attrgetter(column)
        if facet in _OF_A_TEXT:
            texts = {
                name: [each for each in several if wanted in values(written(each))] for name, several in found.items()
            }
            found = {name: several for name, several in texts.items() if several}
        else:
            found = {name: several for name, several in found.items() if wanted in values(written(several[0]))}
    return found


def facets(found: Found, kept: Found, filters: Mapping[str, str]) -> dict[str, tuple[FacetValue, ...]]:
    """How many interviews each value would leave, the other filters staying as they are."""
    return {
        facet: _facet(facet, passing(found, {**filters, facet: ""}) if wanted else kept, wanted)
        for facet, wanted in filters.items()
    }


def _facet(facet: str, found: Found, wanted: str) -> tuple[FacetValue, ...]:
    counts = _counted(facet, found)
    del counts[""]
    if facet in ("year", "decade"):
        shown: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda each: int(each[0]))
    else:
        shown = sorted(counts.items(), key=lambda each: (each[0] != wanted, -each[1], each[0]))[:MOST_VALUES]
        shown = sorted(shown, key=lambda each: (-each[1], each[0]))
    return tuple(FacetValue(value=value, count=count, is_chosen=value == wanted) for value, count in shown)


def _counted(facet: str, found: Found) -> Counter[str]:
    """In how many interviews each value stands; what is written the same in many is taken apart once."""
    column, values = _VALUES[facet]
    written = attrgetter(column)
    if facet in _OF_A_TEXT:
        together = Counter(frozenset(map(written, several)) for several in found.values())
        parts = {each: {value for one in each for value in values(one)} for each in together}
        return _summed((parts[each], count) for each, count in together.items())
    alike = Counter(map(written, map(itemgetter(0), found.values())))
    often = _summed((values(each), count) for each, count in alike.items() if count > 1)
    often.update(chain.from_iterable(values(each) for each, count in alike.items() if count == 1))
    return often


def _summed(several: Iterable[tuple[Iterable[str], int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for values, count in several:
        for value in values:
            counts[value] += count
    return counts
