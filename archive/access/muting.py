"""What is taken from a recording: which words of its texts, and which stretches of its sound; pure.

Text and sound are cut by the same reckoning, from the stretch that people marked and from when each word was said.
Every word that is marked, or lies within ``GUARD_MS`` of it, is taken whole: part of a word tells the rest, and moments
of words are never exact. The sound goes from ``GUARD_MS`` before the first of these words to as long after the last,
whichever text of the speech says so: a machine's is asked too where people's has taken its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from archive.records import Interview, Muted, NameSpoken, Redaction, Track, Word

GUARD_MS = 250
"""Words are taken this far from what was marked, and sound this far from the words (DESIGN §4)."""

_FEWEST_MS = 50
"""A word shares at least this much with the moment of a name to be one of its words: moments are never exact."""


class _Lasting(Protocol):
    """Anything that lasts from one moment to another."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What one redaction takes: from ``start_ms`` to ``end_ms`` nothing is read; ``muted`` is what is not heard."""

    redaction: Redaction
    start_ms: int
    end_ms: int
    muted: Muted

    def takes(self, word: Word) -> bool:
        """Whether a word goes, of which it is known when it is said; what lies among words that go is heard no more."""
        is_within = self.start_ms <= word.start_ms and word.end_ms <= self.end_ms
        return is_within or _is_reached(word, self.redaction)

    def touches(self, part: _Lasting) -> bool:
        """Whether something goes, of which nobody knows when its words are said."""
        return _overlap(part, self.start_ms, self.end_ms)


def gaps(interview: Interview, recording: str, said: Sequence[Track]) -> tuple[Gap, ...]:
    """What the redactions of a recording take, in their order; ``said`` are all texts of what is said in it."""
    return tuple(_gap(each, said) for each in interview.redactions if each.recording == recording)


def muted(interview: Interview, recording: str, said: Sequence[Track]) -> tuple[Muted, ...]:
    """What a public copy of a recording must not let be heard, guards included, in order of time."""
    redacted = (each.muted for each in gaps(interview, recording, said))
    names = (
        _muted(each, [word for word in _words(said) if is_of(word, each)]) for each in _heard(interview, recording)
    )
    return tuple(sorted({*redacted, *names}))


def removed(interview: Interview, recording: str, said: Sequence[Track]) -> tuple[tuple[Word, ...], ...]:
    """Of each text of what is said, the words that the public must neither read nor hear, in their order."""
    cut, names = gaps(interview, recording, said), _heard(interview, recording)
    return tuple(
        tuple(
            word
            for word in _words([track])
            if any(each.takes(word) for each in cut) or any(is_of(word, each) for each in names)
        )
        for track in said
    )


def is_cut(interview: Interview, recording: str) -> bool:
    """Whether there is anything in a recording that the public must not hear."""
    return any(each.recording == recording for each in interview.redactions) or bool(_heard(interview, recording))


def hidden_names(interview: Interview, recording: str) -> tuple[NameSpoken, ...]:
    """Where a real name is said that the public must neither hear nor read, in order of time.

    Of somebody who has no pseudonym it may be heard; of one whom the record no longer names nobody can tell.
    """
    by_their_own_name = {
        each.name for each in (*interview.narrators, *interview.interviewers) if not each.pseudonym
    } - {each.name for each in (*interview.narrators, *interview.interviewers) if each.pseudonym}
    found = (
        each
        for each in interview.names_spoken
        if each.is_it and each.recording == recording and each.name not in by_their_own_name
    )
    return tuple(sorted(found, key=lambda each: (each.start_ms, each.end_ms)))


def is_of(word: Word, name: NameSpoken) -> bool:
    """Whether a word is said in the moment of a name."""
    shared = min(word.end_ms, name.end_ms) - max(word.start_ms, name.start_ms)
    return shared >= min(_FEWEST_MS, word.end_ms - word.start_ms)


def _heard(interview: Interview, recording: str) -> list[NameSpoken]:
    return [each for each in hidden_names(interview, recording) if each.is_heard]


def _words(said: Sequence[Track]) -> Iterator[Word]:
    return (word for track in said if track.is_as_said for cue in track.cues for word in cue.words)


def _gap(redaction: Redaction, said: Sequence[Track]) -> Gap:
    taken = [each for each in _words(said) if _is_reached(each, redaction)]
    return Gap(
        redaction=redaction,
        start_ms=max(0, min([redaction.start_ms - GUARD_MS, *(each.start_ms for each in taken)])),
        end_ms=max([redaction.end_ms + GUARD_MS, *(each.end_ms for each in taken)]),
        muted=replace(_muted(redaction, taken), tone=redaction.sound == "tone", black=redaction.blacks_picture),
    )


def _muted(marked: Redaction | NameSpoken, taken: Sequence[Word]) -> Muted:
    """What is not heard of something marked, and of the words that go with it."""
    return Muted(
        start_ms=max(0, min([marked.start_ms, *(each.start_ms for each in taken)]) - GUARD_MS),
        end_ms=max([marked.end_ms, *(each.end_ms for each in taken)]) + GUARD_MS,
    )


def _is_reached(word: Word, redaction: Redaction) -> bool:
    return _overlap(word, redaction.start_ms - GUARD_MS, redaction.end_ms + GUARD_MS)


def _overlap(part: _Lasting, start_ms: int, end_ms: int) -> bool:
    return part.start_ms < end_ms and part.end_ms > start_ms
