"""Claiming an id for what was brought to scratch, and putting it in place as an interview's recordings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date

from archive import fixity, originals, provenance
from archive.accession.staging import Examine, Source, Staged, bring_to_scratch
from archive.errors import AlreadyExists, ArchiveError, BadInput, Conflict, Refused
from archive.files import Files, claim_file, from_json, interview_file, media_folder, to_json
from archive.provenance import Act
from archive.records import INTERVIEW_ID, RECORDING_NAME, Event, Interview, Recording

_log = logging.getLogger(__name__)

_FAR_AHEAD = 1_000
"""An id this far above the number of ids given out was somebody's own choice; the numbers do not go on from it."""

Admit = Callable[[Files, Sequence[Recording]], AbstractContextManager[None]]
"""Who may come in: a block in which the accession is decided, or an error."""


def copies_too(files: Files, recordings: Sequence[Recording]) -> AbstractContextManager[None]:
    """Take in whatever is handed in, be it here already or not."""
    return nullcontext()


def newcomers_only(files: Files, recordings: Sequence[Recording]) -> AbstractContextManager[None]:
    """Take in what is not here yet; raises :class:`archive.originals.Duplicate` otherwise."""
    return originals.newcomers(files, [(each.original_name, each.sha256) for each in recordings])


def accession(
    files: Files,
    described: Interview,
    sources: Sequence[Source],
    *,
    examine: Examine,
    agent: str,
    today: date,
    admit: Admit = copies_too,
) -> Interview:
    """Take recordings into custody as a new interview; ``described.id`` may ask for an id, or be empty.

    Raises :class:`BadInput` or :class:`MediaFault` with nothing left behind, :class:`AlreadyExists` for a taken id.
    """
    with files.scratch() as folder:
        brought = bring_to_scratch(sources, folder, examine)
        staged = [_labelled(each.numbered(number), described) for number, each in enumerate(brought, 1)]
        _refuse_withdrawn(files, staged)
        with admit(files, [each.recording for each in staged]):
            act = _claim(files, described, staged, agent=agent, today=today)
        files.promise(folder)
        return _finish(files, act)


def _labelled(staged: Staged, described: Interview) -> Staged:
    """The recording with what people said of it beforehand."""
    said = described.recording(staged.recording.name)
    if said is None:
        return staged
    return replace(staged, recording=replace(staged.recording, label=said.label, carrier=said.carrier))


def add_recordings(
    files: Files,
    interview_id: str,
    sources: Sequence[Source],
    *,
    examine: Examine,
    agent: str,
    admit: Admit = copies_too,
) -> Interview:
    """Take further recordings (tapes, sessions) into an interview that is here; raises as :func:`accession` does."""
    _open_to_more(files, interview_id)
    with files.scratch() as folder:
        unnumbered = bring_to_scratch(sources, folder, examine)
        _refuse_withdrawn(files, unnumbered)
        with files.lock(interview_id):
            provenance.clear_the_way(files, interview_id)
            interview = _open_to_more(files, interview_id)
            first = _last_number(files, interview) + 1
            staged = [each.numbered(number) for number, each in enumerate(unnumbered, first)]
            grown = replace(interview, recordings=(*interview.recordings, *(each.recording for each in staged)))
            event = provenance.next_event(files, interview_id, "accession", agent, detail=_named(staged))
            with admit(files, [each.recording for each in staged]):
                files.promise(folder)
                originals.remember(files, interview_id, [each.sha256 for each in grown.recordings if each.sha256])
                provenance.perform(files, _act(event, grown, staged))
            fixity.settle(files, interview_id)
            return grown


def _refuse_withdrawn(files: Files, staged: Sequence[Staged]) -> None:
    """What was taken back for good does not come in again under another number."""
    for each in staged:
        earlier = originals.known(files, each.recording.sha256)
        try:
            is_withdrawn = bool(earlier) and files.read_interview(earlier).withdrawn is not None
        except ArchiveError:
            continue  # being taken in at this moment, or not to be read: nobody has withdrawn that
        if is_withdrawn:
            raise Refused(
                "%(name)s is a recording of %(interview)s, which was withdrawn.",
                next_step="It cannot be taken in again.",
                name=each.recording.original_name,
                interview=earlier,
            )


def _open_to_more(files: Files, interview_id: str) -> Interview:
    interview = files.read_interview(interview_id)
    if interview.withdrawn is not None:
        raise Refused(
            "%(interview)s was withdrawn on %(day)s.",
            next_step="Nothing can be added.",
            interview=interview_id,
            day=interview.withdrawn.on,
        )
    return interview


def _last_number(files: Files, interview: Interview) -> int:
    """The highest number a recording has or had, those included whose accession was given up half way."""
    here = files.store.names(media_folder(interview.id))
    names = [each.name for each in interview.recordings] + [each.split(".")[0] for each in here]
    return max((int(each.split("-")[1]) for each in names if RECORDING_NAME.fullmatch(each)), default=0)


def finish_accessions(files: Files) -> list[str]:
    """Finish what other processes claimed an id for and could not finish; returns the ids finished.

    A claim is carried out once: what is lost after that is for ``verify`` to name. A claim that cannot be read is left.
    """
    settled = set(files.store.names("transcripts/ids"))
    waiting = [each for each in files.claimed_ids() if f"{each}.taken-in" not in settled]
    return [each for each in waiting if _finish_claim(files, each)]


def _finish_claim(files: Files, interview_id: str) -> bool:
    claim = claim_file(interview_id)
    try:
        _finish(files, from_json(files.store.read(claim), Act, key=claim))
        return True
    except ArchiveError as fault:
        _log.error("%s is not finished: %s", claim, fault)
        return False


def _finish(files: Files, act: Act) -> Interview:
    """Carry out a claim; raises :class:`Conflict` if it was given up, its scratch files being lost."""
    interview_id = act.event.interview
    with files.lock(interview_id):
        event = provenance.finish(files, act)
        fixity.settle(files, interview_id)
        provenance.settle_claim(files, interview_id)
        if event.outcome == "failure":
            raise Conflict(
                "The accession of %(interview)s was given up.",
                next_step="Add the recordings again.",
                interview=interview_id,
            )
        return files.read_interview(interview_id)


# --- the claim -------------------------------------------------------------------------------------------------------


def _claim(files: Files, described: Interview, staged: Sequence[Staged], *, agent: str, today: date) -> Act:
    """The act, written down under an id that nobody else has: the one moment at which the accession happens."""
    while True:
        interview_id = described.id or _next_id(files, today)
        title = described.title or {"en": f"Interview {interview_id}"}
        recordings = tuple(each.recording for each in staged) or described.recordings
        interview = replace(described, id=interview_id, title=title, recordings=recordings)
        if not INTERVIEW_ID.fullmatch(interview_id):
            raise BadInput(
                "%(id)r is not an interview's id.",
                next_step="Ids look like 2026-014.",
                id=interview_id,
            )
        act = _act(provenance.new_event(interview_id, "accession", agent, detail=_named(staged)), interview, staged)
        try:
            if interview_id in _held(files):  # its claim is lost: `verify` names that, and nothing takes its place
                raise AlreadyExists("%(interview)s is here already.", interview=interview_id)
            files.store.create(claim_file(interview_id), to_json(act))
            return act
        except AlreadyExists:
            if described.id:
                raise AlreadyExists(
                    "The id %(interview)s was given out before.",
                    next_step="Leave --id away to be given the next.",
                    interview=interview_id,
                ) from None


def _next_id(files: Files, today: date) -> str:
    taken = {int(each[5:]) for each in _held(files).union(files.claimed_ids()) if each.startswith(f"{today.year}-")}
    number = max((each for each in taken if each <= len(taken) + _FAR_AHEAD), default=0) + 1
    while number in taken:
        number += 1
    return f"{today.year}-{number:03d}"


def _held(files: Files) -> set[str]:
    """The ids under which anything lies, claimed or not."""
    names = {*files.store.names("media"), *files.store.names("transcripts")}
    return {each for each in names if INTERVIEW_ID.fullmatch(each)}


def _named(staged: Sequence[Staged]) -> str:
    return ", ".join(each.recording.name for each in staged) or "no recording"


def _act(event: Event, interview: Interview, staged: Sequence[Staged]) -> Act:
    takes = {
        f"{media_folder(interview.id)}/{each.recording.file}": (each.folder, each.file, each.recording.sha256)
        for each in staged
    }
    return provenance.planned(event, writes={interview_file(interview.id): to_json(interview)}, takes=takes)
