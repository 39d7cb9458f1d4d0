"""What the public does not meet although the rest is open: stretches of a recording, and names."""

from __future__ import annotations

from dataclasses import replace

from archive.errors import NotFound
from archive.files import Files
from archive.publication.deciding import check_unchanged, decide
from archive.records import Interview, Person, Redaction
from archive.sentences import Sentence, enumerated, sentence


def redact(files: Files, interview_id: str, redaction: Redaction, *, by: str) -> Interview:
    """Keep a stretch of a recording from being read or heard; raises :class:`NotFound` for one it does not have.

    It stays as it was marked: which words go with it is reckoned from the texts there are (:mod:`archive.access`).
    """

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

    return decide(files, interview_id, "redaction set", by, decided)


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

    return decide(files, interview_id, "redaction lifted", by, decided, detail=redaction.reason)


def _place(redaction: Redaction) -> Sentence:
    return sentence(
        "%(recording)s from %(start)s to %(end)s ms",
        recording=redaction.recording,
        start=redaction.start_ms,
        end=redaction.end_ms,
    )


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
        check_unchanged(pseudonym_of(interview, name), started_from)
        return _named(interview, name, pseudonym)

    return decide(files, interview_id, "pseudonym given", by, decided)


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
        check_unchanged(pseudonym_of(interview, name), started_from)
        return _named(interview, name, "")

    return decide(files, interview_id, "pseudonym taken back", by, decided)


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
