"""Pictures of the gallery, each with its copy for the public and what people say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.records import Photo
from archive.release.values import Holdings, ReleasedPicture


def pictures(holdings: Holdings, photos: Iterable[Photo]) -> Iterator[ReleasedPicture]:
    """Those of these photos whose copy for the public is there; which of them may be met is for others to say."""
    for photo in photos:
        copy = holdings.pictures.get(photo.file)
        if copy is not None:
            yield ReleasedPicture(
                file=copy,
                caption=photo.caption,
                alt=photo.alt,
                credit=photo.credit,
                date=photo.date,
                recording=photo.recording,
                start_ms=photo.start_ms if photo.recording else 0,
            )
