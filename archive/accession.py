"""Taking in: recordings come into custody as an interview, whole, once, byte for byte as received.

The order makes every moment safe to die in: the files are copied to scratch and examined; then the id is claimed by a
file that holds the whole act, and which only one process in the world can create; from then on anyone can finish it.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from archive import fixity, provenance
from archive.errors import AlreadyExists, ArchiveError, BadInput, Conflict, Refused
from archive.files import Files, claim_file, from_json, interview_file, media_folder, readable_name, to_json
from archive.provenance import Act
from archive.records import INTERVIEW_ID, RECORDING_NAME, Event, Interview, Recording

_log = logging.getLogger(__name__)

# Names are public in places; an ending that is none of these may be part of somebody's name.
_EXTENSIONS = re.compile(
    "3g2|3gp|aac|ac3|aifc?|aiff|amr|ape|asf|au|avi|caf|divx|dss|dv|f4v|flac|flv|gsm|m[12][av]|m2ts?|m4[abv]|mk[av]"
    "|mov|mp[1-4]|mp[ace]|mpe?g|mts|mxf|og[agmv]|opus|qt|ra|rf64|rm|rmvb|snd|spx|tak|ts|tta|vob|voc|w64|wave?|webm"
    "|wm[av]|wv"
)
_CHUNK = 1024 * 1024
_FAR_AHEAD = 1_000
"""An id this far above the number of ids given out was somebody's own choice; the numbers do not go on from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What examining a file found out: film or sound, and its length."""

    kind: Literal["audio", "video"]
    duration_ms: int


Examine = Callable[[Path, str], Facts]
"""Look into a file at a path, called by a name in messages; raises :class:`MediaFault` if it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    """A recording copied to scratch as ``file`` and looked into; ``recording`` has its name once it is numbered."""

    folder: str
    file: str
    recording: Recording

    def numbered(self, number: int) -> _Staged:
        name = f"recording-{number}"
        file = f"{name}.{self.file.rsplit('.', 1)[1]}"
        return replace(self, recording=replace(self.recording, name=name, file=file))


def accession(
    files: Files, described: Interview, sources: Sequence[Path], *, examine: Examine, agent: str, today: date
) -> Interview:
    """Take recordings into custody as a new interview; ``described.id`` may ask for an id, or be empty.

    Raises :class:`BadInput` or :class:`MediaFault` with nothing left behind, :class:`AlreadyExists` for a taken id.
    """
    with files.scratch() as folder:
        staged = _staged(sources, folder, examine)
        staged = [_labelled(each.numbered(number), described) for number, each in enumerate(staged, 1)]
        act = _claim(files, described, staged, agent=agent, today=today)
        files.promise(folder)
        return _finish(files, act)


def _labelled(staged: _Staged, described: Interview) -> _Staged:
    """The recording with what people said of it beforehand."""
    said = described.recording(staged.recording.name)
    if said is None:
        return staged
    return replace(staged, recording=replace(staged.recording, label=said.label, carrier=said.carrier))


def add_recordings(
    files: Files, interview_id: str, sources: Sequence[Path], *, examine: Examine, agent: str
) -> Interview:
    """Take further recordings (tapes, sessions) into an interview that is here; raises as :func:`accession` does."""
    _open_to_more(files, interview_id)
    with files.scratch() as folder:
        unnumbered = _staged(sources, folder, examine)
        with files.lock(interview_id):
            provenance.clear_the_way(files, interview_id)
            interview = _open_to_more(files, interview_id)
            first = _last_number(files, interview) + 1
            staged = [each.numbered(number) for number, each in enumerate(unnumbered, first)]
            grown = replace(interview, recordings=(*interview.recordings, *(each.recording for each in staged)))
            event = provenance.next_event(files, interview_id, "accession", agent, detail=_named(staged))
            files.promise(folder)
            provenance.perform(files, _act(event, grown, staged))
            fixity.settle(files, interview_id)
            return grown


def _open_to_more(files: Files, interview_id: str) -> Interview:
    interview = files.read_interview(interview_id)
    if interview.withdrawn is not None:
        raise Refused(f"{interview_id} was withdrawn on {interview.withdrawn.on}.", next_step="Nothing can be added.")
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
            raise Conflict(f"The accession of {interview_id} was given up.", next_step="Add the recordings again.")
        return files.read_interview(interview_id)


# --- staging ---------------------------------------------------------------------------------------------------------


def _staged(sources: Sequence[Path], folder: Path, examine: Examine) -> list[_Staged]:
    return [_stage(source, folder, number, examine) for number, source in enumerate(sources, 1)]


def _stage(source: Path, folder: Path, number: int, examine: Examine) -> _Staged:
    """Copy one file to scratch while taking its checksum, then look into the copy."""
    file = f"tape-{number}.{_extension(source)}"
    size, digest = _copied(source, folder / file)
    facts = examine(folder / file, readable_name(source.name))
    recording = Recording(
        name="recording-1",
        sha256=digest,
        bytes=size,
        duration_ms=facts.duration_ms,
        kind=facts.kind,
        original_name=readable_name(source.name),
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
        raise BadInput(
            f"{readable_name(source.name)} cannot be read.", next_step="Give the path of a recording."
        ) from error


def _extension(source: Path) -> str:
    extension = source.suffix.lower().removeprefix(".")
    return extension if _EXTENSIONS.fullmatch(extension) else "bin"


# --- the claim -------------------------------------------------------------------------------------------------------


def _claim(files: Files, described: Interview, staged: Sequence[_Staged], *, agent: str, today: date) -> Act:
    """The act, written down under an id that nobody else has: the one moment at which the accession happens."""
    while True:
        interview_id = described.id or _next_id(files, today)
        title = described.title or {"en": f"Interview {interview_id}"}
        recordings = tuple(each.recording for each in staged) or described.recordings
        interview = replace(described, id=interview_id, title=title, recordings=recordings)
        if not INTERVIEW_ID.fullmatch(interview_id):
            raise BadInput(f"{interview_id!r} is not an interview's id.", next_step="Ids look like 2026-014.")
        act = _act(provenance.new_event(interview_id, "accession", agent, detail=_named(staged)), interview, staged)
        try:
            files.store.create(claim_file(interview_id), to_json(act))
            return act
        except AlreadyExists:
            if described.id:
                raise AlreadyExists(
                    f"The id {interview_id} was given out before.", next_step="Leave --id away to be given the next."
                ) from None


def _next_id(files: Files, today: date) -> str:
    taken = {int(each[5:]) for each in files.claimed_ids() if each.startswith(f"{today.year}-")}
    number = max((each for each in taken if each <= len(taken) + _FAR_AHEAD), default=0) + 1
    while number in taken:
        number += 1
    return f"{today.year}-{number:03d}"


def _named(staged: Sequence[_Staged]) -> str:
    return ", ".join(each.recording.name for each in staged) or "no recording"


def _act(event: Event, interview: Interview, staged: Sequence[_Staged]) -> Act:
    takes = {
        f"{media_folder(interview.id)}/{each.recording.file}": (each.folder, each.file, each.recording.sha256)
        for each in staged
    }
    return provenance.planned(event, writes={interview_file(interview.id): to_json(interview)}, takes=takes)
