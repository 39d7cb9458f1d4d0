"""Signatures; the code follows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.release import Released, ReleasedCollection

INDEX_FORM = "1"


def build(path: Path, released: Iterable[Released], collections: Iterable[ReleasedCollection]) -> None:
    """Make the index from nothing: whole, synced to disk, in place of any index that was at ``path``."""
    raise NotImplementedError


def reindex(
    path: Path, interview_id: str, released: Released | None, collections: Iterable[ReleasedCollection]
) -> None:
    """Replace one interview (None: take it out) and all collections; an index that is not there is begun.

    Every question asked of it afterwards has the same answer as after a rebuild.
    """
    raise NotImplementedError
