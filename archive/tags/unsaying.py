"""What was accepted for words that were corrected away: the decision stays on record, and waits to be made again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from archive import transcripts
from archive.files import Files
from archive.language import terms
from archive.records import Cue, Tag
from archive.speech import Speech, running
from archive.tags.merging import is_in_language
from archive.tags.reading import read_tags

_NEAR_MS: Final = 1_000
"""How far from its time the words of a tag are looked for: a corrected text shares the time of words out anew."""
_SHOWN: Final = 200


def as_said(files: Files, interview_id: str, recording: str) -> tuple[Tag, ...]:
    """The tags of a recording, :func:`looked_up` in its text as it is now.

    Whoever publishes must not wait until suggestions were made anew, which where no machine may work is never.
    """
    kept = read_tags(files, interview_id, recording)
    track = transcripts.spoken(files, interview_id, recording) if any(map(_is_on_words, kept)) else None
    return looked_up(kept, running(track.cues, track.language)) if track else kept


def looked_up(tags: Sequence[Tag], speech: Speech) -> tuple[Tag, ...]:
    """The tags, those that were accepted for words which a program found marked ``unsaid`` if these are said no more.

    What is said there in their place becomes their evidence; where that is what the tag refers to, by any name it has,
    nothing was lost. A tag that a person made need not be in the words.
    """
    spoken = _Near(speech.cues)
    return tuple(
        _looked_up(each, spoken) if _is_on_words(each) and is_in_language(each, speech.language) else each
        for each in tags
    )


def _is_on_words(tag: Tag) -> bool:
    return tag.status == "accepted" and bool(tag.made_by)


def _looked_up(tag: Tag, spoken: _Near) -> Tag:
    near = spoken.to(tag)
    said = list(_terms(near, tag))
    if any(_has(said, terms(each)) for each in (tag.text, *tag.means.label.values())):
        return replace(tag, unsaid=0)
    there = [each for each in near if each.start_ms < tag.end_ms and each.end_ms > tag.start_ms]
    now = " ".join(each.text.strip() for each in there)[:_SHOWN]
    return replace(tag, unsaid=tag.unsaid or len(tag.verdicts), evidence=now)


class _Near:
    """Cues, to be asked which are said near a tag: an hour has thousands of both."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = sorted(cues, key=lambda each: each.start_ms)
        self._starts = [each.start_ms for each in self._cues]
        self._latest_ends = list(accumulate((each.end_ms for each in self._cues), max))

    def to(self, tag: Tag) -> list[Cue]:
        """Those near a tag, in order of time."""
        first = bisect_left(self._latest_ends, tag.start_ms - _NEAR_MS)
        after = bisect_right(self._starts, tag.end_ms + _NEAR_MS)
        return [each for each in self._cues[first:after] if _is_near(each.start_ms, each.end_ms, tag)]


def _is_near(start_ms: int, end_ms: int, tag: Tag) -> bool:
    return start_ms <= tag.end_ms + _NEAR_MS and end_ms >= tag.start_ms - _NEAR_MS


def _terms(cues: Sequence[Cue], tag: Tag) -> Iterator[str]:
    """What is said around the time of a tag: of a cue whose words have times, those near by."""
    for cue in cues:
        words = [each.text for each in cue.words if _is_near(each.start_ms, each.end_ms, tag)]
        yield from terms("".join(words) if cue.words else cue.text)


def _has(said: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(list(said[n : n + len(wanted)]) == list(wanted) for n in range(len(said) - len(wanted) + 1))
