"""The public version of an interview, or nothing: one pure function that builds what may be shown, field by field.

Nothing is copied here because it was there: :class:`Released` lists what the public may meet, and ``release`` fills
it. What a record gains later stays private until this module names it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from archive.access import EVERYTHING, Shown, shown
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Collection,
    Cue,
    IndexPoint,
    Interview,
    Part,
    Person,
    Recording,
    Redaction,
    Texts,
    Track,
    Word,
)

Role = Literal["access copy", "peaks", "poster"]

GUARD_MS = 250
"""A redaction takes every word that overlaps it widened by this much on both sides (DESIGN §4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file made for browsers: ``name`` in the public address, ``key`` in the archive's store, and its content."""

    name: str
    key: str
    sha256: str
    bytes: int
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedRecording:
    """One recording as it may be met: its length, and the files a browser may ask for."""

    name: str
    kind: Literal["audio", "video", "none"]
    duration_ms: int
    label: str = ""
    media: tuple[MediaFile, ...] = ()
    withheld: tuple[tuple[int, int, str], ...] = ()
    index_points: tuple[IndexPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTrack:
    """One transcript as it may be read. ``is_machine_made`` must be said wherever its words are shown."""

    recording: str
    language: str
    translated_from: str = ""
    is_machine_made: bool = True
    made_by: str = ""
    made_on: str = ""
    approved_by: str = ""
    approved_on: str = ""
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """An interview as the reader of one index may meet it: the public in the edition, staff on the desk."""

    id: str
    title: Texts
    summary: Texts = field(default_factory=dict)
    narrators: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    collection: str = ""
    language: str = ""
    date: str = ""
    place: str = ""
    transcript: Part = CLOSED
    sound: Part = CLOSED
    rights_holder: str = ""
    licence: str = ""
    synthetic: bool = False
    recordings: tuple[ReleasedRecording, ...] = ()
    tracks: tuple[ReleasedTrack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Everything the files say of one interview: what ``release`` chooses from.

    ``tracks``, ``index_points`` and ``media`` are by recording name.
    """

    interview: Interview
    tracks: Mapping[str, Sequence[Track]] = field(default_factory=dict)
    index_points: Mapping[str, Sequence[IndexPoint]] = field(default_factory=dict)
    media: Mapping[str, Sequence[MediaFile]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCollection:
    """A collection as it may be met: only the interviews that are listed, in their order."""

    slug: str
    title: Texts
    description: Texts = field(default_factory=dict)
    interviews: tuple[str, ...] = ()


def release(holdings: Holdings) -> Released | None:
    """The public version of an interview; None when nothing of it may be met.

    One whose words and sound are both shut is only listed: its title and collection, and that it is closed.
    """
    interview = holdings.interview
    rights = shown(interview)
    if rights.metadata == HIDDEN:
        return None
    if rights.metadata == CLOSED or (rights.transcript != OPEN and rights.sound != OPEN):
        return Released(
            id=interview.id, title=_by_pseudonym(interview, interview.title), collection=interview.collection
        )
    return replace(
        _described(interview, rights),
        recordings=tuple(_public_recording(holdings, each, rights) for each in interview.recordings),
        tracks=tuple(
            _public_track(interview, recording, track)
            for recording, tracks in holdings.tracks.items()
            for track in tracks
            if (rights.translation if track.is_translation else rights.transcript) == OPEN
        ),
    )


def uncut(holdings: Holdings) -> Released:
    """Everything, in the same shape, for the desk's own index."""
    interview = holdings.interview
    real_names = replace(
        interview,
        narrators=tuple(replace(each, pseudonym="") for each in interview.narrators),
        interviewers=tuple(replace(each, pseudonym="") for each in interview.interviewers),
    )
    return replace(
        _described(real_names, EVERYTHING),
        recordings=tuple(_recording(holdings, each) for each in interview.recordings),
        tracks=tuple(_track(name, track) for name, tracks in holdings.tracks.items() for track in tracks),
    )


def released_collection(collection: Collection, listed: Sequence[Released]) -> ReleasedCollection | None:
    """A collection with those of its interviews that are listed, in its order; None when none is."""
    theirs = [each.id for each in listed if each.collection == collection.slug]
    in_order = [each for each in collection.interviews if each in theirs]
    in_order += sorted(set(theirs) - set(in_order))
    if not in_order:
        return None
    return ReleasedCollection(
        slug=collection.slug,
        title=collection.title,
        description=collection.description,
        interviews=tuple(in_order),
    )


def _described(interview: Interview, rights: Shown) -> Released:
    return Released(
        id=interview.id,
        title=_by_pseudonym(interview, interview.title),
        summary=_by_pseudonym(interview, interview.summary),
        narrators=tuple(_public_name(each) for each in interview.narrators),
        interviewers=tuple(_public_name(each) for each in interview.interviewers),
        collection=interview.collection,
        language=interview.language,
        date=interview.date,
        place=interview.place,
        transcript=rights.transcript,
        sound=rights.sound,
        rights_holder=interview.rights_holder,
        licence=interview.licence,
        synthetic=interview.synthetic,
    )


# --- sound -----------------------------------------------------------------------------------------------------------


def _public_recording(holdings: Holdings, recording: Recording, rights: Shown) -> ReleasedRecording:
    """A recording without what may not be heard: where anything is redacted, no sound made from the whole original."""
    interview = holdings.interview
    redactions = [each for each in interview.redactions if each.recording == recording.name]
    whole = _recording(holdings, recording)
    return replace(
        whole,
        media=whole.media if rights.sound == OPEN and not redactions else (),
        withheld=tuple((each.start_ms, each.end_ms, each.public_reason) for each in redactions),
        index_points=tuple(
            _public_index_point(interview, each)
            for each in whole.index_points
            if rights.transcript == OPEN and not any(_touches(each, redaction) for redaction in redactions)
        ),
    )


def _recording(holdings: Holdings, recording: Recording) -> ReleasedRecording:
    return ReleasedRecording(
        name=recording.name,
        kind=recording.kind,
        duration_ms=recording.duration_ms,
        label=recording.label,
        media=tuple(holdings.media.get(recording.name, ())),
        index_points=tuple(holdings.index_points.get(recording.name, ())),
    )


def _public_index_point(interview: Interview, point: IndexPoint) -> IndexPoint:
    return replace(
        point,
        title=_by_pseudonym(interview, point.title),
        synopsis=_by_pseudonym(interview, point.synopsis),
        keywords=tuple(_without_real_names(interview, each) for each in point.keywords),
        subjects=tuple(_without_real_names(interview, each) for each in point.subjects),
    )


# --- words -----------------------------------------------------------------------------------------------------------


def _public_track(interview: Interview, recording: str, track: Track) -> ReleasedTrack:
    redactions = [each for each in interview.redactions if each.recording == recording]
    heard = [each for each in track.cues if not (track.is_machine_made and each.hearing and each.hearing.flags)]
    kept = (_redacted(cue, redactions) for cue in heard)
    cues = (_plain(interview, cue) for cue in kept if cue is not None and cue.text.strip())
    return replace(_track(recording, track), cues=tuple(cues))


def _track(recording: str, track: Track) -> ReleasedTrack:
    return ReleasedTrack(
        recording=recording,
        language=track.language,
        translated_from=track.translated_from,
        is_machine_made=track.is_machine_made,
        made_by=track.made_by,
        made_on=track.made_at[:10],
        approved_by=track.approved_by,
        approved_on=track.approved_on,
        cues=track.cues,
    )


def _redacted(cue: Cue, redactions: Sequence[Redaction]) -> Cue | None:
    """The cue without the words a redaction touches; None when nothing is left or there are no word times to go by."""
    touching = [each for each in redactions if _touches(cue, each)]
    if not touching:
        return cue
    words = tuple(word for word in cue.words if not any(_touches(word, each) for each in touching))
    if not words:
        return None
    return replace(cue, words=words, text="".join(word.text for word in words))


def _plain(interview: Interview, cue: Cue) -> Cue:
    """The cue as the public may meet it: no machine figures, no ids or settings of ours, no name behind a pseudonym."""
    text = _without_real_names(interview, cue.text)
    return Cue(
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        text=text,
        speaker=_without_real_names(interview, cue.speaker),
        words=cue.words if text == cue.text else (),
    )


def _touches(part: Cue | IndexPoint | Word, redaction: Redaction) -> bool:
    return part.start_ms < redaction.end_ms + GUARD_MS and part.end_ms > redaction.start_ms - GUARD_MS


# --- names -----------------------------------------------------------------------------------------------------------


def _public_name(person: Person) -> str:
    return person.pseudonym or person.name


def _by_pseudonym(interview: Interview, texts: Texts) -> Texts:
    return {language: _without_real_names(interview, text) for language, text in texts.items()}


def _without_real_names(interview: Interview, text: str) -> str:
    """The text with each real name that has a pseudonym replaced, whole name for whole name, whatever its case."""
    for person in (*interview.narrators, *interview.interviewers):
        if person.pseudonym and person.name:
            text = person.pseudonym.join(re.split(re.escape(person.name), text, flags=re.IGNORECASE))
    return text
