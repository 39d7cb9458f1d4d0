"""What others hand in: what is wanted of a transcript, where to save as it grows, whom to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""Sound: float32, 16 kHz; mono or, of two sides that hold different voices, a row for each."""

SAMPLES_PER_MS = 16

Progress = Callable[[int, int], object]
"""Told ``(done_ms, total_ms)`` every second or so; it may raise to cancel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a transcript should be like.

    ``language`` is a BCP 47 tag, empty to have it found out; ``script`` decides how Chinese is written, empty to leave
    it to the language; ``glossary`` holds names and words that are likely to be said.
    """

    language: str = ""
    script: Literal["", "Hans", "Hant"] = ""
    glossary: tuple[str, ...] = ()


class Saved(Protocol):
    """Where finished stretches wait for a run that goes on after this one was killed."""

    def get(self, key: str) -> bytes | None:
        """What was put under this key, or None."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep it, whole or not at all."""
        ...
