"""What all decisions have in common: the record changed and the event kept, unless somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable

from archive import fixity, provenance
from archive.describing import mark
from archive.errors import Conflict
from archive.files import Files, interview_file, to_json
from archive.records import Access, Consent, Interview
from archive.sentences import Sentence, sentence
from archive.transcripts import earlier_kept


def decide(
    files: Files,
    interview_id: str,
    type_: str,
    agent: str,
    decided: Callable[[Interview], Interview],
    *,
    detail: str | Sentence = "",
) -> Interview:
    """Keep what was decided with its event, once; what changes nothing leaves none."""
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        before = files.read_interview(interview_id)
        after = decided(before)
        if after == before:
            return before
        key = interview_file(interview_id)
        event = provenance.next_event(files, interview_id, type_, agent, detail=detail or "")
        writes = earlier_kept(files, key, event) | {key: to_json(after)}
        provenance.perform(files, provenance.planned(event, writes=writes))
        fixity.settle(files, interview_id)
        return after


def check_unchanged(part: Access | Consent | str | None, started_from: str | None) -> None:
    """Raise :class:`Conflict` where a part of the record is not the one somebody ``started_from`` (its mark)."""
    if started_from is not None and mark(part) != started_from:
        raise decided_anew()


def decided_anew() -> Conflict:
    """The answer to whoever decided on seeing something else."""
    return Conflict("Somebody else decided this anew in between.", next_step="Look at it as it is now, then decide.")


def told_why(what: str | Sentence, why: str) -> str | Sentence:
    """What was decided, and why, if somebody said so."""
    return sentence("%(what)s: %(why)s", what=what, why=why) if why else what or ""


def told_also(what: str | Sentence, detail: str | Sentence) -> str | Sentence:
    """What was decided, and what there is to say of it besides."""
    return sentence("%(what)s. %(detail)s", what=what, detail=detail) if what and detail else what or detail
