"""Which of an interview's recordings and texts are read, of what was asked for and what there is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Form
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.site.interface import interface_language
from archive.site.reading_room.asked import Asked

_NO_RECORDING = ReleasedRecording(name="", kind="none", duration_ms=0)


def chosen_recording(interview: Released, name: str) -> ReleasedRecording:
    """The recording of that name, or the first; one without sound or words where there is none.

    Addresses leave out ``recording-1``, so it is the one meant where none is named, whatever the order of the tapes.
    """
    recordings = interview.recordings or (_NO_RECORDING,)
    return next((each for each in recordings if each.name == (name or "recording-1")), recordings[0])


def form_asked(track: ReleasedTrack) -> str | None:
    """How an address names the form of a text; it leaves out ``verbatim``."""
    return "edited" if track.form == "edited" else None


def original_first(tracks: Sequence[ReleasedTrack], spoken: str) -> list[ReleasedTrack]:
    """What was said before what was translated; of translations, the one into the reader's language first."""

    def rank(track: ReleasedTrack) -> tuple[bool, bool]:
        expected = interface_language() if track.translated_from else spoken
        return bool(track.translated_from), track.language.split("-")[0] != expected.split("-")[0]

    return sorted(tracks, key=rank)


def in_form(tracks: Sequence[ReleasedTrack], form: Form) -> list[ReleasedTrack]:
    """One text a language: in this form, or in the one there is."""
    chosen: dict[str, ReleasedTrack] = {}
    for track in tracks:
        kept = chosen.setdefault(track.language, track)
        if kept.form != form and track.form == form:
            chosen[track.language] = track
    return list(chosen.values())


def texts_of(tracks: Sequence[ReleasedTrack], asked: Asked) -> tuple[ReleasedTrack | None, ReleasedTrack | None]:
    """The text that is read, and the one beside it."""
    if len(tracks) < 2:
        return (tracks[0] if tracks else None), None
    original, *others = tracks
    other = next((each for each in others if each.language == asked.language), others[0])
    if asked.view == "original":
        return original, None
    return (other, None) if asked.view == "translation" else (original, other)
