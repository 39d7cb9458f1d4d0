"""Files on their way in: each grows under ``instance/uploads/`` until it is whole, whatever breaks off meanwhile.

<instance>/uploads/<32 hexadecimal digits>/about.json   what it is called, how long it will be, who sends it
                                           data         what has arrived; its size is how far it has come

Nothing else remembers anything: a process that dies loses what it had not written yet, and the sender goes on from
there. Two connections may carry the same upload (one of them dead and not knowing it): each writes only where the file
ends, so the one that falls behind is told, and no byte stands twice.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from archive.errors import BadInput, BadRecord, Conflict, NoRoom, NotFound
from archive.files import Files, from_json, readable_name, to_json
from archive.sentences import enumerated, sentence
from archive.settings import Settings

ALGORITHMS = ("sha256", "sha1", "md5")
"""The checksums a sender may give with a part, as tus names them."""

_ID = re.compile(r"[0-9a-f]{32}")
_PIECE = 256 * 1024
_DAY_S = 24 * 3600
_LONGEST_NAME = 200


class Garbled(BadInput):
    """A part arrived otherwise than it was sent."""

    status = 460  # tus 1.0, checksum extension


class TooLong(BadInput):
    """More was sent than was announced."""

    status = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What is known of an upload from its beginning; ``begun`` is UTC, ISO 8601."""

    name: str
    length: int
    by: str
    begun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on its way in: ``offset`` of its ``length`` bytes are here, at ``path``. ``name`` is the sender's word."""

    id: str
    name: str
    length: int
    by: str
    begun: str
    path: Path
    offset: int

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here; from then on it never changes."""
        return self.offset == self.length


def begin(files: Files, settings: Settings, *, name: str, length: int, by: str) -> Upload:
    """Make a place for a file of ``length`` bytes; raises :class:`NoRoom` where the disk cannot hold it."""
    if length < 0:
        raise BadInput("A file cannot be %(length)s bytes long.", next_step="Say how long it is.", length=length)
    _check_room(files, settings, name, length)
    upload_id = uuid.uuid4().hex
    about = _About(
        name=_plain_name(name), length=length, by=by, begun=datetime.now(UTC).isoformat(timespec="microseconds")
    )
    beside = _folder(files) / f".{upload_id}"
    beside.mkdir(parents=True)
    (beside / "data").touch()
    (beside / "about.json").write_bytes(to_json(about))
    beside.rename(_folder(files) / upload_id)
    return find(files, upload_id)


def find(files: Files, upload_id: str) -> Upload:
    """The upload of that id; raises :class:`NotFound`."""
    folder = _folder(files) / upload_id
    try:
        if not _ID.fullmatch(upload_id):
            raise FileNotFoundError
        about = from_json((folder / "about.json").read_bytes(), _About, key=f"uploads/{upload_id}")
        offset = (folder / "data").stat().st_size
    except (FileNotFoundError, BadRecord) as error:
        raise NotFound("There is no such upload (any more).", next_step="Send the file again.") from error
    return Upload(
        id=upload_id,
        name=about.name,
        length=about.length,
        by=about.by,
        begun=about.begun,
        path=folder / "data",
        offset=offset,
    )


def waiting(files: Files, *, by: str) -> list[Upload]:
    """What somebody has sent, or begun to send, and nobody has taken in yet; oldest first."""
    found = []
    for each in _folder(files).glob("*"):
        with suppress(NotFound):
            found.append(find(files, each.name))
    return sorted((each for each in found if each.by == by), key=lambda each: (each.begun, each.id))


def receive(files: Files, upload: Upload, part: IO[bytes], *, offset: int) -> Upload:
    """Add what arrives, as it arrives, from ``offset`` on; returns how far the upload has come.

    What came before ``part`` breaks off or raises is kept. Raises :class:`Conflict` where the file ends elsewhere.
    """
    _check_begins(upload, offset)
    with _writing(upload) as stream:
        try:
            while offset < upload.length and (piece := part.read(min(_PIECE, upload.length - offset))):
                _append(stream, piece, offset=offset)
                offset += len(piece)
        finally:
            os.fsync(stream.fileno())
    return find(files, upload.id)


def receive_checked(
    files: Files, upload: Upload, part: IO[bytes], *, offset: int, algorithm: str, digest: bytes
) -> Upload:
    """Add a part once it is here whole and as its checksum says; otherwise nothing of it. Raises :class:`Garbled`."""
    _check_begins(upload, offset)
    if algorithm not in ALGORITHMS:
        raise BadInput(
            "%(algorithm)r is no checksum known here.",
            next_step="Use %(known)s.",
            algorithm=algorithm,
            known=enumerated(ALGORITHMS),
        )
    beside = upload.path.with_name(f".part-{uuid.uuid4().hex}")
    try:
        with _disk(upload), beside.open("w+b") as kept:
            found = hashlib.new(algorithm, usedforsecurity=False)
            while piece := part.read(min(_PIECE, upload.length - offset - kept.tell())):
                found.update(piece)
                kept.write(piece)
            if found.digest() != digest:
                raise Garbled("A part of %(name)s arrived damaged.", next_step="It is sent again.", name=upload.name)
            kept.seek(0)
            return receive(files, upload, kept, offset=offset)
    finally:
        beside.unlink(missing_ok=True)


def discard(files: Files, upload: Upload) -> None:
    """Remove an upload with all that has arrived of it."""
    shutil.rmtree(_folder(files) / upload.id, ignore_errors=True)


def expire(files: Files, settings: Settings, *, now: float) -> None:
    """Remove what nobody has added to, or taken in, for as many days as the settings allow; ``now`` as ``time()``."""
    for folder in _folder(files).glob("*"):
        with suppress(FileNotFoundError):
            last = max(each.stat().st_mtime for each in (folder, *folder.glob("*")))
            if now - last > settings.upload_days * _DAY_S:
                shutil.rmtree(folder, ignore_errors=True)


def expires(upload: Upload, settings: Settings) -> float:
    """When the upload will be removed if nothing more arrives, as ``time()`` counts."""
    return upload.path.stat().st_mtime + settings.upload_days * _DAY_S


# --- writing ---------------------------------------------------------------------------------------------------------


def _check_begins(upload: Upload, offset: int) -> None:
    if offset != upload.offset:
        raise Conflict(
            "%(here)s bytes of %(name)s are here, not %(offset)s.",
            next_step="Go on from there.",
            here=upload.offset,
            name=upload.name,
            offset=offset,
        )


@contextmanager
def _writing(upload: Upload) -> Iterator[IO[bytes]]:
    with _disk(upload), upload.path.open("r+b", buffering=0) as stream:
        yield stream


def _append(stream: IO[bytes], piece: bytes, *, offset: int) -> None:
    """Write where the file ends, if that is still at ``offset``: another connection may have gone on in between."""
    fcntl.flock(stream, fcntl.LOCK_EX)
    try:
        if os.fstat(stream.fileno()).st_size != offset:
            raise Conflict("Another connection goes on with this upload.", next_step="Go on from where it is.")
        stream.seek(offset)
        written = 0
        while written < len(piece):
            written += stream.write(piece[written:])
    finally:
        fcntl.flock(stream, fcntl.LOCK_UN)


@contextmanager
def _disk(upload: Upload) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(
            "%(name)s was discarded meanwhile.", next_step="Send the file again.", name=upload.name
        ) from error
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise NoRoom("The disk is full: %(name)s cannot go on.", next_step=_MAKE_ROOM, name=upload.name) from error


# --- room and names --------------------------------------------------------------------------------------------------


def _check_room(files: Files, settings: Settings, name: str, length: int) -> None:
    """What others have announced and not sent yet counts as taken."""
    files.instance.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(files.instance).free - settings.spare_bytes - _announced(files)
    if length > free:
        raise NoRoom(
            "The disk has no room for %(name)s: it is %(length)s bytes, and %(free)s can be used.",
            next_step=_MAKE_ROOM,
            name=_plain_name(name),
            length=f"{length:,}",
            free=f"{max(free, 0):,}",
        )


def _announced(files: Files) -> int:
    due = 0
    for each in _folder(files).glob("*"):
        with suppress(NotFound):
            upload = find(files, each.name)
            due += upload.length - upload.offset
    return due


_MAKE_ROOM = sentence("Make room, or discard uploads that nobody needs.")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _plain_name(name: str) -> str:
    """A file's own name, whatever folder the sender says it is in: one line, and nothing that turns the line round."""
    last = re.split(r"[/\\]", readable_name(name).encode(errors="replace").decode())[-1]
    shown = _CONTROLS.sub("\ufffd", last).strip()
    return shown[-_LONGEST_NAME:] if shown not in {"", ".", ".."} else "unnamed"


def _folder(files: Files) -> Path:
    return files.instance / "uploads"
