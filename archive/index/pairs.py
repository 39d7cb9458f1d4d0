"""A text edited for reading beside its verbatim one: which cues say the same moment. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from archive.records import Cue
from archive.release import ReleasedTrack


def verbatim_of(tracks: Sequence[ReleasedTrack]) -> dict[int, tuple[int, int]]:
    """For each cue of an edited text the cues of the verbatim one at its time: the first, and the one after the last.

    Cues are counted through all of these tracks, which are of one language.
    """
    begins = list(accumulate((len(each.cues) for each in tracks), initial=0))
    verbatim = {each.recording: place for place, each in enumerate(tracks) if each.form == "verbatim"}
    return {
        begins[place] + number: (begins[beside] + first, begins[beside] + over)
        for place, track in enumerate(tracks)
        if track.form == "edited" and (beside := verbatim.get(track.recording)) is not None
        for number, first, over in _at_one_time(track.cues, tracks[beside].cues)
    }


def _at_one_time(cues: Sequence[Cue], others: Sequence[Cue]) -> Iterator[tuple[int, int, int]]:
    """The number of each cue with those of the others it meets, if it meets any."""
    starts = [each.start_ms for each in others]
    # Voices overlap, so a cue may end after a later one: what counts is when all up to here are over.
    ends = list(accumulate((each.end_ms for each in others), max))
    for number, cue in enumerate(cues):
        first = min(bisect_left(ends, cue.start_ms + 1), bisect_left(starts, cue.start_ms))
        over = bisect_left(starts, max(cue.end_ms, cue.start_ms + 1))
        if first < over:
            yield number, first, over
