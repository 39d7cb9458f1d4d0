"""The edition one request reads: found by the pointer once, and used throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app, g

from archive import index
from archive.errors import NotFound, Withdrawn
from archive.index import CollectionPage, Index, Listed, PersonPage, PlacePage, TopicPage
from archive.records import OPEN, Texts
from archive.release import Released


@dataclass(frozen=True, slots=True)
class Lists:
    """What an edition lists, which never changes."""

    interviews: tuple[Listed, ...]
    collections: tuple[CollectionPage, ...]
    people: tuple[PersonPage, ...] = ()
    places: tuple[PlacePage, ...] = ()
    topics: tuple[TopicPage, ...] = ()
    organisations: tuple[TopicPage, ...] = ()
    eras: tuple[TopicPage, ...] = ()
    place_of: Mapping[str, str] = field(default_factory=dict)
    """By interview, the slug of its place."""
    titles: Mapping[tuple[str, str], Texts] = field(default_factory=dict)
    """By facet and value, what it is called in each language, of what has such names."""
    unreviewed: frozenset[tuple[str, str]] = frozenset()
    """Facets and values that a program found, and nobody has looked at any of it."""


_kept: dict[Path, Lists] = {}


def folder() -> Path:
    """Where this process finds what is public; it knows no other place."""
    place: Path = current_app.config["ARCHIVE"].instance / "edition"
    return place


def edition() -> Index:
    """What is public, as this request found it; raises :class:`Unavailable` before the first edition."""
    return _pinned()[1]


def edition_name() -> str:
    """Which edition that is; it is named by its content."""
    return _pinned()[0].stem


def lists() -> Lists:
    """What it lists, read once for as long as it is the edition that is public."""
    path, opened = _pinned()
    kept = _kept.get(path)
    if kept is None:
        kept = _read(opened)
        _kept.clear()
        _kept[path] = kept
    return kept


def _read(opened: Index) -> Lists:
    interviews = index.interviews(opened)
    by_date = sorted(interviews, key=lambda each: (not each.date, each.date, each.id))
    places, topics = index.places(opened, by_date), index.topics(opened, by_date)
    organisations, eras = index.organisations(opened, by_date), index.eras(opened, by_date)
    spoken_of = [*(("topic", each) for each in topics), *(("era", each) for each in eras)]
    spoken_of += (("organisation", each) for each in organisations)
    named = [(facet, name, each.title) for facet, each in spoken_of for name in each.names]
    return Lists(
        interviews=interviews,
        collections=index.collections(opened),
        people=index.people(opened, by_date),
        places=places,
        topics=topics,
        organisations=organisations,
        eras=eras,
        place_of={each.id: place.slug for place in places for each in place.recorded},
        titles={
            (facet, name): title
            for facet, name, title in (*named, *(("place", each.called, each.title) for each in places))
            if title
        },
        unreviewed=frozenset((facet, name) for facet, each in spoken_of if not each.is_reviewed for name in each.names),
    )


def titled(facet: str, value: str) -> Texts:
    """What a value of a facet is called in each language; nothing where it has one name only."""
    return lists().titles.get((facet, value), {})


def is_unreviewed(facet: str, value: str) -> bool:
    """Whether a program found this and nobody has looked at any of it."""
    return (facet, value) in lists().unreviewed


def public_collection(slug: str) -> CollectionPage | None:
    """A collection that is public; None for every other."""
    return next((each for each in lists().collections if each.slug == slug), None)


def _pinned() -> tuple[Path, Index]:
    while "edition" not in g:
        path = index.current_edition(folder())
        opened = index.open_current(folder())
        # Taken only if the pointer stood still, so that the name and what is read belong together.
        if path and path == index.current_edition(folder()):
            g.edition = (path, opened)
    pinned: tuple[Path, Index] = g.edition
    return pinned


def public_interview(interview_id: str) -> Released:
    """An interview that is public; raises :class:`NotFound` for every other, whatever the reason.

    One of them is :class:`Withdrawn`, where it was agreed what to say in its place.
    """
    return _found(index.interview(edition(), interview_id), interview_id)


def public_texts(interview_id: str) -> Released:
    """The same to read, without the times of its words; raises :class:`NotFound` likewise."""
    return _found(index.texts(edition(), interview_id), interview_id)


def _found(found: Released | None, interview_id: str) -> Released:
    if found is None:
        raise missing(interview_id)
    return found


def missing(interview_id: str) -> NotFound:
    """The answer where nothing of an interview is: what its tombstone says, if it has one."""
    wording = index.tombstone(edition(), interview_id)
    if wording is None:
        return NotFound("There is no such interview.")
    return Withdrawn("This interview was withdrawn.", wording=wording)


def is_closed(interview: Released) -> bool:
    """Whether only the interview's title and collection are public."""
    return interview.transcript != OPEN and interview.sound != OPEN
