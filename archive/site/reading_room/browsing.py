"""Ways into the archive that need no words: lists of interviews, people, places, what is spoken of, and years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from flask import render_template, request, url_for

from archive.errors import NotFound
from archive.index import Stretch, TopicPage, sounds
from archive.site.reading_room import years
from archive.site.reading_room.asked import page_number
from archive.site.reading_room.edition import edition, lists, public_collection
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
    """Everybody whom a record names as narrator or interviewer, and the others who are spoken of."""
    every = lists().people
    return render_template(
        "people.html",
        people=[each for each in every if each.told or each.asked],
        others=[each for each in every if not (each.told or each.asked)],
    )


def person(slug: str) -> str:
    """Whoever has this name, the interviews they told or led, and where they are spoken of."""
    found = _named(lists().people, slug)
    search_url = _search_url("person", found.names)
    return render_template("person.html", person=found, search_url=search_url, **_to_play(found.stretches))


def places() -> str:
    """Every place that a record or a tag names: in a list, and on a map where it is known."""
    return render_template("places.html", places=lists().places)


def place(slug: str) -> str:
    """A place, the interviews recorded there, and where it is spoken of."""
    found = _named(lists().places, slug)
    search_url = _search_url("place", [found.called])
    return render_template("place.html", place=found, search_url=search_url, **_to_play(found.stretches))


def topics() -> str:
    """Everything that index points and tags say is spoken of: the narrower under the broader."""
    return _spoken_of("topic", lists().topics)


def topic(slug: str) -> str:
    """What is spoken of under one topic, across interviews, each stretch to be played."""
    return _topic("topic", lists().topics, slug)


def organisations() -> str:
    """Every organisation that is spoken of."""
    return _spoken_of("organisation", lists().organisations)


def organisation(slug: str) -> str:
    """Where one organisation is spoken of."""
    return _topic("organisation", lists().organisations, slug)


def eras() -> str:
    """Every time that is spoken of: eras and dates, in order of time."""
    return _spoken_of("era", lists().eras)


def era(slug: str) -> str:
    """Where one time is spoken of."""
    return _topic("era", lists().eras, slug)


def _spoken_of(kind: str, pages: Sequence[TopicPage]) -> str:
    by_slug = {each.slug: each for each in pages}
    tops = [each for each in pages if not any(up in by_slug for up in each.broader)]
    return render_template("topics.html", kind=kind, topics=tops, by_slug=by_slug)


def _topic(kind: str, pages: Sequence[TopicPage], slug: str) -> str:
    found, by_slug = _named(pages, slug), {each.slug: each for each in pages}
    return render_template(
        "topic.html",
        kind=kind,
        topic=found,
        broader=[by_slug[each] for each in found.broader if each in by_slug],
        narrower=[by_slug[each] for each in found.narrower if each in by_slug],
        search_url=_search_url(kind, found.names),
        **_to_play(found.stretches),
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


def _to_play(stretches: Sequence[Stretch]) -> dict[str, object]:
    """What a page needs to play these where they stand."""
    copies = sounds(edition(), {each.interview.id for each in stretches})

    def sound_url(stretch: Stretch) -> str:
        name = copies.get((stretch.interview.id, stretch.recording))
        return url_for("reading_room.media", interview_id=stretch.interview.id, name=name) if name else ""

    return {"stretch_url": _stretch_url, "sound_url": sound_url}


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
