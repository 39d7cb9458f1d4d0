"""Acts of people: written down whole, carried out, put in the log; whoever finds one half done finishes it."""

from __future__ import annotations

import hashlib
import logging
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import AlreadyExists, ArchiveError, BadRecord, NotFound, Unavailable
from archive.files import Files, from_json, to_json, words_folder
from archive.provenance.log import REMOVED, event_name, kept, record
from archive.records import Event
from archive.sentences import Sentence

_log = logging.getLogger(__name__)


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
    already = kept(files, act.event)
    if already is None:
        for key, (folder, file) in act.takes.items():
            _take(files, files.scratch_folder(folder) / file, key, act.host)
        for key, text in act.writes.items():
            files.store.write(key, text.encode())
        for key in act.removes:
            files.store.remove(key)
        record(files, act.event)
    files.store.remove(note)
    return already or act.event


def _give_up(files: Files, act: Act, note: str, reason: Sentence) -> Event:
    """Record that an act failed: nothing of it is written, and what it had taken in already is named and stays."""
    taken = {key: act.event.files[key] for key in act.takes if files.store.exists(key)}
    event = replace(act.event, outcome="failure", detail=reason, files=taken)
    record(files, event)
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
            raise Unavailable(
                "%(key)s is still to come from %(host)s.", next_step="Wait for that machine.", key=key, host=host
            ) from error
        raise Lost(
            "The file that was to become %(key)s is gone.",
            next_step="Add the recording again from its source.",
            key=key,
        ) from error


def _note(event: Event) -> str:
    return f"{words_folder(event.interview)}/pending/{event_name(event)}"
