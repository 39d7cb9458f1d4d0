"""What the interviews found have in common, and how many would be left by narrowing to it: exact, and pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypedDict

from archive.search.values import FacetValue

FACETS = ("collection", "decade", "year", "language", "person", "place", "topic", "media", "status")
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
    media: str
    status: str


MOST_VALUES = 30
"""Values of one facet that are counted out: an archive has as many narrators as interviews."""

_OF_A_TEXT = frozenset({"language", "status"})


@dataclass(frozen=True, slots=True)
class Document:
    """An interview in one language that holds everything asked for; the lower ``rank`` the better.

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
    rank: float
    is_direct: int


_VALUES: Mapping[str, Callable[[Document], Sequence[str]]] = {
    "collection": lambda each: (each.collection,),
    "decade": lambda each: (f"{each.year // 10}0",) if each.year else (),
    "year": lambda each: (str(each.year),) if each.year else (),
    "language": lambda each: (each.language.partition("-")[0],),
    "person": lambda each: each.people.split("\n"),
    "place": lambda each: each.places.split("\n"),
    "topic": lambda each: each.topics.split("\n"),
    "media": lambda each: each.media.split(","),
    "status": lambda each: each.status.split(","),
}


def values_of(facet: str, document: Document) -> Sequence[str]:
    """What a document has of a facet; what it lacks may be an empty value."""
    return _VALUES[facet](document)


Found = Mapping[str, Sequence[Document]]
"""Documents by interview."""


def passing(found: Found, filters: Mapping[str, str]) -> Found:
    """The interviews, and of each the texts, that have every value asked for; an empty one lets all pass."""
    for facet, wanted in filters.items():
        if not wanted:
            continue
        values = _VALUES[facet]
        if facet in _OF_A_TEXT:
            texts = {name: [each for each in several if wanted in values(each)] for name, several in found.items()}
            found = {name: several for name, several in texts.items() if several}
        else:
            found = {name: several for name, several in found.items() if wanted in values(several[0])}
    return found


def facets(found: Found, kept: Found, filters: Mapping[str, str]) -> dict[str, tuple[FacetValue, ...]]:
    """How many interviews each value would leave, the other filters staying as they are."""
    return {
        facet: _facet(facet, passing(found, {**filters, facet: ""}) if wanted else kept, wanted)
        for facet, wanted in filters.items()
    }


def _facet(facet: str, found: Found, wanted: str) -> tuple[FacetValue, ...]:
    counts = Counter(chain.from_iterable(_values(facet, found)))
    del counts[""]
    if facet in ("year", "decade"):
        shown: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda each: int(each[0]))
    else:
        shown = sorted(counts.items(), key=lambda each: (each[0] != wanted, -each[1], each[0]))[:MOST_VALUES]
        shown = sorted(shown, key=lambda each: (-each[1], each[0]))
    return tuple(FacetValue(value=value, count=count, is_chosen=value == wanted) for value, count in shown)


def _values(facet: str, found: Found) -> Iterable[Iterable[str]]:
    values = _VALUES[facet]
    if facet not in _OF_A_TEXT:
        return (values(several[0]) for several in found.values())
    return ({value for each in several for value in values(each)} for several in found.values())
