"""Writing a file so that its name never stands for half of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(final: Path) -> Iterator[Path]:
    """A name beside ``final`` to write under; the file takes its name when the block ends well, else it is removed."""
    part = final.with_name(f".{final.name}.{uuid.uuid4().hex}.part")
    try:
        yield part
        _to_disk(part)
        part.replace(final)
        _to_disk(final.parent)
    finally:
        part.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
