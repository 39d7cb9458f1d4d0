"""An interview for programs: all of it as JSON, one transcript as WebVTT. Both say who answers for the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, make_response, request, url_for

from archive.errors import NotFound
from archive.exchange import status
from archive.records import Cue, IndexPoint, Track
from archive.release import Released, ReleasedPicture, ReleasedRecording, ReleasedTag, ReleasedTrack
from archive.site.reading_room.choosing import chosen_recording, form_asked
from archive.site.reading_room.edition import public_interview
from archive.site.reading_room.moments import tag_url
from archive.webvtt import write_track


def as_json(interview_id: str) -> Response:
    """The interview as it is released, with its words and their times."""
    return jsonify(_record(public_interview(interview_id)))


def as_vtt(interview_id: str) -> Response:
    """One transcript: that of ``recording`` in ``language`` and ``form``, or the first there is."""
    interview = public_interview(interview_id)
    track = _chosen(interview, request.args)
    response = make_response(write_track(_signed(interview, track)))
    response.mimetype = "text/vtt"
    return response


def _chosen(interview: Released, args: Mapping[str, str]) -> ReleasedTrack:
    recording = args.get("recording") or chosen_recording(interview, "").name
    language, form = args.get("language", ""), args.get("form", "")
    for track in sorted(interview.tracks, key=lambda each: bool(each.translated_from)):
        if track.recording == recording and language in ("", track.language) and form in ("", track.form):
            return track
    raise NotFound("There is no such transcript.")


def _signed(interview: Released, track: ReleasedTrack) -> Track:
    """The transcript with what a reader far from this site must know of it."""
    recording = chosen_recording(interview, track.recording)
    notes = {"status": status(track), "interview": interview.id, "recording": track.recording}
    notes |= {"version": track.version} if track.version else {}
    notes |= {f"title ({language})": text for language, text in interview.title.items()}
    if interview.synthetic:
        notes["voices"] = "synthetic"
    for name, value in (("rights", interview.rights_holder), ("licence", interview.licence)):
        notes |= {name: value} if value else {}
    for number, (start_ms, end_ms, reason) in enumerate(recording.withheld, 1):
        said = f"from {start_ms} to {end_ms} ms"
        notes[f"withheld {number}"] = f"{said}: {reason}" if reason else said
    return Track(
        language=track.language,
        cues=track.cues,
        origin="machine" if track.is_machine_made else "person",
        made_by=track.made_by,
        made_at=track.made_on,
        form=track.form,
        translated_from=track.translated_from,
        approved_by=track.approved_by,
        approved_on=track.approved_on,
        notes=notes,
    )


def _record(interview: Released) -> dict[str, Any]:
    return {
        "id": interview.id,
        "url": url_for("reading_room.interview", interview_id=interview.id),
        "title": dict(interview.title),
        "summary": dict(interview.summary),
        "narrators": interview.narrators,
        "interviewers": interview.interviewers,
        "collection": interview.collection,
        "language": interview.language,
        "date": interview.date,
        "place": interview.place,
        "access": {"transcript": interview.transcript, "sound": interview.sound},
        "rights_holder": interview.rights_holder,
        "licence": interview.licence,
        "synthetic": interview.synthetic,
        "published_on": interview.published_on,
        "recordings": [_recording(interview, each) for each in interview.recordings],
        "transcripts": [_transcript(interview, each) for each in interview.tracks],
        "pictures": [_picture(interview, each) for each in interview.pictures],
    }


def _picture(interview: Released, picture: ReleasedPicture) -> dict[str, Any]:
    return {
        "name": picture.name,
        "page": url_for("reading_room.picture", interview_id=interview.id, name=picture.name),
        "url": url_for("reading_room.media", interview_id=interview.id, name=picture.file.name),
        "bytes": picture.file.bytes,
        "sha256": picture.file.sha256,
        "caption": dict(picture.caption),
        "alt": dict(picture.alt),
        "credit": picture.credit,
        "date": picture.date,
        "recording": picture.recording,
        "start_ms": picture.start_ms,
    }


def _recording(interview: Released, recording: ReleasedRecording) -> dict[str, Any]:
    return {
        "name": recording.name,
        "kind": recording.kind,
        "label": recording.label,
        "duration_ms": recording.duration_ms,
        "media": [
            {
                "role": each.role,
                "url": url_for("reading_room.media", interview_id=interview.id, name=each.name),
                "bytes": each.bytes,
                "sha256": each.sha256,
            }
            for each in recording.media
        ],
        "withheld": [
            {"start_ms": start_ms, "end_ms": end_ms, "reason": reason}
            for start_ms, end_ms, reason in recording.withheld
        ],
        "index_points": [_index_point(each) for each in recording.index_points],
        "tags": [_tag(each) for each in recording.tags],
    }


def _index_point(point: IndexPoint) -> dict[str, Any]:
    return asdict(point) | {"title": dict(point.title), "synopsis": dict(point.synopsis)}


def _tag(tag: ReleasedTag) -> dict[str, Any]:
    return {
        "kind": tag.kind,
        "concept": tag.concept,
        "label": dict(tag.label),
        "url": tag_url(tag),
        "start_ms": tag.start_ms,
        "end_ms": tag.end_ms,
        "is_reviewed": tag.is_reviewed,
    }


def _transcript(interview: Released, track: ReleasedTrack) -> dict[str, Any]:
    return {
        "recording": track.recording,
        "language": track.language,
        "translated_from": track.translated_from,
        "form": track.form,
        "is_machine_made": track.is_machine_made,
        "status": status(track),
        "made_by": track.made_by,
        "made_on": track.made_on,
        "approved_by": track.approved_by,
        "approved_on": track.approved_on,
        "version": track.version,
        "changes": [asdict(each) for each in track.changes],
        "vtt": url_for(
            "reading_room.interview_vtt",
            interview_id=interview.id,
            recording=track.recording,
            language=track.language,
            form=form_asked(track),
        ),
        "cues": [_cue(cue) for cue in track.cues],
    }


def _cue(cue: Cue) -> dict[str, Any]:
    words = [{"start_ms": word.start_ms, "end_ms": word.end_ms, "text": word.text} for word in cue.words]
    return {
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "speaker": cue.speaker,
        "text": cue.text,
        "words": words,
    }
