"""What a redaction takes of each text: shown before it is decided, and beside it afterwards; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.access import muted
from archive.records import Cue, Interview, Redaction, Track


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes of one text: the words, and whether whole passages had to go since nobody knows when each was said."""

    language: str
    is_edited: bool
    text: str
    is_whole: bool


def taken(interview: Interview, tracks: Sequence[Track], redaction: Redaction) -> list[Taken]:
    """What goes of every text that has anything there."""
    alone = Interview(id=interview.id, recordings=interview.recordings, redactions=(redaction,))
    (stretch,) = muted(alone, redaction.recording)
    found = []
    for track in tracks:
        touched = [each for each in track.cues if _overlap(each, stretch.start_ms, stretch.end_ms)]
        in_order = track.form == "verbatim"
        pieces = [_piece(each, stretch.start_ms, stretch.end_ms, in_order=in_order) for each in touched]
        if text := " … ".join(each for each in pieces if each):
            is_whole = any(not each.words for each in touched) or not in_order
            found.append(Taken(track.language, not in_order, text, is_whole))
    return found


def _overlap(cue: Cue, start_ms: int, end_ms: int) -> bool:
    return cue.start_ms < end_ms and cue.end_ms > start_ms


def _piece(cue: Cue, start_ms: int, end_ms: int, *, in_order: bool) -> str:
    if not cue.words or not in_order:
        return cue.text
    return "".join(each.text for each in cue.words if each.start_ms < end_ms and each.end_ms > start_ms).strip()
