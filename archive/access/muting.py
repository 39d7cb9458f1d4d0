"""Which stretches of a recording the public must not hear: pure, from what people decided."""

from __future__ import annotations

from archive.records import Interview, Muted, NameSpoken

GUARD_MS = 250
"""A redaction takes every word that overlaps it widened by this much on both sides, and the sound (DESIGN §4)."""


def muted(interview: Interview, recording: str) -> tuple[Muted, ...]:
    """What a public copy of a recording must not let be heard, guards included, in order of time."""
    redacted = (
        Muted(
            start_ms=max(0, each.start_ms - GUARD_MS),
            end_ms=each.end_ms + GUARD_MS,
            tone=each.sound == "tone",
            black=each.blacks_picture,
        )
        for each in interview.redactions
        if each.recording == recording
    )
    names = (
        Muted(start_ms=max(0, each.start_ms - GUARD_MS), end_ms=each.end_ms + GUARD_MS)
        for each in hidden_names(interview, recording)
        if each.is_heard
    )
    return tuple(sorted({*redacted, *names}))


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
