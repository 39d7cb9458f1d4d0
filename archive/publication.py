"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from archive import fixity, provenance
from archive.access import missing_consent, under_embargo
from archive.describing import mark
from archive.errors import Conflict, NotFound, Refused
from archive.files import Files, interview_file, to_json
from archive.records import PUBLIC_USES, Access, Consent, Decision, Interview, Part, Person, Redaction
from archive.sentences import Sentence, enumerated, sentence
from archive.transcripts import earlier_kept

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
            raise _decided_anew()
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

    return _decide(files, interview_id, "publication", by, decided)


def unpublish(files: Files, interview_id: str, *, by: str, reason: str = "") -> Interview:
    """Take an interview back from the public until somebody publishes it again; of one that is not public, nothing."""
    return _decide(
        files, interview_id, "publication taken back", by, lambda each: replace(each, published=None), detail=reason
    )


def withdraw(files: Files, interview_id: str, *, by: str, on: str, reason: str) -> Interview:
    """Take an interview back from the public for good; deciding it again changes nothing."""

    def decided(interview: Interview) -> Interview:
        if interview.withdrawn:
            return interview
        return replace(interview, published=None, withdrawn=Decision(by=by, on=on, reason=reason))

    return _decide(files, interview_id, "withdrawal", by, decided)


def record_consent(
    files: Files, interview_id: str, consent: Consent, *, by: str, started_from: str | None = None
) -> Interview:
    """Keep what the narrator allowed, in place of what was recorded before.

    A consent that names no use keeps those of the one before it: it never widens them. The first is to every use.
    Raises :class:`Conflict` where the consent on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        _check_unchanged(interview.consent, started_from)
        before = interview.consent.uses if interview.consent else PUBLIC_USES
        return replace(interview, consent=replace(consent, uses=consent.uses or before))

    return _decide(files, interview_id, "consent recorded", by, decided, detail=", ".join(consent.uses))


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

    return _decide(files, interview_id, "consent taken back", by, decided, detail=reason)


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
        _check_unchanged(interview.access, started_from)
        return replace(interview, access=replace(interview.access, **access))

    told = ", ".join(f"{name} {part}" for name, part in access.items())
    return _decide(files, interview_id, "access set", by, decided, detail=_told(told, reason))


def _check_unchanged(part: Access | Consent | str | None, started_from: str | None) -> None:
    if started_from is not None and mark(part) != started_from:
        raise _decided_anew()


def _decided_anew() -> Conflict:
    return Conflict("Somebody else decided this anew in between.", next_step="Look at it as it is now, then decide.")


def redact(files: Files, interview_id: str, redaction: Redaction, *, by: str) -> Interview:
    """Keep a stretch of a recording from being read or heard; raises :class:`NotFound` for one it does not have."""

    def decided(interview: Interview) -> Interview:
        if interview.recording(redaction.recording) is None:
            raise NotFound(
                "%(interview)s has no %(recording)s.",
                next_step="`earwitness list %(interview)s`",
                interview=interview_id,
                recording=redaction.recording,
            )
        if redaction in interview.redactions:
            return interview
        return replace(interview, redactions=(*interview.redactions, redaction))

    return _decide(files, interview_id, "redaction set", by, decided)


def lift_redaction(files: Files, interview_id: str, redaction: Redaction, *, by: str) -> Interview:
    """Let a stretch be read and heard again, for the redaction's reason; raises :class:`NotFound` where none is there.

    One of the same recording from there to there is lifted, whatever reason it was set for.
    """

    def decided(interview: Interview) -> Interview:
        kept = tuple(each for each in interview.redactions if _place(each) != _place(redaction))
        if kept == interview.redactions:
            raise NotFound(
                "%(interview)s has no redaction of %(place)s.",
                next_step="It has: %(there)s.",
                interview=interview_id,
                place=_place(redaction),
                there=enumerated(map(_place, interview.redactions)) or sentence("none"),
            )
        return replace(interview, redactions=kept)

    return _decide(files, interview_id, "redaction lifted", by, decided, detail=redaction.reason)


def _place(redaction: Redaction) -> Sentence:
    return sentence(
        "%(recording)s from %(start)s to %(end)s ms",
        recording=redaction.recording,
        start=redaction.start_ms,
        end=redaction.end_ms,
    )


def embargo(
    files: Files, interview_id: str, *, until: date, by: str, reason: str = "", started_from: str | None = None
) -> Interview:
    """Close the words and the sound until somebody lifts it, on that day at the earliest.

    Raises :class:`Conflict` where the day on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        _check_unchanged(interview.embargo_until, started_from)
        return replace(interview, embargo_until=until.isoformat(), embargo_lifted=None)

    return _decide(
        files,
        interview_id,
        "embargo set",
        by,
        decided,
        detail=_told(sentence("until %(day)s", day=until.isoformat()), reason),
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

    return _decide(files, interview_id, "embargo lifted", by, decided)


def give_pseudonym(
    files: Files, interview_id: str, name: str, pseudonym: str, *, by: str, started_from: str | None = None
) -> Interview:
    """Let the public meet a narrator or interviewer by another name only; raises :class:`NotFound` if nobody has it.

    Raises :class:`Conflict` where the pseudonym on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        if not _people_named(interview, name):
            raise NotFound(
                "%(interview)s names nobody %(name)r.",
                next_step="Give the name as it is on record.",
                interview=interview_id,
                name=name,
            )
        _check_unchanged(pseudonym_of(interview, name), started_from)
        return _named(interview, name, pseudonym)

    return _decide(files, interview_id, "pseudonym given", by, decided)


def take_back_pseudonym(
    files: Files, interview_id: str, name: str, *, by: str, started_from: str | None = None
) -> Interview:
    """Let the public meet a person by the name on record again; raises :class:`NotFound` if nobody has a pseudonym.

    Raises :class:`Conflict` where the pseudonym on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        if not pseudonym_of(interview, name):
            raise NotFound(
                "%(interview)s has no pseudonym for %(name)r.",
                next_step="Give the name as it is on record.",
                interview=interview_id,
                name=name,
            )
        _check_unchanged(pseudonym_of(interview, name), started_from)
        return _named(interview, name, "")

    return _decide(files, interview_id, "pseudonym taken back", by, decided)


def pseudonym_of(interview: Interview, name: str) -> str:
    """By which other name the public meets somebody; empty for one without, or who is not there."""
    return next((each.pseudonym for each in _people_named(interview, name) if each.pseudonym), "")


def _people_named(interview: Interview, name: str) -> list[Person]:
    return [each for each in (*interview.narrators, *interview.interviewers) if each.name == name]


def _named(interview: Interview, name: str, pseudonym: str) -> Interview:
    return replace(
        interview,
        narrators=_renamed(interview.narrators, name, pseudonym),
        interviewers=_renamed(interview.interviewers, name, pseudonym),
    )


def _renamed(people: tuple[Person, ...], name: str, pseudonym: str) -> tuple[Person, ...]:
    return tuple(replace(each, pseudonym=pseudonym) if each.name == name else each for each in people)


def _told(what: str | Sentence, why: str) -> str | Sentence:
    return sentence("%(what)s: %(why)s", what=what, why=why) if why else what


def _decide(
    files: Files,
    interview_id: str,
    type_: str,
    agent: str,
    decided: Callable[[Interview], Interview],
    *,
    detail: str | Sentence = "",
) -> Interview:
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        before = files.read_interview(interview_id)
        after = decided(before)
        if after == before:
            return before
        key = interview_file(interview_id)
        event = provenance.next_event(files, interview_id, type_, agent, detail=detail)
        writes = earlier_kept(files, key, event) | {key: to_json(after)}
        provenance.perform(files, provenance.planned(event, writes=writes))
        fixity.settle(files, interview_id)
        return after
