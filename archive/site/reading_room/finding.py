"""Words → moments, as a page and as data: interviews, and under each the passages to play."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from archive.index import NothingPublished, sounds
from archive.search import BOXES, Hit, Passage, Results, excerpt, highlight, search, written
from archive.site.reading_room import narrowing, waveform
from archive.site.reading_room.asked import page_number, words
from archive.site.reading_room.edition import edition, lists
from archive.site.reading_room.moments import moment_url
from archive.site.reading_room.telling import found_in, misread_as_words, read_as_words

_FIRST_SENTENCE = re.compile(r"[^.!?。！？\n]+")
_SHOWN = 3
_SHOWN_OF_ONE = 200
"""Passages under each interview; and of one that is searched by itself, all that anyone would read."""


def search_page() -> str | AnyResponse:
    """What was found, to read and to play; a form that was filled in is first written as a query."""
    if "q" not in request.args and (query := written(request.args)):
        return redirect(url_for("reading_room.search", q=query))
    try:
        found = _found()
        copies = sounds(edition(), [each.id for each in found.results])
    except NothingPublished:
        return render_template("empty.html")
    return render_template(
        "search.html",
        query=words(request.args),
        found=found,
        facets=narrowing.choices(narrowing.ways(found, "reading_room.search")),
        chosen=narrowing.chosen(),
        titles=_titles(found),
        any_url=narrowing.address("reading_room.search", q=" OR ".join(found.typed)) if len(found.typed) > 1 else "",
        narrowing=narrowing,
        passage_url=lambda hit, passage: passage_url(_read_for(found, hit), hit, passage),
        hit_url=lambda hit: url_for("reading_room.interview", interview_id=hit.id, q=_read_for(found, hit)),
        sound_url=lambda hit, passage: _sound_url(copies, hit, passage),
        ticks=ticks,
        strip_width=waveform.WIDTH,
        marked=_marked,
        found_in=found_in,
        misread_as_words=misread_as_words,
        earlier=narrowing.page_url("reading_room.search", found.page - 1),
        later=narrowing.page_url("reading_room.search", found.next_page),
    )


def search_help() -> str:
    """The query language, construct by construct, with examples that run; and the form that writes it."""
    boxes = {name: request.args.get(name, "")[:200] for name in BOXES}
    return render_template("search-help.html", boxes=boxes)


def search_json() -> Response:
    """The same, for programs."""
    found = _found()
    facets = narrowing.ways(found, "reading_room.search_json")
    return jsonify(
        {
            "query": found.query,
            "total": found.total,
            "took_ms": round(found.took_ms, 2),
            "facets": narrowing.told(facets),
            "results": [_result(found, hit) for hit in found.results],
            "next": narrowing.page_url("reading_room.search_json", found.next_page) or None,
            "also_searched": list(found.also_searched),
            "other_words": [
                {"typed": each.typed, "words": list(each.others), "source": each.source} for each in found.other_words
            ],
            "read_as_question": found.is_question,
            "read_as_words": read_as_words(found.misread),
            "did_you_mean": [each.query for each in found.did_you_mean],
        }
    )


def passage_url(query: str, hit: Hit, passage: Passage, *, page: str = "") -> str:
    """Where a passage is read and heard, from its first word; where it has no moment, the page that holds it."""
    page = page or url_for("reading_room.interview", interview_id=hit.id)
    if not passage.recording:
        return f"{page}?{urlencode({'q': query})}"
    sentence = _FIRST_SENTENCE.match(passage.text)
    return moment_url(
        page,
        recording=passage.recording,
        start_ms=passage.start_ms if hit.duration_ms else None,
        query=query,
        form=passage.form,
        says=sentence[0] if sentence else "",
    )


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
        sort=narrowing.sorting(),
        interview=alone,
        other_words=args.get("others") != "no",
        **narrowing.filters(),
    )


def _read_for(found: Results, hit: Hit) -> str:
    """What to mark where a hit is read: what was typed, or the other words for it that led there."""
    if hit.is_direct or not found.other_words:
        return found.query
    others = (word for each in found.other_words for word in each.others)
    return " OR ".join(f'"{word}"' if " " in word else word for word in others)


def _sound_url(copies: dict[tuple[str, str], str], hit: Hit, passage: Passage) -> str:
    name = copies.get((hit.id, passage.recording))
    return url_for("reading_room.media", interview_id=hit.id, name=name) if name else ""


def _marked(passage: Passage) -> Markup:
    return Markup(highlight(*excerpt(passage.text, passage.marks)))


def _titles(found: Results) -> dict[str, Any]:
    """What the collections among the facets are called, and the interviews that were found."""
    slugs = {each.value for each in found.facets.get("collection", ())}
    collections = {each.slug: each.title for each in lists().collections if each.slug in slugs}
    return collections | {each.id: each.title for each in found.results}


def _result(found: Results, hit: Hit) -> dict[str, Any]:
    query, page = _read_for(found, hit), url_for("reading_room.interview", interview_id=hit.id)
    return {
        "id": hit.id,
        "title": dict(hit.title),
        "url": f"{page}?{urlencode({'q': query})}",
        "matches": hit.matches,
        "passages": [_passage(hit, each, passage_url(query, hit, each, page=page)) for each in hit.passages],
    }


def _passage(hit: Hit, passage: Passage, url: str) -> dict[str, Any]:
    return {
        "recording": passage.recording,
        "language": passage.language,
        "start_ms": passage.start_ms,
        "end_ms": passage.end_ms,
        "speaker": passage.speaker,
        "text": passage.text,
        "html": highlight(passage.text, passage.marks),
        "url": url,
        "is_translation": passage.is_translation,
        "is_machine_made": passage.is_machine_made,
    }
