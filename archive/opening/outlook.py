"""What the public meets of an interview, and why no more, as access and release decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive import jobs, publication, review
from archive.access import (
    Shown,
    as_published,
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
from archive.records import CLOSED, OPEN, Interview
from archive.release import Holdings, Released, release
from archive.review import Asked
from archive.sentences import UNSAID, Sentence
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
    decided = replace(held, interview=as_published(interview))
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
