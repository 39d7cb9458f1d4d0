"""What a redaction takes of each text: shown before it is decided, and beside it afterwards; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.access import Gap
from archive.records import Cue, Track


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes of one text: the words, and whether whole passages had to go since nobody knows when each was said."""

    language: str
    is_edited: bool
    text: str
    is_whole: bool


def taken(gap: Gap, tracks: Sequence[Track]) -> list[Taken]:
    """What goes of every text that has anything there."""
    found = []
    for track in tracks:
        touched = [each for each in track.cues if gap.touches(each)]
        pieces = [_piece(each, gap, in_order=track.is_as_said) for each in touched]
        if text := " … ".join(each for each in pieces if each):
            is_whole = any(not each.words for each in touched) or not track.is_as_said
            found.append(Taken(track.language, track.form == "edited", text, is_whole))
    return found


def _piece(cue: Cue, gap: Gap, *, in_order: bool) -> str:
    if not cue.words or not in_order:
        return cue.text
    return "".join(each.text for each in cue.words if gap.takes(each)).strip()
