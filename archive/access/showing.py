"""Who may see and hear what: pure functions of a record and nothing else.

Whatever is unknown, missing or contradictory counts as *not public*. The day's date never opens anything: an embargo
ends by a decision that names a person (DESIGN §4), so no function here asks for the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.records import CLOSED, HIDDEN, OPEN, PARTS, PUBLIC_USES, UNTIL_DECIDED, Decision, Interview, Part, Tag
from archive.sentences import Sentence, sentence


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
    metadata, transcript, sound = (_decided(interview, part) for part in PARTS)
    if standing_in_the_way(interview) or metadata == HIDDEN:
        return NOTHING
    if metadata == CLOSED or misplaced_redactions(interview):
        return LISTED
    text = _narrowed(transcript, allowed=_consents_to(interview, "text"))
    spoken = _narrowed(sound, allowed=_consents_to(interview, "sound"))
    translation = _narrowed(text, allowed=_consents_to(interview, "translation"))
    if under_embargo(interview):
        text, spoken, translation = (_narrowed(part, allowed=False) for part in (text, spoken, translation))
    return Shown(metadata=OPEN, transcript=text, translation=translation, sound=spoken)


def standing_in_the_way(interview: Interview) -> tuple[Sentence, ...]:
    """The reasons, in words, why nothing of this interview may be public; empty when nothing stands in the way."""
    reasons = []
    if interview.withdrawn is not None:
        withdrawn = interview.withdrawn
        reasons.append(sentence("it was withdrawn on %(day)s by %(name)s", day=withdrawn.on, name=withdrawn.by))
    if interview.published is None or not _counts(interview.published):
        reasons.append(sentence("nobody has decided to publish it"))
    return (*reasons, *missing_consent(interview))


def missing_consent(interview: Interview) -> tuple[Sentence, ...]:
    """Why the narrator's consent does not cover publication; empty when it does."""
    consent = interview.consent
    if consent is None or not consent.statement.strip():
        return (sentence("there is no record of the narrator's consent"),)
    if consent.withdrawn_on:
        return (sentence("the narrator took consent back on %(day)s", day=consent.withdrawn_on),)
    if not set(consent.uses) & set(PUBLIC_USES):
        return (sentence("the narrator's consent names no public use"),)
    return ()


def may_be_processed(interview: Interview) -> bool:
    """Whether machines of the archive may work on the recording: a consent on record must name it.

    Before any is recorded they may: what they make stays in the house, and no part of it is public without consent.
    """
    return _is_unasked(interview) or _allowed_now(interview, "processing")


def may_be_translated(interview: Interview, *, elsewhere: bool) -> bool:
    """Whether a machine may draft a translation; ``elsewhere``: a program of which we do not know where it works."""
    if _is_unasked(interview):
        return not elsewhere
    needed = ("processing", "translation", *(["external"] if elsewhere else []))
    return all(_allowed_now(interview, use) for use in needed)


def unheard_because(interview: Interview) -> Sentence | None:
    """Why no machine may work on an interview, in words; None where one may."""
    if may_be_processed(interview):
        return None
    if interview.consent and interview.consent.withdrawn_on:
        return sentence("the narrator took consent back on %(day)s", day=interview.consent.withdrawn_on)
    return sentence("the narrator's consent does not name processing by a machine")


def under_embargo(interview: Interview) -> bool:
    """Whether a closure still holds: until a decision dated on or after its day lifts it, never by the calendar.

    One until people decide has no day: any decision that lifts it counts.
    """
    if not interview.embargo_until:
        return False
    lifted = interview.embargo_lifted
    if lifted is None or not _counts(lifted):
        return True
    if interview.embargo_until == UNTIL_DECIDED:
        return False
    try:
        return date.fromisoformat(lifted.on) < date.fromisoformat(interview.embargo_until)
    except ValueError:  # a day that cannot be read for certain has not come
        return True


def misplaced_redactions(interview: Interview) -> tuple[str, ...]:
    """Recordings that redactions name and that are not there: what was to be kept back is then not known."""
    named = [each.recording for each in interview.redactions]
    named += (each.recording for each in interview.names_spoken if each.is_it)
    return tuple(each for each in named if interview.recording(each) is None)


def newly_open(before: Shown, after: Shown) -> tuple[str, ...]:
    """The parts of which the public meets more after a decision than before it."""
    width = {HIDDEN: 0, CLOSED: 1, OPEN: 2}
    parts = ("metadata", "transcript", "translation", "sound")
    return tuple(each for each in parts if width[getattr(after, each)] > width[getattr(before, each)])


def in_words(interview: Interview) -> str:
    """What the public will meet of an interview, in a few words, and why it is no more."""
    if reasons := standing_in_the_way(interview):
        return f"not public: {'; '.join(map(str, reasons))}"
    rights = shown(interview)
    if rights.metadata == HIDDEN:
        return "not listed: its metadata is hidden"
    if rights.metadata == CLOSED:
        return f"listed only: {_why_only_listed(interview)}"
    parts = (("words", rights.transcript), ("translations", rights.translation), ("sound", rights.sound))
    met = [name for name, part in parts if part == OPEN]
    if not met:
        return f"listed only: {_why_only_listed(interview)}"
    return " and ".join([", ".join(met[:-1]), met[-1]] if met[1:] else met)


def public_tags(tags: Iterable[Tag], *, unreviewed: bool) -> tuple[Tag, ...]:
    """The tags that may be met where the words may: accepted by somebody or, where a collection shows them, unreviewed.

    Unreviewed only what the vocabulary has found: a name that a program takes for somebody's waits for a person in any
    case, and so does what was reckoned and not said, and what somebody took back. What was accepted for words that were
    corrected since is met again once somebody has said that it holds all the same (decision 0022).
    """
    return tuple(each for each in tags if _is_accepted(each) or (unreviewed and _is_by_vocabulary(each)))


def _is_accepted(tag: Tag) -> bool:
    return tag.status == "accepted" and not tag.is_unsaid


def _is_by_vocabulary(tag: Tag) -> bool:
    return tag.kind in ("concept", "era") and not tag.verdicts and not tag.is_proposal and bool(tag.made_by)


def _why_only_listed(interview: Interview) -> str:
    if missing := misplaced_redactions(interview):
        return f"a redaction names {missing[0]}, which it does not have"
    if _decided(interview, "metadata") == CLOSED:
        return "its metadata is closed"
    if under_embargo(interview):
        until = interview.embargo_until
        return f"under embargo {until}" if until == UNTIL_DECIDED else f"under embargo until {until}"
    return "neither its words nor its sound are open"


def _counts(decision: Decision) -> bool:
    """Whether a decision names who decided and when."""
    return bool(decision.by.strip() and decision.on.strip())


def _is_unasked(interview: Interview) -> bool:
    """Whether nothing is on record of what the narrator allows or forbids."""
    consent = interview.consent
    return interview.withdrawn is None and (consent is None or not (consent.statement.strip() or consent.withdrawn_on))


def _allowed_now(interview: Interview, use: str) -> bool:
    consent = interview.consent
    is_given = consent is not None and bool(consent.statement.strip()) and not consent.withdrawn_on
    return is_given and interview.withdrawn is None and _consents_to(interview, use)


def _consents_to(interview: Interview, use: str) -> bool:
    return interview.consent is not None and use in interview.consent.uses


def _decided(interview: Interview, part: str) -> Part:
    """How far a part is open by decision: one that is said to be open and to wait for a day is not."""
    waiting = {name for name, day in interview.access.not_before.items() if day}
    return _narrowed(getattr(interview.access, part), allowed=part not in waiting and waiting <= set(PARTS))


def _narrowed(part: Part, *, allowed: bool) -> Part:
    if part == OPEN and not allowed:
        return CLOSED
    return part if part in (OPEN, CLOSED) else HIDDEN
