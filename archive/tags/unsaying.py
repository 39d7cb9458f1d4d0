"""What was accepted for words that were corrected away: the decision stays on record, and waits to be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.language import terms
from archive.records import Cue, Tag
from archive.speech import Speech
from archive.tags.merging import is_in_language

_NEAR_MS: Final = 1_000
"""How far from its time the words of a tag are looked for: a corrected text shares the time of words out anew."""
_SHOWN: Final = 200


def looked_up(tags: Sequence[Tag], speech: Speech) -> tuple[Tag, ...]:
    """The tags, those that were accepted for words which a program found marked ``unsaid`` if these are said no more.

    What is said there in their place becomes their evidence. A tag that a person made need not be in the words.
    """
    return tuple(_looked_up(each, speech) if each.status == "accepted" and each.made_by else each for each in tags)


def _looked_up(tag: Tag, speech: Speech) -> Tag:
    if not is_in_language(tag, speech.language):
        return tag
    near = [each for each in speech.cues if _is_near(each.start_ms, each.end_ms, tag)]
    if _has(list(_terms(near, tag)), terms(tag.text)):
        return replace(tag, unsaid=0)
    there = [each for each in near if each.start_ms < tag.end_ms and each.end_ms > tag.start_ms]
    now = " ".join(each.text.strip() for each in there)[:_SHOWN]
    return replace(tag, unsaid=tag.unsaid or len(tag.verdicts), evidence=now)


def _is_near(start_ms: int, end_ms: int, tag: Tag) -> bool:
    return start_ms <= tag.end_ms + _NEAR_MS and end_ms >= tag.start_ms - _NEAR_MS


def _terms(cues: Sequence[Cue], tag: Tag) -> Iterator[str]:
    """What is said around the time of a tag: of a cue whose words have times, those near by."""
    for cue in cues:
        words = [each.text for each in cue.words if _is_near(each.start_ms, each.end_ms, tag)]
        yield from terms("".join(words) if cue.words else cue.text)


def _has(said: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(list(said[n : n + len(wanted)]) == list(wanted) for n in range(len(said) - len(wanted) + 1))
