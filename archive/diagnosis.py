"""What is wrong with an installation and how to mend it, each part looked at by using it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive import jobs, names, speakers, transcribe
from archive.errors import AlreadyExists, ArchiveError, Unavailable
from archive.files import FolderStore, Store, open_files
from archive.settings import Settings, without_secrets

_ENOUGH_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Symptom:
    """One part, whether it is well, what was seen, and what to do about it."""

    part: str
    well: bool
    says: str
    mend: str = ""


def diagnose(settings: Settings) -> list[Symptom]:
    """Look at every part that the archive needs; a part that fails is reported, never raised."""
    return [_looked_at(part, look, settings) for part, look in _PARTS.items()]


def _looked_at(part: str, look: Callable[[Settings], str], settings: Settings) -> Symptom:
    try:
        return Symptom(part, True, look(settings))
    except ArchiveError as fault:
        return Symptom(part, False, without_secrets(str(fault.fault)), str(fault.next_step))
    except Exception as fault:
        return Symptom(
            part, False, without_secrets(f"{type(fault).__name__}: {fault}."), "See the documentation of that part."
        )


def _python(_: Settings) -> str:
    return sys.version.split()[0]


def _home(settings: Settings) -> str:
    there = _nearest(settings.home)
    free = shutil.disk_usage(there).free
    if free < _ENOUGH_BYTES:
        raise Unavailable("%(free)s MB are free in the home folder.", next_step="Make room.", free=free // 1024**2)
    new = "" if there == settings.home else ", to be made with the first interview"
    return f"{settings.home}{new}, {free // 1024**3} GB free"


def _nearest(path: Path) -> Path:
    """The folder, or the one above that would hold it: looking must not make any."""
    nearest = next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())
    if not nearest.is_dir():
        raise Unavailable("%(path)s is a file.", next_step="Give EARWITNESS_HOME the path of a folder.", path=nearest)
    return path if nearest == path.absolute() else nearest


def _store(settings: Settings) -> str:
    """Prove that a file is created only once: everything that must not happen twice rests on it."""
    if settings.store:
        return _creates_once(open_files(settings).store, without_secrets(settings.store))
    with tempfile.TemporaryDirectory(prefix=".earwitness-doctor-", dir=_nearest(settings.home)) as folder:
        return _creates_once(FolderStore(Path(folder)), "a folder")


def _creates_once(store: Store, called: str) -> str:
    key = f"transcripts/ids/doctor-{uuid.uuid4().hex}"
    try:
        store.create(key, b"one")
        try:
            store.create(key, b"two")
        except AlreadyExists:
            return f"{called}; creates each file once"
    finally:
        store.remove(key)
    raise Unavailable(
        "The store lets a file be created twice.", next_step="Use one that honours If-None-Match, as S3 and MinIO do."
    )


def _sqlite(_: Settings) -> str:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table words using fts5(text)")
    connection.close()
    return f"{sqlite3.sqlite_version} with full text"


def _queue(settings: Settings) -> str:
    if not settings.queue and not (settings.instance / "queue.sqlite").exists():
        return "instance/queue.sqlite, to be made with the first work"
    queue = jobs.open_queue(open_files(settings), settings)
    waiting = queue.media.pending_count() + queue.house.pending_count()
    return f"{without_secrets(settings.queue) or 'instance/queue.sqlite'}, {waiting} waiting"


def _engine(settings: Settings) -> str:
    return transcribe.describe_engine(settings)


def _names(settings: Settings) -> str:
    """Who looks for names; nobody is ill who does without, but should know what to add."""
    read = [f"{language} by {program}" for language, program in names.who_reads(settings.english_names).items()]
    absent = names.what_is_missing(settings.english_names)
    to_add = [f"none in {each} without {what}: `pip install 'earwitness[{each}]'`" for each, what in absent.items()]
    return "; ".join([*read, *to_add])


def _voices(settings: Settings) -> str:
    """Whether voices can be told apart; nobody is ill who does without, but should know what to add."""
    missing = speakers.what_is_missing(settings)
    return str(missing) if missing else f"told apart by {speakers.who_drafts(settings)}"


def _owed(settings: Settings) -> str:
    return f"{sum(1 for _ in jobs.owed(open_files(settings), settings))} steps"


_PARTS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "home": _home,
    "store": _store,
    "SQLite": _sqlite,
    "queue": _queue,
    "speech engine": _engine,
    "names": _names,
    "voices": _voices,
    "owed": _owed,
}
