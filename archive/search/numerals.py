"""Numbers among Chinese characters: 5张 is a part of 第15张 as 张 is, though 15 is one word to the index."""

from __future__ import annotations

from dataclasses import replace

from archive.index import Index
from archive.language import is_unspaced
from archive.search.ways import Clause, Query, Way

_MOST = 40
_LONGER = """
    select term
      from vocabulary
     where term >= '0' and term < ':'
       and col = 'words'
       and term like '%' || :digits
       and term <> :digits
     order by doc desc
     limit :most
"""


def with_numerals(index: Index, query: Query) -> Query:
    """The query with what begins in a number also found where that is the end of a longer one."""
    if not any(map(_begins_in_a_number, query.clauses)):
        return query
    return replace(query, clauses=tuple(_widened(index, clause) for clause in query.clauses))


def _widened(index: Index, clause: Clause) -> Clause:
    way = clause[0]
    if not _begins_in_a_number(clause) or not isinstance(way, Way):
        return clause
    longer = index.rows(_LONGER, {"digits": way.terms[0], "most": _MOST})
    return (*clause, *(replace(way, terms=(number, *way.terms[1:])) for (number,) in longer))


def _begins_in_a_number(clause: Clause) -> bool:
    way = clause[0]
    return isinstance(way, Way) and len(way.terms) > 1 and way.terms[0].isdigit() and is_unspaced(way.terms[1])
