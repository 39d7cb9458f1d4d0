"""Which interviews hold everything asked for: SQL proposes and ranks, and where it cannot tell, their texts decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from archive.index import Index
from archive.index.numbers import EVERY_DOCUMENT, rows_of
from archive.records import INTERVIEW_ID
from archive.search.facets import Document, facets, passing
from archive.search.texts import confirmed
from archive.search.values import FacetValue
from archive.search.ways import Clause, NearBy, Query, Way

_DOCUMENTS = """
    select documents.id, documents.interview, documents.language, documents.collection, documents.date,
           documents.year, documents.media, documents.duration_ms, documents.status, documents.people,
           documents.places, documents.topics, documents.organisations, documents.eras
"""
# Weights of words, stems and pinyin as said, then as described, then of facts, which are true or not: a title says more
# of an interview than one of ten thousand words in it, and a likeness in sound says less than a word.
_MATCHING = f"""{_DOCUMENTS},
           bm25(documents_fts, 1.0, 1.0, 0.5, 4.0, 4.0, 2.0, 0.0),
           case when :direct = '' then 1
                else documents.id in (select rowid from documents_fts where documents_fts match :direct) end
      from documents_fts
      join documents on documents.id = documents_fts.rowid
     where documents_fts match :match
       and documents_fts.rowid between :first_document and :last_document
"""
_EVERY = f"""{_DOCUMENTS}, 0.0, 1
      from documents
     where documents.id between :first_document and :last_document
"""

_RANK = attrgetter("rank")


@dataclass(frozen=True, slots=True)
class Matched:
    """Documents that match, by interview, best interviews first; and what each facet would leave."""

    interviews: Mapping[str, Sequence[Document]]
    facets: Mapping[str, tuple[FacetValue, ...]]


def matching(index: Index, query: Query, *, filters: Mapping[str, str], sort: str, interview: str) -> Matched:
    """Every interview that holds all of the query and passes the filters; an empty filter lets all pass."""
    found = _by_interview(_found(index, query, interview))
    kept = passing(found, filters)
    shown = {each: _most_direct(several) for each, several in kept.items()}
    in_order = sorted(shown, key=_order(shown, sort))
    return Matched({each: shown[each] for each in in_order}, facets(found, kept, filters))


def every_document(index: Index, filters: Mapping[str, str]) -> list[Document]:
    """All there is that passes the filters."""
    kept = passing(_by_interview(_proposed(index, Query(), EVERY_DOCUMENT)), filters)
    return [each for several in kept.values() for each in several]


def _found(index: Index, query: Query, interview: str) -> list[Document]:
    if not query.asks or (interview and not INTERVIEW_ID.fullmatch(interview)):
        return []
    within = rows_of(interview) if interview else EVERY_DOCUMENT
    documents = _proposed(index, query, within)
    if query.is_for_python:
        other = {each.id for each in documents if not each.is_direct}
        wanted = confirmed(index, query, [each.id for each in documents], other)
        documents = [each for each in documents if each.id in wanted]
    for clauses in query.without:
        unwanted = _holding(index, clauses, within)
        documents = [each for each in documents if each.interview not in unwanted]
    return documents


def _proposed(index: Index, query: Query, within: Mapping[str, int | str]) -> list[Document]:
    is_scoped = bool(query.scope)
    every = _expression((*query.clauses, *query.facts), is_scoped=is_scoped)
    match = every
    if query.wide:
        match = _expression((*query.wide, *query.facts), is_scoped=is_scoped)
    elif query.is_question:
        match = _expression([tuple(way for clause in query.clauses for way in clause)], is_scoped=is_scoped)
    direct = every if match != every else ""
    if not match:
        return list(map(Document._make, index.rows(_EVERY, dict(within))))
    return list(map(Document._make, index.rows(_MATCHING, {**within, "match": match, "direct": direct})))


def _holding(index: Index, clauses: tuple[Clause, ...], within: Mapping[str, int | str]) -> set[str]:
    """The interviews in which all of this is found in one text."""
    query = Query(clauses=clauses)
    documents = _proposed(index, query, within)
    if query.is_for_python:
        wanted = confirmed(index, query, [each.id for each in documents])
        documents = [each for each in documents if each.id in wanted]
    return {each.interview for each in documents}


def _by_interview(documents: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        found[document.interview].append(document)
    return found


def _most_direct(documents: Sequence[Document]) -> Sequence[Document]:
    """Where a text holds what was typed, those that hold other words for it are no news."""
    if len(documents) == 1:
        return documents
    return [each for each in documents if each.is_direct] or documents


# --- order -----------------------------------------------------------------------------------------------------------


def _order(found: Mapping[str, Sequence[Document]], sort: str) -> Callable[[str], tuple[object, ...]]:
    def relevance(interview: str) -> tuple[object, ...]:
        first, *others = found[interview]
        return (not first.is_direct, min(first.rank, *map(_RANK, others)) if others else first.rank, interview)

    def length(interview: str) -> tuple[object, ...]:
        return (-found[interview][0].duration_ms, interview)

    def date(interview: str) -> tuple[object, ...]:
        dated = _dated(found[interview][0].date)
        return (not dated, tuple(-each for each in dated) if sort == "newest" else dated, interview)

    return {"date": date, "newest": date, "longest": length}.get(sort, relevance)


def _dated(date: str) -> tuple[int, ...]:
    return tuple(int(digit) if digit.isdecimal() else 0 for digit in date if digit.isdecimal() or digit in "XxUu")


# --- FTS5 ------------------------------------------------------------------------------------------------------------


def _expression(clauses: Iterable[Clause], *, is_scoped: bool) -> str:
    return " AND ".join(f"({' OR '.join(_way(way, is_scoped) for way in clause)})" for clause in clauses)


def _way(way: Way | NearBy, is_scoped: bool) -> str:
    """A way as FTS5 understands it: terms hold letters, digits and marks alone, so they cannot end their quotes."""
    if isinstance(way, Way):
        return f"{_columns(way.column, is_scoped)} : {_terms(way)}"
    columns = {each.column for each in way.members}
    if len(columns) > 1:
        # FTS5 counts within one column, so here it can only tell that all of them occur.
        return f"({' AND '.join(_way(each, is_scoped) for each in way.members)})"
    return f"{_columns(columns.pop(), is_scoped)} : NEAR({' '.join(map(_terms, way.members))}, {way.within})"


def _columns(column: str, is_scoped: bool) -> str:
    return f"{{{column}}}" if column == "facts" or is_scoped else f"{{{column} about_{column}}}"


def _terms(way: Way) -> str:
    return f'"{" ".join(way.terms)}"{" *" if way.is_prefix else ""}'
