"""Who may see and hear what: pure functions of a record and nothing else.

Whatever is unknown, missing or contradictory counts as *not public*. The day's date never opens anything: an embargo
ends by a decision that names a person (DESIGN §4), so no function here asks for the time.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import CLOSED, HIDDEN, OPEN, Interview, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the public may meet of each part: ``open``, ``closed`` (that it exists, no more) or ``hidden``."""

    metadata: Part = HIDDEN
    transcript: Part = HIDDEN
    translation: Part = HIDDEN
    sound: Part = HIDDEN


NOTHING = Shown()
LISTED = Shown(metadata=CLOSED, transcript=CLOSED, translation=CLOSED, sound=CLOSED)
EVERYTHING = Shown(metadata=OPEN, transcript=OPEN, translation=OPEN, sound=OPEN)


def shown(interview: Interview) -> Shown:
    """What the public may meet of this interview; the strictest of access, consent, embargo and withdrawal wins."""
    if standing_in_the_way(interview) or interview.access.metadata not in (OPEN, CLOSED):
        return NOTHING
    if interview.access.metadata == CLOSED:
        return LISTED
    text = _narrowed(interview.access.transcript, allowed=_consents_to(interview, "text"))
    spoken = _narrowed(interview.access.sound, allowed=_consents_to(interview, "sound"))
    translation = _narrowed(text, allowed=_consents_to(interview, "translation"))
    if under_embargo(interview):
        text, spoken, translation = (_narrowed(part, allowed=False) for part in (text, spoken, translation))
    return Shown(metadata=OPEN, transcript=text, translation=translation, sound=spoken)


def standing_in_the_way(interview: Interview) -> tuple[str, ...]:
    """The reasons, in words, why nothing of this interview may be public; empty when nothing stands in the way."""
    reasons = []
    if interview.withdrawn is not None:
        reasons.append(f"it was withdrawn on {interview.withdrawn.on} by {interview.withdrawn.by}")
    if interview.published is None:
        reasons.append("nobody has decided to publish it")
    return (*reasons, *missing_consent(interview))


def missing_consent(interview: Interview) -> tuple[str, ...]:
    """Why the narrator's consent does not cover publication; empty when it does."""
    consent = interview.consent
    if consent is None or not consent.statement.strip():
        return ("there is no record of the narrator's consent",)
    if consent.withdrawn_on:
        return (f"the narrator took consent back on {consent.withdrawn_on}",)
    if not consent.uses:
        return ("the narrator's consent names no public use",)
    return ()


def under_embargo(interview: Interview) -> bool:
    """Whether a closure still holds: until a decision dated on or after its day lifts it, never by the calendar."""
    if not interview.embargo_until:
        return False
    lifted = interview.embargo_lifted
    return lifted is None or not lifted.by or lifted.on < interview.embargo_until


def _consents_to(interview: Interview, use: str) -> bool:
    return interview.consent is not None and use in interview.consent.uses


def _narrowed(part: Part, *, allowed: bool) -> Part:
    if part == OPEN and not allowed:
        return CLOSED
    return part if part in (OPEN, CLOSED) else HIDDEN
