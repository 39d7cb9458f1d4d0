"""The first page, collections, and what machines ask before they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask import Response, jsonify, make_response, render_template, request, url_for

from archive.errors import NotFound
from archive.index import Listed, NothingPublished
from archive.site.reading_room.asked import page_number
from archive.site.reading_room.edition import edition_name, lists, public_collection

_ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, counted: closed interviews are listed but can be neither read nor heard."""

    interviews: int
    duration_ms: int
    languages: tuple[str, ...]


def home() -> str:
    """Search, collections and interviews; a calm word while nothing is published."""
    try:
        there = lists()
    except NothingPublished:
        return render_template("empty.html")
    return render_template(
        "home.html",
        counts=_counted(there.interviews),
        collections=there.collections,
        **_one_page(there.interviews, request.path),
    )


def collection(slug: str) -> str:
    """A collection and its interviews, in its order."""
    found = public_collection(slug)
    if found is None:
        raise NotFound("There is no such collection.")
    return render_template("collection.html", collection=found, **_one_page(found.interviews, request.path))


def health() -> Response:
    """Whether this process answers, and what it reads; for whoever watches over it."""
    try:
        there = lists()
    except NothingPublished as none_yet:
        return jsonify({"status": "waiting", "edition": None, "says": none_yet.fault})
    return jsonify({"status": "ok", "edition": edition_name(), "interviews": len(there.interviews)})


def robots() -> Response:
    """What programs that read the web may ask for: everything but searches, which are endless."""
    endless = "".join(f"Disallow: {url_for(name)}\n" for name in (".search", ".concordance", ".trends"))
    response = make_response(f"User-agent: *\n{endless}Disallow: /desk/\n")
    response.mimetype = "text/plain"
    return response


def _counted(listed: Sequence[Listed]) -> Counts:
    there = [each for each in listed if not each.is_closed]
    languages = dict.fromkeys(chain.from_iterable(each.languages for each in there))
    return Counts(len(listed), sum(each.duration_ms for each in there), tuple(sorted(languages)))


def _one_page(listed: Sequence[Listed], path: str) -> dict[str, object]:
    """The interviews of the page asked for, and the addresses of those around it."""
    pages = max(1, -(-len(listed) // _ON_A_PAGE))
    page = min(page_number(request.args), pages)
    return {
        "interviews": listed[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        "earlier": f"{path}?page={page - 1}#interviews" if page > 1 else "",
        "later": f"{path}?page={page + 1}#interviews" if page < pages else "",
    }
