"""Taking in: recordings come into custody as an interview, whole, once, byte for byte as received.

The order makes every moment safe to die in: the files are copied to scratch and examined; then the id is claimed by a
file that holds the whole act, and which only one process in the world can create; from then on anyone can finish it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from archive import fixity, provenance
from archive.errors import AlreadyExists, BadInput, NotFound, Refused
from archive.files import Files, claim_file, from_json, interview_file, media_folder, to_json, words_folder
from archive.provenance import Act
from archive.records import INTERVIEW_ID, Interview, Recording

_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What examining a file found out: film or sound, and its length."""

    kind: Literal["audio", "video"]
    duration_ms: int


Examine = Callable[[Path, str], Facts]
"""Look into a file at a path, called by a name in messages; raises :class:`MediaFault` if it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    folder: str
    file: str
    recording: Recording


def accession(
    files: Files, described: Interview, sources: Sequence[Path], *, examine: Examine, agent: str, today: date
) -> Interview:
    """Take recordings into custody as a new interview; ``described.id`` may ask for an id, or be empty.

    Raises :class:`BadInput` or :class:`MediaFault` with nothing left behind, :class:`AlreadyExists` for a taken id.
    """
    with files.scratch() as folder:
        staged = [_stage(source, folder, number, examine) for number, source in enumerate(sources, 1)]
        staged = [replace(each, recording=_labelled(each.recording, described)) for each in staged]
        act = _claim(files, described, staged, agent=agent, today=today)
        files.promise(folder)
        return _finish(files, act)


def _labelled(recording: Recording, described: Interview) -> Recording:
    """The recording with what people said of it beforehand."""
    said = described.recording(recording.name)
    return recording if said is None else replace(recording, label=said.label, carrier=said.carrier)


def add_recordings(
    files: Files, interview_id: str, sources: Sequence[Path], *, examine: Examine, agent: str
) -> Interview:
    """Take further recordings (tapes, sessions) into an interview that is here; raises as :func:`accession` does."""
    with files.scratch() as folder, files.lock(interview_id):
        provenance.finish_pending(files, interview_id)
        interview = files.read_interview(interview_id)
        if interview.withdrawn is not None:
            raise Refused(
                f"{interview_id} was withdrawn on {interview.withdrawn.on}.", next_step="Nothing can be added."
            )
        first = len(interview.recordings) + 1
        staged = [_stage(source, folder, number, examine) for number, source in enumerate(sources, first)]
        files.promise(folder)
        grown = replace(interview, recordings=(*interview.recordings, *(each.recording for each in staged)))
        provenance.perform(files, _act(grown, staged, agent=agent))
        fixity.settle(files, interview_id)
        return grown


def finish_accessions(files: Files) -> list[str]:
    """Finish what other processes claimed an id for and could not finish; returns the ids finished."""
    waiting = sorted(set(files.claimed_ids()) - set(files.interview_ids()))
    return [each for each in waiting if _finish_claim(files, each)]


def _finish_claim(files: Files, interview_id: str) -> bool:
    if files.store.names(f"{words_folder(interview_id)}/events"):
        return False  # given up earlier: the id stays retired
    claim = claim_file(interview_id)
    act = from_json(files.store.read(claim), Act, key=claim)
    try:
        _finish(files, act)
    except NotFound as lost:
        given_up = replace(act.event, outcome="failure", detail=lost.fault, files={})
        provenance.perform(files, Act(event=given_up))
        return False
    return True


def _finish(files: Files, act: Act) -> Interview:
    interview_id = act.event.interview
    with files.lock(interview_id):
        provenance.perform(files, act)
        fixity.settle(files, interview_id)
        return files.read_interview(interview_id)


# --- staging ---------------------------------------------------------------------------------------------------------


def _stage(source: Path, folder: Path, number: int, examine: Examine) -> _Staged:
    """Copy one file to scratch while taking its checksum, then look into the copy."""
    name = f"recording-{number}"
    file = f"{name}.{_extension(source)}"
    size, digest = _copied(source, folder / file)
    facts = examine(folder / file, source.name)
    recording = Recording(
        name=name,
        file=file,
        sha256=digest,
        bytes=size,
        duration_ms=facts.duration_ms,
        kind=facts.kind,
        original_name=source.name,
    )
    return _Staged(folder=folder.name, file=file, recording=recording)


def _copied(source: Path, path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    try:
        with source.open("rb") as original, path.open("xb") as copy:
            while chunk := original.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            return copy.tell(), digest.hexdigest()
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadInput(f"{source.name} cannot be read.", next_step="Give the path of a recording.") from error


def _extension(source: Path) -> str:
    extension = source.suffix.lower().removeprefix(".")
    return extension if _EXTENSION.fullmatch(extension) else "bin"


# --- the claim -------------------------------------------------------------------------------------------------------


def _claim(files: Files, described: Interview, staged: Sequence[_Staged], *, agent: str, today: date) -> Act:
    """The act, written down under an id that nobody else has: the one moment at which the accession happens."""
    while True:
        interview_id = described.id or _next_id(files, today)
        title = described.title or {"en": f"Interview {interview_id}"}
        recordings = tuple(each.recording for each in staged) or described.recordings
        interview = replace(described, id=interview_id, title=title, recordings=recordings)
        act = _act(interview, staged, agent=agent)
        try:
            files.store.create(claim_file(interview_id), to_json(act))
            return act
        except AlreadyExists:
            if described.id:
                raise AlreadyExists(
                    f"The id {interview_id} was given out before.", next_step="Leave --id away to be given the next."
                ) from None


def _next_id(files: Files, today: date) -> str:
    numbers = [int(each[5:]) for each in files.claimed_ids() if each.startswith(f"{today.year}-")]
    return f"{today.year}-{max(numbers, default=0) + 1:03d}"


def _act(interview: Interview, staged: Sequence[_Staged], *, agent: str) -> Act:
    if not INTERVIEW_ID.fullmatch(interview.id):
        raise BadInput(f"{interview.id!r} is not an interview's id.", next_step="Ids look like 2026-014.")
    names = ", ".join(each.recording.name for each in staged) or "no recording"
    event = provenance.new_event(interview.id, "accession", agent, detail=names)
    takes = {
        f"{media_folder(interview.id)}/{each.file}": (each.folder, each.file, each.recording.sha256) for each in staged
    }
    return provenance.planned(event, writes={interview_file(interview.id): to_json(interview)}, takes=takes)
