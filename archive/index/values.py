"""What the readers of the index return beside :class:`~archive.release.Released`: frozen values for lists and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    interviewers: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Whoever is named alike in these interviews, as it is written in most of them first; which they told, and asked.

    ``stretches`` are where somebody is spoken of by that name. Two people of one name are one page, for the record does
    not say that they are two.
    """

    slug: str
    names: tuple[str, ...]
    told: tuple[Listed, ...] = ()
    asked: tuple[Listed, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    @property
    def interviews(self) -> tuple[Listed, ...]:
        """All of them, once each."""
        return _once((*self.told, *self.asked, *(each.interview for each in self.stretches)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """A place, the interviews that were ``recorded`` there, and where it is spoken of.

    ``title`` is what the gazetteer calls it, empty where it does not know it; ``called`` the same in one line, as
    facets have it; ``names`` how the records write it, most of them first; ``where`` is latitude and longitude in
    degrees, None for what is on no map.
    """

    slug: str
    called: str
    names: tuple[str, ...] = ()
    title: Texts = field(default_factory=dict)
    where: tuple[float, float] | None = None
    recorded: tuple[Listed, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    @property
    def interviews(self) -> tuple[Listed, ...]:
        """All of them, once each."""
        return _once((*self.recorded, *(each.interview for each in self.stretches)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an interview that an index point speaks of, or that is tagged: then ``said`` are its words.

    What nobody has reviewed must say so.
    """

    interview: Listed
    recording: str
    start_ms: int
    title: Texts = field(default_factory=dict)
    synopsis: Texts = field(default_factory=dict)
    said: str = ""
    language: str = ""
    is_reviewed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """What is spoken of: a keyword or subject of index points, as it is written in most of them first; a concept or an
    era of the vocabulary, with its ``title`` in each language; an organisation; a date.

    ``stretches`` are also those of all below it. ``broader`` and ``narrower`` are the slugs of what is directly above
    and below; ``time`` is when it was (EDTF), of what is a time.
    """

    slug: str
    names: tuple[str, ...]
    title: Texts = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    time: str = ""

    @property
    def interviews(self) -> tuple[Listed, ...]:
        """Those that speak of it, once each."""
        return _once(each.interview for each in self.stretches)

    @property
    def is_reviewed(self) -> bool:
        """Whether anybody has looked at any of it; otherwise it must say so."""
        return any(each.is_reviewed for each in self.stretches)


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A file made for browsers, as the edition keeps it: by content. ``extension`` has no dot."""

    sha256: str
    bytes: int
    extension: str


def _once(interviews: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple({each.id: each for each in interviews}.values())
