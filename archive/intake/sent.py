"""Uploads become the recordings of an interview; what each of them is, is found out once, as soon as it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from archive import accession, media, originals, uploads
from archive.accession import Examine, Facts, Tape, newcomers_only
from archive.errors import BadInput, MediaFault, NotFound
from archive.files import Files, from_json, to_json, write_local
from archive.intake.looking import facts_of, remarks_on
from archive.records import Interview
from archive.sentences import UNSAID, Sentence, joined
from archive.settings import Settings
from archive.uploads import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What looking into a whole upload found: its checksum, its kind and length, or the fault that rules it out.

    One with a kind *and* a fault was cut short: it can be taken in if a person says that no better copy is left.
    ``remarks`` are for that person to know.
    """

    sha256: str
    kind: Literal["audio", "video", "none"] = "none"
    duration_ms: int = 0
    fault: Sentence = UNSAID
    next_step: Sentence = UNSAID
    remarks: tuple[Sentence, ...] = ()

    @property
    def is_cut_short(self) -> bool:
        """Whether it is a recording of which a part is missing."""
        return bool(self.fault) and self.kind != "none"

    @property
    def told(self) -> Sentence:
        """What is wrong with it and what to do; of one that was cut short, a person is asked something else."""
        return self.fault if self.is_cut_short else joined(self.fault, self.next_step)


def seen(upload: Upload) -> Seen | None:
    """What was found when it was looked into; None if nobody has yet."""
    path = _note(upload)
    try:
        return from_json(path.read_bytes(), Seen, key=path.name)
    except (FileNotFoundError, BadInput):
        return None


def look(files: Files, settings: Settings, upload: Upload) -> Seen:
    """Look into a whole upload, or remember what was found; hours of film take a while the first time."""
    _check_whole(upload)
    found = seen(upload)
    if found is None:
        found = _looked(settings, upload)
        write_local(_note(upload), to_json(found).decode())
    return found


def duplicate_of(files: Files, found: Seen) -> str:
    """The interview that has this very recording already; empty if there is none."""
    return originals.known(files, found.sha256)


def take_in_sent(
    files: Files,
    settings: Settings,
    described: Interview,
    sent: Sequence[Upload],
    *,
    damaged: Collection[str] = (),
    agent: str,
    today: date,
) -> Interview:
    """Take uploads in, in this order, as the recordings of a new interview; then they are no uploads any more.

    ``damaged`` are the ids of those that were cut short and of which no better copy is left. Raises
    :class:`BadInput` for one that is not whole, :class:`MediaFault` for what is no recording, and
    :class:`archive.originals.Duplicate` for what is here already; then all uploads are as they were.
    """
    interview = accession.accession(
        files,
        described,
        _tapes(sent),
        examine=_as_seen(files, settings, sent, damaged),
        agent=agent,
        today=today,
        admit=newcomers_only,
    )
    _discard(files, sent)
    return interview


def add_sent(
    files: Files,
    settings: Settings,
    interview_id: str,
    sent: Sequence[Upload],
    *,
    damaged: Collection[str] = (),
    agent: str,
) -> Interview:
    """Take uploads in as further recordings of an interview; raises as :func:`take_in_sent` does."""
    interview = accession.add_recordings(
        files,
        interview_id,
        _tapes(sent),
        examine=_as_seen(files, settings, sent, damaged),
        agent=agent,
        admit=newcomers_only,
    )
    _discard(files, sent)
    return interview


def _tapes(sent: Sequence[Upload]) -> list[Tape]:
    if not sent:
        raise BadInput("No recording was chosen.", next_step="Send a file first.")
    for each in sent:
        _check_whole(each)
    return [Tape(path=each.path, name=each.name) for each in sent]


def _check_whole(upload: Upload) -> None:
    if not upload.is_whole:
        raise BadInput(
            "%(name)s is not here whole: %(offset)s of %(length)s bytes.",
            next_step="Choose the same file again to go on.",
            name=upload.name,
            offset=f"{upload.offset:,}",
            length=f"{upload.length:,}",
        )


def _as_seen(files: Files, settings: Settings, sent: Sequence[Upload], damaged: Collection[str]) -> Examine:
    """What was found before, asked for in the same order: an upload that is whole does not change."""
    rest = iter(sent)

    def examine(path: Path, shown_as: str) -> Facts:
        upload = next(rest)
        found = look(files, settings, upload)
        if found.kind == "none" or (found.is_cut_short and upload.id not in damaged):
            raise MediaFault(found.fault, next_step=found.next_step)
        return Facts(kind=found.kind, duration_ms=found.duration_ms)

    return examine


def _looked(settings: Settings, upload: Upload) -> Seen:
    try:
        with upload.path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise NotFound("%(name)s was discarded meanwhile.", next_step="Send it again.", name=upload.name) from error
    try:
        probe = media.in_worker(media.probe, upload.path, settings=settings, shown_as=upload.name)
    except MediaFault as fault:
        return Seen(sha256=sha256, fault=fault.fault, next_step=fault.next_step)
    seen = Seen(sha256=sha256, kind=probe.kind, duration_ms=probe.duration_ms, remarks=remarks_on(probe, upload.name))
    try:
        facts_of(probe, upload.name)
    except MediaFault as fault:
        return replace(seen, fault=fault.fault, next_step=fault.next_step)
    return seen


def _discard(files: Files, sent: Sequence[Upload]) -> None:
    for each in sent:
        uploads.discard(files, each)


def _note(upload: Upload) -> Path:
    return upload.path.with_name("seen.json")
