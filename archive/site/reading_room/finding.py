"""Words → moments, as a page and as data: interviews, and under each the passages to play."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, jsonify, render_template, request, url_for
from markupsafe import Markup

from archive.index import NothingPublished
from archive.search import FacetValue, Hit, Passage, Results, highlight, search
from archive.site.reading_room import waveform
from archive.site.reading_room.asked import page_number, words
from archive.site.reading_room.edition import edition, lists
from archive.site.wording import seconds

FILTERS = ("collection", "language", "year", "media")
SORTS = ("relevance", "date", "newest")
_FIRST_SENTENCE = re.compile(r"[^.!?。！？\n]+")
_SHOWN = 3
_SHOWN_OF_ONE = 200
"""Passages under each interview; and of one that is searched by itself, all that anyone would read."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to narrow what was found, or to widen it again if it is chosen."""

    value: str
    count: int
    url: str
    is_chosen: bool


def search_page() -> str:
    """What was found, to read and to play."""
    try:
        found = _found()
    except NothingPublished:
        return render_template("empty.html")
    return render_template(
        "search.html",
        query=words(request.args),
        found=found,
        facets=_choices(_facets(found, "reading_room.search")),
        chosen=[name for name in (*FILTERS, "interview") if request.args.get(name)],
        titles=_titles(found),
        without=_without,
        passage_url=passage_url,
        ticks=ticks,
        strip_width=waveform.WIDTH,
        marked=_marked,
        all_url=_all_url,
        sorting=_sorting(),
        sorted_url=_sorted_url,
        earlier=_page_url("reading_room.search", found.page - 1) if found.page > 1 else "",
        later=_page_url("reading_room.search", found.next_page) if found.next_page else "",
    )


def search_json() -> Response:
    """The same, for programs."""
    found = _found()
    facets = _facets(found, "reading_room.search_json")
    return jsonify(
        {
            "query": found.query,
            "total": found.total,
            "took_ms": round(found.took_ms, 2),
            "facets": {
                name: [{"value": way.value, "count": way.count, "url": way.url} for way in ways]
                for name, ways in facets.items()
            },
            "results": [_result(found.query, hit) for hit in found.results],
            "next": _page_url("reading_room.search_json", found.next_page) if found.next_page else None,
        }
    )


def passage_url(query: str, hit: Hit, passage: Passage) -> str:
    """Where a passage is read and heard, from its first word; where it has no moment, the page that holds it."""
    page = url_for("reading_room.interview", interview_id=hit.id)
    if not passage.recording:
        return f"{page}?{urlencode({'q': query})}"
    other_tape = {} if passage.recording == "recording-1" else {"recording": passage.recording}
    place = other_tape | ({"form": "edited"} if passage.form == "edited" else {})
    if not hit.duration_ms:
        # Words without a recording have no times to go by; a browser finds their first sentence by itself.
        sentence = _FIRST_SENTENCE.match(passage.text)
        return f"{page}?{urlencode({'q': query} | place)}#:~:text={quote(sentence[0] if sentence else '', safe='')}"
    return f"{page}?{urlencode({'t': seconds(passage.start_ms), 'q': query} | place)}#here"


def ticks(hit: Hit) -> list[float]:
    """Where along all of an interview's recordings, end to end, its passages are said, each by one tick."""
    begins = dict(zip(hit.recordings, accumulate(hit.recordings.values(), initial=0), strict=False))
    headings = ((each.recording, each.start_ms) for each in hit.passages if each.source == "index point")
    said = [*headings, *hit.moments]
    moments = sorted(begins[recording] + start_ms for recording, start_ms in said if recording in begins)
    return list(dict.fromkeys(waveform.across(each, hit.duration_ms) for each in moments if hit.duration_ms))


def _found() -> Results:
    args = request.args
    alone = args.get("interview", "")
    return search(
        edition(),
        words(args),
        page=page_number(args),
        passages=_SHOWN_OF_ONE if alone else _SHOWN,
        sort=_sorting(),
        interview=alone,
        collection=args.get("collection", ""),
        language=args.get("language", ""),
        year=args.get("year", ""),
        media=args.get("media", ""),
    )


def _facets(found: Results, endpoint: str) -> dict[str, list[Way]]:
    return {name: [_way(endpoint, name, each) for each in values] for name, values in found.facets.items()}


def _choices(facets: dict[str, list[Way]]) -> dict[str, list[Way]]:
    """The facets that leave a reader something to choose, or to take back."""
    return {name: ways for name, ways in facets.items() if len(ways) > 1 or any(way.is_chosen for way in ways)}


def _way(endpoint: str, name: str, facet: FacetValue) -> Way:
    url = _url(endpoint, **{name: "" if facet.is_chosen else facet.value})
    return Way(facet.value, facet.count, url, facet.is_chosen)


def _url(endpoint: str, **changed: str) -> str:
    """This search with something changed, on its first page unless the page is what changes."""
    kept = {name: request.args.get(name, "") for name in (*FILTERS, "sort", "interview")}
    given = {"q": words(request.args)} | kept | changed
    return f"{url_for(endpoint)}?{urlencode({name: value for name, value in given.items() if value})}"


def _without(name: str) -> str:
    return _url("reading_room.search", **{name: ""})


def _all_url(hit: Hit) -> str:
    return _url("reading_room.search", interview=hit.id)


def _sorting() -> str:
    asked = request.args.get("sort", "")
    return asked if asked in SORTS else SORTS[0]


def _sorted_url(sort: str) -> str:
    return _url("reading_room.search", sort="" if sort == SORTS[0] else sort)


def _page_url(endpoint: str, page: int) -> str:
    return _url(endpoint, page=str(page))


def _marked(passage: Passage) -> Markup:
    return Markup(highlight(passage.text, passage.marks))


def _titles(found: Results) -> dict[str, Any]:
    """What the collections among the facets are called, and the interviews that were found."""
    slugs = {each.value for each in found.facets.get("collection", ())}
    collections = {each.slug: each.title for each in lists().collections if each.slug in slugs}
    return collections | {each.id: each.title for each in found.results}


def _result(query: str, hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": dict(hit.title),
        "url": url_for("reading_room.interview", interview_id=hit.id, q=query),
        "matches": hit.matches,
        "passages": [_passage(query, hit, each) for each in hit.passages],
    }


def _passage(query: str, hit: Hit, passage: Passage) -> dict[str, Any]:
    return {
        "recording": passage.recording,
        "language": passage.language,
        "start_ms": passage.start_ms,
        "end_ms": passage.end_ms,
        "speaker": passage.speaker,
        "text": passage.text,
        "html": highlight(passage.text, passage.marks),
        "url": passage_url(query, hit, passage),
    }
