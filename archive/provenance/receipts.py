"""Steps of the machine: a receipt for each, named by its inputs and created once, vouches for what it made."""

from __future__ import annotations

import logging

from archive.errors import AlreadyExists, ArchiveError
from archive.files import Files, from_json, to_json, words_folder
from archive.provenance.log import after_all, logged, record, stamp
from archive.records import Event

_log = logging.getLogger(__name__)


def receipt_key(interview_id: str, subject: str, step: str, fingerprint: str) -> str:
    """Where the receipt of a step lies; ``subject`` is a recording's name, ``fingerprint`` of the step's inputs."""
    return f"{words_folder(interview_id)}/steps/{subject}.{step.replace(' ', '-')}.{fingerprint[:16]}.json"


def sign_off(files: Files, receipt: str, event: Event) -> Event:
    """Record that a step is done, its files being in place; the first to say so is the one believed."""
    event = after_all(files, event)
    try:
        files.store.create(receipt, to_json(event))
    except AlreadyExists:
        event = from_json(files.store.read(receipt), Event, key=receipt)
    record(files, event)
    return event


def finish_receipts(files: Files, interview_id: str) -> int:
    """Create the events whose receipts were left without one; returns how many.

    A receipt that cannot be read, or that tells of an event in other words than the log, is left for ``verify``.
    """
    folder = words_folder(interview_id)
    known = {part for match in logged(files, interview_id) for part in match.groups()}
    finished = 0
    for name in files.store.names(f"{folder}/steps"):
        key = f"{folder}/steps/{name}"
        try:
            event = from_json(files.store.read(key), Event, key=key)
            if known.isdisjoint({stamp(event), event.id}):
                record(files, event)
                finished += 1
        except ArchiveError as fault:
            _log.error("%s is left as it is: %s", key, fault)
    return finished
