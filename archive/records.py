"""The values an archive is made of: frozen, compared by content, free of any store, database or web.

Times are whole milliseconds from the start of the recording and end in ``_ms``. Languages are BCP 47 tags. Dates are
EDTF as written (``1974?``). How each is kept on disk is in ``docs/record-format.md``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from archive.errors import BadInput
from archive.sentences import Sentence

INTERVIEW_ID = re.compile(r"[0-9]{4}-[0-9]{3,6}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,7}")  # names files: as long as any in use, no longer
RECORDING_NAME = re.compile(r"recording-[1-9][0-9]{0,3}")

Part = Literal["open", "closed", "hidden"]
OPEN: Final = "open"
CLOSED: Final = "closed"
HIDDEN: Final = "hidden"
Texts = Mapping[str, str]
"""The same words in several languages: BCP 47 tag to text."""

PARTS: Final = ("metadata", "transcript", "sound")
"""The parts of an interview that are opened apart."""

UNTIL_DECIDED: Final = "until we decide"
"""In place of an embargo's day, where none was agreed: somebody lifts it, on whatever day."""

PUBLIC_USES: Final = ("text", "sound", "translation")
"""What a narrator may allow the public, use by use."""

USES: Final = (*PUBLIC_USES, "processing", "external")
"""All that a narrator may allow: besides, that machines of the archive work on the recording, or others' machines."""

USUAL_USES: Final = (*PUBLIC_USES, "processing")
"""What a consent that names no use is to: what leaves the archive's hands has to be named."""

LATEST_MS: Final = 1_000_000 * 3_600_000 - 1  # under a million hours: the times a file may name


# --- what is said ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a cue's text and when it was said. ``text`` keeps its own spaces, so that words join to the cue.

    A word lasts at least 1 ms and is not empty; ``webvtt.tidy_words`` makes it so for what engines give.
    """

    start_ms: int
    end_ms: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms or not self.text:
            raise BadInput(
                "A word cannot be %(text)r from %(start)s ms to %(end)s ms.",
                text=self.text,
                start=self.start_ms,
                end=self.end_ms,
            )
        object.__setattr__(self, "text", _readable(self.text))


@dataclass(frozen=True, slots=True)
class Hearing:
    """How sure the machine was of one cue, in Whisper's own figures, and what is suspicious about it.

    ``no_speech`` and each of ``words`` (one per word, in per cent) are probabilities; ``logprob`` is the mean log
    probability of the tokens; ``compression`` the text's gzip ratio. ``flags`` name reasons to withhold the cue until
    a person has heard it: ``silence``, ``loop``, ``unlikely``, ``known phrase``. Figures are kept to four decimals.
    """

    no_speech: float
    logprob: float
    compression: float
    words: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("no_speech", "logprob", "compression"):
            object.__setattr__(self, name, round(float(getattr(self, name)), 4))
        if not (math.isfinite(self.no_speech) and math.isfinite(self.logprob) and math.isfinite(self.compression)):
            raise BadInput("The figures of a hearing must be finite numbers, not %(told)s.", told=self)
        if not all(self.flags):
            raise BadInput("A flag of a hearing must say something.")


@dataclass(frozen=True, slots=True)
class Cue:
    """Text said between two moments by one voice. If it has words, they join to ``text`` exactly, in order of time.

    ``speaker``, ``id`` and ``settings`` (WebVTT's) are one line each; breaks and runs of spaces in them become a space.
    """

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""
    words: tuple[Word, ...] = ()
    hearing: Hearing | None = None
    id: str = ""
    settings: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms <= LATEST_MS:
            raise BadInput("A cue cannot run from %(start)s ms to %(end)s ms.", start=self.start_ms, end=self.end_ms)
        object.__setattr__(self, "text", _readable(self.text))
        for name in ("speaker", "id", "settings"):
            object.__setattr__(self, name, _one_line(getattr(self, name)))
        if "-->" in self.id:
            raise BadInput("The id %(id)r of the cue at %(start)s ms holds an arrow.", id=self.id, start=self.start_ms)
        if self.words:
            self._check_words()

    def _check_words(self) -> None:
        if "".join(word.text for word in self.words) != self.text:
            raise BadInput("The words of the cue at %(start)s ms do not join to its text.", start=self.start_ms)
        said = [moment for word in self.words for moment in (word.start_ms, word.end_ms)]
        if [self.start_ms, *said, self.end_ms] != sorted([self.start_ms, *said, self.end_ms]):
            raise BadInput("The words of the cue at %(start)s ms overlap, or lie outside it.", start=self.start_ms)


Form = Literal["verbatim", "edited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The words of one recording in one language, with who made them.

    ``made_by`` is a program with its model, or a person; ``origin`` is ``machine`` until people have worked on it;
    ``drafted_by`` is the program from whose text they began. ``form`` is ``verbatim``, every word as it was said, or
    ``edited`` for reading.
    ``translated_from`` is empty for what was said, and a language tag for a translation of it. ``approved_by`` and
    ``approved_on`` stay empty until a named person vouches for the text: until then it is labelled machine-made.
    ``notes`` are further lines of provenance (settings, checksums of the model …), name to value.
    """

    language: str
    cues: tuple[Cue, ...] = ()
    origin: Literal["machine", "person"] = "machine"
    made_by: str = ""
    made_at: str = ""
    drafted_by: str = ""
    form: Form = "verbatim"
    translated_from: str = ""
    approved_by: str = ""
    approved_on: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_translation(self) -> bool:
        """Whether these are words put into another language than the one spoken."""
        return bool(self.translated_from)

    @property
    def is_machine_made(self) -> bool:
        """Whether readers must be told that no person has vouched for this text."""
        return (self.origin == "machine" or bool(self.drafted_by)) and not self.approved_by


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPoint:
    """The marked start of a segment: what is talked about from here on."""

    start_ms: int
    end_ms: int
    title: Texts
    synopsis: Texts = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms <= LATEST_MS:
            raise BadInput(
                "An index point cannot run from %(start)s ms to %(end)s ms.",
                start=self.start_ms,
                end=self.end_ms,
            )
        object.__setattr__(self, "title", {language: _readable(text) for language, text in self.title.items()})


TagKind = Literal["concept", "person", "place", "organisation", "date", "era"]
TagStatus = Literal["suggested", "accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """What a tag refers to: a concept or an era by its URI, a place, a person, a date by its EDTF.

    ``id`` is empty where words stay words: a name that nobody has found out about. ``label`` is what it is called.
    """

    id: str = ""
    label: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody decided about a tag or a spelling, and when (UTC).

    ``refers_to`` is what is meant, where that is not what was suggested; ``ruling`` names the ruling by which many tags
    were decided at once. One that ``undoes`` takes the last that stood back, and says what stands again.
    """

    status: TagStatus
    by: str
    at: str
    refers_to: Referent | None = None
    ruling: str = ""
    undoes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a stretch of speech is about: ``text`` as it was spoken, and what that refers to.

    ``made_by`` is the program with its version that suggested it, empty where a person made it; ``reason`` why, and
    ``evidence`` the words around. ``is_proposal`` marks what was reckoned and not said. ``verdicts`` are all there ever
    were, oldest first; the last one counts.
    """

    id: str = ""
    kind: TagKind
    text: str
    language: str
    start_ms: int
    end_ms: int
    refers_to: Referent = Referent()
    alternatives: tuple[Referent, ...] = ()
    made_by: str = ""
    reason: str | Sentence = ""
    evidence: str = ""
    is_proposal: bool = False
    verdicts: tuple[Verdict, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms <= LATEST_MS:
            raise BadInput("A tag cannot run from %(start)s ms to %(end)s ms.", start=self.start_ms, end=self.end_ms)

    @property
    def status(self) -> TagStatus:
        """Where it stands: a suggestion until somebody decides."""
        return self.verdicts[-1].status if self.verdicts else "suggested"

    @property
    def decided_by(self) -> str:
        """Who decided it; empty while it is a suggestion."""
        return self.verdicts[-1].by if self.status != "suggested" else ""

    @property
    def decided_at(self) -> str:
        """When; empty while it is a suggestion."""
        return self.verdicts[-1].at if self.status != "suggested" else ""

    @property
    def means(self) -> Referent:
        """What it refers to as far as anybody knows: as it was decided, or as it is suggested."""
        decided = self.verdicts[-1].refers_to if self.verdicts else None
        return decided or self.refers_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision for a spelling, in a collection or an interview without one: it holds wherever that is said.

    ``spelling`` is folded (:func:`archive.vocabulary.phrase_key`); ``refers_to`` is what was suggested for it.
    """

    id: str
    kind: TagKind
    spelling: str
    refers_to: Referent = Referent()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def status(self) -> TagStatus:
        """What holds now; ``suggested`` where it was taken back."""
        return self.verdicts[-1].status if self.verdicts else "suggested"


_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_BREAKS = re.compile(r"[ \t\n\f\r]+")


def _readable(text: str) -> str:
    """The text as every reader of a WebVTT file must take it: NUL and halves of surrogate pairs become U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", _readable(text)).strip(" ")


# --- who and what is described ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with a part in an interview. ``pseudonym``, where set, is the only name the public may meet."""

    name: str
    pseudonym: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the machine is to hear a recording, where somebody asked for more than is usual.

    ``model`` is Whisper's, by name; ``language`` is spoken here and not the interview's own; ``glossary`` holds names
    and words that are likely to be said, beside the collection's.
    """

    model: str = ""
    language: str = ""
    glossary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One sound or film file of an interview, with its own timeline.

    ``name`` is ``recording-N``; ``file`` the original's name in the store; ``original_name`` what it was called when it
    came in (staff only). ``duration_ms`` is 0 where there is no sound (a transcript without a recording). ``hearings``
    is how often a transcription was asked for: asking again makes one owed again (decision 0006), by ``wish``.
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
class Access:
    """What may be met in public of each part: ``open``, ``closed`` (listed, not shown) or ``hidden``.

    ``not_before`` has, by part, the day before which nobody may open it: until a decision after that day, it is closed.
    ``public_reason`` is what readers are told about why something is closed; ``reason`` is for staff alone.
    """

    metadata: Part = HIDDEN
    transcript: Part = HIDDEN
    sound: Part = HIDDEN
    not_before: Mapping[str, str] = field(default_factory=dict)
    public_reason: Texts = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the narrator allowed. ``uses`` are of :data:`USES`; a use not named is refused.

    ``language`` is the one it was explained in, by ``explained_by``. ``documents`` are files in
    ``media/<id>/consent/``, the oldest first, which are never public.
    """

    statement: str
    uses: tuple[str, ...] = ()
    given_on: str = ""
    given_by: str = ""
    explained_by: str = ""
    language: str = ""
    limits: str = ""
    documents: tuple[str, ...] = ()
    withdrawn_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something a named person decided on a day, and why."""

    by: str
    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That an interview is withdrawn, kept apart from its record: no earlier text of that can bring it back.

    ``claim`` is the SHA-256 of the file that claims its id, by which it is known from another archive's.
    """

    decision: Decision
    tombstone: Texts = field(default_factory=dict)
    claim: str = ""


Wanted = Literal["withdraw", "name", "passage", "sound", "other"]
"""What somebody asks for: the whole taken back, a name, a passage or a voice withheld, or something else."""

Outcome = Literal["done", "declined", "asked back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a named person decided about a request, or asked back, on a day and in words."""

    outcome: Outcome
    by: str
    on: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks the archive to withhold: ``about`` what, in their ``words``, and how they can be answered.

    ``at`` is UTC, ISO 8601. Nothing else is known of who asks.
    """

    words: str
    wanted: Wanted = "other"
    about: str = ""
    contact: str = ""
    number: int = 0
    at: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether it waits for nobody: what was asked back waits still."""
        return bool(self.answers) and self.answers[-1].outcome != "asked back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A stretch of a recording that must not be read or heard. The original keeps it."""

    recording: str
    start_ms: int
    end_ms: int
    reason: str = ""
    public_reason: str = ""

    def __post_init__(self) -> None:
        if not RECORDING_NAME.fullmatch(self.recording):
            raise BadInput(
                "A redaction cannot be of %(recording)r: recordings are called recording-1 …", recording=self.recording
            )
        if not 0 <= self.start_ms < self.end_ms <= LATEST_MS:
            raise BadInput(
                "A redaction cannot run from %(start)s ms to %(end)s ms.",
                start=self.start_ms,
                end=self.end_ms,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One encounter of narrators and interviewers, as described and governed together.

    Nothing of it is public before ``published`` holds a decision, consent covers it, and ``access`` opens it.
    ``id`` is empty only while the archive has not given one out. ``tombstone`` is what was agreed to be said in place
    of one that is withdrawn; empty: nothing, as if it had never been.
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
    access: Access = Access()
    consent: Consent | None = None
    embargo_until: str = ""
    embargo_lifted: Decision | None = None
    published: Decision | None = None
    withdrawn: Decision | None = None
    tombstone: Texts = field(default_factory=dict)
    redactions: tuple[Redaction, ...] = ()
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


# --- what was done ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on an interview: when, what (PREMIS event type), who or which program, with what outcome.

    ``at`` is UTC, ISO 8601 with microseconds; ``files`` maps the files it wrote, by key, to their SHA-256.
    """

    id: str
    at: str
    type: str
    agent: str
    interview: str
    outcome: str = "success"
    detail: str | Sentence = ""
    files: Mapping[str, str] = field(default_factory=dict)
