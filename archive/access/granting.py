"""What one guest may meet of an interview that the public does not: by a grant, until its hour, and no more than that.

A grant lifts what the archive decided (what is closed, an embargo, that nobody has published it), never what the
narrator did not allow: consent and withdrawal hold for a guest as for the public.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from archive.access.showing import missing_consent
from archive.records import OPEN, Access, Decision, Grant, Interview
from archive.sentences import Sentence, sentence


def granted_to(grants: Iterable[Grant], reader: str, *, since: datetime, now: datetime) -> Grant | None:
    """The grant by which somebody may read at this moment; None where there is none, or its hour has come.

    One from before their account was made, ``since``, was given to somebody else of that name. What cannot be read as
    a moment has come.
    """
    return next((each for each in grants if each.reader == reader and _holds(each, since, now)), None)


def _holds(grant: Grant, since: datetime, now: datetime) -> bool:
    try:
        return since <= datetime.fromisoformat(grant.at) and now < datetime.fromisoformat(grant.until)
    except (ValueError, TypeError):  # no moment, or one without its zone
        return False


def not_to_be_granted(interview: Interview) -> Sentence | None:
    """Why nobody from outside may read an interview, whoever grants it; None where somebody may."""
    if interview.withdrawn is not None:
        withdrawn = interview.withdrawn
        return sentence("it was withdrawn on %(day)s by %(name)s", day=withdrawn.on, name=withdrawn.by)
    return next(iter(missing_consent(interview)), None)


def as_granted(interview: Interview, grant: Grant) -> Interview:
    """The record as it would be if the public might meet what a grant lets one guest meet: for ``release`` to read."""
    opened = replace(
        interview,
        published=Decision(by=grant.by, on=grant.at[:10]),
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        embargo_until="",
    )
    if grant.withheld_too:
        opened = replace(opened, redactions=())
    if grant.real_names:
        by_name = (
            tuple(replace(each, pseudonym="") for each in some) for some in (opened.narrators, opened.interviewers)
        )
        narrators, interviewers = by_name
        opened = replace(opened, narrators=narrators, interviewers=interviewers)
    return opened
