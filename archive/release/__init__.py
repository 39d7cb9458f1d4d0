"""The public version of an interview, or nothing: one pure function that builds what may be shown, field by field.

Nothing is copied because it was there: :class:`Released` lists what the public may meet, and ``release`` fills it.
What a record gains later stays private until this module names it.
"""

from __future__ import annotations

from archive.release.names import without_real_names_in_collection
from archive.release.public import release, released_collection, uncut
from archive.release.tombstones import tombstone
from archive.release.values import (
    Change,
    Holdings,
    Line,
    MediaFile,
    Released,
    ReleasedCollection,
    ReleasedConcept,
    ReleasedPicture,
    ReleasedRecording,
    ReleasedTag,
    ReleasedTrack,
    Role,
    Tombstone,
    Version,
    names_above,
    with_those_above,
)

__all__ = [
    "Change",
    "Holdings",
    "Line",
    "MediaFile",
    "Released",
    "ReleasedCollection",
    "ReleasedConcept",
    "ReleasedPicture",
    "ReleasedRecording",
    "ReleasedTag",
    "ReleasedTrack",
    "Role",
    "Tombstone",
    "Version",
    "names_above",
    "release",
    "released_collection",
    "tombstone",
    "uncut",
    "with_those_above",
    "without_real_names_in_collection",
]
