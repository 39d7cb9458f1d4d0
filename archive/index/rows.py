"""One interview as the rows of every table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from archive.index.documents import searched_rows
from archive.index.numbers import first_cue, track_id
from archive.index.tag_rows import as_json, concept_rows, place_rows, tag_rows
from archive.records import CLOSED, OPEN, Cue
from archive.release import MediaFile, Released, ReleasedCollection, ReleasedRecording, ReleasedTrack, Tombstone

Row = dict[str, Any]


def year(date: str) -> int | None:
    """The year an EDTF date begins with; None for a decade, a century or nothing."""
    found = re.match(r"-?\d{4}(?!\d)", date)
    return int(found.group()) if found else None


def collection_rows(collections: Sequence[ReleasedCollection]) -> dict[str, list[Row]]:
    """The tables that say what belongs together, and in what order."""
    return {
        "collections": [
            {"slug": each.slug, "title": as_json(each.title), "description": as_json(each.description)}
            for each in collections
        ],
        "collection_interviews": [
            {"collection": each.slug, "place": place, "interview": interview}
            for each in collections
            for place, interview in enumerate(each.interviews)
        ],
    }


def tombstone_rows(tombstones: Iterable[Tombstone]) -> list[Row]:
    """What stands in place of withdrawn interviews."""
    return [{"interview": each.id, "wording": as_json(each.wording)} for each in tombstones]


def interview_rows(released: Released) -> dict[str, list[Row]]:
    """Every row of one interview, by table; of a closed one, what a list shows and nothing that can be found."""
    released = _only_what_is_open(released)
    rows = {
        "interviews": [_interview(released)],
        "people": list(_people(released)),
        "places": list(place_rows(released)),
        "recordings": [_recording(released.id, place, each) for place, each in enumerate(released.recordings)],
        "media_files": list(_media_files(released)),
        "index_points": list(_index_points(released)),
        "tags": list(tag_rows(released)),
        "concepts": list(concept_rows(released)),
        "pictures": list(_pictures(released)),
        "tracks": [_track(released, place, each) for place, each in enumerate(released.tracks)],
        "cues": list(_cues(released)),
    }
    if not _is_closed(released):
        rows |= searched_rows(released, facets=rows["interviews"][0])
    return rows


def _is_closed(released: Released) -> bool:
    return released.transcript != OPEN and released.sound != OPEN


def _only_what_is_open(released: Released) -> Released:
    """Fail closed: what ``release`` must not have let through does not reach the index either."""
    if _is_closed(released):
        return Released(
            id=released.id,
            title=released.title,
            collection=released.collection,
            closed_because=released.closed_because,
        )
    if released.sound != OPEN:
        released = replace(released, recordings=tuple(replace(each, media=()) for each in released.recordings))
    return released if released.transcript == OPEN else _without_words(released)


def _without_words(released: Released) -> Released:
    recordings = tuple(replace(each, tags=()) for each in released.recordings)
    return replace(released, recordings=recordings, tracks=(), concepts=(), transcript=CLOSED)


# --- what is described -----------------------------------------------------------------------------------------------


def _interview(released: Released) -> Row:
    return {
        "id": released.id,
        "title": as_json(released.title),
        "summary": as_json(released.summary),
        "collection": released.collection,
        "language": released.language,
        "date": released.date,
        "year": year(released.date),
        "place": released.place,
        "languages": as_json(_languages(released)),
        "media": ",".join(_media(released)),
        "duration_ms": sum(each.duration_ms for each in released.recordings),
        "transcript": released.transcript,
        "sound": released.sound,
        "closed_because": as_json(released.closed_because),
        "rights_holder": released.rights_holder,
        "licence": released.licence,
        "is_closed": int(_is_closed(released)),
        "is_machine_made": int(any(each.is_machine_made for each in released.tracks)),
        "synthetic": int(released.synthetic),
        "published_on": released.published_on,
        "changed_on": _changed_on(released),
    }


def _changed_on(released: Released) -> str:
    """The day of the newest text; never before the interview was published, nothing where it was not."""
    days = (each.version[:10] for each in released.tracks)
    return max((released.published_on, *days)) if released.published_on else ""


def _languages(released: Released) -> list[str]:
    """The languages of the transcripts, what was said before translations."""
    said_first = sorted(released.tracks, key=lambda each: bool(each.translated_from))
    return list(dict.fromkeys(each.language for each in said_first))


def _media(released: Released) -> list[str]:
    return sorted({each.kind for each in released.recordings} - {"none"})


def _people(released: Released) -> Iterator[Row]:
    for part, names in (("narrator", released.narrators), ("interviewer", released.interviewers)):
        for place, name in enumerate(names):
            yield {"interview": released.id, "part": part, "place": place, "name": name}


def _recording(interview_id: str, place: int, recording: ReleasedRecording) -> Row:
    return {
        "interview": interview_id,
        "place": place,
        "name": recording.name,
        "kind": recording.kind,
        "label": recording.label,
        "duration_ms": recording.duration_ms,
        "withheld": as_json(recording.withheld),
    }


def _media_files(released: Released) -> Iterator[Row]:
    for recording in released.recordings:
        for place, media in enumerate(recording.media):
            yield _media_file(released.id, recording.name, place, media)
    for place, picture in enumerate(released.pictures):
        yield _media_file(released.id, "", place, picture.file)


def _media_file(interview_id: str, recording: str, place: int, media: MediaFile) -> Row:
    return {
        "interview": interview_id,
        "recording": recording,
        "place": place,
        "name": media.name,
        "role": media.role,
        "sha256": media.sha256,
        "bytes": media.bytes,
    }


def _pictures(released: Released) -> Iterator[Row]:
    for place, picture in enumerate(released.pictures):
        yield {
            "interview": released.id,
            "place": place,
            "file": picture.file.name,
            "caption": as_json(picture.caption),
            "alt": as_json(picture.alt),
            "credit": picture.credit,
            "date": picture.date,
            "recording": picture.recording,
            "start_ms": picture.start_ms,
        }


def _index_points(released: Released) -> Iterator[Row]:
    for recording in released.recordings:
        for place, point in enumerate(recording.index_points):
            yield {
                "interview": released.id,
                "recording": recording.name,
                "place": place,
                "start_ms": point.start_ms,
                "end_ms": point.end_ms,
                "title": as_json(point.title),
                "synopsis": as_json(point.synopsis),
                "keywords": as_json(point.keywords),
                "subjects": as_json(point.subjects),
                "location": point.place,
            }


# --- what is said ----------------------------------------------------------------------------------------------------


def _track(released: Released, place: int, track: ReleasedTrack) -> Row:
    return {
        "id": track_id(released, place),
        "interview": released.id,
        "recording": track.recording,
        "language": track.language,
        "translated_from": track.translated_from,
        "form": track.form,
        "is_machine_made": int(track.is_machine_made),
        "made_by": track.made_by,
        "made_on": track.made_on,
        "approved_by": track.approved_by,
        "approved_on": track.approved_on,
        "version": track.version,
        "changes": as_json([(each.start_ms, each.end_ms, each.version) for each in track.changes]),
    }


def _cues(released: Released) -> Iterator[Row]:
    for place, track in enumerate(released.tracks):
        of_track = track_id(released, place)
        for cue_id, cue in enumerate(track.cues, start=first_cue(of_track)):
            yield {
                "id": cue_id,
                "track": of_track,
                "start_ms": cue.start_ms,
                "end_ms": cue.end_ms,
                "speaker": cue.speaker,
                "text": cue.text,
                "word_times": word_times(cue),
                "words": _words(cue),
            }


def word_times(cue: Cue) -> str:
    """Of each word its number of characters and its start, in hundredths of a second from the cue's: ``2 0 3 41``."""
    return " ".join(f"{len(word.text)} {(word.start_ms - cue.start_ms) // 10}" for word in cue.words)


def _words(cue: Cue) -> str:
    return as_json([(word.start_ms, word.end_ms, word.text) for word in cue.words]) if cue.words else ""
