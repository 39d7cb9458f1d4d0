"""A transcript as plain text, for reading and printing."""

from __future__ import annotations

from archive.moments import clock_with_hours
from archive.release import Released, ReleasedTrack

_EDITED = {"edited": " edited for reading"}


def as_text(interview: Released) -> str:
    """All tracks of an interview, each with its heading and status; times in front, a blank line between voices."""
    title = " / ".join(interview.title.values())
    head = [title, f"{interview.id}  {interview.date}  {interview.place}".rstrip(), ""]
    return "\n".join([*head, *(line for track in interview.tracks for line in _lines(track))]) + "\n"


def status(track: ReleasedTrack) -> str:
    """Who answers for a text, in one sentence that travels with it."""
    kind = ("translation" if track.translated_from else "transcript") + _EDITED.get(track.form, "")
    if track.is_machine_made:
        return f"Machine {kind}, not yet checked by a person"
    if track.approved_by:
        return f"{kind.capitalize()} checked by {track.approved_by}, {track.approved_on}".rstrip(", ")
    return f"{kind.capitalize()} made by a person"


def _lines(track: ReleasedTrack) -> list[str]:
    by = f" ({track.made_by})" if track.is_machine_made and track.made_by else ""
    lines = [f"{track.recording}, {track.language}. {status(track)}{by}", ""]
    speaker = ""
    for cue in track.cues:
        if cue.speaker and cue.speaker != speaker:
            speaker = cue.speaker
            lines += ["", f"{speaker}:"]
        lines.append(f"[{clock_with_hours(cue.start_ms)}] {cue.text}")
    return [*lines, ""]
