"""Two places a file can be kept, with one set of promises: a folder on disk, and an object store such as S3.

A key is a path inside the archive (``media/2026-014/recording-1.wav``). What is *created* is whole or absent and is
never replaced: the second to try gets :class:`AlreadyExists`. What is *written* is the old content or the new, never
half. Names that begin with a dot are temporary: no listing shows them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

from archive.errors import AlreadyExists, ArchiveError, BadInput, NotFound, Unavailable

# A key is made by us from ids, names and tags; anything else is somebody trying to leave the folder.
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


YOUNG_S = 10.0
"""What is younger is spared by every sweep: a file is made a moment before its writer can lock it."""


class Store(Protocol):
    """Where ``media/`` and ``transcripts/`` are kept."""

    def read(self, key: str) -> bytes:
        """The whole content; raises :class:`NotFound`."""

    def exists(self, key: str) -> bool:
        """Whether a file of that key is there."""

    def size(self, key: str) -> int:
        """Its length in bytes; raises :class:`NotFound`."""

    def names(self, folder: str) -> list[str]:
        """The names of files and folders directly inside a folder, sorted; empty if there is no such folder."""

    def walk(self, folder: str) -> list[str]:
        """The keys of all files below a folder, sorted."""

    def create(self, key: str, data: bytes) -> None:
        """A new file, whole; raises :class:`AlreadyExists`."""

    def write(self, key: str, data: bytes) -> None:
        """A file, whole, in place of what was there."""

    def create_from(self, path: Path, key: str) -> None:
        """A new file with the content of a local file of ours, whole; raises :class:`AlreadyExists`.

        The local file must never change afterwards: in a folder on the same disk it becomes the new file itself.
        """

    def write_from(self, path: Path, key: str) -> None:
        """A file with the content of a local file of ours, whole, in place of what was there."""

    def remove(self, key: str) -> None:
        """Remove a file; no complaint if it is gone."""

    def open(self, key: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """A reader of the content; raises :class:`NotFound`."""

    def local(self, key: str) -> contextlib.AbstractContextManager[Path]:
        """A path on this machine with the content, for as long as the context lasts; raises :class:`NotFound`."""

    def sweep(self) -> None:
        """Remove what writers that died left half done; never what a living one is writing."""


def write_local(path: Path, text: str) -> None:
    """Write a small file of this machine's own (under ``instance/``), whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    with temporary.open("xb") as stream:
        stream.write(text.encode())
        _flush(stream)
    _rename(temporary, path)


def checked(key: str) -> str:
    """The key, if it stays inside the archive; raises :class:`BadInput`."""
    if not _KEY.fullmatch(key):
        raise BadInput(
            "%(key)r is not the name of a file in an archive.", next_step="Names use A-Z a-z 0-9 . _ -", key=key
        )
    return key


class FolderStore:
    """A folder on this machine. Writes go beside, are flushed to the disk, then renamed (DESIGN §3)."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, key: str) -> bytes:
        with _missing_named(key):
            return self._path(key).read_bytes()

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def size(self, key: str) -> int:
        with _missing_named(key):
            return self._path(key).stat().st_size

    def names(self, folder: str) -> list[str]:
        try:
            return sorted(each.name for each in self._path(folder).iterdir() if not each.name.startswith("."))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def walk(self, folder: str) -> list[str]:
        files = (each for each in self._path(folder).rglob("*") if each.is_file())
        keys = (each.relative_to(self._root) for each in files)
        return sorted(each.as_posix() for each in keys if not any(part.startswith(".") for part in each.parts))

    def create(self, key: str, data: bytes) -> None:
        with self._beside(key) as (temporary, stream):
            stream.write(data)
            _flush(stream)
            _link_new(temporary, self._path(key), key)

    def write(self, key: str, data: bytes) -> None:
        with self._beside(key) as (temporary, stream):
            stream.write(data)
            _flush(stream)
            _rename(temporary, self._path(key))

    def create_from(self, path: Path, key: str) -> None:
        if self._linked(path, key):
            return
        with self._beside(key) as (temporary, stream):
            _copy(path, stream)
            _link_new(temporary, self._path(key), key)

    def write_from(self, path: Path, key: str) -> None:
        with self._beside(key) as (temporary, stream):
            _copy(path, stream)
            _rename(temporary, self._path(key))

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def open(self, key: str) -> contextlib.AbstractContextManager[BinaryIO]:
        with _missing_named(key):
            return self._path(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        if not self.exists(key):
            raise _not_there(key)
        yield self._path(key)

    def sweep(self) -> None:
        for top in ("media", "transcripts"):
            for each in (self._root / top).rglob(".*.part"):
                _remove_if_abandoned(each)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _linked(self, path: Path, key: str) -> bool:
        """Give a local file the key's name as well, once it is safe on the disk; False where the disk has no links."""
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        try:
            _link_new(path, target, key)
        except OSError:
            return False
        return True

    @contextmanager
    def _beside(self, key: str) -> Iterator[tuple[Path, IO[bytes]]]:
        """A temporary file beside the key's own place, locked while its writer lives so that a sweep spares it."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        with temporary.open("xb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            try:
                yield temporary, stream
            finally:
                temporary.unlink(missing_ok=True)


class ObjectStore:
    """An S3-compatible store. No append, no rename, no cached listing: an object store is not a folder (DESIGN §3)."""

    def __init__(self, url: str, *, endpoint: str = "") -> None:
        self._root = url.removeprefix("s3://").rstrip("/")
        try:
            import s3fs
        except ImportError as error:
            raise Unavailable(
                "An s3:// store needs a part that is not installed.", next_step="`pip install 'earwitness[hosts]'`"
            ) from error
        self._fs: Any = s3fs.S3FileSystem(
            endpoint_url=endpoint or None, use_listings_cache=False, skip_instance_cache=True
        )

    def read(self, key: str) -> bytes:
        with _answering(key):
            return bytes(self._fs.cat_file(self._path(key)))

    def exists(self, key: str) -> bool:
        try:
            with _answering(key):
                return bool(self._fs.info(self._path(key))["type"] == "file")
        except NotFound:
            return False

    def size(self, key: str) -> int:
        with _answering(key):
            return int(self._fs.info(self._path(key))["size"])

    def names(self, folder: str) -> list[str]:
        try:
            with _answering(folder):
                found = self._fs.ls(self._path(folder), detail=False)
        except NotFound:
            return []
        names = {each.rstrip("/").rsplit("/", 1)[-1] for each in found}
        return sorted(each for each in names if not each.startswith("."))

    def walk(self, folder: str) -> list[str]:
        with _answering(folder):
            found = self._fs.find(self._path(folder))
        return sorted(each.removeprefix(self._root + "/") for each in found)

    def create(self, key: str, data: bytes) -> None:
        with _answering(key), _taken_named(key):
            self._fs.pipe_file(self._path(key), data, mode="create")

    def write(self, key: str, data: bytes) -> None:
        with _answering(key):
            self._fs.pipe_file(self._path(key), data)

    def create_from(self, path: Path, key: str) -> None:
        with path.open("rb"), _answering(key), _taken_named(key):  # a local file that is gone is not the store's fault
            self._fs.put_file(str(path), self._path(key), mode="create")

    def write_from(self, path: Path, key: str) -> None:
        with path.open("rb"), _answering(key):
            self._fs.put_file(str(path), self._path(key))

    def remove(self, key: str) -> None:
        with contextlib.suppress(NotFound), _answering(key):
            self._fs.rm_file(self._path(key))

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        with _answering(key):
            opened = self._fs.open(self._path(key), "rb")
        with opened as stream:
            yield stream

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="earwitness-") as folder:
            path = Path(folder) / key.rsplit("/", 1)[-1]
            with _answering(key):
                self._fs.get_file(self._path(key), str(path))
            yield path

    def sweep(self) -> None:
        """Nothing to do: an upload that broke off was never visible."""

    def _path(self, key: str) -> str:
        return f"{self._root}/{checked(key)}"


def _not_there(key: str) -> NotFound:
    return NotFound("There is no %(key)s in this archive.", key=key)


@contextmanager
def _missing_named(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise _not_there(key) from error


@contextmanager
def _answering(key: str) -> Iterator[None]:
    """Asking the object store: only its own word that a file is not there means that it is not there."""
    try:
        with _missing_named(key):
            yield
    except ArchiveError:
        raise
    except Exception as error:
        if not isinstance(error, OSError) and not type(error).__module__.startswith(("botocore", "aiobotocore")):
            raise
        raise Unavailable(
            "The store does not answer for %(key)s: %(error)s.",
            next_step="Check the line and EARWITNESS_STORE.",
            key=key,
            error=error,
        ) from error


@contextmanager
def _taken_named(key: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # s3fs turns the store's 412 (If-None-Match: *) into FileExistsError or a bare OSError, by version.
        if isinstance(error, FileExistsError) or "PreconditionFailed" in repr(error) or "pre-condition" in str(error):
            raise AlreadyExists("%(key)s is there already.", key=key) from error
        raise


def _copy(path: Path, stream: IO[bytes]) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, stream, 1024 * 1024)
    _flush(stream)


def _flush(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _link_new(temporary: Path, path: Path, key: str) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise AlreadyExists("%(key)s is there already.", key=key) from error
    _flush_folder(path.parent)


def _rename(temporary: Path, path: Path) -> None:
    temporary.replace(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_abandoned(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, BlockingIOError), path.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if time.time() - path.stat().st_mtime > YOUNG_S:
            path.unlink(missing_ok=True)
