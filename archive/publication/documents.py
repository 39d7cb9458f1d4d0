"""Documents of consent: a signed form, a letter, a spoken yes; kept as they came beside the originals, never public."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

from archive import fixity, provenance
from archive.errors import NotFound, Refused
from archive.files import Files, interview_file, media_folder, to_json
from archive.records import Interview
from archive.transcripts import earlier_kept

_NAME = re.compile(r"document-([1-9][0-9]*)\.[a-z0-9]+")
_ENDING = re.compile("pdf|jpe?g|png|tiff?|webp|txt|docx?|odt|rtf|wav|mp3|m4a|flac|ogg|mp4|eml")
"""Endings a document may keep; any other may be part of somebody's name."""


def attach_document(files: Files, interview_id: str, document: Path, name: str, *, by: str) -> Interview:
    """Keep a document with the consent on record; raises :class:`Refused` where there is none, or for one twice."""
    with files.scratch() as folder:
        ending = name.rpartition(".")[2].lower()
        copy = folder / f"document.{ending if _ENDING.fullmatch(ending) else 'bin'}"
        shutil.copyfile(document, copy)
        with files.lock(interview_id):
            provenance.clear_the_way(files, interview_id)
            files.promise(folder)
            return _kept(files, files.read_interview(interview_id), copy, by=by)


def document_key(interview: Interview, file: str) -> str:
    """Where a document of the consent on record lies; raises :class:`NotFound` for none of it."""
    if interview.consent is None or file not in interview.consent.documents:
        raise NotFound("%(interview)s has no document %(file)r.", interview=interview.id, file=file)
    return _key(interview.id, file)


def _kept(files: Files, before: Interview, copy: Path, *, by: str) -> Interview:
    if before.consent is None:
        raise Refused(
            "%(interview)s has no consent on record.",
            next_step="Record it in words first, then attach the document.",
            interview=before.id,
        )
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    known = provenance.digests(files, before.id)
    if digest in {known.get(_key(before.id, each)) for each in before.consent.documents}:
        raise Refused("This document is here already.", next_step="Nothing was taken in a second time.")
    file = f"document-{_last_number(files, before.id) + 1}{copy.suffix}"
    consent = replace(before.consent, documents=(*before.consent.documents, file))
    after = replace(before, consent=consent)
    record = interview_file(before.id)
    event = provenance.next_event(files, before.id, "consent document added", by, detail=file)
    writes = earlier_kept(files, record, event) | {record: to_json(after)}
    takes = {_key(before.id, file): (copy.parent.name, copy.name, digest)}
    provenance.perform(files, provenance.planned(event, writes=writes, takes=takes))
    fixity.settle(files, before.id)
    return after


def _key(interview_id: str, file: str) -> str:
    return f"{media_folder(interview_id)}/consent/{file}"


def _last_number(files: Files, interview_id: str) -> int:
    """The highest number a document has or had."""
    names = files.store.names(f"{media_folder(interview_id)}/consent")
    return max((int(match[1]) for each in names if (match := _NAME.fullmatch(each))), default=0)
