"""A question and its answer: which interviews, what else could be asked of them, and where it is said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter
from typing import Unpack

from archive.index import Index, Listed, listed
from archive.index.facts import fact_terms
from archive.language import terms
from archive.search.facets import FACETS, Document, Filters
from archive.search.matching import matching
from archive.search.numerals import with_numerals
from archive.search.other_words import widened
from archive.search.passages import Found, find_passages
from archive.search.query import parse
from archive.search.spelling import suggestions
from archive.search.values import Hit, Results
from archive.search.ways import Query, fields_asked, with_titles

_MOST_PER_PAGE = 100
_MOST_PASSAGES = 10_000
_FEW = 3
"""Interviews: whoever finds no more than these may have meant another word."""

_COLLECTIONS = """
    select slug, title
      from collections
"""


def search(
    index: Index,
    query: str,
    *,
    page: int = 1,
    per_page: int = 20,
    passages: int = 3,
    sort: str = "relevance",
    interview: str = "",
    other_words: bool = True,
    **filters: Unpack[Filters],
) -> Results:
    """The interviews in which all of ``query`` is found, best first, with their best passages.

    A filter that fits nothing finds nothing; no query raises; beyond the last page is the last. ``sort`` is
    ``relevance``, ``date``, ``newest`` or ``longest``; ``interview`` asks one interview alone; ``other_words`` are of
    the other language, looked for beside those typed.
    """
    began = perf_counter()
    asked = understood(index, query)
    asked, others = widened(index, asked) if other_words else (asked, ())
    wanted = {facet: str(filters.get(facet, "")) for facet in FACETS}
    matched = matching(index, asked, filters=wanted, sort=sort, interview=interview)
    total = len(matched.interviews)
    per_page = min(max(per_page, 1), _MOST_PER_PAGE)
    page = min(max(page, 1), max(1, -(-total // per_page)))
    shown = dict(islice(matched.interviews.items(), (page - 1) * per_page, page * per_page))
    answer = Results(
        query=query,
        total=total,
        took_ms=0,
        facets=matched.facets,
        results=_hits(index, asked, shown, passages),
        page=page,
        next_page=page + 1 if page * per_page < total else None,
        other_words=others,
        did_you_mean=suggestions(index, asked, query) if total <= _FEW else (),
    )
    return replace(_understood(answer, asked), took_ms=round((perf_counter() - began) * 1000, 1))


def _understood(answer: Results, asked: Query) -> Results:
    """The answer with what is to be told of the question."""
    return replace(
        answer,
        typed=asked.typed,
        also_searched=asked.also,
        misread=asked.misread,
        is_question=asked.is_question,
        left_out=asked.left_out,
    )


def understood(index: Index, query: str) -> Query:
    """What a visitor's words ask of this index, in which collections may be named by their titles."""
    return with_numerals(index, _with_titles(index, parse(query)))


def _hits(index: Index, asked: Query, documents: Mapping[str, Sequence[Document]], passages: int) -> tuple[Hit, ...]:
    found = find_passages(index, asked, documents, min(max(passages, 0), _MOST_PASSAGES))
    described = listed(index, documents)
    return tuple(
        _hit(described[each], found[each], is_direct=not asked.wide or bool(documents[each][0].is_direct))
        for each in documents
    )


def _with_titles(index: Index, query: Query) -> Query:
    """Collections may be named by their title, which only their own table knows."""
    named = fields_asked(query, "collection")
    if not named:
        return query
    titled = [
        (
            fact_terms("collection", terms(slug)),
            [fact_terms("collection", terms(text)) for text in json.loads(title).values()],
        )
        for slug, title in index.rows(_COLLECTIONS)
    ]
    return with_titles(
        query,
        {each: [slug for slug, titles in titled if any(_holds(title, each) for title in titles)] for each in named},
    )


def _holds(title: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(title[at : at + len(words)] == words for at in range(len(title) - len(words) + 1))


def _hit(interview: Listed, found: Found, *, is_direct: bool) -> Hit:
    matches, passages, moments = found
    return Hit(
        id=interview.id,
        title=interview.title,
        summary=interview.summary,
        narrators=interview.narrators,
        collection=interview.collection,
        date=interview.date,
        place=interview.place,
        languages=interview.languages,
        duration_ms=interview.duration_ms,
        recordings=interview.recordings,
        is_machine_made=interview.is_machine_made,
        synthetic=interview.synthetic,
        matches=matches,
        passages=passages,
        moments=moments,
        is_direct=is_direct,
    )
