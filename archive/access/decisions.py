"""The state machine of an interview's publicity: what each decision makes of a record, or why it is refused.

An interview is *kept*, *published* or *withdrawn*; published and taken back as often as people decide so, withdrawn
once and for good. Beside that stand consent, the access of each part, and an embargo; the strictest wins
(:func:`archive.access.shown`). A decision opens what it names and nothing else, and the days are told, never asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from archive.access.showing import missing_consent, under_embargo
from archive.errors import BadInput, Refused
from archive.records import CLOSED, HIDDEN, OPEN, PARTS, USUAL_USES, Access, Consent, Decision, Interview, Texts
from archive.sentences import sentence

State = Literal["kept", "published", "withdrawn"]

PART_NAMES = {
    "metadata": sentence("metadata"),
    "transcript": sentence("transcript"),
    "sound": sentence("sound"),
}


def state(interview: Interview) -> State:
    """Whether people have decided to show it, to keep it back for good, or neither."""
    if interview.withdrawn is not None:
        return "withdrawn"
    return "kept" if interview.published is None else "published"


def published(interview: Interview, *, by: str, on: str) -> Interview:
    """As it is once somebody decided that it may be public; raises :class:`Refused` without consent or if withdrawn."""
    if interview.withdrawn is not None:
        raise Refused(
            "%(interview)s was withdrawn on %(day)s by %(name)s.",
            next_step="A withdrawn interview stays withdrawn.",
            interview=interview.id,
            day=interview.withdrawn.on,
            name=interview.withdrawn.by,
        )
    if missing := missing_consent(interview):
        raise Refused(
            "%(interview)s cannot be published: %(missing)s.",
            next_step="Record it: `earwitness consent ID --statement TEXT`.",
            interview=interview.id,
            missing=missing[0],
        )
    return interview if interview.published else replace(interview, published=Decision(by=by, on=on))


def taken_back(interview: Interview) -> Interview:
    """As it is once it is taken back from the public, until somebody publishes it again."""
    return replace(interview, published=None)


def withdrawn(interview: Interview, *, by: str, on: str, reason: str, tombstone: Texts | None = None) -> Interview:
    """As it is once it is taken back for good; one that is withdrawn stays as it was withdrawn.

    ``tombstone`` is the wording agreed for its address; without one the address answers as if it had never been.
    """
    if interview.withdrawn is not None:
        return interview
    decision = Decision(by=by, on=on, reason=reason)
    wording = {tag: text.strip() for tag, text in (tombstone or {}).items() if text.strip()}
    return replace(interview, published=None, withdrawn=decision, tombstone=wording)


def allowed(interview: Interview, consent: Consent) -> Interview:
    """As it is once a narrator's consent is recorded, in place of what was recorded before."""
    return replace(interview, consent=consent)


def allowed_as_told(interview: Interview, consent: Consent) -> Interview:
    """The same of a consent as somebody tells it: one that names no use keeps those of the one before it.

    So it never widens them. The first is to the :data:`~archive.records.USUAL_USES`. Documents of earlier ones stay.
    """
    before = interview.consent.uses if interview.consent else USUAL_USES
    documents = interview.consent.documents if interview.consent else ()
    return allowed(interview, replace(consent, uses=consent.uses or before, documents=documents))


def consent_taken_back(interview: Interview, *, on: str) -> Interview:
    """As it is once the narrator took consent back; raises :class:`Refused` if none was given."""
    if interview.consent is None:
        raise Refused(
            "%(interview)s has no consent on record.",
            next_step="There is nothing to take back.",
            interview=interview.id,
        )
    if interview.consent.withdrawn_on:
        return interview
    return replace(interview, consent=replace(interview.consent, withdrawn_on=on))


def restricted(interview: Interview, access: Access, *, on: str) -> Interview:
    """As it is once each part is as far open as this; raises :class:`Refused` for a part opened before its day.

    The day before which a part may not be opened goes once it is open. Raises :class:`BadInput` for what is no part,
    no way to be open, or no day.
    """
    _check(access)
    waits = {part: day for part, day in access.not_before.items() if day}
    for part, day in waits.items():
        if getattr(access, part) == OPEN and not _has_come(day, on):
            raise Refused(
                "The %(part)s of %(interview)s may not be opened before %(day)s.",
                next_step="Close it until then, or set another day.",
                part=PART_NAMES[part],
                interview=interview.id,
                day=day,
            )
    waits = {part: day for part, day in waits.items() if getattr(access, part) != OPEN}
    return replace(interview, access=replace(access, not_before=waits))


def restricted_as_told(interview: Interview, told: Mapping[str, Any], *, on: str) -> Interview:
    """The same of those fields of its access that somebody tells; the others stay as they are."""
    return restricted(interview, replace(interview.access, **told), on=on)


def embargoed(interview: Interview, until: str) -> Interview:
    """As it is once words and sound are closed until a day, or :data:`~archive.records.UNTIL_DECIDED`."""
    return replace(interview, embargo_until=until, embargo_lifted=None)


def embargo_lifted(interview: Interview, *, by: str, on: str) -> Interview:
    """As it is once somebody decided that the embargo is over; raises :class:`Refused` before its day."""
    if not under_embargo(interview):
        return interview
    lifted = replace(interview, embargo_lifted=Decision(by=by, on=on))
    if under_embargo(lifted):
        raise Refused(
            "%(interview)s is under embargo until %(day)r.",
            next_step="Lift it on that day or later.",
            interview=interview.id,
            day=interview.embargo_until,
        )
    return lifted


def _check(access: Access) -> None:
    ways: Mapping[str, str] = {part: getattr(access, part) for part in PARTS}
    for part, way in ways.items():
        if way not in (OPEN, CLOSED, HIDDEN):
            raise BadInput("%(part)s cannot be %(way)r.", next_step="Use open, closed or hidden.", part=part, way=way)
    for part, day in access.not_before.items():
        if part not in PARTS:
            raise BadInput("%(part)r is no part of an interview.", part=part)
        if day and not _is_day(day):
            raise BadInput("%(written)r is not a day.", next_step="Write it as 2031-05-03.", written=day)


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _has_come(day: str, today: str) -> bool:
    return _is_day(today) and day <= today
