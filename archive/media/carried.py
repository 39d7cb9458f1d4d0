"""What a file for the public says of itself beside its sound or picture: nothing, if it was made as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import MediaFault
from archive.media.containers import opened
from archive.media.photograph import noted_in

_OF_THE_FORMAT = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id", "language", "encoder"}
)
"""What every MP4 says: its kind, and that FFmpeg wrote it."""


def carried_by(paths: Sequence[Path]) -> list[list[tuple[str, str]]]:
    """Of each file the notes it carries, by their names; one that cannot be read is said to carry a fault."""
    return [list(_noted(path)) for path in paths]


def _noted(path: Path) -> Iterator[tuple[str, str]]:
    try:
        if path.suffix == ".jpg":
            yield from noted_in(path)
        elif path.suffix in {".m4a", ".mp4"}:
            with opened(path) as container:
                for told in (container.metadata, *(each.metadata for each in container.streams)):
                    yield from ((name, text) for name, text in told.items() if name not in _OF_THE_FORMAT)
    except MediaFault as fault:
        yield "fault", str(fault)
