"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive import fixity, provenance
from archive.access import missing_consent
from archive.errors import Refused
from archive.files import Files, interview_file, to_json
from archive.records import PUBLIC_USES, Consent, Decision, Interview, Part
from archive.transcripts import earlier_kept


def publish(files: Files, interview_id: str, *, by: str, on: str) -> Interview:
    """Decide that an interview may be public, as its access and consent allow; raises :class:`Refused` without consent.

    Deciding it again changes nothing.
    """

    def decided(interview: Interview) -> Interview:
        if interview.withdrawn is not None:
            raise Refused(
                f"{interview_id} was withdrawn on {interview.withdrawn.on} by {interview.withdrawn.by}.",
                next_step="A withdrawn interview stays withdrawn.",
            )
        if missing := missing_consent(interview):
            raise Refused(
                f"{interview_id} cannot be published: {missing[0]}.",
                next_step="Record it: `earwitness consent ID --statement TEXT`.",
            )
        return interview if interview.published else replace(interview, published=Decision(by=by, on=on))

    return _decide(files, interview_id, "publication", by, decided)


def withdraw(files: Files, interview_id: str, *, by: str, on: str, reason: str) -> Interview:
    """Take an interview back from the public for good; deciding it again changes nothing."""

    def decided(interview: Interview) -> Interview:
        if interview.withdrawn:
            return interview
        return replace(interview, published=None, withdrawn=Decision(by=by, on=on, reason=reason))

    return _decide(files, interview_id, "withdrawal", by, decided)


def record_consent(files: Files, interview_id: str, consent: Consent, *, by: str) -> Interview:
    """Keep what the narrator allowed, in place of what was recorded before.

    A consent that names no use keeps those of the one before it: it never widens them. The first is to every use.
    """

    def decided(interview: Interview) -> Interview:
        before = interview.consent.uses if interview.consent else PUBLIC_USES
        return replace(interview, consent=replace(consent, uses=consent.uses or before))

    return _decide(files, interview_id, "consent recorded", by, decided)


def restrict(files: Files, interview_id: str, access: dict[str, Part], *, by: str) -> Interview:
    """Set how far parts of an interview are open: ``metadata``, ``transcript`` and ``sound``, each by itself."""
    return _decide(
        files, interview_id, "access set", by, lambda each: replace(each, access=replace(each.access, **access))
    )


def _decide(
    files: Files, interview_id: str, type_: str, agent: str, decided: Callable[[Interview], Interview]
) -> Interview:
    with files.lock(interview_id):
        provenance.finish_pending(files, interview_id)
        before = files.read_interview(interview_id)
        after = decided(before)
        if after == before:
            return before
        key = interview_file(interview_id)
        event = provenance.next_event(files, interview_id, type_, agent)
        writes = earlier_kept(files, key, event) | {key: to_json(after)}
        provenance.perform(files, provenance.planned(event, writes=writes))
        fixity.settle(files, interview_id)
        return after
