"""Who did what: every lasting change to the record goes through here, and leaves exactly one event.

Two kinds of change, each finished after a crash at any moment (decision 0003):

* An **act** (accession, correction, publication …) is first written down whole, under ``pending/``; then its files are
  put in place, then its event is created, then the note of it is removed. Whoever finds such a note finishes it.
* A **step** of the machine (access copy, transcription …) puts its files in place, then creates a *receipt* named by
  the step and a fingerprint of its inputs. Created once: of two workers that did the same step, one gets the receipt,
  and the event is the receipt's, so it cannot be recorded twice.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from archive.errors import AlreadyExists, Conflict, NotFound
from archive.files import Files, from_json, to_json, words_folder
from archive.records import Event

PROGRAM = f"earwitness {version('earwitness')}"


REMOVED = ""
"""In an event's files: no content, the file was taken away (its last text is under ``versions/``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A change decided on: its event, the small files it writes (key to text), the large ones it takes in.

    ``takes`` maps a key to the scratch folder and the file in it that is to become the original of that key;
    ``removes`` names files whose text has gone to ``versions/``.
    """

    event: Event
    writes: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    removes: tuple[str, ...] = ()


def new_event(interview_id: str, type_: str, agent: str, *, detail: str = "", outcome: str = "success") -> Event:
    """An event that happens now; it is part of the record only once :func:`perform` or :func:`sign_off` has kept it."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Event(
        id=str(uuid.uuid4()), at=at, type=type_, agent=agent, interview=interview_id, detail=detail, outcome=outcome
    )


def planned(
    event: Event,
    *,
    writes: Mapping[str, bytes],
    takes: Mapping[str, tuple[str, str, str]] | None = None,
    removes: Sequence[str] = (),
) -> Act:
    """An act whose event names the SHA-256 of each file; ``takes`` has scratch folder, file and SHA-256 by key."""
    takes = takes or {}
    digests = dict.fromkeys(removes, REMOVED) | {key: digest for key, (_, _, digest) in takes.items()}
    digests |= {key: hashlib.sha256(data).hexdigest() for key, data in writes.items()}
    return Act(
        event=replace(event, files=digests),
        writes={key: data.decode() for key, data in writes.items()},
        takes={key: (folder, file) for key, (folder, file, _) in takes.items()},
        removes=tuple(removes),
    )


def perform(files: Files, act: Act) -> Event:
    """Do an act so that, whatever dies, it is done once and whole, or not begun; doing it again changes nothing.

    The caller holds the interview's lock.
    """
    note = f"{words_folder(act.event.interview)}/pending/{_event_name(act.event)}"
    with suppress(AlreadyExists):
        files.store.create(note, to_json(act))
    return _carry_out(files, act, note)


def finish_pending(files: Files, interview_id: str) -> int:
    """Finish the acts that somebody began and could not finish; returns how many. The caller holds the lock."""
    folder = f"{words_folder(interview_id)}/pending"
    notes = [f"{folder}/{each}" for each in files.store.names(folder)]
    for note in notes:
        _carry_out(files, from_json(files.store.read(note), Act, key=note), note)
    return len(notes)


def _carry_out(files: Files, act: Act, note: str) -> Event:
    for key, (folder, file) in act.takes.items():
        _take(files, files.scratch_folder(folder) / file, key)
    for key, text in act.writes.items():
        files.store.write(key, text.encode())
    for key in act.removes:
        files.store.remove(key)
    _keep(files, act.event)
    files.store.remove(note)
    return act.event


def _take(files: Files, path: Path, key: str) -> None:
    if files.store.exists(key):
        return
    try:
        files.store.create_from(path, key)
    except AlreadyExists:
        return  # another process finishing the same act was quicker
    except FileNotFoundError as error:
        raise NotFound(
            f"The file that was to become {key} is gone.", next_step="Add the recording again from its source."
        ) from error


# --- steps of the machine --------------------------------------------------------------------------------------------


def receipt_key(interview_id: str, subject: str, step: str, fingerprint: str) -> str:
    """Where the receipt of a step lies; ``subject`` is a recording's name, ``fingerprint`` of the step's inputs."""
    return f"{words_folder(interview_id)}/steps/{subject}.{step.replace(' ', '-')}.{fingerprint[:16]}.json"


def sign_off(files: Files, receipt: str, event: Event) -> Event:
    """Record that a step is done, its files being in place; the first to say so is the one believed."""
    try:
        files.store.create(receipt, to_json(event))
    except AlreadyExists:
        event = from_json(files.store.read(receipt), Event, key=receipt)
    _keep(files, event)
    return event


def finish_receipts(files: Files, interview_id: str) -> int:
    """Create the events whose receipts were left without one; returns how many."""
    folder = words_folder(interview_id)
    have = set(files.store.names(f"{folder}/events"))
    finished = 0
    for name in files.store.names(f"{folder}/steps"):
        key = f"{folder}/steps/{name}"
        event = from_json(files.store.read(key), Event, key=key)
        if _event_name(event) not in have:
            _keep(files, event)
            finished += 1
    return finished


# --- reading ---------------------------------------------------------------------------------------------------------


def events(files: Files, interview_id: str) -> Iterator[Event]:
    """What was done to an interview, oldest first."""
    folder = f"{words_folder(interview_id)}/events"
    for name in files.store.names(folder):
        yield from_json(files.store.read(f"{folder}/{name}"), Event, key=f"{folder}/{name}")


def digests(files: Files, interview_id: str) -> dict[str, str]:
    """The SHA-256 that each file should have, by key: the newest event that wrote it says so."""
    known: dict[str, str] = {}
    for event in events(files, interview_id):
        known |= event.files
    return {key: digest for key, digest in known.items() if digest != REMOVED}


def state(files: Files, interview_id: str) -> str:
    """A fingerprint of all that was done, or begun, on an interview: it changes with every act and step."""
    folder = words_folder(interview_id)
    names = [
        f"{part}/{name}" for part in ("events", "steps", "pending") for name in files.store.names(f"{folder}/{part}")
    ]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def as_json_lines(files: Files, interview_id: str) -> str:
    """The log of an interview, one event a line, oldest first."""
    return "".join(
        json.dumps(json.loads(to_json(event)), ensure_ascii=False) + "\n" for event in events(files, interview_id)
    )


def stamp(event: Event) -> str:
    """When an event was, as file names say it: ``20261123T214022.123456Z``."""
    return event.at.replace("+00:00", "Z").replace("-", "").replace(":", "")


def _event_name(event: Event) -> str:
    return f"{stamp(event)}-{event.id}.json"


def _keep(files: Files, event: Event) -> None:
    key = f"{words_folder(event.interview)}/events/{_event_name(event)}"
    data = to_json(event)
    try:
        files.store.create(key, data)
    except AlreadyExists:
        if files.store.read(key) != data:
            raise Conflict(
                f"{key} holds another event than the one to be kept.", next_step="Run `earwitness verify`."
            ) from None
