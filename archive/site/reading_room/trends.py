"""How often words are said, year by year, collection by collection and by role: a chart, a table, and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from archive.counting import FEW, FEW_WORDS, GROUPS, PER, Cell, Term, trend
from archive.index import NothingPublished
from archive.search import FACETS
from archive.site.reading_room import narrowing
from archive.site.reading_room.asked import LONGEST_QUERY
from archive.site.reading_room.chart import Point, Series, bar_chart, line_chart, shown_rate, swatch
from archive.site.reading_room.edition import edition, edition_name, lists
from archive.site.reading_room.sheets import as_csv
from archive.site.reading_room.telling import misread_as_words, read_as_words
from archive.site.wording import by_language

MOST_TERMS = 5
_PAGE, _LINES = "reading_room.trends", "reading_room.concordance"
_HEAD = ("term", "language", "unit", "group", "value", "occurrences", "words", "per_10000", "interviews", "is_small")


@dataclass(frozen=True, slots=True)
class Row:
    """A year, collection or role, with a cell for each term and the lines that it counts."""

    value: str
    label: str
    cells: Sequence[tuple[Cell, str]]


def trends_page() -> str:
    """The numbers drawn, and in a table in which each leads to the lines that it counts."""
    try:
        terms = _terms()
    except NothingPublished:
        return render_template("empty.html")
    counted = [each for each in terms if each.has_words]
    group = request.args.get("by", "")
    group = group if group in GROUPS else GROUPS[0]
    rows = _rows(counted, group)
    return render_template(
        "trends.html",
        query=_queries()[0] if _queries() else "",
        queries=_queries(),
        most_terms=MOST_TERMS,
        terms=terms,
        counted=counted,
        group=group,
        rows=rows,
        totals=[(each.total, _lines_url(each)) for each in counted],
        chart=Markup(_chart(counted, group, rows)) if rows and counted else "",
        swatches=[Markup(swatch(number)) for number in range(1, len(counted) + 1)],
        undated=_undated(counted),
        few=FEW,
        few_words=FEW_WORDS,
        per=PER,
        chosen=[name for name in narrowing.chosen() if name != "interview"],
        titles={each.slug: each.title for each in lists().collections},
        address=_address,
        without=lambda name: _address(_PAGE, **{name: ""}),
        narrowing=narrowing,
        unit=unit,
        shown_rate=shown_rate,
        misread_as_words=misread_as_words,
    )


def trends_json() -> Response:
    """The same, for programs."""
    return jsonify({"per": PER, "terms": [_term(each) for each in _terms()]})


def trends_csv() -> Response:
    """The same for a spreadsheet: a row for each term and value."""
    return as_csv("trends", _HEAD, _cells())


def unit(term: Term) -> str:
    """What is counted in the language of a term: the index takes each Chinese character for a word."""
    return "characters" if term.language in ("zh", "yue", "ja") else "words"


# --- what is asked ---------------------------------------------------------------------------------------------------


def _queries() -> list[str]:
    written = (each.replace("\0", " ")[:LONGEST_QUERY].strip() for each in request.args.getlist("q"))
    return list(dict.fromkeys(filter(None, written)))[:MOST_TERMS]


def _terms() -> list[Term]:
    return [_counted(edition_name(), each, narrowing.filters_to_remember()) for each in _queries()]


@lru_cache(maxsize=64)
def _counted(_edition: str, query: str, filters: tuple[tuple[str, str], ...]) -> Term:
    # An edition never changes, and its name tells it from every other.
    return trend(edition(), query, filters=dict(filters))


def _address(endpoint: str, **changed: str) -> str:
    """These terms with something changed."""
    kept = {name: request.args.get(name, "") for name in (*FACETS, "by")} | changed
    given = [("q", each) for each in _queries()] + [(name, value) for name, value in kept.items() if value]
    return f"{url_for(endpoint)}?{urlencode(given)}"


def _lines_url(term: Term, **narrowed: str) -> str:
    """The concordance of what is counted here."""
    role = narrowed.pop("role", "")
    query = f"{term.query} role:{role}" if role else term.query
    filters = {name: request.args.get(name, "") for name in FACETS} | {"language": term.language} | narrowed
    return f"{url_for(_LINES)}?{urlencode({'q': query} | {name: value for name, value in filters.items() if value})}"


# --- the table -------------------------------------------------------------------------------------------------------


def _rows(terms: Sequence[Term], group: str) -> list[Row]:
    """Every value that any term has, those that the record does not say last."""
    values = dict.fromkeys(value for each in terms for value in each.by[group])
    in_order = values if group == "role" else sorted(values, key=lambda each: (not each, each))
    rows = [Row(value, _label(group, value), [_cell(each, group, value) for each in terms]) for value in in_order]
    return [each for each in rows if any(cell.words for cell, _url in each.cells)]


def _cell(term: Term, group: str, value: str) -> tuple[Cell, str]:
    found = term.by[group].get(value, Cell())
    return found, _lines_url(term, **{group: value}) if value and found.count else ""


def _label(group: str, value: str) -> str:
    if group == "role":
        return {"narrator": str(_("Narrator")), "interviewer": str(_("Interviewer"))}.get(value, str(_("Not said who")))
    if group == "year":
        return value or str(_("Without a year"))
    titles = {each.slug: each.title for each in lists().collections}
    title = next((text for _tag, text in by_language(titles.get(value, {}))), value)
    return title or str(_("In no collection"))


def _undated(terms: Sequence[Term]) -> dict[str, Any]:
    """The interviews without a year, by id, with their titles."""
    ids = dict.fromkeys(each for term in terms for each in term.undated)
    titles = {each.id: each.title for each in lists().interviews}
    return {each: titles.get(each, {}) for each in ids}


def _chart(terms: Sequence[Term], group: str, rows: Sequence[Row]) -> str:
    drawn = [each for each in rows if each.value or group != "year"]
    series = [
        Series(each.query, [Point(row.cells[place][0].rate, row.cells[place][0].is_small) for row in drawn])
        for place, each in enumerate(terms)
    ]
    named = ", ".join(each.query for each in terms)
    about = {
        "title": str(_("How often in %(per)s words: %(terms)s", per=f"{PER:,}", terms=named)),
        "description": str(_("The table below has every number that is drawn here.")),
    }
    if group == "year":
        return line_chart([int(each.value) for each in drawn], series, **about) if drawn else ""
    return bar_chart([each.label for each in drawn], series, **about)


# --- data ------------------------------------------------------------------------------------------------------------


def _term(term: Term) -> dict[str, Any]:
    return {
        "query": term.query,
        "language": term.language,
        "unit": unit(term),
        "total": _numbers(term.total),
        **{
            group: [{"value": value, **_numbers(cell)} for value, cell in term.by.get(group, {}).items()]
            for group in GROUPS
        },
        "elsewhere": dict(term.elsewhere),
        "undated": list(term.undated),
        "url": _lines_url(term),
        "read_as_words": read_as_words(term.misread),
    }


def _numbers(cell: Cell) -> dict[str, Any]:
    rate = None if cell.rate is None else round(cell.rate, 4)
    return {
        "occurrences": cell.count,
        "words": cell.words,
        "per_10000": rate,
        "interviews": cell.interviews,
        "is_small": cell.is_small,
    }


def _cells() -> Iterator[list[str | int | float | None]]:
    for term in (each for each in _terms() if each.has_words):
        groups = {"all": {"": term.total}, **term.by}
        for group, values in groups.items():
            for value, cell in values.items():
                yield [term.query, term.language, unit(term), group, value, *_numbers(cell).values()]
