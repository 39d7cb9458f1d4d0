"""The edition that follows from what is decided, and what is told where the public meets another."""

from __future__ import annotations

from archive import jobs
from archive.access import shown
from archive.errors import Unavailable
from archive.files import Files
from archive.opening.outlook import outlook
from archive.records import HIDDEN
from archive.sentences import sentence
from archive.settings import Settings


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
