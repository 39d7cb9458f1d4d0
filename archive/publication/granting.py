"""To whom an interview is granted although the public does not meet it: decided by name, until an hour, and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from archive import fixity, provenance
from archive.access import not_to_be_granted
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files, from_json, readers_file, to_json
from archive.publication.deciding import told_why
from archive.records import Grant, Readers
from archive.sentences import Sentence, sentence
from archive.transcripts import earlier_kept

GRANTED, ENDED = "reading granted", "reading grant ended"


def kept_hour(day: date, clock: str = "") -> str:
    """A day and ``17:00`` by the clock of this machine, as it is kept; without a clock, the end of that day.

    Raises :class:`ValueError`.
    """
    here = datetime.combine(day, time.fromisoformat(clock)) if clock else datetime.combine(day + timedelta(1), time())
    return here.astimezone().astimezone(UTC).isoformat(timespec="seconds")


def read_grants(files: Files, interview_id: str) -> tuple[Grant, ...]:
    """To whom an interview is granted, whether or not the hour has come; raises :class:`BadRecord`."""
    key = readers_file(interview_id)
    if not files.store.exists(key):
        return ()
    return from_json(files.store.read(key), Readers, key=key).grants


def grant_reading(files: Files, interview_id: str, grant: Grant) -> None:
    """Let one guest read and hear an interview until an hour, in place of what was granted to them before.

    Raises :class:`Refused` where consent does not allow it or it is withdrawn, and :class:`BadInput` for an hour that
    has come.
    """
    if not grant.reader.strip() or not grant.reason.strip():
        raise BadInput("It was not said to whom, or why.", next_step="Name the guest, and write the reason.")
    if _moment(grant.until) <= datetime.now(UTC):
        raise BadInput("That hour has come already.", next_step="Choose one to come.")

    def decided(before: tuple[Grant, ...]) -> tuple[Grant, ...]:
        if (why_not := not_to_be_granted(files.read_interview(interview_id))) is not None:
            raise Refused(
                "%(interview)s cannot be granted: %(why)s.",
                next_step="A grant goes no further than the narrator's consent.",
                interview=interview_id,
                why=why_not,
            )
        return (*(each for each in before if each.reader != grant.reader), grant)

    says = sentence("%(name)s until %(until)s", name=grant.reader, until=grant.until)
    for extent, is_said in ((_BY_NAME, grant.real_names), (_WITHHELD, grant.withheld_too)):
        says = sentence("%(what)s, %(more)s", what=says, more=extent) if is_said else says
    _decide(files, interview_id, GRANTED, grant.by, decided, detail=told_why(says, grant.reason))


_BY_NAME = sentence("with real names")
_WITHHELD = sentence("with what is withheld")


def end_grant(files: Files, interview_id: str, reader: str, *, by: str, reason: str = "") -> None:
    """Take a grant back before its hour; raises :class:`NotFound` where there is none."""

    def decided(before: tuple[Grant, ...]) -> tuple[Grant, ...]:
        after = tuple(each for each in before if each.reader != reader)
        if after == before:
            raise NotFound("%(interview)s is not granted to %(name)r.", interview=interview_id, name=reader)
        return after

    _decide(files, interview_id, ENDED, by, decided, detail=told_why(sentence("%(name)s", name=reader), reason))


def _decide(
    files: Files,
    interview_id: str,
    type_: str,
    by: str,
    decided: Callable[[tuple[Grant, ...]], tuple[Grant, ...]],
    *,
    detail: str | Sentence,
) -> None:
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        key, before = readers_file(interview_id), read_grants(files, interview_id)
        after = replace(Readers(), grants=decided(before))
        event = provenance.next_event(files, interview_id, type_, by, detail=detail)
        writes = earlier_kept(files, key, event) | {key: to_json(after)}
        provenance.perform(files, provenance.planned(event, writes=writes))
        fixity.settle(files, interview_id)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise BadInput("%(written)r is no moment.", next_step="Write it as 2031-05-03 17:00.", written=written)
    return moment
