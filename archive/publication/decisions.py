"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from archive import review
from archive.access import decisions, newly_open, shown
from archive.describing import mark
from archive.errors import Refused
from archive.files import Files
from archive.publication.deciding import check_unchanged, decide, decided_anew, told_also, told_why
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    PARTS,
    UNTIL_DECIDED,
    Consent,
    Interview,
    Texts,
)
from archive.sentences import Sentence, enumerated, sentence

_HOW: Final = {OPEN: sentence("open"), CLOSED: sentence("closed"), HIDDEN: sentence("hidden")}
_USES: Final = {
    "text": sentence("text"),
    "translation": sentence("translation"),
    "sound": sentence("sound"),
    "processing": sentence("processing by a machine"),
    "external": sentence("processing elsewhere"),
}
_DECIDED: Final = (
    "access",
    "consent",
    "embargo_until",
    "embargo_lifted",
    "redactions",
    "names_spoken",
    "narrators",
    "interviewers",
)


def standing(interview: Interview) -> str:
    """A name for all that decides what the public would meet, by which a change of any of it is noticed."""
    return mark([mark(getattr(interview, name)) for name in _DECIDED])


def publish(
    files: Files,
    interview_id: str,
    *,
    by: str,
    on: str,
    started_from: str | None = None,
    looked_at: Interview | None = None,
    detail: str | Sentence = "",
) -> Interview:
    """Decide that an interview may be public, as its access and consent allow; raises :class:`Refused` without consent.

    And while nobody has decided about a passage that the narrator asked to withhold.

    Deciding it again changes nothing. ``detail`` is for the log. Raises :class:`Conflict` where what decides it is not
    the :func:`standing` that it ``started_from``: whoever decided saw something else. So of all that open something
    where the record is not the one of which somebody ``looked_at`` what is opened.
    """

    def decided(interview: Interview) -> Interview:
        if started_from is not None and standing(interview) != started_from:
            raise decided_anew()
        if wanted := [each for each in review.undecided(files, interview_id) if each.kind == "withhold"]:
            raise Refused(
                "The narrator asked to withhold passages of %(interview)s (%(count)s), and nobody has decided.",
                next_step="Decide them on the page “Narrator's review”.",
                count=len(wanted),
                interview=interview_id,
            )
        return _as_looked_at(interview, decisions.published(interview, by=by, on=on), looked_at)

    return decide(files, interview_id, "publication", by, decided, detail=detail)


def _as_looked_at(before: Interview, after: Interview, looked_at: Interview | None) -> Interview:
    """What is decided; raises :class:`Conflict` where it opens something, and not of the record that was looked at."""
    is_same = looked_at is None or (shown(before), standing(before)) == (shown(looked_at), standing(looked_at))
    if not is_same and newly_open(shown(before), shown(after)):
        raise decided_anew()
    return after


def unpublish(files: Files, interview_id: str, *, by: str, reason: str | Sentence = "") -> Interview:
    """Take an interview back from the public until somebody publishes it again; of one that is not public, nothing."""
    return decide(files, interview_id, "publication taken back", by, decisions.taken_back, detail=reason)


def withdraw(
    files: Files, interview_id: str, *, by: str, on: str, reason: str, tombstone: Texts | None = None
) -> Interview:
    """Take an interview back from the public for good; deciding it again changes nothing.

    Its address then says the ``tombstone``, in the wording agreed, or, without one, that there is nothing. No record
    from before can bring it back.
    """

    def decided(interview: Interview) -> Interview:
        return decisions.withdrawn(interview, by=by, on=on, reason=reason, tombstone=tombstone)

    withdrawn = decide(files, interview_id, "withdrawal", by, decided)
    files.keep_withdrawal(withdrawn)
    return withdrawn


def record_consent(
    files: Files,
    interview_id: str,
    consent: Consent,
    *,
    by: str,
    started_from: str | None = None,
    looked_at: Interview | None = None,
    detail: str | Sentence = "",
) -> Interview:
    """Keep what the narrator allowed, in place of what was before (:func:`~archive.access.decisions.allowed_as_told`).

    ``detail`` is for the log, beside the uses. Raises :class:`Conflict` where the consent on record is not the one
    ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.consent, started_from)
        return _as_looked_at(interview, decisions.allowed_as_told(interview, consent), looked_at)

    uses = enumerated(_USES.get(each, each) for each in consent.uses)
    return decide(files, interview_id, "consent recorded", by, decided, detail=told_also(uses, detail))


def take_back_consent(files: Files, interview_id: str, *, by: str, on: str, reason: str = "") -> Interview:
    """The narrator takes consent back: nothing may be public any more; raises :class:`Refused` if none was given."""

    def decided(interview: Interview) -> Interview:
        return decisions.consent_taken_back(interview, on=on)

    return decide(files, interview_id, "consent taken back", by, decided, detail=reason)


def restrict(
    files: Files,
    interview_id: str,
    told: Mapping[str, Any],
    *,
    by: str,
    on: str,
    started_from: str | None = None,
    looked_at: Interview | None = None,
    detail: str | Sentence = "",
) -> Interview:
    """Set how far parts of an interview are open, from which day at the earliest, and why: fields of :class:`Access`.

    What is not told stays as it is; ``detail`` is for the log. Raises :class:`Refused` for a part opened before its
    day, and :class:`Conflict` where the access on record is not the one ``started_from`` (its :func:`mark`).
    """

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.access, started_from)
        return _as_looked_at(interview, decisions.restricted_as_told(interview, told, on=on), looked_at)

    parts = enumerated(
        sentence("%(part)s %(how)s", part=decisions.PART_NAMES[name], how=_HOW.get(told[name], told[name]))
        for name in PARTS
        if name in told
    )
    says = told_also(told_why(parts, str(told.get("reason", ""))), detail)
    return decide(files, interview_id, "access set", by, decided, detail=says)


def embargo(
    files: Files,
    interview_id: str,
    *,
    until: date | None,
    by: str,
    reason: str = "",
    started_from: str | None = None,
) -> Interview:
    """Close the words and the sound until somebody lifts it, on that day at the earliest, or on any if there is none.

    Raises :class:`Conflict` where the day on record is not the one ``started_from`` (its :func:`mark`).
    """
    day = until.isoformat() if until else UNTIL_DECIDED
    says = sentence("until %(day)s", day=day) if until else sentence("until we decide")

    def decided(interview: Interview) -> Interview:
        check_unchanged(interview.embargo_until, started_from)
        return decisions.embargoed(interview, day)

    return decide(files, interview_id, "embargo set", by, decided, detail=told_why(says, reason))


def lift_embargo(
    files: Files,
    interview_id: str,
    *,
    by: str,
    on: str,
    looked_at: Interview | None = None,
    detail: str | Sentence = "",
) -> Interview:
    """Decide that an embargo is over; raises :class:`Refused` before its day, or where that cannot be read."""

    def decided(interview: Interview) -> Interview:
        return _as_looked_at(interview, decisions.embargo_lifted(interview, by=by, on=on), looked_at)

    return decide(files, interview_id, "embargo lifted", by, decided, detail=detail)
