"""What may be met in public, what the narrator allowed, what is withheld, and what anybody asks to be withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from archive.errors import BadInput
from archive.records.written import LATEST_MS, RECORDING_NAME, Texts

Part = Literal["open", "closed", "hidden"]

OPEN: Final = "open"

CLOSED: Final = "closed"

HIDDEN: Final = "hidden"

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
class Redaction:
    """A stretch of a recording that must not be read or heard. The original keeps it.

    In the public copy ``sound`` stands in its place and, in a film of which it ``blacks_picture``, no picture.
    """

    recording: str
    start_ms: int
    end_ms: int
    reason: str = ""
    public_reason: str = ""
    sound: Literal["silence", "tone"] = "silence"
    blacks_picture: bool = False

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
class Withdrawal:
    """That an interview is withdrawn, kept apart from its record: no earlier text of that can bring it back.

    ``claim`` is the SHA-256 of the file that claims its id, by which it is known from another archive's.
    """

    decision: Decision
    tombstone: Texts = field(default_factory=dict)
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """That one guest may read and hear an interview the public does not meet, until an hour; who decided it, and why.

    ``reader`` is the name of an account; ``until`` and ``at`` are UTC, ISO 8601. Pseudonyms and what is withheld hold
    for a guest too, unless the grant says ``real_names`` or ``withheld_too``.
    """

    reader: str
    until: str
    by: str
    at: str
    reason: str = ""
    real_names: bool = False
    withheld_too: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """To whom an interview is granted, kept beside its record."""

    grants: tuple[Grant, ...] = ()


LookedAt = Literal["passages", "names", "files", "together"]
"""What somebody looks at before an interview is published, each apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """That somebody has looked at one thing before an interview is published, on a day (UTC).

    ``seen`` names what there was to be seen: the tick stands for that and for nothing that came later.
    """

    what: LookedAt
    seen: str
    by: str
    at: str


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
