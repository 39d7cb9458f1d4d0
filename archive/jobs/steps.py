"""What a machine can do to a recording, and what of it is owed: computed from the files, never remembered.

A step is done when its receipt is there (named by a fingerprint of its inputs) and so are the files the receipt names.
A receipt of a failure settles the step too, until a person asks for it again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from archive import proofs, transcribe, transcripts
from archive.access import may_be_processed, may_be_translated
from archive.errors import ArchiveError, NotFound, Unavailable
from archive.files import Files, from_json
from archive.provenance import REMOVED, receipt_key
from archive.records import Event, Interview, Recording
from archive.settings import Settings

_log = logging.getLogger(__name__)

ACCESS_COPY = "access copy"
PEAKS = "peaks"
POSTER = "poster"
TRANSCRIBE = "transcribe"
TRANSLATE = "translate"
MUTED_COPY = "muted copy"
PROOF = "proof"
SPEAKERS = "speakers"

_FORM = {
    ACCESS_COPY: "1",
    PEAKS: "1",
    POSTER: "1",
    TRANSCRIBE: "1",
    TRANSLATE: "1",
    SPEAKERS: "1",
    MUTED_COPY: "1",
    PROOF: "2",
}
"""Raised when what a step makes changes so much that what it made before must be made again."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing to do to one recording; ``fingerprint`` tells its inputs apart from all others."""

    interview: str
    recording: str
    name: str
    fingerprint: str

    @property
    def receipt(self) -> str:
        """The key of the file whose presence says that it is done."""
        return receipt_key(self.interview, self.recording, self.name, self.fingerprint)

    @property
    def slug(self) -> str:
        """A name for a folder of this step's own."""
        return f"{self.recording}.{self.name.replace(' ', '-')}.{self.fingerprint[:16]}"

    def __str__(self) -> str:
        return f"{self.interview} {self.recording}: {self.name}"


def owed(files: Files, settings: Settings) -> Iterator[Step]:
    """Every step whose output is missing or stale, interview by interview; one that cannot be read is passed over."""
    for interview_id in files.interview_ids():
        try:
            yield from owed_to(files, settings, files.read_interview(interview_id))
        except Unavailable:
            raise
        except ArchiveError as fault:  # `verify` names it; nothing can be owed to what cannot be read
            _log.warning("Nothing is owed to %s as it is: %s", interview_id, fault)


def owed_to(files: Files, settings: Settings, interview: Interview) -> Iterator[Step]:
    """The steps owed to one interview, in the order in which they should be done."""
    if interview.withdrawn is not None:
        return
    for recording in interview.recordings:
        for step in steps(files, settings, interview, recording):
            if outcome(files, step) is None:
                yield step


def steps(files: Files, settings: Settings, interview: Interview, recording: Recording) -> Iterator[Step]:
    """Every step that this recording calls for, done or not: to hear it, the narrator must have allowed machines to."""
    if recording.kind == "none":
        return
    for name in (ACCESS_COPY, PEAKS, *([POSTER] if recording.kind == "video" else [])):
        yield _step(interview, recording, name)
    hearing = _step(
        interview, recording, TRANSCRIBE, str(recording.hearings), recording.wish.language or interview.language
    )
    if not allowed(settings, interview, TRANSCRIBE):
        yield from _withholding(files, settings, interview, recording)
        return
    yield hearing
    # What is cut goes by the words: until it is known when they are said, nobody can tell where a copy would cut them.
    if outcome(files, hearing) is not None:
        yield from _withholding(files, settings, interview, recording)
    if recording.voices and allowed(settings, interview, SPEAKERS):
        yield _step(interview, recording, SPEAKERS, *filter(None, [str(recording.voices), recording.wish.sides]))
    spoken = transcripts.spoken(files, interview.id, recording.name)
    if not allowed(settings, interview, TRANSLATE):
        return
    if spoken is not None and _wants_english(files, interview, recording, settings, spoken.language):
        yield _step(interview, recording, TRANSLATE, str(recording.hearings), spoken.language)


def muted_copy(files: Files, interview: Interview, recording: Recording) -> Step | None:
    """The making of the copy that the public may hear; None where it may hear everything."""
    stretches = proofs.stretches(files, interview, recording.name)
    return _step(interview, recording, MUTED_COPY, proofs.muted_stem(recording, stretches)) if stretches else None


def _withholding(files: Files, settings: Settings, interview: Interview, recording: Recording) -> Iterator[Step]:
    """The copy without what must not be heard and, once it is made, hearing it again."""
    copy = muted_copy(files, interview, recording)
    if copy is None:
        return
    yield copy
    made = outcome(files, copy)
    if made is not None and made.outcome == "success" and allowed(settings, interview, PROOF):
        yield _step(interview, recording, PROOF, copy.fingerprint, *sorted(filter(None, made.files.values())))


def allowed(settings: Settings, interview: Interview, name: str) -> bool:
    """Whether the narrator's consent lets a machine do a step of that name, as it stands now."""
    if name in (TRANSCRIBE, SPEAKERS, PROOF):
        return may_be_processed(interview)
    return name != TRANSLATE or may_be_translated(interview, elsewhere=transcribe.translates_elsewhere(settings))


def outcome(files: Files, step: Step) -> Event | None:
    """How a step ended: its receipt's event; None while it is owed, and when what it made is lost."""
    try:
        event = from_json(files.store.read(step.receipt), Event, key=step.receipt)
    except NotFound:
        return None
    left = (key for key, digest in event.files.items() if digest != REMOVED)
    whole = event.outcome != "success" or all(map(files.store.exists, left))
    return event if whole else None


def _wants_english(files: Files, interview: Interview, recording: Recording, settings: Settings, spoken: str) -> bool:
    if spoken.split("-")[0] == "en" or not transcribe.can_translate(spoken, settings):
        return False
    tracks = transcripts.current(files, interview.id).get(recording.name, [])
    return not any(each.language.split("-")[0] == "en" and each.origin == "person" for each in tracks)


def _step(interview: Interview, recording: Recording, name: str, *inputs: str) -> Step:
    told = "\n".join((name, _FORM[name], recording.sha256, *inputs))
    return Step(interview.id, recording.name, name, hashlib.sha256(told.encode()).hexdigest())
