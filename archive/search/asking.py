"""A question and its answer: which interviews, what else could be asked of them, and where it is said."""

from __future__ import annotations

from time import perf_counter

from archive.index import Index, Listed, listed
from archive.search.matching import matching
from archive.search.passages import Found, find_passages
from archive.search.query import parse
from archive.search.values import Hit, Results

_MOST_PER_PAGE = 100
_MOST_PASSAGES = 10_000


def search(  # noqa: PLR0913 — an address of a results page may name each of these
    index: Index,
    query: str,
    *,
    page: int = 1,
    per_page: int = 20,
    passages: int = 3,
    collection: str = "",
    language: str = "",
    year: str = "",
    media: str = "",
    sort: str = "relevance",
    interview: str = "",
) -> Results:
    """The interviews in which every word and phrase of ``query`` occurs, best first, with their best passages.

    A filter that matches nothing finds nothing; no query raises; beyond the last page is the last. ``sort`` is
    ``relevance``, ``date`` or ``newest``. ``interview`` asks one interview alone.
    """
    began = perf_counter()
    asked = parse(query)
    filters = {"collection": collection, "language": language, "year": year, "media": media}
    matched = matching(index, asked, filters=filters, sort=sort, interview=interview)
    per_page = min(max(per_page, 1), _MOST_PER_PAGE)
    page = min(max(page, 1), max(1, -(-len(matched.interviews) // per_page)))
    shown = list(matched.interviews)[(page - 1) * per_page : page * per_page]
    documents = {each: matched.interviews[each] for each in shown}
    found = find_passages(index, asked, documents, min(max(passages, 0), _MOST_PASSAGES))
    described = listed(index, shown)
    return Results(
        query=query,
        total=len(matched.interviews),
        took_ms=round((perf_counter() - began) * 1000, 1),
        facets=matched.facets,
        results=tuple(_hit(described[each], found[each]) for each in shown),
        page=page,
        next_page=page + 1 if page * per_page < len(matched.interviews) else None,
        also_searched=asked.also,
        left_out=asked.left_out,
    )


def _hit(interview: Listed, found: Found) -> Hit:
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
    )
