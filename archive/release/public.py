"""What ``release`` does: an interview as the public may meet it, built from what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from archive.access import EVERYTHING, Gap, Shown, gaps, hidden_names, muted, shown
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Collection,
    Cue,
    IndexPoint,
    Interview,
    Photo,
    Recording,
    Texts,
    Track,
)
from archive.release.names import without_real_names
from archive.release.pictures import pictures
from archive.release.redacted import holds, redacted
from archive.release.signed import unchanged, with_line
from archive.release.spoken import point_without_spoken_names, pseudonyms, without_spoken_names
from archive.release.tags import with_tags
from archive.release.values import (
    Holdings,
    MediaFile,
    Released,
    ReleasedCollection,
    ReleasedRecording,
    ReleasedTrack,
)


def release(holdings: Holdings) -> Released | None:
    """The public version of an interview; None when nothing of it may be met.

    One whose words and sound are both shut is only listed: its title and collection, and that it is closed.
    """
    interview = holdings.interview
    rights = shown(interview)
    if rights.metadata == HIDDEN:
        return None
    if rights.metadata == CLOSED or (rights.transcript != OPEN and rights.sound != OPEN):
        why = interview.access.public_reason
        listing = Released(id=interview.id, title=interview.title, collection=interview.collection, closed_because=why)
        return without_real_names(listing, interview)
    released = replace(
        _described(interview, rights),
        recordings=tuple(_public_recording(holdings, each, rights) for each in interview.recordings),
        tracks=tuple(
            with_line(_public_track(holdings, recording, track), holdings.lines, _gaps(holdings)[recording.name])
            for recording in interview.recordings
            for track in holdings.tracks.get(recording.name, ())
            if (rights.translation if _is_translation(holdings, recording, track) else rights.transcript) == OPEN
            and not (holdings.demands_review and track.is_machine_made)
        ),
        pictures=tuple(pictures(holdings, _open_pictures(holdings))),
    )
    return with_tags(holdings, _plain(without_real_names(released, interview)), _gaps(holdings))


def uncut(holdings: Holdings) -> Released:
    """Everything, in the same shape, for the desk's own index."""
    interview = holdings.interview
    return replace(
        _described(interview, EVERYTHING),
        recordings=tuple(_recording(holdings, each) for each in interview.recordings),
        tracks=tuple(unchanged(name, track) for name, tracks in holdings.tracks.items() for track in tracks),
        pictures=tuple(pictures(holdings, interview.gallery)),
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
        title=interview.title,
        summary=interview.summary,
        narrators=tuple(each.name for each in interview.narrators),
        interviewers=tuple(each.name for each in interview.interviewers),
        collection=interview.collection,
        language=interview.language,
        date=interview.date,
        place=interview.place,
        transcript=rights.transcript,
        sound=rights.sound,
        closed_because={} if rights.transcript == rights.sound == OPEN else interview.access.public_reason,
        rights_holder=interview.rights_holder,
        licence=interview.licence,
        synthetic=interview.synthetic,
        published_on=_day(interview.published.on) if interview.published else "",
    )


def _day(written: str) -> str:
    """A day as the calendar has it; nothing for what is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return ""


def _open_pictures(holdings: Holdings) -> list[Photo]:
    """The pictures that somebody opened one by one, but for those of a moment that is kept back."""
    cut = _gaps(holdings)
    return [
        each
        for each in holdings.interview.gallery
        if each.access == OPEN and not any(holds(gap, each) for gap in cut.get(each.recording, ()))
    ]


def _gaps(holdings: Holdings) -> dict[str, tuple[Gap, ...]]:
    """What redactions take, by recording."""
    names = (each.name for each in holdings.interview.recordings)
    return {each: gaps(holdings.interview, each, holdings.said.get(each, ())) for each in names}


# --- sound -----------------------------------------------------------------------------------------------------------


def _public_recording(holdings: Holdings, recording: Recording, rights: Shown) -> ReleasedRecording:
    """A recording without what may not be heard."""
    cut = _gaps(holdings)[recording.name]
    whole = _recording(holdings, recording)
    return replace(
        whole,
        media=_public_media(holdings, recording) if rights.sound == OPEN else (),
        withheld=tuple(_withheld(each, recording) for each in cut),
        index_points=_public_index_points(holdings, recording, cut, rights),
    )


def _withheld(gap: Gap, recording: Recording) -> tuple[int, int, str]:
    """From when to when nothing is heard, and why: what reaches beyond the end of a recording ends with it."""
    start_ms, end_ms = gap.muted.start_ms, gap.muted.end_ms
    if start_ms < recording.duration_ms:
        end_ms = min(end_ms, recording.duration_ms)
    return start_ms, end_ms, gap.redaction.public_reason


def _public_media(holdings: Holdings, recording: Recording) -> tuple[MediaFile, ...]:
    """Where nothing must not be heard, what was made of the original; else the copy of which that is proven."""
    stretches = muted(holdings.interview, recording.name, holdings.said.get(recording.name, ()))
    if not stretches:
        return tuple(holdings.media.get(recording.name, ()))
    proof = holdings.proofs.get(recording.name)
    if proof is None or not proof.passed or proof.muted != stretches:
        return ()
    return tuple(
        each for each in holdings.muted_media.get(recording.name, ()) if proof.files.get(each.key) == each.sha256
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


def _public_index_points(
    holdings: Holdings, recording: Recording, cut: Sequence[Gap], rights: Shown
) -> tuple[IndexPoint, ...]:
    """The index points that no redaction touches, without the languages of a translation that may not be read."""
    if rights.transcript != OPEN:
        return ()
    points = holdings.index_points.get(recording.name, ())
    names, read = hidden_names(holdings.interview, recording.name), pseudonyms(holdings.interview)
    untouched = (
        point_without_spoken_names(each, names, read) for each in points if not any(gap.touches(each) for gap in cut)
    )
    spoken = _spoken(holdings, recording)
    if rights.translation == OPEN or not spoken:
        return tuple(untouched)
    as_spoken = (
        replace(each, title=_in_language(each.title, spoken), synopsis=_in_language(each.synopsis, spoken))
        for each in untouched
    )
    return tuple(each for each in as_spoken if each.title)


def _in_language(texts: Texts, spoken: str) -> Texts:
    return {language: text for language, text in texts.items() if _primary(language) == spoken}


# --- words -----------------------------------------------------------------------------------------------------------


def _public_track(holdings: Holdings, recording: Recording, track: Track) -> ReleasedTrack:
    interview = holdings.interview
    cut = _gaps(holdings)[recording.name]
    heard = [each for each in track.cues if not (track.is_machine_made and each.hearing and each.hearing.flags)]
    # A translation or an edited sentence need not say its words where they were said, whatever times stand with them:
    # what a redaction touches of it goes whole.
    is_in_order = track.is_as_said and not _is_translation(holdings, recording, track)
    names = hidden_names(interview, recording.name)
    heard = list(without_spoken_names(heard, names, pseudonyms(interview), is_in_order=is_in_order))
    said = {word for cue in track.cues for word in cue.words}
    kept = (redacted(cue, cut, said=said, is_in_order=is_in_order) for cue in heard)
    cues = tuple(cue for cue in kept if cue is not None and cue.text.strip())
    return replace(unchanged(recording.name, track), cues=cues)


def _is_translation(holdings: Holdings, recording: Recording, track: Track) -> bool:
    """Whether a track says that it is a translation, or is one by its language, whatever it says."""
    spoken = _spoken(holdings, recording)
    return track.is_translation or bool(spoken and _primary(track.language) != spoken)


def _spoken(holdings: Holdings, recording: Recording) -> str:
    """The language spoken, without region or script: as people said, else as the machine heard; empty if unknown."""
    tracks = holdings.tracks.get(recording.name, ())
    heard = (each.language for each in tracks if each.origin == "machine" and not each.is_translation)
    return _primary(holdings.interview.language or next(heard, ""))


def _primary(language: str) -> str:
    return language.split("-")[0].lower()


def _plain(released: Released) -> Released:
    """The cues without the machine's figures and without ids and settings of ours."""
    tracks = (replace(each, cues=tuple(map(_plain_cue, each.cues))) for each in released.tracks)
    return replace(released, tracks=tuple(tracks))


def _plain_cue(cue: Cue) -> Cue:
    return Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text, speaker=cue.speaker, words=cue.words)
