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
import logging
import platform
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from archive.errors import AlreadyExists, ArchiveError, BadRecord, Conflict, NotFound, Unavailable
from archive.files import Files, claim_file, from_json, to_json, words_folder
from archive.records import Event

PROGRAM = f"earwitness {version('earwitness')}"
CHECK = "fixity check"
"""The type of the events that changed nothing. They have a folder of their own, so that a check is no news."""

_log = logging.getLogger(__name__)
_EVENT = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6}Z)-([0-9a-f-]{36})\.json")

REMOVED = ""
"""In an event's files: no content, the file was taken away (its last text is under ``versions/``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A change decided on: its event, the small files it writes (key to text), the large ones it takes in.

    ``takes`` maps a key to the scratch folder and the file in it that is to become the original of that key;
    ``removes`` names files whose text has gone to ``versions/``; ``host`` is the machine whose scratch it takes from.
    """

    event: Event
    writes: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    removes: tuple[str, ...] = ()
    host: str = ""


class Lost(NotFound):
    """The scratch file that an act was to take in is gone for good."""


def new_event(interview_id: str, type_: str, agent: str, *, detail: str = "", outcome: str = "success") -> Event:
    """An event that happens now; it is part of the record only once :func:`perform` or :func:`sign_off` has kept it."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Event(
        id=str(uuid.uuid4()), at=at, type=type_, agent=agent, interview=interview_id, detail=detail, outcome=outcome
    )


def next_event(
    files: Files, interview_id: str, type_: str, agent: str, *, detail: str = "", outcome: str = "success"
) -> Event:
    """An event later than all there are, even if the clock went back. The caller holds the interview's lock."""
    return _after_all(files, new_event(interview_id, type_, agent, detail=detail, outcome=outcome))


def _after_all(files: Files, event: Event) -> Event:
    last = max((match[1] for match in _logged(files, event.interview)), default="")
    if stamp(event) > last:
        return event
    later = datetime.strptime(last, "%Y%m%dT%H%M%S.%f%z") + timedelta(microseconds=1)
    return replace(event, at=later.isoformat(timespec="microseconds"))


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
        host=platform.node() if takes else "",
    )


def perform(files: Files, act: Act) -> Event:
    """Do an act so that, whatever dies, it is done once and whole, or not begun; returns the event that was kept.

    Doing it again changes nothing, whatever else has happened since. The caller holds the interview's lock.
    """
    note = _note(act.event)
    with suppress(AlreadyExists):
        files.store.create(note, to_json(act))
    return _carry_out(files, act, note)


def record(files: Files, event: Event) -> None:
    """Keep an event that writes no files."""
    _keep(files, event)


def finish_pending(files: Files, interview_id: str) -> int:
    """Finish the acts that somebody began and could not finish; returns how many. The caller holds the lock.

    An act whose scratch files are lost is given up. Raises :class:`BadRecord`, last of all, for a note that cannot be
    read: nobody knows what was decided there.
    """
    finished = 0
    unreadable: list[BadRecord] = []
    for note in pending(files, interview_id):
        try:
            finish(files, from_json(files.store.read(note), Act, key=note), note)
            finished += 1
        except BadRecord as fault:
            unreadable.append(fault)
        except ArchiveError as fault:
            _log.error("%s is left as it is: %s", note, fault)
    if unreadable:
        raise unreadable[0]
    return finished


def clear_the_way(files: Files, interview_id: str) -> None:
    """Finish, before the next act, those begun; a note that cannot be read keeps no decision waiting."""
    try:
        finish_pending(files, interview_id)
    except BadRecord as fault:
        _log.error("%s", fault)


def pending(files: Files, interview_id: str) -> list[str]:
    """The notes of acts begun and not finished."""
    folder = f"{words_folder(interview_id)}/pending"
    return [f"{folder}/{name}" for name in files.store.names(folder)]


def finish(files: Files, act: Act, note: str = "") -> Event:
    """Carry out an act that another process wrote down, or give it up if its scratch files are lost for good."""
    try:
        return _carry_out(files, act, note or _note(act.event))
    except Lost as lost:
        return _give_up(files, act, note or _note(act.event), lost.fault)


def _carry_out(files: Files, act: Act, note: str) -> Event:
    kept = _kept(files, act.event)
    if kept is None:
        for key, (folder, file) in act.takes.items():
            _take(files, files.scratch_folder(folder) / file, key, act.host)
        for key, text in act.writes.items():
            files.store.write(key, text.encode())
        for key in act.removes:
            files.store.remove(key)
        _keep(files, act.event)
    files.store.remove(note)
    return kept or act.event


def _give_up(files: Files, act: Act, note: str, reason: str) -> Event:
    """Record that an act failed: nothing of it is written, and what it had taken in already is named and stays."""
    taken = {key: act.event.files[key] for key in act.takes if files.store.exists(key)}
    event = replace(act.event, outcome="failure", detail=reason, files=taken)
    _keep(files, event)
    files.store.remove(note)
    return event


def _take(files: Files, path: Path, key: str, host: str) -> None:
    if files.store.exists(key):
        return
    try:
        files.store.create_from(path, key)
    except AlreadyExists:
        return  # another process finishing the same act was quicker
    except FileNotFoundError as error:
        if host not in {"", platform.node()}:
            raise Unavailable(f"{key} is still to come from {host}.", next_step="Wait for that machine.") from error
        raise Lost(
            f"The file that was to become {key} is gone.", next_step="Add the recording again from its source."
        ) from error


# --- steps of the machine --------------------------------------------------------------------------------------------


def receipt_key(interview_id: str, subject: str, step: str, fingerprint: str) -> str:
    """Where the receipt of a step lies; ``subject`` is a recording's name, ``fingerprint`` of the step's inputs."""
    return f"{words_folder(interview_id)}/steps/{subject}.{step.replace(' ', '-')}.{fingerprint[:16]}.json"


def sign_off(files: Files, receipt: str, event: Event) -> Event:
    """Record that a step is done, its files being in place; the first to say so is the one believed."""
    event = _after_all(files, event)
    try:
        files.store.create(receipt, to_json(event))
    except AlreadyExists:
        event = from_json(files.store.read(receipt), Event, key=receipt)
    _keep(files, event)
    return event


def finish_receipts(files: Files, interview_id: str) -> int:
    """Create the events whose receipts were left without one; returns how many.

    A receipt that cannot be read, or that tells of an event in other words than the log, is left for ``verify``.
    """
    folder = words_folder(interview_id)
    known = {part for match in _logged(files, interview_id) for part in match.groups()}
    finished = 0
    for name in files.store.names(f"{folder}/steps"):
        key = f"{folder}/steps/{name}"
        try:
            event = from_json(files.store.read(key), Event, key=key)
            if known.isdisjoint({stamp(event), event.id}):
                _keep(files, event)
                finished += 1
        except ArchiveError as fault:
            _log.error("%s is left as it is: %s", key, fault)
    return finished


# --- taking in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that was settled: the SHA-256 it had then, and its act as far as it still has it."""

    sha256: str
    act: Act | None


def taken_in_file(interview_id: str) -> str:
    """The file that says that the claim of an id is settled: it is never carried out again."""
    return f"{claim_file(interview_id)}.taken-in"


def settle_claim(files: Files, interview_id: str) -> None:
    """Put down that a claim is settled, with its SHA-256 in the form of ``sha256sum``; once is enough."""
    digest = hashlib.sha256(files.store.read(claim_file(interview_id))).hexdigest()
    with suppress(AlreadyExists):
        files.store.create(taken_in_file(interview_id), f"{digest}  {interview_id}\n".encode())


def claimed(files: Files, interview_id: str) -> Claim:
    """The settled claim of an id; without its act if the claim is gone or not as it was."""
    digest = files.store.read(taken_in_file(interview_id)).decode(errors="replace").split(" ")[0]
    key = claim_file(interview_id)
    try:
        data = files.store.read(key)
        is_whole = hashlib.sha256(data).hexdigest() == digest
        return Claim(digest, from_json(data, Act, key=key) if is_whole else None)
    except (NotFound, BadRecord):
        return Claim(digest, None)


# --- reading ---------------------------------------------------------------------------------------------------------


def events(files: Files, interview_id: str) -> Iterator[Event]:
    """What was done to an interview, oldest first."""
    for key in log(files, interview_id):
        yield from_json(files.store.read(key), Event, key=key)


def log(files: Files, interview_id: str) -> list[str]:
    """The files of all events, oldest first."""
    folder = words_folder(interview_id)
    keys = [
        f"{folder}/{part}/{name}" for part in ("events", "checks") for name in files.store.names(f"{folder}/{part}")
    ]
    return sorted(keys, key=lambda key: key.rsplit("/", 1)[1])


def event_key(event: Event) -> str:
    """Where an event lies: the checks apart from what was done."""
    part = "checks" if event.type == CHECK else "events"
    return f"{words_folder(event.interview)}/{part}/{_event_name(event)}"


def digests(files: Files, interview_id: str) -> dict[str, str]:
    """The SHA-256 that each file should have, by key: the newest event that wrote it says so."""
    known: dict[str, str] = {}
    for event in events(files, interview_id):
        known |= event.files
    return {key: digest for key, digest in known.items() if digest != REMOVED}


def state(files: Files, interview_id: str) -> str:
    """A fingerprint of all that was done, or begun, on an interview: every act and step changes it, no check does."""
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


def _note(event: Event) -> str:
    return f"{words_folder(event.interview)}/pending/{_event_name(event)}"


def _logged(files: Files, interview_id: str) -> list[re.Match[str]]:
    """When each event was, and its id, as the names of the log say."""
    matches = (_EVENT.fullmatch(key.rsplit("/", 1)[1]) for key in log(files, interview_id))
    return [match for match in matches if match]


def _kept(files: Files, event: Event) -> Event | None:
    """The event of that id, if it is part of the record already."""
    for key in log(files, event.interview):
        if key.endswith(f"-{event.id}.json"):
            return from_json(files.store.read(key), Event, key=key)
    return None


def _keep(files: Files, event: Event) -> None:
    key = event_key(event)
    data = to_json(event)
    try:
        files.store.create(key, data)
    except AlreadyExists:
        if files.store.read(key) != data:
            raise Conflict(
                f"{key} holds another event than the one to be kept.", next_step="Run `earwitness verify`."
            ) from None
