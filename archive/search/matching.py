"""Which interviews hold everything asked for: one statement, and the counts that follow from it, all of them exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.index import Index
from archive.index.numbers import EVERY_DOCUMENT, rows_of
from archive.records import INTERVIEW_ID
from archive.search.query import Clause, Query, Way
from archive.search.values import FacetValue

# Weights of words, stems and pinyin as said, then as described: a title says more of an interview than one of
# ten thousand words in it, and a likeness in sound says less than a word.
_MATCHING = """
    select documents.id, documents.interview, documents.language, documents.collection, documents.date,
           documents.year, documents.media, bm25(documents_fts, 1.0, 1.0, 0.5, 4.0, 4.0, 2.0)
      from documents_fts
      join documents on documents.id = documents_fts.rowid
     where documents_fts match :match
       and documents_fts.rowid between :first_document and :last_document
"""


@dataclass(frozen=True, slots=True)
class Document:
    """An interview in one language that holds everything asked for; the lower ``rank`` the better."""

    id: int
    interview: str
    language: str
    collection: str
    date: str
    year: int | None
    media: str
    rank: float

    def values(self, facet: str) -> tuple[str, ...]:
        """What it counts for in one facet."""
        if facet == "collection":
            return (self.collection,)
        if facet == "language":
            return (self.language.split("-")[0],)
        if facet == "year":
            return (str(self.year or ""),)
        return tuple(self.media.split(","))


@dataclass(frozen=True, slots=True)
class Matched:
    """Documents that match, by interview, best interviews first; and what each facet would leave."""

    interviews: Mapping[str, Sequence[Document]]
    facets: Mapping[str, tuple[FacetValue, ...]]


def matching(index: Index, query: Query, *, filters: Mapping[str, str], sort: str, interview: str) -> Matched:
    """Every interview that holds all of the query and passes the filters; an empty filter lets all pass."""
    documents = [] if not query.clauses else _documents(index, query, interview)
    failing = [
        (each, [facet for facet, wanted in filters.items() if wanted and wanted not in each.values(facet)])
        for each in documents
    ]
    passing: dict[str, list[Document]] = defaultdict(list)
    for document, failed in failing:
        if not failed:
            passing[document.interview].append(document)
    return Matched(
        {each: passing[each] for each in sorted(passing, key=lambda each: _order(passing[each], sort))},
        {facet: _facet(facet, wanted, failing) for facet, wanted in filters.items()},
    )


def _documents(index: Index, query: Query, interview: str) -> list[Document]:
    if not interview:
        within = EVERY_DOCUMENT
    elif INTERVIEW_ID.fullmatch(interview):
        within = rows_of(interview)
    else:
        return []
    return [Document(*row) for row in index.rows(_MATCHING, within | {"match": _expression(query)})]


def _order(documents: Sequence[Document], sort: str) -> tuple[object, ...]:
    first = documents[0]
    if sort not in {"date", "newest"}:
        return (min(each.rank for each in documents), first.interview)
    dated = tuple(
        int(digit) if digit.isdecimal() else 0 for digit in first.date if digit.isdecimal() or digit in "XxUu"
    )
    place = tuple(-each for each in dated) if sort == "newest" else dated
    return (not dated, place, first.interview)


def _facet(facet: str, wanted: str, failing: Sequence[tuple[Document, list[str]]]) -> tuple[FacetValue, ...]:
    """How many interviews each value would leave, the other filters staying as they are."""
    interviews: dict[str, set[str]] = defaultdict(set)
    for document, failed in failing:
        if not failed or failed == [facet]:
            for value in document.values(facet):
                interviews[value].add(document.interview)
    interviews.pop("", None)
    counted = [FacetValue(value=each, count=len(found), is_chosen=each == wanted) for each, found in interviews.items()]
    if facet == "year":
        return tuple(sorted(counted, key=lambda each: int(each.value)))
    return tuple(sorted(counted, key=lambda each: (-each.count, each.value)))


# --- FTS5 ------------------------------------------------------------------------------------------------------------


def _expression(query: Query) -> str:
    return " AND ".join(f"({_clause(each)})" for each in query.clauses)


def _clause(clause: Clause) -> str:
    return " OR ".join(map(_way, clause))


def _way(way: Way) -> str:
    """A way as FTS5 understands it: terms hold letters, digits and marks alone, so they cannot end their quotes."""
    return f'{{{way.column} about_{way.column}}} : "{" ".join(way.terms)}"{" *" if way.is_prefix else ""}'
