"""Who and what is described: people, recordings and pictures, interviews and collections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.errors import BadInput
from archive.records.allowed import HIDDEN, Access, Consent, Decision, Part, Redaction
from archive.records.muted import NameSpoken
from archive.records.written import INTERVIEW_ID, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with a part in an interview. ``pseudonym``, where set, is the only name the public may meet.

    ``born`` is when (EDTF; staff only): from it *when I was nineteen* is reckoned.
    """

    name: str
    pseudonym: str = ""
    note: str = ""
    born: str = ""


Sides = Literal["", "apart", "together"]
"""How the two sides of a recording are to be heard: empty, as is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the machine is to hear a recording, where somebody asked for more than is usual.

    ``model`` is Whisper's, by name; ``language`` is spoken here and not the interview's own; ``glossary`` holds names
    and words that are likely to be said, beside the collection's. ``sides`` says whether the two sides of the tape hold
    different voices (``apart``) or not (``together``), where what is measured is wrong.
    """

    model: str = ""
    language: str = ""
    glossary: tuple[str, ...] = ()
    sides: Sides = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One sound or film file of an interview, with its own timeline.

    ``name`` is ``recording-N``; ``file`` the original's name in the store; ``original_name`` what it was called when it
    came in (staff only). ``duration_ms`` is 0 where there is no sound (a transcript without a recording). ``hearings``
    is how often a transcription was asked for: asking again makes one owed again (decision 0006), by ``wish``.
    ``voices`` is how many somebody asked to have told apart in it; 0 where nobody did.
    """

    name: str
    file: str = ""
    sha256: str = ""
    bytes: int = 0
    duration_ms: int = 0
    kind: Literal["audio", "video", "none"] = "audio"
    label: str = ""
    original_name: str = ""
    carrier: str = ""
    hearings: int = 1
    wish: Wish = Wish()
    voices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of the gallery: its original's file and checksum, and what people say of it.

    ``recording`` and ``start_ms`` are the moment it belongs to. It is public only if ``access`` is ``open``.
    """

    file: str
    sha256: str = ""
    caption: Texts = field(default_factory=dict)
    credit: str = ""
    date: str = ""
    alt: Texts = field(default_factory=dict)
    recording: str = ""
    start_ms: int = 0
    access: Part = HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One encounter of narrators and interviewers, as described and governed together.

    Nothing of it is public before ``published`` holds a decision, consent covers it, and ``access`` opens it.
    ``id`` is empty only while the archive has not given one out. ``tombstone`` is what was agreed to be said in place
    of one that is withdrawn; empty: nothing, as if it had never been. ``narrator_reviewed_on`` is the day on which the
    narrator last answered a packet that was given to them.
    """

    id: str
    title: Texts = field(default_factory=dict)
    summary: Texts = field(default_factory=dict)
    narrators: tuple[Person, ...] = ()
    interviewers: tuple[Person, ...] = ()
    collection: str = ""
    language: str = ""
    date: str = ""
    place: str = ""
    recordings: tuple[Recording, ...] = ()
    gallery: tuple[Photo, ...] = ()
    access: Access = field(default_factory=Access)
    consent: Consent | None = None
    embargo_until: str = ""
    embargo_lifted: Decision | None = None
    published: Decision | None = None
    withdrawn: Decision | None = None
    tombstone: Texts = field(default_factory=dict)
    redactions: tuple[Redaction, ...] = ()
    names_spoken: tuple[NameSpoken, ...] = ()
    narrator_reviewed_on: str = ""
    rights_holder: str = ""
    licence: str = ""
    synthetic: bool = False
    accession: Mapping[str, str] = field(default_factory=dict)
    staff_note: str = ""

    def __post_init__(self) -> None:
        if self.id and not INTERVIEW_ID.fullmatch(self.id):
            raise BadInput("%(id)r is not an interview's id.", next_step="Ids look like 2026-014.", id=self.id)

    def recording(self, name: str) -> Recording | None:
        """The recording of that name, or None."""
        return next((each for each in self.recordings if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Interviews kept and described together. ``interviews`` is their order; ``glossary`` helps the machine hear.

    ``language``, ``rights_holder`` and ``licence`` are offered where one of its interviews does not say. Where it
    ``demands_review``, the public meets no text of a machine before a named person has approved it.
    Where it ``shows_unreviewed_tags``, the public meets what was found by the vocabulary before anybody has looked at
    it, labelled as such.
    """

    slug: str
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    interviews: tuple[str, ...] = ()
    glossary: tuple[str, ...] = ()
    country: str = ""
    script: Literal["", "Hans", "Hant"] = ""
    language: str = ""
    rights_holder: str = ""
    licence: str = ""
    demands_review: bool = False
    shows_unreviewed_tags: bool = False
