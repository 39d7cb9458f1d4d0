"""Ways into the archive that need no words: lists of interviews, people, places, topics and years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from flask import render_template, request, url_for

from archive.errors import NotFound
from archive.index import Stretch
from archive.site.reading_room import years
from archive.site.reading_room.asked import page_number
from archive.site.reading_room.edition import lists, public_collection
from archive.site.reading_room.moments import moment_url

_ON_A_PAGE = 24


class _Addressed(Protocol):
    @property
    def slug(self) -> str: ...


Named = TypeVar("Named", bound=_Addressed)


def collections() -> str:
    """Every collection, in order."""
    return render_template("collections.html", collections=lists().collections)


def collection(slug: str) -> str:
    """A collection and its interviews, in its order, between its neighbours."""
    found = public_collection(slug)
    if found is None:
        raise NotFound("There is no such collection.")
    every = lists().collections
    place = every.index(found)
    return render_template(
        "collection.html",
        collection=found,
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
        **_one_page(found.interviews),
    )


def interviews() -> str:
    """Every interview that is listed."""
    every = lists().interviews
    return render_template("interviews.html", total=len(every), **_one_page(every))


def people() -> str:
    """Everybody whom a record names as narrator or interviewer."""
    return render_template("people.html", people=lists().people)


def person(slug: str) -> str:
    """Whoever has this name, and the interviews they told or led."""
    found = _named(lists().people, slug)
    return render_template("person.html", person=found, search_url=_search_url("person", found.names))


def places() -> str:
    """Every place that a record names: in a list, and on a map where it is known."""
    return render_template("places.html", places=lists().places)


def place(slug: str) -> str:
    """A place, and the interviews recorded there."""
    found = _named(lists().places, slug)
    return render_template("place.html", place=found, search_url=_search_url("place", found.names))


def topics() -> str:
    """Everything that index points and tags say is spoken of."""
    return render_template("topics.html", topics=lists().topics)


def topic(slug: str) -> str:
    """What is spoken of under one topic, across interviews, each stretch to be played."""
    found = _named(lists().topics, slug)
    return render_template(
        "topic.html", topic=found, search_url=_search_url("topic", found.names), stretch_url=_stretch_url
    )


def timeline() -> str:
    """When the interviews were made, year by year."""
    every = [each for each in lists().interviews if not each.is_closed]
    counted = years.by_year(every)
    return render_template(
        "timeline.html",
        years=counted,
        bars=years.bars(counted),
        drawing=years,
        undated=[each for each in every if not years.is_dated(each)],
        year_url=lambda year: url_for("reading_room.search", q=f"year:{year}"),
    )


def saved() -> str:
    """The passages a visitor has saved: they are in the visitor's browser, and this page is where it shows them."""
    return render_template("saved.html")


def _named(pages: Iterable[Named], slug: str) -> Named:
    found = next((each for each in pages if each.slug == slug), None)
    if found is None:
        raise NotFound("There is no such page.")
    return found


def _search_url(field: str, names: Sequence[str]) -> str:
    """The search that finds the same interviews, by every way their records write the name.

    Where there is one way only, narrowed to it: as a field, *Lin* finds *M. Lin* too.
    """
    written = dict.fromkeys(name.replace('"', " ").strip() for name in names)
    asked = {"q": " OR ".join(f'{field}:"{name}"' for name in written)}
    alone = {field: names[0]} if len(names) == 1 else {}
    return f"{url_for('reading_room.search')}?{urlencode(asked | alone)}"


def _stretch_url(stretch: Stretch) -> str:
    page = url_for("reading_room.interview", interview_id=stretch.interview.id)
    return moment_url(page, recording=stretch.recording, start_ms=stretch.start_ms)


def _one_page(listed: Sequence[object]) -> dict[str, object]:
    """The interviews of the page asked for, and the addresses of those around it."""
    pages = max(1, -(-len(listed) // _ON_A_PAGE))
    page = min(page_number(request.args), pages)
    return {
        "interviews": listed[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        "earlier": f"{request.path}?page={page - 1}" if page > 1 else "",
        "later": f"{request.path}?page={page + 1}" if page < pages else "",
    }
