"""New suggestions and what people decided before: a decision stands on its speech, whatever became of the cues.

Cues may have been corrected, split, joined, or heard anew with other times. What was decided is found again by time and
by what it refers to; each suggestion meets one tag at most, so that of two mentions side by side each keeps its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.records import Tag
from archive.vocabulary import phrase_key

SLACK_MS = 500
"""How far words may lie from where they were: another hearing sets a word's moments a little elsewhere."""


def merged(kept: Sequence[Tag], suggested: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags of a recording once suggestions were made anew, in order of time.

    What anybody decided stays, and moves to where its words now are. Of what nobody decided only what is suggested
    again stays, under the id it had.
    """
    decided = [each for each in kept if each.verdicts]
    undecided = [each for each in kept if not each.verdicts]
    found = _paired(decided, suggested)
    moved = {number: _moved(decided[of], suggested[number]) for number, of in found.items()}
    unheard = [each for of, each in enumerate(decided) if of not in found.values()]
    left = [number for number in range(len(suggested)) if number not in found]
    again = _paired(undecided, [suggested[number] for number in left])
    taken = {each.id for each in decided}
    fresh = []
    for place, number in enumerate(left):
        known = undecided[again[place]].id if place in again else ""
        fresh.append(_named(suggested[number], known, taken))
        taken.add(fresh[-1].id)
    return in_order([*moved.values(), *unheard, *fresh])


def in_order(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """Tags by time, the longer first, then by what they are."""
    return tuple(sorted(tags, key=lambda each: (each.start_ms, -each.end_ms, each.kind, each.id)))


def _paired(kept: Sequence[Tag], suggested: Sequence[Tag]) -> dict[int, int]:
    """Which suggestion is which kept tag again, by their numbers; the nearest find each other first."""
    candidates = sorted(_candidates(kept, suggested))
    pairs: dict[int, int] = {}
    for _, _, of, number in candidates:
        if number not in pairs and of not in pairs.values():
            pairs[number] = of
    return pairs


def _candidates(kept: Sequence[Tag], suggested: Sequence[Tag]) -> Iterator[tuple[int, int, int, int]]:
    by_time = sorted(enumerate(suggested), key=lambda each: each[1].start_ms)
    longest = max((each.end_ms - each.start_ms for each in suggested), default=0)
    for of, tag in enumerate(kept):
        for number, other in by_time:
            if other.start_ms > tag.end_ms + SLACK_MS:
                break
            if other.start_ms < tag.start_ms - longest - SLACK_MS:
                continue
            apart = max(other.start_ms - tag.end_ms, tag.start_ms - other.end_ms, 0)
            if apart <= SLACK_MS and is_same(tag, other):
                yield apart, abs(other.start_ms + other.end_ms - tag.start_ms - tag.end_ms), of, number


def is_same(tag: Tag, suggestion: Tag) -> bool:
    """Whether a suggestion for the same speech says nothing that the tag does not already settle."""
    if tag.kind != suggestion.kind or not is_in_language(tag, suggestion.language):
        return False
    known = {tag.refers_to.id, *(each.refers_to.id for each in tag.verdicts if each.refers_to)} - {""}
    if suggestion.refers_to.id in known:
        return True
    # A name that somebody has found out about is settled, whatever a program now thinks of it; a passage may have
    # several subjects.
    is_settled = tag.status == "accepted" and tag.kind != "concept"
    is_bare = not tag.refers_to.id and not suggestion.refers_to.id
    return (is_settled or is_bare) and phrase_key(tag.text) == phrase_key(suggestion.text)


def is_in_language(tag: Tag, language: str) -> bool:
    """Whether a tag is on words in that language, whatever its script or country."""
    return tag.language.split("-")[0].lower() == language.split("-")[0].lower()


def _moved(tag: Tag, suggestion: Tag) -> Tag:
    """A decided tag where its words now are, and as they now are."""
    return replace(
        tag,
        text=suggestion.text,
        language=suggestion.language,
        start_ms=suggestion.start_ms,
        end_ms=suggestion.end_ms,
        unsaid=0,
        evidence=suggestion.evidence,
    )


def _named(tag: Tag, known: str, taken: set[str]) -> Tag:
    """The tag with an id: the one it had, or one made of what it says, so that the same text gives the same file."""
    if known and known not in taken:
        return replace(tag, id=known)
    told = f"{tag.kind}\0{tag.language}\0{tag.start_ms}\0{tag.end_ms}\0{tag.refers_to.id}\0{tag.text}"
    names = (hashlib.sha256(f"{told}\0{turn}".encode()).hexdigest()[:16] for turn in range(len(taken) + 1))
    return replace(tag, id=next(each for each in names if each not in taken))
