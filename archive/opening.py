"""What the public meets of an interview, and why no more, as access and release decide; and decisions carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from archive import jobs, publication, review, sensitivity
from archive.access import (
    Shown,
    decisions,
    is_cut,
    may_be_processed,
    misplaced_redactions,
    missing_consent,
    shown,
    under_embargo,
)
from archive.describing import mark
from archive.errors import ArchiveError, Unavailable
from archive.files import Files
from archive.holdings import holdings
from archive.records import CLOSED, HIDDEN, OPEN, Decision, Interview, LookedAt, Texts
from archive.release import Holdings, Released, release
from archive.review import Asked
from archive.sentences import UNSAID, Sentence, sentence
from archive.settings import Settings

Hindrance = Literal[
    "withdrawn", "no consent", "consent taken back", "consent to nothing", "hidden", "narrator's wish", "unreadable"
]
"""Why nothing at all may be met."""

Limit = Literal[
    "listed only",
    "embargo",
    "lost redaction",
    "text closed",
    "text not allowed",
    "translation not allowed",
    "sound closed",
    "sound not allowed",
    "sound redacted",
    "sound not made",
    "not transcribed",
    "processing not allowed",
    "not approved",
    "waits for review",
]
"""Why less is met than there is; ``not approved`` means that it is labelled as a machine's."""

Told = Literal["title", "names", "words", "sound", "withheld", "decisions"]
"""What is told of what the public would meet; ``decisions`` are those that open or close it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the public meets of an interview once it is published, and whether it reads of it at this moment.

    ``is_followed`` says whether the edition was made from the record as it stands; ``fault`` why the record cannot be
    read for certain, in which case it is not public. ``asked`` is what the narrator asked and nobody has decided.
    """

    interview: Interview
    released: Released | None = None
    hindrances: tuple[Hindrance, ...] = ()
    limits: tuple[Limit, ...] = ()
    asked: tuple[Asked, ...] = ()
    is_public: bool = False
    is_followed: bool = True
    fault: Sentence = UNSAID

    @property
    def told(self) -> dict[Told, str]:
        """A mark of each thing that is told of what the public would meet, by which a change of it is noticed."""
        released = self.released
        if released is None:
            return {"decisions": publication.standing(self.interview)}
        heard = [each for each in released.recordings if each.media]
        return {
            "title": mark(released.title),
            "names": mark([released.narrators, released.interviewers]),
            "words": mark([replace(each, cues=(), changes=(), version="", made_on="") for each in released.tracks]),
            "sound": mark([[each.name, each.duration_ms] for each in heard]),
            "withheld": mark([each.withheld for each in released.recordings]),
            "decisions": publication.standing(self.interview),
        }

    @property
    def may_be_published(self) -> bool:
        """Whether deciding it would let the public meet anything."""
        return not self.hindrances and self.interview.published is None


def outlook(files: Files, settings: Settings, interview_id: str) -> Outlook:
    """What the public would meet; raises :class:`NotFound`, or :class:`BadRecord` where nobody can tell what it is."""
    interview = files.read_interview(interview_id)
    is_public = jobs.is_public(settings, interview_id)
    is_followed = jobs.is_followed(files, settings, interview_id)
    try:
        held = holdings(files, interview_id)
        asked = review.undecided(files, interview_id)
    except Unavailable:
        raise
    except ArchiveError as fault:
        hindrances = (*_hindrances(interview), "unreadable")
        return Outlook(
            interview=interview,
            hindrances=hindrances,
            is_public=is_public,
            is_followed=is_followed,
            fault=fault.sentence,
        )
    decided = replace(held, interview=_as_if_published(interview))
    released = release(decided)
    return Outlook(
        interview=interview,
        released=released,
        hindrances=(*_hindrances(interview), *_wishes(interview, asked)),
        asked=tuple(asked),
        limits=tuple(_limits(decided, released)) if released else (),
        is_public=is_public,
        is_followed=is_followed,
    )


def _as_if_published(interview: Interview) -> Interview:
    return replace(interview, published=interview.published or Decision(by="somebody", on="one day"))


def _hindrances(interview: Interview) -> Iterator[Hindrance]:
    consent = interview.consent
    if interview.withdrawn:
        yield "withdrawn"
    if missing_consent(interview):
        if consent is None or not consent.statement.strip():
            yield "no consent"
        else:
            yield "consent taken back" if consent.withdrawn_on else "consent to nothing"
    if interview.access.metadata not in (OPEN, CLOSED):
        yield "hidden"


def _wishes(interview: Interview, asked: Sequence[Asked]) -> Iterator[Hindrance]:
    if not interview.withdrawn and any(each.kind == "withhold" for each in asked):
        yield "narrator's wish"


def _limits(held: Holdings, released: Released) -> Iterator[Limit]:
    interview = held.interview
    if misplaced_redactions(interview):
        yield "lost redaction"
    if interview.access.metadata == CLOSED:
        yield "listed only"
    if under_embargo(interview):
        yield "embargo"
    rights = shown(replace(interview, embargo_until=""))
    yield from _limits_of_text(held, rights)
    yield from _limits_of_sound(held, released, rights)


def _limits_of_text(held: Holdings, rights: Shown) -> Iterator[Limit]:
    interview = held.interview
    if interview.access.transcript != OPEN:
        yield "text closed"
    elif rights.metadata == OPEN and rights.transcript != OPEN:
        yield "text not allowed"
    elif rights.transcript == OPEN and rights.translation != OPEN:
        yield "translation not allowed"
    tracks = [each for some in held.tracks.values() for each in some]
    if any(not held.tracks.get(each.name) for each in interview.recordings):
        yield "not transcribed" if may_be_processed(interview) else "processing not allowed"
    if any(each.is_machine_made for each in tracks):
        yield "waits for review" if held.demands_review else "not approved"


def _limits_of_sound(held: Holdings, released: Released, rights: Shown) -> Iterator[Limit]:
    interview = held.interview
    if interview.access.sound != OPEN:
        yield "sound closed"
    elif rights.metadata == OPEN and rights.sound != OPEN:
        yield "sound not allowed"
    if rights.sound != OPEN:
        return
    if any(is_cut(interview, each.name) and not each.media for each in released.recordings):
        yield "sound redacted"
    spoken = {each.name for each in interview.recordings if each.kind != "none"}
    made = {name for name, media in held.media.items() if any(each.role == "access copy" for each in media)}
    if spoken - made:
        yield "sound not made"


# --- decisions carried through ---------------------------------------------------------------------------------------


def publish(
    files: Files, settings: Settings, interview_ids: Sequence[str], *, by: str, on: str, because: str = ""
) -> None:
    """Decide that interviews are public, and make the edition that has them; raises :class:`Refused` without consent.

    So it does where nobody has looked and ``because`` does not say why not (decision 0030). Raises :class:`Unavailable`
    where the edition leaves out what should be public, which then is not.
    """
    for each in interview_ids:
        decisions.published(files.read_interview(each), by=by, on=on)
    missing = {each: unlooked(files, settings, each) for each in interview_ids}
    for each, what in missing.items():
        sensitivity.insist(each, what, because)
    for each, what in missing.items():
        publication.publish(files, each, by=by, on=on, detail=sensitivity.regardless(what, because) if what else "")
    follow(files, settings, *interview_ids)


def unlooked(files: Files, settings: Settings, interview_id: str) -> tuple[LookedAt, ...]:
    """What nobody has looked at as it is now; all of it where the record cannot be read for certain."""
    try:
        there = sensitivity.sights(files, settings, interview_id)
    except Unavailable:
        raise
    except ArchiveError:
        return get_args(LookedAt)
    return sensitivity.unlooked(sensitivity.looked_at(files, interview_id, there))


def unpublish(files: Files, settings: Settings, interview_id: str, *, by: str, reason: str = "") -> None:
    """Take an interview back until it is published again; raises :class:`Unavailable` if the edition still has it."""
    publication.unpublish(files, interview_id, by=by, reason=reason)
    follow(files, settings, interview_id)


def withdraw(
    files: Files,
    settings: Settings,
    interview_id: str,
    *,
    by: str,
    on: str,
    reason: str,
    tombstone: Texts | None = None,
) -> None:
    """Take an interview back for good, out of the edition too; raises :class:`Unavailable` if that still has it."""
    publication.withdraw(files, interview_id, by=by, on=on, reason=reason, tombstone=tombstone)
    follow(files, settings, interview_id)


def follow(files: Files, settings: Settings, *interview_ids: str) -> None:
    """Make the edition that follows from what is decided; raises :class:`Unavailable` where the public meets another.

    That says which: STILL PUBLIC, NOT PUBLIC, or as it was before.
    """
    not_made = _why_not_made(files, settings)
    if not_made is None and any(_amiss(files, settings, each) for each in interview_ids):
        not_made = _why_not_made(files, settings)  # somebody may have decided anew after the first was made
    for each in interview_ids:
        if amiss := _amiss(files, settings, each, not_made):
            raise amiss


def _why_not_made(files: Files, settings: Settings) -> jobs.EditionNotMade | None:
    try:
        jobs.keep_house(files, settings)
    except jobs.EditionNotMade as error:
        return error
    return None


def _amiss(
    files: Files, settings: Settings, interview_id: str, not_made: jobs.EditionNotMade | None = None
) -> Unavailable | None:
    """How what the public meets of an interview differs from what is decided; None where it does not."""
    interview = files.read_interview(interview_id)
    should_be, is_public = shown(interview).metadata != HIDDEN, jobs.is_public(settings, interview_id)
    if is_public and not should_be:
        fault = not_made.fault if not_made else sentence("The edition still has it.")
        mend = not_made.next_step if not_made else sentence("Stop `earwitness serve`, then run `earwitness index`.")
        return Unavailable(
            "STILL PUBLIC: %(interview)s is withdrawn on record only. %(why)s"
            if interview.withdrawn
            else "STILL PUBLIC: %(interview)s is taken back on record only. %(why)s",
            next_step=mend,
            interview=interview_id,
            why=fault,
        )
    if not_made and should_be:
        return Unavailable(
            "STILL PUBLIC AS IT WAS: %(interview)s. %(why)s" if is_public else "NOT PUBLIC: %(interview)s. %(why)s",
            next_step=not_made.next_step,
            interview=interview_id,
            why=not_made.fault,
        )
    if should_be and not is_public:
        fault = outlook(files, settings, interview_id).fault or sentence("The log of `earwitness index` says why.")
        return Unavailable(
            "NOT PUBLIC: %(interview)s is published on record, but the edition leaves it out. %(why)s",
            next_step="Run `earwitness verify %(interview)s`, mend what it names, then run `earwitness index`.",
            interview=interview_id,
            why=fault,
        )
    return None
