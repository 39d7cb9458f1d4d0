"""Signatures; the code follows."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from archive.index.values import CollectionPage, Listed, StoredMedia
from archive.release import Released


class Index:
    """An index opened for reading; a context manager that closes it."""

    def close(self) -> None:
        """Give the file back."""

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_index(path: Path) -> Index:
    """The desk's index, read-only; raises :class:`Unavailable` where there is none."""
    raise NotImplementedError


def open_edition(path: Path) -> Index:
    """An edition's database, read-only and known never to change."""
    raise NotImplementedError


def interviews(index: Index, *, collection: str = "") -> tuple[Listed, ...]:
    """Every listed interview by id, or those of one collection in its order."""
    raise NotImplementedError


def interview(index: Index, interview_id: str) -> Released | None:
    """An interview with its recordings, transcripts, word times and index points, as it was released."""
    raise NotImplementedError


def collections(index: Index) -> tuple[CollectionPage, ...]:
    """Every collection by slug, with its interviews."""
    raise NotImplementedError


def collection(index: Index, slug: str) -> CollectionPage | None:
    """One collection with its interviews; None where there is none of that name."""
    raise NotImplementedError


def media_file(index: Index, interview_id: str, name: str) -> StoredMedia | None:
    """Which content a public media address stands for; None where there is none."""
    raise NotImplementedError
