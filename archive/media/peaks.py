"""How loud a recording is, moment by moment, for drawing: measured, never invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from archive.media.timeline import Samples, sound

_RATE: Final = 16_000  # Hz: speech has next to nothing above half of it
_FINEST: Final = 10  # a second
_MOST: Final = 32_000
"""More values than this are halved in number until they are fewer, so that the file stays under some 96 kB: ten a
second for 53 minutes, five for 1 h 46 min, 2.5 for 3 h 33 min, and so on."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The loudest sample of each ``1 / per_second`` seconds, from 0 (digital silence) to 100 (full scale)."""

    per_second: float
    peaks: tuple[int, ...]

    def to_json(self) -> str:
        """The contents of ``recording-N.peaks.json``."""
        per_second = int(self.per_second) if self.per_second >= 1 and self.per_second % 1 == 0 else self.per_second
        record = {"version": 1, "per_second": per_second, "peaks": self.peaks}
        return json.dumps(record, separators=(",", ":")) + "\n"


def make_peaks(path: Path, *, shown_as: str = "") -> Peaks:
    """The amplitudes of the whole recording; raises :class:`MediaFault`."""
    loudest = _loudest(path, shown_as=shown_as)
    per_second = float(_FINEST)
    while loudest.size > _MOST:
        per_second /= 2
        loudest = np.maximum(loudest[::2], np.append(loudest[1::2], [0.0] * (loudest.size % 2)))
    return Peaks(per_second, tuple(np.rint(loudest * 100).astype(int).tolist()))


def _loudest(path: Path, *, shown_as: str) -> Samples:
    """The loudest sample of each tenth of a second, 0.0 to 1.0."""
    span = _RATE // _FINEST
    found: list[Samples] = []
    rest = np.empty(0, np.float32)
    for stretch in sound(path, rate=_RATE, shown_as=shown_as):
        waiting = np.concatenate([rest, np.abs(stretch.samples)])
        whole, rest = np.split(waiting, [waiting.size - waiting.size % span])
        found.append(whole.reshape(-1, span).max(axis=1))
    if rest.size:
        found.append(rest.max(keepdims=True))
    return np.concatenate(found)
