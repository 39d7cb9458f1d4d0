"""Row numbers that follow from an interview's id alone, so that it does not matter in what order an index is made."""

from __future__ import annotations

from archive.errors import BadInput
from archive.release import Released

MOST_TRACKS = 1000
MOST_CUES = 100_000

EVERY_DOCUMENT: dict[str, int | str] = {"first_document": 0, "last_document": 2**63 - 1}
"""The parameters that name the documents of all interviews."""


def number(interview_id: str) -> int:
    """A whole number that stands for the id and no other: 2026-014 is 2026000014."""
    year, running = interview_id.split("-")
    return int(year) * 1_000_000 + int(running)


def first_document(interview_id: str) -> int:
    """The number of an interview's first document; the others follow, below that of any other interview."""
    return number(interview_id) * MOST_TRACKS


def first_description(interview_id: str) -> int:
    """The number of an interview's first description."""
    return number(interview_id) * MOST_CUES


def track_id(released: Released, place: int) -> int:
    """The number of one of an interview's transcripts; raises :class:`BadInput` when there is no room for it."""
    if place >= MOST_TRACKS or len(released.tracks[place].cues) > MOST_CUES:
        raise BadInput(
            "%(id)s has a transcript too long to index, or too many of them.",
            next_step="Divide it: one interview has room for %(tracks)s transcripts of %(cues)s cues.",
            id=released.id,
            tracks=MOST_TRACKS,
            cues=MOST_CUES,
        )
    return number(released.id) * MOST_TRACKS + place


def first_cue(track: int) -> int:
    """The number of a transcript's first cue."""
    return track * MOST_CUES


def rows_of(interview_id: str) -> dict[str, int | str]:
    """The parameters that name every row of an interview: from its first document, description and cue to its last."""
    this, following = number(interview_id), number(interview_id) + 1
    return {
        "interview": interview_id,
        "first_document": this * MOST_TRACKS,
        "last_document": following * MOST_TRACKS - 1,
        "first_description": this * MOST_CUES,
        "last_description": following * MOST_CUES - 1,
        "first_cue": first_cue(this * MOST_TRACKS),
        "last_cue": first_cue(following * MOST_TRACKS) - 1,
    }
