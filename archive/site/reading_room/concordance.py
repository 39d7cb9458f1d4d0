"""Every place where words are said, as a page of lines, as data and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import Response, jsonify, render_template, request

from archive.counting import (
    MOST_SORTED,
    SORTS,
    Concordance,
    Place,
    Sort,
    concordance,
    in_archive_order,
    in_order,
    lines,
)
from archive.index import NothingPublished, sounds
from archive.search.spelling import suggestions
from archive.site.reading_room import narrowing
from archive.site.reading_room.asked import page_number, words
from archive.site.reading_room.edition import edition, edition_name, lists
from archive.site.reading_room.lines import CELLS, Shown, cells, shown_lines
from archive.site.reading_room.sheets import as_csv
from archive.site.reading_room.telling import misread_as_words, read_as_words

ON_A_PAGE = 100
IN_A_TABLE = 10_000
"""Lines of one table for a spreadsheet; there may be several tables."""

_PAGE, _DATA = "reading_room.concordance", "reading_room.concordance_json"
_TABLES_NAMED = 10


def concordance_page() -> str:
    """The lines, to read and to play."""
    try:
        found = _found()
        page = _page(found, ON_A_PAGE)
        shown = _lines(found, page, ON_A_PAGE)
        copies = sounds(edition(), {each.interview.id for each in shown})
    except NothingPublished:
        return render_template("empty.html")
    return render_template(
        "concordance.html",
        query=words(request.args),
        found=found,
        lines=shown,
        copies=copies,
        page=page,
        pages=_pages(found, ON_A_PAGE),
        sort=_sort(found),
        asked_sort=_asked_sort(),
        most_sorted=MOST_SORTED,
        tables=_tables(found),
        facets=narrowing.choices(narrowing.ways(found, _PAGE)),
        chosen=narrowing.chosen(),
        titles={each.slug: each.title for each in lists().collections} | {e.id: e.title for e in lists().interviews},
        narrowing=narrowing,
        without=lambda name: narrowing.address(_PAGE, **{name: ""}),
        misread_as_words=misread_as_words,
        edited=0 if found.total else _edited(),
        did_you_mean=() if found.total else suggestions(edition(), found.query, words(request.args)),
    )


def concordance_json() -> Response:
    """The same, for programs."""
    found = _found()
    page = _page(found, ON_A_PAGE)
    more = page < _pages(found, ON_A_PAGE)
    response = jsonify(
        {
            "query": words(request.args),
            "total": found.total,
            "interviews": found.interviews,
            "sort": _sort(found),
            "facets": narrowing.told(narrowing.ways(found, _DATA)),
            "lines": [dict(zip(CELLS, cells(each), strict=True)) for each in _lines(found, page, ON_A_PAGE)],
            "next": narrowing.address(_DATA, page=str(page + 1)) if more else None,
            "also_searched": list(found.query.also),
            "read_as_words": read_as_words(found.query.misread),
        }
    )
    return _by_language(response)


def concordance_csv() -> Response:
    """The same for a spreadsheet, so many lines a table: ``page=2`` is the second table."""
    found = _found()
    page = _page(found, IN_A_TABLE)
    shown = _lines(found, page, IN_A_TABLE)
    return _by_language(as_csv("concordance", CELLS, (cells(each) for each in shown)))


def _by_language(response: Response) -> Response:
    """Citations are in the reader's language, and no cache may give them to another."""
    response.vary.add("Accept-Language")
    return response


# --- what is asked ---------------------------------------------------------------------------------------------------

Asked = tuple[str, str, tuple[tuple[str, str], ...], str]
"""The edition, the query, the filters and the one interview asked: all that a count depends on."""


def _asked() -> Asked:
    return edition_name(), words(request.args), narrowing.filters_to_remember(), request.args.get("interview", "")


def _found() -> Concordance:
    return _counted(_asked())


def _edited() -> int:
    """How many lines there are in texts edited for reading, which count by themselves only when they are asked for."""
    name, query, filters, interview = _asked()
    asked = dict(filters)
    if asked["status"]:
        return 0
    return _counted((name, query, tuple(sorted((asked | {"status": "edited"}).items())), interview)).total


def _asked_sort() -> Sort:
    sort = request.args.get("sort", "")
    return sort if sort in SORTS else SORTS[0]


def _sort(found: Concordance) -> Sort:
    """The order of the lines: what was asked for, if there are few enough of them."""
    sort = _asked_sort()
    return sort if found.is_sortable or sort in ("archive", "year") else SORTS[0]


def _pages(found: Concordance, per_page: int) -> int:
    return max(1, -(-found.total // per_page))


def _page(found: Concordance, per_page: int) -> int:
    return min(page_number(request.args), _pages(found, per_page))


def _lines(found: Concordance, page: int, per_page: int) -> list[Shown]:
    first, over = (page - 1) * per_page, page * per_page
    sort = _sort(found)
    if sort in ("archive", "year"):
        places = in_archive_order(edition(), found, first, over, by_year=sort == "year")
    else:
        places = _ordered(_asked(), sort)[first:over]
    return shown_lines(edition(), lines(edition(), places), words(request.args), first + 1)


def _tables(found: Concordance) -> list[tuple[int, int, str]]:
    """The first and last line of each table, and where it is; of very many, the first ones."""
    count = min(_pages(found, IN_A_TABLE), _TABLES_NAMED)
    return [
        (
            (page - 1) * IN_A_TABLE + 1,
            min(page * IN_A_TABLE, found.total),
            narrowing.address("reading_room.concordance_csv", page=str(page) if page > 1 else ""),
        )
        for page in range(1, count + 1)
    ]


# An edition never changes, so what was counted in it for one page holds for the next.


@lru_cache(maxsize=16)
def _counted(asked: Asked) -> Concordance:
    _, query, filters, interview = asked
    return concordance(edition(), query, filters=dict(filters), interview=interview)


@lru_cache(maxsize=4)
def _ordered(asked: Asked, sort: Sort) -> Sequence[Place]:
    return in_order(edition(), _counted(asked), sort)
