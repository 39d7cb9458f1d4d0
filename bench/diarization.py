"""The diarization error rate, as NIST's Rich Transcription evaluations count it, and what it is made of.

Time that is missed, that is nobody's, and that is the wrong voice's, as parts of the time that is spoken. Voices of a
draft are named so that most is right. Around each edge in the reference a collar is not counted. Where two speak at
once both count: a draft that knows one voice at a time misses the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from archive.records import Turn

COLLAR_MS = 250


@dataclass(frozen=True, slots=True)
class Errors:
    """Parts of the time that is spoken: ``missed``, falsely ``found``, and of the wrong voice (``confused``)."""

    missed: float
    found: float
    confused: float

    @property
    def rate(self) -> float:
        """All of them together."""
        return self.missed + self.found + self.confused


def errors(reference: Sequence[Turn], draft: Sequence[Turn], *, length_ms: int, collar_ms: int = COLLAR_MS) -> Errors:
    """How far a draft of who speaks when is from the reference; nothing is wrong where nothing is spoken or found."""
    counted = np.ones(length_ms, bool)
    for edge in (edge for turn in reference for edge in (turn.start_ms, turn.end_ms)):
        counted[max(0, edge - collar_ms) : edge + collar_ms] = False
    spoken, said = _speaking(reference, length_ms)[:, counted], _speaking(draft, length_ms)[:, counted]
    together = spoken.astype(np.float32) @ said.astype(np.float32).T
    right = together[linear_sum_assignment(-together)].sum()
    true, claimed = spoken.sum(axis=0), said.sum(axis=0)
    whole = max(1, true.sum())
    return Errors(
        missed=float(np.maximum(0, true - claimed).sum() / whole),
        found=float(np.maximum(0, claimed - true).sum() / whole),
        confused=float((np.minimum(true, claimed).sum() - right) / whole),
    )


def read_rttm(path: Path) -> tuple[Turn, ...]:
    """The turns of a file in NIST's RTTM."""
    lines = (line.split() for line in path.read_text("utf-8").splitlines() if line.startswith("SPEAKER"))
    return tuple(
        Turn(round(float(start) * 1000), round((float(start) + float(length)) * 1000), voice)
        for _, _, _, start, length, _, _, voice, *_ in lines
    )


def voices_in(turns: Iterable[Turn]) -> list[str]:
    """The names of the voices, in order of name."""
    return sorted({turn.voice for turn in turns})


def _speaking(turns: Sequence[Turn], length_ms: int) -> Any:
    """A row for each voice, a column for each millisecond: whether it speaks."""
    names = voices_in(turns)
    rows = np.zeros((max(1, len(names)), length_ms), bool)
    for turn in turns:
        rows[names.index(turn.voice), turn.start_ms : turn.end_ms] = True
    return rows
