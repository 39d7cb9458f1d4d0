"""What may be met of an interview, field by field, and the holdings it is chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.records import (
    CLOSED,
    Cue,
    Form,
    IndexPoint,
    Interview,
    Part,
    Person,
    Proof,
    Tag,
    TagKind,
    Texts,
    Track,
    in_one,
)

Role = Literal["access copy", "peaks", "poster", "picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file made for browsers: ``name`` in the public address, ``key`` in the archive's store, and its content."""

    name: str
    key: str
    sha256: str
    bytes: int
    role: Role


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a text that was last changed in a version; what it said before is told to nobody."""

    start_ms: int
    end_ms: int
    version: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a text, and the stretches that changed in it; with none, somebody vouched for it, say.

    ``before`` is how the text before it was signed, where that can be read: its track without its cues.
    """

    name: str
    stretches: tuple[tuple[int, int], ...] = ()
    before: Track | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of a text since the interview was first public: of every moment, in which version it changed last.

    ``versions`` are all, the oldest first.
    """

    language: str
    form: Form
    versions: tuple[Version, ...]
    changes: tuple[Change, ...] = ()

    @property
    def version(self) -> str:
        """The one it is in."""
        return self.versions[-1].name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTag:
    """What a stretch of a recording is about: a concept, an era, somebody, a place, an organisation, a date.

    ``concept`` is the address of a concept or an era, the number of a place (``geonames:2036986``), a date (EDTF); the
    people and organisations have none but their names. ``said`` are the words around, in ``language``, as the public
    reads them. One that nobody has reviewed was found by a program, and must say so wherever it is shown.
    """

    kind: TagKind
    concept: str
    label: Texts
    start_ms: int
    end_ms: int
    language: str = ""
    said: str = ""
    is_reviewed: bool = True

    @property
    def name(self) -> str:
        """What it is called where one name must do; a date by its EDTF."""
        return in_one(self.label) or self.concept


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedConcept:
    """A concept or an era that tags name, or that is above one: its address, its names, and what is directly above.

    ``era`` is the time that it names (EDTF), if it names one.
    """

    concept: str
    label: Texts
    broader: tuple[str, ...] = ()
    era: str = ""

    @property
    def name(self) -> str:
        """What it is called where one name must do."""
        return in_one(self.label)


def with_those_above(concepts: Mapping[str, ReleasedConcept], concept: str) -> tuple[ReleasedConcept, ...]:
    """A concept and all above it, the nearest first, each once; nothing where it is not among these."""
    found: dict[str, ReleasedConcept] = {}
    waiting = [concept]
    while waiting:
        each = waiting.pop(0)
        if each in concepts and each not in found:
            found[each] = concepts[each]
            waiting += concepts[each].broader
    return tuple(found.values())


def names_above(concepts: Iterable[ReleasedConcept]) -> dict[str, tuple[str, ...]]:
    """By the name of a concept: that, and the names of all above it. Eras are left out: they are topics of nothing."""
    known = {each.concept: each for each in concepts}
    return {
        each.name: tuple(above.name for above in with_those_above(known, each.concept))
        for each in known.values()
        if not each.era
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedRecording:
    """One recording as it may be met: its length, and the files a browser may ask for."""

    name: str
    kind: Literal["audio", "video", "none"]
    duration_ms: int
    label: str = ""
    media: tuple[MediaFile, ...] = ()
    withheld: tuple[tuple[int, int, str], ...] = ()
    index_points: tuple[IndexPoint, ...] = ()
    tags: tuple[ReleasedTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTrack:
    """One transcript as it may be read. ``is_machine_made`` must be said wherever its words are shown.

    ``version`` names the text it is (a day, with a number where there were several); ``changes`` are in order of time.
    """

    recording: str
    language: str
    translated_from: str = ""
    form: Form = "verbatim"
    is_machine_made: bool = True
    made_by: str = ""
    made_on: str = ""
    approved_by: str = ""
    approved_on: str = ""
    version: str = ""
    changes: tuple[Change, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedPicture:
    """A picture of the gallery as it may be seen: its copy for the public, and what is said of it.

    ``recording`` and ``start_ms`` are the moment it belongs to; ``recording`` is empty where it belongs to none.
    """

    file: MediaFile
    caption: Texts = field(default_factory=dict)
    alt: Texts = field(default_factory=dict)
    credit: str = ""
    date: str = ""
    recording: str = ""
    start_ms: int = 0

    @property
    def name(self) -> str:
        """What it is called in addresses: ``photo-1``."""
        return self.file.name.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """An interview as the reader of one index may meet it: the public in the edition, staff on the desk.

    ``published_on`` is the day somebody decided that it may be public; ``closed_because`` is what readers are told
    about why words or sound are not open.
    """

    id: str
    title: Texts
    summary: Texts = field(default_factory=dict)
    narrators: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    collection: str = ""
    language: str = ""
    date: str = ""
    place: str = ""
    transcript: Part = CLOSED
    sound: Part = CLOSED
    closed_because: Texts = field(default_factory=dict)
    rights_holder: str = ""
    licence: str = ""
    synthetic: bool = False
    published_on: str = ""
    recordings: tuple[ReleasedRecording, ...] = ()
    tracks: tuple[ReleasedTrack, ...] = ()
    pictures: tuple[ReleasedPicture, ...] = ()
    concepts: tuple[ReleasedConcept, ...] = ()

    @property
    def tags(self) -> tuple[ReleasedTag, ...]:
        """The tags of all its recordings."""
        return tuple(tag for each in self.recordings for tag in each.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What the address of a withdrawn interview says, in the wording that was agreed, and nothing else of it."""

    id: str
    wording: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Everything the files say of one interview: what ``release`` chooses from.

    ``tracks``, ``index_points``, ``tags``, ``media`` and ``lines`` are by recording name; ``pictures``, the copies made
    for the public, by the file of their original. ``said`` are all texts of what is said in a recording of which
    something is withheld, also those that nobody reads, since they tell when each word is said. ``muted_media`` are the
    files of the copy that ``proofs`` speak of, under the names that the public knows. Its collection
    ``demands_review`` and ``shows_unreviewed_tags``.
    ``concepts`` are those of the vocabularies in use, as they may be met, by address; ``hidden`` the real names that
    have a pseudonym in any interview of the archive.
    """

    interview: Interview
    tracks: Mapping[str, Sequence[Track]] = field(default_factory=dict)
    index_points: Mapping[str, Sequence[IndexPoint]] = field(default_factory=dict)
    media: Mapping[str, Sequence[MediaFile]] = field(default_factory=dict)
    lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    pictures: Mapping[str, MediaFile] = field(default_factory=dict)
    tags: Mapping[str, Sequence[Tag]] = field(default_factory=dict)
    said: Mapping[str, Sequence[Track]] = field(default_factory=dict)
    muted_media: Mapping[str, Sequence[MediaFile]] = field(default_factory=dict)
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    demands_review: bool = False
    shows_unreviewed_tags: bool = False
    concepts: Mapping[str, ReleasedConcept] = field(default_factory=dict)
    hidden: Sequence[Person] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCollection:
    """A collection as it may be met: only the interviews that are listed, in their order."""

    slug: str
    title: Texts
    description: Texts = field(default_factory=dict)
    interviews: tuple[str, ...] = ()
