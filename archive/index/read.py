"""Reading an index: what pages show, as frozen values."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from itertools import starmap
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from archive.errors import Unavailable
from archive.index.numbers import rows_of
from archive.index.values import CollectionPage, Listed, StoredMedia
from archive.records import INTERVIEW_ID, Cue, IndexPoint, Word
from archive.release import MediaFile, Released, ReleasedRecording, ReleasedTrack

_INTERVIEWS = """
    select id, title, summary, collection, date, year, place, languages, duration_ms, media,
           is_closed, is_machine_made, synthetic
      from interviews
     where :these is null or id in (select value from json_each(:these))
     order by id
"""
_NARRATORS = """
    select interview, name
      from people
     where part = 'narrator' and (:these is null or interview in (select value from json_each(:these)))
     order by interview, place
"""
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
_INTERVIEW = """
    select title, summary, collection, language, date, place, transcript, sound, rights_holder, licence, synthetic
      from interviews
     where id = :interview
"""
_PEOPLE = """
    select part, name
      from people
     where interview = :interview
     order by part, place
"""
_RECORDINGS = """
    select name, kind, duration_ms, label, withheld
      from recordings
     where interview = :interview
     order by place
"""
_MEDIA_FILES = """
    select recording, name, sha256, bytes, role
      from media_files
     where interview = :interview
     order by recording, place
"""
_INDEX_POINTS = """
    select recording, start_ms, end_ms, title, synopsis, keywords, subjects
      from index_points
     where interview = :interview
     order by recording, place
"""
_TRACKS = """
    select id, recording, language, translated_from, is_machine_made, made_by, made_on, approved_by, approved_on
      from tracks
     where id between :first_document and :last_document
     order by id
"""
_CUES = """
    select track, start_ms, end_ms, text, speaker, words
      from cues
     where id between :first_cue and :last_cue
     order by id
"""
_MEDIA_FILE = """
    select sha256, bytes
      from media_files
     where interview = :interview and name = :name
"""


class Index:
    """An index opened for reading; closed when told, as a context, or when nobody holds it any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.close = weakref.finalize(self, connection.close)

    def rows(self, statement: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows that a named statement finds."""
        return self._connection.execute(statement, parameters or {}).fetchall()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_index(path: Path) -> Index:
    """The desk's index, read-only; raises :class:`Unavailable` where there is none."""
    return _opened(path, "mode=ro")


def open_edition(path: Path) -> Index:
    """An edition's database, read-only and known never to change; raises :class:`Unavailable` where there is none."""
    return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, how: str) -> Index:
    try:
        # One request may be answered by several threads in turn, never at once; SQLite itself is built for that.
        connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{how}", uri=True, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise Unavailable(f"There is no index at {path.name}.", next_step="Make it: `earwitness index`.") from error
    return Index(connection)


# --- lists -----------------------------------------------------------------------------------------------------------


def interviews(index: Index, *, collection: str = "") -> tuple[Listed, ...]:
    """Every listed interview by id, or those of one collection in its order."""
    if not collection:
        return tuple(listed(index).values())
    return next((each.interviews for each in collections(index) if each.slug == collection), ())


def collections(index: Index) -> tuple[CollectionPage, ...]:
    """Every collection by slug, with its interviews."""
    every = listed(index)
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


def collection(index: Index, slug: str) -> CollectionPage | None:
    """One collection with its interviews; None where there is none of that name."""
    return next((each for each in collections(index) if each.slug == slug), None)


def listed(index: Index, these: Iterable[str] | None = None) -> dict[str, Listed]:
    """The listed interviews of these ids, or all, by id."""
    chosen = {"these": None if these is None else json.dumps(list(these))}
    narrators: dict[str, list[str]] = {}
    for interview_id, name in index.rows(_NARRATORS, chosen):
        narrators.setdefault(interview_id, []).append(name)
    return {row[0]: _one_listed(row, narrators.get(row[0], ())) for row in index.rows(_INTERVIEWS, chosen)}


def _one_listed(row: tuple[Any, ...], narrators: Iterable[str]) -> Listed:
    id_, title, summary, of_collection, date, year, place, languages, duration_ms, media, *answers = row
    is_closed, is_machine_made, synthetic = map(bool, answers)
    return Listed(
        id=id_,
        title=json.loads(title),
        summary=json.loads(summary),
        narrators=tuple(narrators),
        collection=of_collection,
        date=date,
        year=year,
        place=place,
        languages=tuple(json.loads(languages)),
        duration_ms=duration_ms,
        media=tuple(filter(None, media.split(","))),
        is_closed=is_closed,
        is_machine_made=is_machine_made,
        synthetic=synthetic,
    )


# --- one interview ---------------------------------------------------------------------------------------------------


def interview(index: Index, interview_id: str) -> Released | None:
    """An interview with its recordings, transcripts, word times and index points, as it was released.

    What only the record keeps is not here: where media lies in the store, cues' ids and settings, and how sure the
    machine was.
    """
    if not INTERVIEW_ID.fullmatch(interview_id):
        return None
    of_interview = rows_of(interview_id)
    found = index.rows(_INTERVIEW, of_interview)
    if not found:
        return None
    title, summary, of_collection, language, date, place, transcript, sound, rights_holder, licence, synthetic = found[
        0
    ]
    people = index.rows(_PEOPLE, of_interview)
    return Released(
        id=interview_id,
        title=json.loads(title),
        summary=json.loads(summary),
        narrators=tuple(name for part, name in people if part == "narrator"),
        interviewers=tuple(name for part, name in people if part == "interviewer"),
        collection=of_collection,
        language=language,
        date=date,
        place=place,
        transcript=transcript,
        sound=sound,
        rights_holder=rights_holder,
        licence=licence,
        synthetic=bool(synthetic),
        recordings=tuple(_recordings(index, of_interview)),
        tracks=tuple(_tracks(index, of_interview)),
    )


def media_file(index: Index, interview_id: str, name: str) -> StoredMedia | None:
    """Which content a public media address stands for; None where there is none."""
    found = index.rows(_MEDIA_FILE, {"interview": interview_id, "name": name})
    if not found:
        return None
    sha256, size = found[0]
    return StoredMedia(sha256=sha256, bytes=size, extension=name.rpartition(".")[2])


def _recordings(index: Index, of_interview: dict[str, Any]) -> Iterator[ReleasedRecording]:
    media: dict[str, list[MediaFile]] = {}
    for recording, name, sha256, size, role in index.rows(_MEDIA_FILES, of_interview):
        made = MediaFile(name=name, key="", sha256=sha256, bytes=size, role=role)
        media.setdefault(recording, []).append(made)
    points: dict[str, list[IndexPoint]] = {}
    for recording, *row in index.rows(_INDEX_POINTS, of_interview):
        points.setdefault(recording, []).append(_index_point(row))
    for name, kind, duration_ms, label, withheld in index.rows(_RECORDINGS, of_interview):
        yield ReleasedRecording(
            name=name,
            kind=kind,
            duration_ms=duration_ms,
            label=label,
            media=tuple(media.get(name, ())),
            withheld=tuple((start_ms, end_ms, reason) for start_ms, end_ms, reason in json.loads(withheld)),
            index_points=tuple(points.get(name, ())),
        )


def _index_point(row: list[Any]) -> IndexPoint:
    start_ms, end_ms, title, synopsis, keywords, subjects = row
    return IndexPoint(
        start_ms=start_ms,
        end_ms=end_ms,
        title=json.loads(title),
        synopsis=json.loads(synopsis),
        keywords=tuple(json.loads(keywords)),
        subjects=tuple(json.loads(subjects)),
    )


def _tracks(index: Index, of_interview: dict[str, Any]) -> Iterator[ReleasedTrack]:
    cues: dict[int, list[Cue]] = {}
    for track, cue in _cues(index, of_interview):
        cues.setdefault(track, []).append(cue)
    for id_, recording, language, translated_from, is_machine_made, *signed in index.rows(_TRACKS, of_interview):
        made_by, made_on, approved_by, approved_on = signed
        yield ReleasedTrack(
            recording=recording,
            language=language,
            translated_from=translated_from,
            is_machine_made=bool(is_machine_made),
            made_by=made_by,
            made_on=made_on,
            approved_by=approved_by,
            approved_on=approved_on,
            cues=tuple(cues.get(id_, ())),
        )


def _cues(index: Index, of_interview: dict[str, Any]) -> Iterator[tuple[int, Cue]]:
    rows = index.rows(_CUES, of_interview)
    # All word times at once: a three-hour interview has twenty thousand, in two thousand pieces of JSON.
    timed = json.loads("[" + ",".join(row[-1] or "[]" for row in rows) + "]")
    for (track, start_ms, end_ms, text, speaker, _), words in zip(rows, timed, strict=True):
        yield track, Cue(start_ms, end_ms, text, speaker, tuple(starmap(Word, words)))
