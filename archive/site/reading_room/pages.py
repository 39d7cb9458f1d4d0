"""The first page, and what machines ask before they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from flask import Response, jsonify, render_template

from archive.index import Listed, NothingPublished, PersonPage, PlacePage, TopicPage
from archive.site.reading_room import years
from archive.site.reading_room.edition import edition_name, lists

Page = TypeVar("Page", PersonPage, PlacePage, TopicPage)

_FIRST = 6
"""Interviews that the first page shows; the list has all."""
_WAYS = 8
"""People, places and topics that it names, those of most interviews."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, counted: closed interviews are listed but can be neither read nor heard."""

    interviews: int
    duration_ms: int
    languages: tuple[str, ...]


def home() -> str:
    """What this is, search, collections, and ways to begin; a calm word while nothing is published."""
    try:
        there = lists()
    except NothingPublished:
        return render_template("empty.html")
    return render_template(
        "home.html",
        counts=_counted(there.interviews),
        collections=there.collections,
        interviews=there.interviews[:_FIRST],
        people=_most([each for each in there.people if each.told or each.asked]),
        places=_most(there.places),
        topics=_most(there.topics),
        years=years.by_year(each for each in there.interviews if not each.is_closed),
    )


def health() -> Response:
    """Whether this process answers, and what it reads; for whoever watches over it."""
    try:
        there = lists()
    except NothingPublished as none_yet:
        return jsonify({"status": "waiting", "edition": None, "says": str(none_yet.fault)})
    return jsonify({"status": "ok", "edition": edition_name(), "interviews": len(there.interviews)})


def _counted(listed: Sequence[Listed]) -> Counts:
    there = [each for each in listed if not each.is_closed]
    languages = dict.fromkeys(chain.from_iterable(each.languages for each in there))
    return Counts(len(listed), sum(each.duration_ms for each in there), tuple(sorted(languages)))


def _most(pages: Sequence[Page]) -> list[Page]:
    return sorted(pages, key=lambda each: -len(each.interviews))[:_WAYS]
