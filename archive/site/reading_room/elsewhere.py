"""What a page does not show of an interview, and holds the words that a reader looks for: other tapes, other texts.

Pure: a released interview and what is shown of it go in, how much is found and where to read it come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.moments import seconds
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.search import Marker
from archive.site.reading_room.asked import Asked, address
from archive.site.reading_room.choosing import chosen_recording, in_form, original_first, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """So many matches in another recording, or in a text of this one that is not shown; ``url`` leads to the first."""

    recording: ReleasedRecording
    track: ReleasedTrack | None = None
    count: int
    url: str


def elsewhere(
    interview: Released,
    recording: ReleasedRecording,
    shown: Sequence[ReleasedTrack],
    *,
    asked: Asked,
    marker: Marker,
) -> Iterator[Elsewhere]:
    """Where else a query's words stand: texts of this recording first, then other recordings, read in the same way."""
    for track in _of(interview, recording):
        if track not in shown:
            yield from _found(recording, track, [track], marker, _reading(asked, track))
    for tape in interview.recordings:
        if tape.name == recording.name:
            continue
        named = "" if tape.name == chosen_recording(interview, "").name else tape.name
        in_order = original_first(_of(interview, tape), interview.language)
        texts = texts_of(in_form(in_order, asked.form or "verbatim"), asked)
        yield from _found(tape, None, [each for each in texts if each], marker, replace(asked, recording=named))


def _of(interview: Released, recording: ReleasedRecording) -> list[ReleasedTrack]:
    return [each for each in interview.tracks if each.recording == recording.name]


def _found(
    recording: ReleasedRecording,
    track: ReleasedTrack | None,
    texts: Sequence[ReleasedTrack],
    marker: Marker,
    asked: Asked,
) -> Iterator[Elsewhere]:
    begun = [
        cue.start_ms
        for text in texts
        for cue, found in zip(text.cues, marker([cue.text for cue in text.cues]), strict=True)
        if found.begins
    ]
    if begun:
        url = f"{address(asked)}&t={seconds(min(begun))}#here"
        yield Elsewhere(recording=recording, track=track, count=len(begun), url=url)


def _reading(asked: Asked, track: ReleasedTrack) -> Asked:
    """What to ask for so that this text is read."""
    return replace(
        asked,
        view="translation" if track.translated_from else "original",
        language=track.language if track.translated_from else "",
        form="edited" if track.form == "edited" else "",
    )
