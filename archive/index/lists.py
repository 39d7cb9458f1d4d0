"""Reading an index: the lists that pages show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.index.opening import Index
from archive.index.values import CollectionPage, Listed

_LISTED = """
    select id, title, summary, collection, date, year, place, languages, duration_ms, media,
           published_on, changed_on, is_closed, is_machine_made, synthetic
      from interviews
"""
_PEOPLE = """
    select interview, part, name
      from people
"""
_LENGTHS = """
    select interview, name, duration_ms
      from recordings
"""
_EVERY_INTERVIEW = f"{_LISTED} order by id"
_EVERYBODY = f"{_PEOPLE} order by interview, place"
_THESE_INTERVIEWS = f"{_LISTED} where id in (select value from json_each(:these))"
_THEIR_PEOPLE = f"{_PEOPLE} where interview in (select value from json_each(:these)) order by interview, place"
_EVERY_LENGTH = f"{_LENGTHS} order by interview, place"
_THEIR_LENGTHS = f"{_LENGTHS} where interview in (select value from json_each(:these)) order by interview, place"
_COLLECTIONS = """
    select slug, title, description
      from collections
     order by slug
"""
_IN_COLLECTIONS = """
    select collection, interview
      from collection_interviews
     order by collection, place
"""

_SOUNDS = """
    select interview, recording, name
      from media_files
     where role = 'access copy' and interview in (select value from json_each(:these))
"""


def interviews(index: Index) -> tuple[Listed, ...]:
    """Every listed interview by id."""
    return tuple(_every_one(index).values())


def collections(index: Index) -> tuple[CollectionPage, ...]:
    """Every collection by slug, with its interviews."""
    every = _every_one(index)
    within: dict[str, list[Listed]] = {}
    for slug, interview_id in index.rows(_IN_COLLECTIONS):
        if interview_id in every:
            within.setdefault(slug, []).append(every[interview_id])
    return tuple(
        CollectionPage(
            slug=slug,
            title=json.loads(title),
            description=json.loads(description),
            interviews=tuple(within.get(slug, ())),
        )
        for slug, title, description in index.rows(_COLLECTIONS)
    )


def listed(index: Index, these: Iterable[str]) -> dict[str, Listed]:
    """Those of these interviews that are listed, by id."""
    chosen = {"these": json.dumps(list(these))}
    return _by_id(*(index.rows(each, chosen) for each in (_THESE_INTERVIEWS, _THEIR_PEOPLE, _THEIR_LENGTHS)))


def sounds(index: Index, these: Iterable[str]) -> dict[tuple[str, str], str]:
    """The names of the copies for listening, by interview and recording."""
    rows = index.rows(_SOUNDS, {"these": json.dumps(list(these))})
    return {(interview_id, recording): name for interview_id, recording, name in rows}


def _every_one(index: Index) -> dict[str, Listed]:
    return _by_id(*(index.rows(each) for each in (_EVERY_INTERVIEW, _EVERYBODY, _EVERY_LENGTH)))


def _by_id(
    rows: Iterable[tuple[Any, ...]], people: Iterable[tuple[Any, ...]], lengths: Iterable[tuple[Any, ...]]
) -> dict[str, Listed]:
    parts: dict[str, dict[str, list[str]]] = {}
    for interview_id, part, name in people:
        parts.setdefault(interview_id, {}).setdefault(part, []).append(name)
    recordings: dict[str, dict[str, int]] = {}
    for interview_id, name, duration_ms in lengths:
        recordings.setdefault(interview_id, {})[name] = duration_ms
    return {row[0]: _one_listed(row, parts.get(row[0], {}), recordings.get(row[0], {})) for row in rows}


def _one_listed(row: tuple[Any, ...], parts: Mapping[str, Sequence[str]], recordings: Mapping[str, int]) -> Listed:
    id_, title, summary, of_collection, date, year, place, languages, duration_ms, media, *answered = row
    published_on, changed_on, *answers = answered
    is_closed, is_machine_made, synthetic = map(bool, answers)
    return Listed(
        id=id_,
        title=json.loads(title),
        summary=json.loads(summary),
        narrators=tuple(parts.get("narrator", ())),
        interviewers=tuple(parts.get("interviewer", ())),
        collection=of_collection,
        date=date,
        year=year,
        published_on=published_on,
        changed_on=changed_on,
        place=place,
        languages=tuple(json.loads(languages)),
        duration_ms=duration_ms,
        media=tuple(filter(None, media.split(","))),
        recordings=recordings,
        is_closed=is_closed,
        is_machine_made=is_machine_made,
        synthetic=synthetic,
    )
