"""How often words are said, where the full text can tell it and no text need be read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from archive.counting.occurrences import begin_apart
from archive.index import Index
from archive.index.streams import COLUMNS
from archive.search.ways import Query, Way

_COMMON = """
    select counts
      from common_terms
     where term = :term and "column" = :column
"""
_COUNTED = """
    select doc, count(*)
      from term_places
     where term = :term and col = :column
     group by doc
"""
_PLACES = """
    select doc, offset - :back
      from term_places
     where term = :term and col = :column
"""
_EDITED = """
    select id
      from document_texts
     where verbatim <> '{}'
"""

_MOST_PLACES = 200_000
"""Places of common words that are compared, to find where they are neighbours, sooner than texts are read."""


def told_counts(index: Index, query: Query, documents: Iterable[int]) -> dict[int, int]:
    """For each of these documents how often the words of a query are said in it, but for those that must be read.

    The full text can tell it of words and phrases that anybody may say: not of words near others, of the beginnings of
    words, or of what only some say. Of a document with an edited text it cannot tell what is said there once more.
    """
    counted = [(way, _count(index, way)) for way in _words(query)]
    held = {way: found for way, found in counted if found is None or found.total()}
    if None in held.values() or not begin_apart(list(held)):
        return {}
    counts = sum((found for found in held.values() if found), Counter[int]())
    edited = {document for (document,) in index.rows(_EDITED)}
    return {each: counts[each] for each in documents if each not in edited}


def _words(query: Query) -> Iterable[Way]:
    """The ways to find the query, if each is whole words side by side and everybody's words count; else none."""
    ways = list(dict.fromkeys(way for clause in query.clauses for way in clause))
    words = [way for way in ways if isinstance(way, Way) and not way.is_prefix]
    is_plain = not query.scope and len(words) == len(ways)
    return [each for each in words if each.column in COLUMNS] if is_plain else ()


def _count(index: Index, way: Way) -> Counter[int] | None:
    """How often it is said in each document; None where reading the texts takes no longer."""
    if len(way.terms) == 1:
        return _word(index, way.terms[0], way.column)
    common = sum(sum(_common(index, each, way.column).values()) for each in way.terms)
    # Only of the words themselves is every one a term of the full text, so that those side by side are neighbours.
    if way.column != "words" or common > _MOST_PLACES:
        return None
    return Counter(document for document, _ in set.intersection(*map(set, _places(index, way))))


def _word(index: Index, term: str, column: str) -> Counter[int]:
    counts = _common(index, term, column) or dict(index.rows(_COUNTED, {"term": term, "column": column}))
    return Counter({int(document): count for document, count in counts.items()})


def _common(index: Index, term: str, column: str) -> Mapping[str, int]:
    found = index.rows(_COMMON, {"term": term, "column": column})
    return json.loads(found[0][0]) if found else {}


def _places(index: Index, phrase: Way) -> Iterable[list[tuple[int, int]]]:
    """Of each term of a phrase the places where the phrase would begin, as document and number of a term in it."""
    for back, term in enumerate(phrase.terms):
        yield index.rows(_PLACES, {"term": term, "column": phrase.column, "back": back})
