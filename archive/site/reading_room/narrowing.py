"""The addresses of a search: the same with something changed, taken away or added. What is not named stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast
from urllib.parse import quote_plus, urlencode

from flask import request, url_for

from archive.search import FACETS, FacetValue, Filters
from archive.site.reading_room.asked import words

SORTS = ("relevance", "date", "newest", "longest")
_KEPT = (*FACETS, "sort", "interview", "others")
_FIRST = 8
"""Values of a facet that are shown at once; there are more behind a click."""


_quoted = lru_cache(maxsize=20_000)(quote_plus)
"""Values of facets come again with every answer."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to narrow what was found, or to widen it again if it is chosen."""

    value: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a facet leaves to choose: the first ways, and those behind a click."""

    first: tuple[Way, ...]
    more: tuple[Way, ...] = ()


def sorting() -> str:
    """The order asked for."""
    asked = request.args.get("sort", "")
    return asked if asked in SORTS else SORTS[0]


def filters() -> Filters:
    """What this address narrows to."""
    return cast(Filters, {name: request.args.get(name, "") for name in FACETS})


def filters_to_remember() -> tuple[tuple[str, str], ...]:
    """The same, as a key under which an answer can be kept."""
    return tuple((name, request.args.get(name, "")) for name in sorted(FACETS))


def chosen() -> list[str]:
    """The names of what this address narrows by, as they can be taken away one by one."""
    return [name for name in (*FACETS, "interview") if request.args.get(name)]


def address(endpoint: str, **changed: str) -> str:
    """This search with something changed, on its first page unless the page is what changes."""
    kept = {name: request.args.get(name, "") for name in _KEPT}
    given = {"q": words(request.args)} | kept | changed
    return f"{url_for(endpoint)}?{urlencode({name: value for name, value in given.items() if value})}"


def without(name: str) -> str:
    """This search without one of its parameters; without what holds one in its place, too."""
    return address("reading_room.search", **{name: ""})


def sorted_url(sort: str) -> str:
    """This search in another order."""
    return address("reading_room.search", sort="" if sort == SORTS[0] else sort)


def page_url(endpoint: str, page: int | None) -> str:
    """Another page of this search; nothing where there is none."""
    return address(endpoint, page=str(page)) if page else ""


class Counted(Protocol):
    """What was found, counted by its facets."""

    @property
    def facets(self) -> Mapping[str, tuple[FacetValue, ...]]: ...


def ways(found: Counted, endpoint: str) -> dict[str, list[Way]]:
    """Every facet's values with the addresses that they lead to."""
    return {name: _ways(endpoint, name, values) for name, values in found.facets.items()}


def told(facets: Mapping[str, list[Way]]) -> dict[str, list[dict[str, str | int]]]:
    """For programs: every value with how much it would leave, and the address that leads there."""
    return {
        name: [{"value": way.value, "count": way.count, "url": way.url} for way in several]
        for name, several in facets.items()
    }


def choices(facets: Mapping[str, list[Way]]) -> dict[str, Choices]:
    """The facets that leave a reader something to choose, or to take back: years only where they are few."""
    shown = {name: several for name, several in facets.items() if len(several) > 1 or any(w.is_chosen for w in several)}
    if len(shown.get("year", ())) <= _FIRST:
        shown.pop("decade", None)
    elif not any(way.is_chosen for way in shown.get("decade", ())):
        shown.pop("year")
    return {name: _choices(several) for name, several in shown.items()}


def _choices(several: list[Way]) -> Choices:
    first = [way for place, way in enumerate(several) if place < _FIRST or way.is_chosen]
    return Choices(tuple(first), tuple(way for way in several if way not in first))


def _ways(endpoint: str, name: str, values: tuple[FacetValue, ...]) -> list[Way]:
    base = address(endpoint, **{name: ""})
    joint = "&" if "=" in base else ""
    return [
        Way(
            each.value,
            each.count,
            base if each.is_chosen else f"{base}{joint}{name}={_quoted(each.value)}",
            each.is_chosen,
        )
        for each in values
    ]
