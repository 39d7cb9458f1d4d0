"""What the readers of the index return beside :class:`~archive.release.Released`: frozen values for lists and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An interview as a list shows it; of a closed one there is its title and collection, and no more.

    ``languages`` are those of its transcripts, what was said before translations. ``year`` is the one ``date`` (EDTF)
    begins with, None where it names none. ``changed_on`` is the day of its newest text, or the one it was published on.
    ``media`` are of ``audio``, ``video``. ``recordings`` are in order, by name, with the length of each in ms.
    """

    id: str
    title: Texts
    summary: Texts = field(default_factory=dict)
    narrators: tuple[str, ...] = ()
    collection: str = ""
    date: str = ""
    year: int | None = None
    published_on: str = ""
    changed_on: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()
    duration_ms: int = 0
    media: tuple[str, ...] = ()
    recordings: Mapping[str, int] = field(default_factory=dict)
    is_closed: bool = False
    is_machine_made: bool = False
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPage:
    """A collection and its listed interviews, in its own order."""

    slug: str
    title: Texts
    description: Texts
    interviews: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A file made for browsers, as the edition keeps it: by content. ``extension`` has no dot."""

    sha256: str
    bytes: int
    extension: str
