"""Where each interview stands on its way from the tape to the public: what was done, what is owed, what it still lacks.

Worked out from the files, and remembered in this process for as long as an interview's files stay as they were.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive import jobs, transcripts
from archive.access import missing_consent, under_embargo
from archive.errors import ArchiveError, Unavailable
from archive.files import Files
from archive.jobs import Step
from archive.jobs.remembering import interview_state
from archive.records import Decision, Event, Interview, Texts
from archive.sentences import UNSAID, Sentence
from archive.settings import Settings

Lack = Literal["title", "narrators", "date", "language", "collection", "summary", "consent"]
"""What a record should say before its interview is published."""

State = Literal["unreadable", "withdrawn", "published", "failed", "at work", "incomplete", "to check", "ready"]
"""Where an interview stands, in one word: what it waits for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """A machine's text that no person has vouched for."""

    recording: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One interview at one moment; a step's event is None while it is owed. ``fault`` says why it cannot be read."""

    id: str
    title: Texts = field(default_factory=dict)
    narrators: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    collection: str = ""
    place: str = ""
    date: str = ""
    steps: tuple[tuple[Step, Event | None], ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    lacks: tuple[Lack, ...] = ()
    published: Decision | None = None
    withdrawn: Decision | None = None
    is_under_embargo: bool = False
    fault: Sentence = UNSAID

    @property
    def is_ready(self) -> bool:
        """Whether nothing but a person's decision stands between this interview and the public."""
        is_settled = all(event is not None for _, event in self.steps)
        return is_settled and not (self.fault or self.lacks or self.published or self.withdrawn)

    @property
    def state(self) -> State:
        """What this interview waits for first, or how it ended."""
        held: dict[State, bool] = {
            "unreadable": bool(self.fault),
            "withdrawn": self.withdrawn is not None,
            "published": self.published is not None,
            "failed": any(event is not None and event.outcome != "success" for _, event in self.steps),
            "at work": any(event is None for _, event in self.steps),
            "incomplete": bool(self.lacks),
            "to check": bool(self.unchecked),
        }
        return next((state for state, is_so in held.items() if is_so), "ready")


def overview(files: Files, settings: Settings, interview_id: str) -> Overview:
    """Where an interview stands now; one that cannot be read is told of with its fault. Raises :class:`Unavailable`."""
    try:
        interview = files.read_interview(interview_id)
        withdrawn = interview.withdrawn
        return Overview(
            id=interview_id,
            title=interview.title,
            narrators=tuple(each.name for each in interview.narrators),
            interviewers=tuple(each.name for each in interview.interviewers),
            collection=interview.collection,
            place=interview.place,
            date=interview.date,
            steps=() if withdrawn else _steps(files, settings, interview),
            unchecked=() if withdrawn else _unchecked(files, interview),
            lacks=() if withdrawn else lacks(interview),
            published=interview.published,
            withdrawn=withdrawn,
            is_under_embargo=under_embargo(interview),
        )
    except Unavailable:
        raise
    except ArchiveError as fault:
        return Overview(id=interview_id, fault=fault.sentence)


def lacks(interview: Interview) -> tuple[Lack, ...]:
    """What the record of an interview does not say yet; pure."""
    told: dict[Lack, bool] = {
        "title": any(text.strip() for text in interview.title.values()),
        "narrators": bool(interview.narrators),
        "date": bool(interview.date.strip()),
        "language": bool(interview.language),
        "collection": bool(interview.collection),
        "summary": any(text.strip() for text in interview.summary.values()),
        "consent": not missing_consent(interview),
    }
    return tuple(each for each, is_told in told.items() if not is_told)


def _steps(files: Files, settings: Settings, interview: Interview) -> tuple[tuple[Step, Event | None], ...]:
    called_for = (
        step for recording in interview.recordings for step in jobs.steps(files, settings, interview, recording)
    )
    return tuple((step, jobs.outcome(files, step)) for step in called_for)


def _unchecked(files: Files, interview: Interview) -> tuple[Unchecked, ...]:
    current = transcripts.current(files, interview.id)
    return tuple(
        Unchecked(recording=recording, language=track.language)
        for recording, tracks in current.items()
        for track in tracks
        if track.is_machine_made
    )


class Overviews:
    """Where all interviews stand, for many who ask at once and again every few seconds."""

    def __init__(self, files: Files, settings: Settings) -> None:
        self._files = files
        self._settings = settings
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, Overview]] = {}
        self._looked = float("-inf")
        self._took_s = 0.0

    def now(self) -> Sequence[Overview]:
        """As the files are at this moment."""
        with self._lock:
            return self._look()

    def lately(self) -> Sequence[Overview]:
        """As they were a moment ago: looking takes at most a tenth of the time, however many ask."""
        with self._lock:
            if time.monotonic() - self._looked < max(1.0, 10 * self._took_s):
                return [each for _, each in self._known.values()]
            return self._look()

    def _look(self) -> Sequence[Overview]:
        began = time.monotonic()
        self._known = {each: self._one(each) for each in self._files.interview_ids()}
        self._looked = time.monotonic()
        self._took_s = self._looked - began
        return [each for _, each in self._known.values()]

    def _one(self, interview_id: str) -> tuple[str, Overview]:
        try:
            state = interview_state(self._files, interview_id)
        except Unavailable:
            raise
        except ArchiveError as fault:
            return "", Overview(id=interview_id, fault=fault.sentence)
        known = self._known.get(interview_id)
        if known is not None and known[0] == state:
            return known
        return state, overview(self._files, self._settings, interview_id)
