"""Signatures; the code follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from archive.index.read import Index
from archive.index.values import StoredMedia
from archive.release import MediaFile, Released, ReleasedCollection


def make_edition(
    folder: Path,
    released: Iterable[Released],
    collections: Iterable[ReleasedCollection],
    open_media: Callable[[MediaFile], AbstractContextManager[BinaryIO]],
) -> str:
    """Make what is released the edition that the public reads, and return its name.

    Killed at any moment it leaves the old edition or the new one, whole; run again it finishes. What no current
    edition lists is gone from the folder afterwards. Raises :class:`FixityFault` when media is not what it should be.
    """
    raise NotImplementedError


def current_edition(folder: Path) -> Path | None:
    """The database of the edition that is public now; None before the first."""
    raise NotImplementedError


def open_current(folder: Path) -> Index:
    """The edition that is public now, for one request; raises :class:`Unavailable` before the first."""
    raise NotImplementedError


def media_path(folder: Path, stored: StoredMedia) -> Path:
    """Where the edition keeps a file: ``media/<sha256>.<extension>``."""
    raise NotImplementedError
