"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from archive.access import missing_consent, under_embargo
from archive.describing import mark
from archive.errors import Refused
from archive.files import Files
from archive.publication.deciding import check_unchanged, decide, decided_anew, told
from archive.records import CLOSED, HIDDEN, OPEN, PUBLIC_USES, Consent, Decision, Interview, Part
from archive.sentences import enumerated, sentence

_PARTS: Final = {
    "metadata": sentence("metadata"),
    "transcript": sentence("transcript"),
    "sound": sentence("sound"),
}
_HOW: Final = {OPEN: sentence("open"), CLOSED: sentence("closed"), HIDDEN: sentence("hidden")}
_USES: Final = {"text": sentence("text"), "translation": sentence("translation"), "sound": sentence("sound")}
_DECIDED: Final = ("access", "consent", "embargo_until", "embargo_lifted", "redactions", "narrators", "interviewers")


def standing(interview: Interview) -> str:
    """A name for all that decides what the public would meet, by which a change of any of it is noticed."""
    return mark([mark(getattr(interview, name)) for name in _DECIDED])


def publish(files: Files, interview_id: str, *, by: str, on: str, started_from: str | None = None) -> Interview:
    """Decide that an interview may be public, as its access and consent allow; raises :class:`Refused` without consent.

    Deciding it again changes nothing. Raises :class:`Conflict` where what decides it is not the :func:`standing` that
    it ``started_from``: whoever decided saw something else.
    """

    def decided(interview: Interview) -> Interview:
        if started_from is not None and standing(interview) != started_from:
            raise decided_anew()
        if interview.withdrawn is not None:
            raise Refused(
                "%(interview)s was withdrawn on %(day)s by %(name)s.",
                next_step="A withdrawn interview stays withdrawn.",
                interview=interview_id,
                day=interview.withdrawn.on,
                name=interview.withdrawn.by,
            )
        if missing := missing_consent(interview):
            raise Refused(
                "%(interview)s cannot be published: %(missing)s.",
                next_step="Record it: `earwitness consent ID --statement TEXT`.",
                interview=interview_id,
                missing=missing[0],
            )
        return interview if interview.published else replace(interview, published=Decision(by=by, on=on))

    return decide(files, interview_id, "publication", by, decided)


def unpublish(files: Files, interview_id: str, *, by: str, reason: str = "") -> Interview:
    """Take an interview back from the public until somebody publishes it again; of one that is not public, nothing."""
    return decide(
        files, interview_id, "publication taken back", by, lambda each: replace(each, published=None), detail=reason
    )


def withdraw(files: Files, interview_id: str, *, by: str, on: str, reason: str) -> Interview:
    """Take an interview back from the public for good; deciding it again changes nothing."""

    def decided(interview: Interview) -> Interview:
        if interview.withdrawn:
            return interview
        return replace(interview, published=None, withdrawn=Decision(by=by, on=on, reason=reason))

    return decide(files, interview_id, "withdrawal", by, decided)


def record_consent(
    files: Files, interview_id: str, consent: Consent, *, by: str, started_from: str | None = None
) -> Interview:
    """Keep what the narrator allowed, in place of what was recorded before.

    A consent that names no use keeps those of the one before it: it never widens them. The first is to every use.
    Raises :class:`Conflict` where the consent on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.consent, started_from)
        before = interview.consent.uses if interview.consent else PUBLIC_USES
        return replace(interview, consent=replace(consent, uses=consent.uses or before))

    return decide(
        files,
        interview_id,
        "consent recorded",
        by,
        decided,
        detail=told(enumerated(_USES.get(each, each) for each in consent.uses), ""),
    )


def widened(before: Consent | None, after: Consent) -> tuple[str, ...]:
    """The uses that a consent allows and the one before it did not; one taken back allowed none."""
    allowed = before.uses if before and not before.withdrawn_on else ()
    return tuple(each for each in PUBLIC_USES if each in after.uses and each not in allowed)


def take_back_consent(files: Files, interview_id: str, *, by: str, on: str, reason: str = "") -> Interview:
    """The narrator takes consent back: nothing may be public any more; raises :class:`Refused` if none was given."""

    def decided(interview: Interview) -> Interview:
        if interview.consent is None:
            raise Refused(
                "%(interview)s has no consent on record.",
                next_step="There is nothing to take back.",
                interview=interview_id,
            )
        if interview.consent.withdrawn_on:
            return interview
        return replace(interview, consent=replace(interview.consent, withdrawn_on=on))

    return decide(files, interview_id, "consent taken back", by, decided, detail=reason)


def restrict(
    files: Files,
    interview_id: str,
    access: dict[str, Part],
    *,
    by: str,
    reason: str = "",
    started_from: str | None = None,
) -> Interview:
    """Set how far parts of an interview are open: ``metadata``, ``transcript`` and ``sound``, each by itself.

    Raises :class:`Conflict` where the access on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.access, started_from)
        return replace(interview, access=replace(interview.access, **access))

    parts = enumerated(
        sentence("%(part)s %(how)s", part=_PARTS.get(name, name), how=_HOW.get(part, part))
        for name, part in access.items()
    )
    return decide(files, interview_id, "access set", by, decided, detail=told(parts, reason))


def embargo(
    files: Files, interview_id: str, *, until: date, by: str, reason: str = "", started_from: str | None = None
) -> Interview:
    """Close the words and the sound until somebody lifts it, on that day at the earliest.

    Raises :class:`Conflict` where the day on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.embargo_until, started_from)
        return replace(interview, embargo_until=until.isoformat(), embargo_lifted=None)

    return decide(
        files,
        interview_id,
        "embargo set",
        by,
        decided,
        detail=told(sentence("until %(day)s", day=until.isoformat()), reason),
    )


def lift_embargo(files: Files, interview_id: str, *, by: str, on: str) -> Interview:
    """Decide that an embargo is over; raises :class:`Refused` before its day, or where that cannot be read."""

    def decided(interview: Interview) -> Interview:
        if not under_embargo(interview):
            return interview
        lifted = replace(interview, embargo_lifted=Decision(by=by, on=on))
        if under_embargo(lifted):
            raise Refused(
                "%(interview)s is under embargo until %(day)r.",
                next_step="Lift it on that day or later.",
                interview=interview_id,
                day=interview.embargo_until,
            )
        return lifted

    return decide(files, interview_id, "embargo lifted", by, decided)
