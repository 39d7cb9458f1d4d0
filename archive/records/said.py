"""What is said: words and cues with their times, transcripts, and the points at which the talk turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.errors import BadInput
from archive.records.written import LATEST_MS, Texts, one_line, readable


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
        object.__setattr__(self, "text", readable(self.text))


Side = Literal["", "left", "right"]
"""The side of a recording on which something is said; empty where both are one sound."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """How sure the machine was of one cue, in Whisper's own figures, and what is suspicious about it.

    ``no_speech`` and each of ``words`` (one per word, in per cent) are probabilities; ``logprob`` is the mean log
    probability of the tokens; ``compression`` the text's gzip ratio. ``flags`` name reasons to withhold the cue until
    a person has heard it: ``silence``, ``loop``, ``unlikely``, ``known phrase``. Figures are kept to four decimals.
    ``side`` is the one it was heard on, where both were heard each by itself.
    """

    no_speech: float
    logprob: float
    compression: float
    words: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    side: Side = ""

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
        object.__setattr__(self, "text", readable(self.text))
        for name in ("speaker", "id", "settings"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
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
    def is_as_said(self) -> bool:
        """Whether its words are those that were said, in their order, so that they stand where they were said."""
        return self.form == "verbatim" and not self.is_translation

    @property
    def is_machine_made(self) -> bool:
        """Whether readers must be told that no person has vouched for this text."""
        return (self.origin == "machine" or bool(self.drafted_by)) and not self.approved_by


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch in which one voice has the floor; ``voice`` tells it from the others of its recording, no more.

    ``side`` is the side of the recording it has it on, where the two hold different voices: then turns may overlap.
    """

    start_ms: int
    end_ms: int
    voice: str
    side: Side = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms <= LATEST_MS or not self.voice:
            raise BadInput("A turn cannot run from %(start)s ms to %(end)s ms.", start=self.start_ms, end=self.end_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who seems to speak when, as programs drafted it for ``count`` voices: turns, and nothing of what voices are like.

    ``made_by`` are the programs, ``made_at`` when. A voice is A, B, C … by how long it speaks; whose it is people say.
    """

    count: int
    turns: tuple[Turn, ...] = ()
    made_by: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed:
    """A moment at which a program would begin a heading, and somebody does not want one; ``at`` is when (UTC)."""

    start_ms: int
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPoint:
    """The marked start of a segment: what is talked about from here on.

    ``keywords`` are free words, ``subjects`` of a controlled vocabulary, and ``place`` is where that was: each in
    whichever languages it is known by (``Lay-offs 下岗``).
    """

    start_ms: int
    end_ms: int
    title: Texts
    synopsis: Texts = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    place: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms <= LATEST_MS:
            raise BadInput(
                "An index point cannot run from %(start)s ms to %(end)s ms.",
                start=self.start_ms,
                end=self.end_ms,
            )
        object.__setattr__(self, "title", {language: readable(text) for language, text in self.title.items()})
