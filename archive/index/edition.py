"""The edition: what the public reads, and nothing else. It is made whole, from nothing, and swapped in by one name.

<folder>/current                 one line: the name of the edition that is public now
<folder>/<sha256>.sqlite         its database, named by its own content
<folder>/media/<sha256>.<ext>    the media it lists
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import BadRecord, FixityFault, Unavailable
from archive.index.build import sync, write_index
from archive.index.opening import Index, open_edition
from archive.index.values import StoredMedia
from archive.release import MediaFile, Released, ReleasedCollection, Tombstone

_NAME = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_CHUNK = 1024 * 1024

_opened = threading.local()


class NothingPublished(Unavailable):
    """There has never been an edition here."""


def make_edition(
    folder: Path,
    released: Iterable[Released],
    collections: Iterable[ReleasedCollection],
    open_media: Callable[[MediaFile], AbstractContextManager[BinaryIO]],
    tombstones: Iterable[Tombstone] = (),
) -> str:
    """Make what is released the edition that the public reads, and return its name.

    Killed at any moment it leaves the old edition or the new one, whole; run again it finishes. What the new edition
    does not list is gone from the folder afterwards. Interviews are asked for one by one, the others after them; the
    same interviews in the same order make the same edition, and nothing is written again. Raises
    :class:`FixityFault` when media is not what it should be.
    """
    (folder / "media").mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        kept: set[str] = set()
        name = _write_database(folder, _with_media_kept(folder, released, open_media, kept), collections, tombstones)
        _make_current(folder, name)
        _remove_all_but(folder, name, kept)
    return name


def current_edition(folder: Path) -> Path | None:
    """The database of the edition that is public now; None before the first."""
    while name := _pointed_at(folder):
        path = folder / f"{name}.sqlite"
        if path.is_file():
            return path
        if _pointed_at(folder) == name:
            break
    return None


def open_current(folder: Path) -> Index:
    """The edition that is public now, for one request; raises :class:`NothingPublished` before the first.

    Raises :class:`Unavailable` where there is one and it cannot be read, or is of another version of the program.
    A thread keeps the one it opened last. Whoever still holds an older one may read it to the end.
    """
    while path := current_edition(folder):
        if getattr(_opened, "path", None) == path:
            index: Index = _opened.index
            return index
        try:
            _opened.path, _opened.index = path, open_edition(path)
        except Unavailable:
            if path.exists():
                raise  # otherwise the next edition has just taken its place
    if (folder / "current").exists():
        raise Unavailable(
            "What is published here cannot be read.",
            next_step="%(path)s names no edition. Make it anew: `earwitness index`.",
            path=folder / "current",
        )
    raise NothingPublished("Nothing is published here yet.", next_step="`earwitness publish ID`, then look again.")


def media_path(folder: Path, stored: StoredMedia) -> Path:
    """Where the edition keeps a file."""
    return folder / "media" / _file_name(stored)


def _pointed_at(folder: Path) -> str:
    try:
        name = (folder / "current").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if _NAME.fullmatch(name) else ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one process makes an edition at a time; the lock of a dead one is gone with it."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- making ----------------------------------------------------------------------------------------------------------


def _with_media_kept(
    folder: Path,
    released: Iterable[Released],
    open_media: Callable[[MediaFile], AbstractContextManager[BinaryIO]],
    kept: set[str],
) -> Iterator[Released]:
    """The same interviews, each once its media are in the folder; their names are noted in ``kept``."""
    for each in released:
        of_recordings = (media for recording in each.recordings for media in recording.media)
        for file in (*of_recordings, *(picture.file for picture in each.pictures)):
            _keep(folder, file, open_media)
            kept.add(_file_name(_stored(file)))
        yield each
    sync(folder / "media")


def _keep(folder: Path, file: MediaFile, open_media: Callable[[MediaFile], AbstractContextManager[BinaryIO]]) -> None:
    path = media_path(folder, _stored(file))
    if path.is_file() and path.stat().st_size == file.bytes:
        return
    beside = path.with_name(path.name + ".copying")
    digest = hashlib.sha256()
    with open_media(file) as source, beside.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    if digest.hexdigest() != file.sha256:
        beside.unlink()
        raise FixityFault(
            "%(key)s is not the file that was made: its SHA-256 is %(found)s, not %(sha256)s.",
            next_step="`earwitness process` makes it again from the original.",
            key=file.key,
            found=digest.hexdigest(),
            sha256=file.sha256,
        )
    beside.replace(path)


def _write_database(
    folder: Path,
    released: Iterable[Released],
    collections: Iterable[ReleasedCollection],
    tombstones: Iterable[Tombstone],
) -> str:
    beside = folder / "edition.building"
    write_index(beside, released, collections, tombstones)
    with beside.open("rb") as written:
        name = hashlib.file_digest(written, "sha256").hexdigest()
    if (folder / f"{name}.sqlite").is_file():
        beside.unlink()
    else:
        beside.replace(folder / f"{name}.sqlite")
        sync(folder)
    return name


def _make_current(folder: Path, name: str) -> None:
    if _pointed_at(folder) == name:
        return
    beside = folder / "current.new"
    with beside.open("w", encoding="ascii") as pointer:
        pointer.write(f"{name}\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    beside.replace(folder / "current")
    sync(folder)


def _remove_all_but(folder: Path, name: str, media: set[str]) -> None:
    """Words and voices taken back must not lie about: the old database goes at once, with media nobody lists.

    Requests in flight hold their file open and read it to the end; later ones are told the new name.
    """
    for path in (*folder.glob("*.sqlite*"), *folder.glob("*.building*")):
        if path.name != f"{name}.sqlite":
            path.unlink(missing_ok=True)
    for path in (folder / "media").iterdir():
        if path.name not in media:
            path.unlink(missing_ok=True)
    sync(folder / "media")
    sync(folder)


def _stored(file: MediaFile) -> StoredMedia:
    extension = file.name.rpartition(".")[2]
    if not (_NAME.fullmatch(file.sha256) and _EXTENSION.fullmatch(extension)):
        raise BadRecord(
            "%(name)s has no name or checksum that can be published.", next_step="Make it again.", name=file.name
        )
    return StoredMedia(sha256=file.sha256, bytes=file.bytes, extension=extension)


def _file_name(stored: StoredMedia) -> str:
    return f"{stored.sha256}.{stored.extension}"
