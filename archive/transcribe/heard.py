"""What an engine hears: passages of words with times and figures, and the protocol every engine keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from archive.errors import Refused
from archive.transcribe.wanted import Samples

Spans = tuple[tuple[int, int], ...]
"""Stretches of time, ``(start_ms, end_ms)``, in order and apart."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word with its own leading space, if any, and the probability (0 … 1) that the engine gave it."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What Whisper calls a segment: words said in one go, with the figures of the window they were heard in."""

    start_ms: int
    end_ms: int
    words: tuple[HeardWord, ...]
    no_speech: float
    logprob: float
    compression: float
    temperature: float = 0.0

    @property
    def text(self) -> str:
        """The words joined."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound to be heard in one go, and where in it somebody speaks."""

    samples: Samples
    speech: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What the engine is told beforehand: Whisper's language code, words that set the tone, and what to do."""

    language: str
    prompt: str = ""
    task: Literal["transcribe", "translate"] = "transcribe"


class Engine(Protocol):
    """A speech recogniser, loaded."""

    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches, which are heard side by side; times count from each's start.

        Raises :class:`Refused` for a language that the model was not taught.
        """
        ...

    def languages(self, samples: Samples) -> Mapping[str, float]:
        """How probable each language code is for up to 30 s of sound."""
        ...


def refuse_unknown(hint: Hint, known: Collection[str]) -> None:
    """Raise :class:`Refused` for a language that is not among those a model was taught: it would make words up."""
    if hint.language not in known:
        raise Refused(
            "This speech model was not taught the language %(language)r.",
            next_step="Import a person's transcript, or have it heard in another language or with a larger model.",
            language=hint.language,
        )
