"""A concordance: how often the words of a query are said, where, and in what order the places are listed.

Counting asks the full text, and where that cannot tell, every text that holds the words; a page of places in the order
of the archive reads only those that it shows. Any other order needs to know every place, and is kept to
:data:`MOST_SORTED` of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Literal, get_args

from archive.counting.occurrences import Occurrence, occurrences, tally
from archive.counting.order import keys
from archive.counting.reading import Spoken, spoken
from archive.counting.told import told_counts
from archive.index import Index
from archive.search.asking import understood
from archive.search.facets import FACETS, MOST_VALUES, Document, values_of
from archive.search.matching import matching
from archive.search.values import FacetValue
from archive.search.ways import Query, Said

Sort = Literal["archive", "year", "speaker", "left", "left2", "left3", "right", "right2", "right3"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""In the order of the archive, by year, by speaker, or by the first, second or third word before or after."""

MOST_SORTED = 50_000
"""Places that are sorted by what stands around them, or by who says them; where there are more, narrow first."""

COUNTED_FACETS = tuple(each for each in FACETS if each != "status")
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """A document in which the words are said, and how often."""

    document: int
    interview: str
    year: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """How often the words of a query are said, in which documents, in the order of the archive.

    ``facets`` are :data:`COUNTED_FACETS`, each value with exactly how many places it would leave.
    """

    query: Query
    documents: tuple[Counted, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many places there are."""
        return sum(each.count for each in self.documents)

    @property
    def interviews(self) -> int:
        """In how many interviews."""
        return len({each.interview for each in self.documents})

    @property
    def is_sortable(self) -> bool:
        """Whether there are few enough places to be sorted in any way."""
        return self.total <= MOST_SORTED


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a concordance: where it stands in which document."""

    counted: Counted
    occurrence: Occurrence


def concordance(index: Index, query: str, *, filters: Mapping[str, str], interview: str = "") -> Concordance:
    """How often the words of ``query`` are said, wherever search would find all of it; no query raises.

    ``filters`` are those of search, but that a ``status`` holds for each text by itself. Words of the other language
    are not counted.
    """
    asked = counted_query(index, query, filters)
    documents = matched(index, asked, filters, interview) if asked.clauses else {}
    counts = _counts(index, asked, documents)
    held = [documents[each] for each in counts]
    return Concordance(
        query=asked,
        documents=tuple(Counted(each.id, each.interview, each.year, counts[each.id]) for each in held),
        facets={facet: _facet(facet, held, counts, filters.get(facet, "")) for facet in COUNTED_FACETS},
    )


def _counts(index: Index, query: Query, documents: Mapping[int, Document]) -> dict[int, int]:
    """How often it is said in each document in which it is, in the order of the archive."""
    counts = told_counts(index, query, documents)
    for each in spoken(index, query, sorted(documents.keys() - counts.keys())):
        counts[each.text.document] = tally(each.text).total()
    return {document: counts[document] for document in sorted(counts) if counts[document]}


def counted_query(index: Index, query: str, filters: Mapping[str, str]) -> Query:
    """What of a query is counted: all of its words, even of a question; a status is asked of each text by itself."""
    asked, status = understood(index, query), filters.get("status", "")
    scope = (Said("status", ((status,),), is_wanted=True),) if status else ()
    return replace(asked, is_question=False, scope=(*asked.scope, *scope))


def matched(index: Index, query: Query, filters: Mapping[str, str], interview: str = "") -> dict[int, Document]:
    """The documents in which search would find all of this, by number."""
    chosen = {facet: filters[facet] for facet in COUNTED_FACETS if filters.get(facet)}
    found = matching(index, query, filters=chosen, sort="relevance", interview=interview)
    return {each.id: each for several in found.interviews.values() for each in several}


def in_archive_order(
    index: Index, found: Concordance, first: int, over: int, *, by_year: bool = False
) -> Sequence[Place]:
    """The places from ``first`` up to ``over``, counted from 0, interview by interview and as they are said."""
    documents = sorted(found.documents, key=_year) if by_year else found.documents
    ends = list(accumulate(each.count for each in documents))
    shown = [each for each, end in zip(documents, ends, strict=True) if end > first and end - each.count < over]
    skipped = first - next((end - each.count for each, end in zip(documents, ends, strict=True) if end > first), first)
    texts = {each.text.document: each for each in spoken(index, found.query, [each.document for each in shown])}
    every = [Place(each, occurrence) for each in shown for occurrence in occurrences(texts[each.document].text)]
    return every[skipped:][: max(over - first, 0)]


def in_order(index: Index, found: Concordance, sort: Sort) -> Sequence[Place]:
    """All places in an order that only looking at each of them can tell; none where there are too many to sort."""
    if not found.is_sortable:
        return ()
    counted = {each.document: each for each in found.documents}
    keyed: list[tuple[object, int, Occurrence]] = []
    for each in _all(index, found.query, list(counted)):
        places = occurrences(each.text)
        keyed += zip(keys(each, places, sort), [each.text.document] * len(places), places, strict=True)
    keyed.sort()
    return [Place(counted[document], occurrence) for _, document, occurrence in keyed]


def _all(index: Index, query: Query, documents: Sequence[int]) -> Iterator[Spoken]:
    for first in range(0, len(documents), _AT_ONCE):
        yield from spoken(index, query, documents[first : first + _AT_ONCE], with_words=True)


def _year(counted: Counted) -> tuple[bool, int, int]:
    return counted.year is None, counted.year or 0, counted.document


def _facet(facet: str, held: Iterable[Document], counts: Mapping[int, int], wanted: str) -> tuple[FacetValue, ...]:
    of_values: Counter[str] = Counter()
    for document in held:
        for value in dict.fromkeys(values_of(facet, document)):
            of_values[value] += counts[document.id]
    del of_values[""]
    by_count = sorted(of_values.items(), key=lambda each: (each[0] != wanted, -each[1], each[0]))[:MOST_VALUES]
    shown = sorted(by_count) if facet in ("year", "decade") else by_count
    return tuple(FacetValue(value=value, count=count, is_chosen=value == wanted) for value, count in shown)
