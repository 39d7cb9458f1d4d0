"""Reading an index: one interview, with everything its page shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import starmap
from typing import Any

from archive.index.numbers import first_cue, rows_of, track_id
from archive.index.opening import Index
from archive.index.values import StoredMedia
from archive.records import INTERVIEW_ID, Cue, IndexPoint, TagKind, Texts, Word
from archive.release import (
    Change,
    MediaFile,
    Released,
    ReleasedConcept,
    ReleasedPicture,
    ReleasedRecording,
    ReleasedTag,
    ReleasedTrack,
    Role,
)

_INTERVIEW = """
    select title, summary, collection, language, date, place, transcript, sound, closed_because, rights_holder,
           licence, synthetic, published_on
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
    select recording, start_ms, end_ms, title, synopsis, keywords, subjects, location
      from index_points
     where interview = :interview
     order by recording, place
"""
_TAGS = """
    select recording, kind, concept, label, start_ms, end_ms, language, said, is_reviewed
      from tags
     where interview = :interview
     order by recording, place
"""
_CONCEPTS = """
    select concept, label, broader, era
      from concepts
     where interview = :interview
     order by place
"""
_PICTURES = """
    select media_files.name, sha256, bytes, role, caption, alt, credit, date, pictures.recording, start_ms
      from pictures
      join media_files on media_files.interview = pictures.interview and media_files.name = pictures.file
     where pictures.interview = :interview
     order by pictures.place
"""
_TRACKS = """
    select id, recording, language, translated_from, form, is_machine_made, made_by, made_on, approved_by, approved_on,
           version, changes
      from tracks
     where id between :first_document and :last_document
     order by id
"""
_CUES = """
    select track, start_ms, end_ms, text, speaker
      from cues
     where id between :first_cue and :last_cue
     order by id
"""
_WORDS = """
    select words
      from cues
     where id between :first_cue and :last_cue
     order by id
"""
_WORD_TIMES = """
    select word_times
      from cues
     where id between :first_cue and :last_cue
     order by id
"""
_MEDIA_FILE = """
    select sha256, bytes
      from media_files
     where interview = :interview and name = :name
"""


_TOMBSTONE = """
    select wording
      from tombstones
     where interview = :interview
"""

_ReadCues = Callable[[Index, dict[str, Any]], Iterator[tuple[int, Cue]]]


def interview(index: Index, interview_id: str) -> Released | None:
    """An interview with its recordings, transcripts, word times and index points, as it was released.

    What only the record keeps is not here: where media lies in the store, cues' ids and settings, and how sure the
    machine was.
    """
    return _interview(index, interview_id, _timed_cues)


def texts(index: Index, interview_id: str) -> Released | None:
    """The same without the times of words: three hours have thirty thousand, and to read on one needs none of them."""
    return _interview(index, interview_id, _cues)


def word_times(index: Index, released: Released, track: ReleasedTrack) -> list[str]:
    """Of each cue of a transcript when its words are said, as :func:`archive.index.rows.word_times` writes it."""
    first = first_cue(track_id(released, released.tracks.index(track)))
    found = index.rows(_WORD_TIMES, {"first_cue": first, "last_cue": first + len(track.cues) - 1})
    return [times for (times,) in found]


def _interview(index: Index, interview_id: str, read_cues: _ReadCues) -> Released | None:
    if not INTERVIEW_ID.fullmatch(interview_id):
        return None
    of_interview = rows_of(interview_id)
    found = index.rows(_INTERVIEW, of_interview)
    if not found:
        return None
    people = index.rows(_PEOPLE, of_interview)
    return replace(
        _described(interview_id, *found[0]),
        narrators=tuple(name for part, name in people if part == "narrator"),
        interviewers=tuple(name for part, name in people if part == "interviewer"),
        recordings=tuple(_recordings(index, of_interview)),
        tracks=tuple(_tracks(index, of_interview, read_cues)),
        pictures=tuple(starmap(_picture, index.rows(_PICTURES, of_interview))),
        concepts=tuple(starmap(_concept, index.rows(_CONCEPTS, of_interview))),
    )


def tombstone(index: Index, interview_id: str) -> Texts | None:
    """What stands in place of a withdrawn interview; None where nothing does."""
    found = index.rows(_TOMBSTONE, {"interview": interview_id})
    return json.loads(found[0][0]) if found else None


def media_file(index: Index, interview_id: str, name: str) -> StoredMedia | None:
    """Which content a public media address stands for; None where there is none."""
    found = index.rows(_MEDIA_FILE, {"interview": interview_id, "name": name})
    if not found:
        return None
    sha256, size = found[0]
    return StoredMedia(sha256=sha256, bytes=size, extension=name.rpartition(".")[2])


def _described(interview_id: str, title: str, summary: str, *written: Any) -> Released:
    of_collection, language, date, place, transcript, sound, closed_because, *rest = written
    rights_holder, licence, synthetic, published_on = rest
    return Released(
        id=interview_id,
        title=json.loads(title),
        summary=json.loads(summary),
        collection=of_collection,
        language=language,
        date=date,
        place=place,
        transcript=transcript,
        sound=sound,
        closed_because=json.loads(closed_because),
        rights_holder=rights_holder,
        licence=licence,
        synthetic=bool(synthetic),
        published_on=published_on,
    )


def _recordings(index: Index, of_interview: dict[str, Any]) -> Iterator[ReleasedRecording]:
    media: dict[str, list[MediaFile]] = {}
    for recording, name, sha256, size, role in index.rows(_MEDIA_FILES, of_interview):
        made = MediaFile(name=name, key="", sha256=sha256, bytes=size, role=role)
        media.setdefault(recording, []).append(made)
    points: dict[str, list[IndexPoint]] = {}
    for recording, *row in index.rows(_INDEX_POINTS, of_interview):
        points.setdefault(recording, []).append(_index_point(row))
    tags: dict[str, list[ReleasedTag]] = {}
    for recording, *row in index.rows(_TAGS, of_interview):
        tags.setdefault(recording, []).append(_tag(*row))
    for name, kind, duration_ms, label, withheld in index.rows(_RECORDINGS, of_interview):
        yield ReleasedRecording(
            name=name,
            kind=kind,
            duration_ms=duration_ms,
            label=label,
            media=tuple(media.get(name, ())),
            withheld=tuple((start_ms, end_ms, reason) for start_ms, end_ms, reason in json.loads(withheld)),
            index_points=tuple(points.get(name, ())),
            tags=tuple(tags.get(name, ())),
        )


def _picture(name: str, sha256: str, size: int, role: Role, caption: str, alt: str, *told: Any) -> ReleasedPicture:
    credit, date, recording, start_ms = told
    return ReleasedPicture(
        file=MediaFile(name=name, key="", sha256=sha256, bytes=size, role=role),
        caption=json.loads(caption),
        alt=json.loads(alt),
        credit=credit,
        date=date,
        recording=recording,
        start_ms=start_ms,
    )


def _tag(kind: TagKind, concept: str, label: str, start_ms: int, end_ms: int, *told: Any) -> ReleasedTag:
    language, said, is_reviewed = told
    return ReleasedTag(
        kind=kind,
        concept=concept,
        label=json.loads(label),
        start_ms=start_ms,
        end_ms=end_ms,
        language=language,
        said=said,
        is_reviewed=bool(is_reviewed),
    )


def _concept(concept: str, label: str, broader: str, era: str) -> ReleasedConcept:
    return ReleasedConcept(concept=concept, label=json.loads(label), broader=tuple(json.loads(broader)), era=era)


def _index_point(row: list[Any]) -> IndexPoint:
    start_ms, end_ms, title, synopsis, keywords, subjects, place = row
    return IndexPoint(
        start_ms=start_ms,
        end_ms=end_ms,
        title=json.loads(title),
        synopsis=json.loads(synopsis),
        keywords=tuple(json.loads(keywords)),
        subjects=tuple(json.loads(subjects)),
        place=place,
    )


def _tracks(index: Index, of_interview: dict[str, Any], read_cues: _ReadCues) -> Iterator[ReleasedTrack]:
    cues: dict[int, list[Cue]] = {}
    for track, cue in read_cues(index, of_interview):
        cues.setdefault(track, []).append(cue)
    for id_, recording, language, translated_from, form, is_machine_made, *signed in index.rows(_TRACKS, of_interview):
        made_by, made_on, approved_by, approved_on, version, changes = signed
        yield ReleasedTrack(
            recording=recording,
            language=language,
            translated_from=translated_from,
            form=form,
            is_machine_made=bool(is_machine_made),
            made_by=made_by,
            made_on=made_on,
            approved_by=approved_by,
            approved_on=approved_on,
            version=version,
            changes=tuple(starmap(Change, json.loads(changes))),
            cues=tuple(cues.get(id_, ())),
        )


def _cues(index: Index, of_interview: dict[str, Any]) -> Iterator[tuple[int, Cue]]:
    for track, *said in index.rows(_CUES, of_interview):
        yield track, Cue(*said)


def _timed_cues(index: Index, of_interview: dict[str, Any]) -> Iterator[tuple[int, Cue]]:
    # All words at once: a three-hour interview has thirty thousand, in two thousand pieces of JSON.
    timed = json.loads("[" + ",".join(words or "[]" for (words,) in index.rows(_WORDS, of_interview)) + "]")
    for (track, start_ms, end_ms, text, speaker), words in zip(index.rows(_CUES, of_interview), timed, strict=True):
        yield track, Cue(start_ms, end_ms, text, speaker, tuple(starmap(Word, words)))
