"""Which tags the public meets: those that may be met, on words that it may read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from archive.access import public_tags
from archive.records import Cue, Tag
from archive.release.names import without_real_names
from archive.release.values import Holdings, Released, ReleasedTag, ReleasedTrack

KINDS: Final = ("concept", "era")
"""What the public meets a tag of: what has names in the vocabulary."""


def with_tags(holdings: Holdings, released: Released, *, guard_ms: int) -> Released:
    """With the tags on words that are in it: of what is closed, redacted or withheld there are none.

    On words that are kept back a tag would tell what they are about. ``released`` is without real names already, and so
    are the words beside the tags; the names of concepts are read here.
    """
    interview = holdings.interview
    recordings = []
    for recording in released.recordings:
        tags = tuple(_tags(holdings, recording.name, released.tracks, guard_ms))
        alone = Released(id=interview.id, title={}, recordings=(replace(recording, tags=tags),))
        recordings.append(replace(recording, tags=without_real_names(alone, interview).recordings[0].tags))
    return replace(released, recordings=tuple(recordings))


def _tags(holdings: Holdings, recording: str, tracks: Sequence[ReleasedTrack], guard_ms: int) -> Iterator[ReleasedTag]:
    redactions = [each for each in holdings.interview.redactions if each.recording == recording]
    spoken = [_Spoken(each) for each in tracks if each.recording == recording and not each.translated_from]
    for tag in public_tags(holdings.tags.get(recording, ()), unreviewed=holdings.shows_unreviewed_tags):
        said = _said(tag, spoken)
        if tag.kind not in KINDS or not tag.means.label or said is None:
            continue
        if any(tag.start_ms < each.end_ms + guard_ms and tag.end_ms > each.start_ms - guard_ms for each in redactions):
            continue
        yield ReleasedTag(
            kind=tag.kind,
            concept=tag.means.id,
            label=tag.means.label,
            start_ms=tag.start_ms,
            end_ms=tag.end_ms,
            language=tag.language,
            said=said.text,
            is_reviewed=tag.status == "accepted",
        )


class _Spoken:
    """A text in which it can be looked up quickly what is said at a moment."""

    def __init__(self, track: ReleasedTrack) -> None:
        self.language = track.language.split("-")[0].lower()
        self._cues = sorted(track.cues, key=lambda each: each.start_ms)
        self._starts = [each.start_ms for each in self._cues]
        self._latest_ends = list(accumulate((each.end_ms for each in self._cues), max))

    def at(self, start_ms: int, end_ms: int) -> Iterator[Cue]:
        """The words that are said in a stretch."""
        place = bisect_left(self._starts, end_ms) - 1
        while place >= 0 and self._latest_ends[place] > start_ms:
            if self._cues[place].end_ms > start_ms:
                yield self._cues[place]
            place -= 1


def _said(tag: Tag, spoken: Sequence[_Spoken]) -> Cue | None:
    """Of the words that the public reads in the language of a tag, those that share most time with it."""
    primary = tag.language.split("-")[0].lower()
    found = (cue for each in spoken if each.language == primary for cue in each.at(tag.start_ms, tag.end_ms))
    return max(found, key=lambda each: min(each.end_ms, tag.end_ms) - max(each.start_ms, tag.start_ms), default=None)
