"""Whether the two sides of a recording hold different voices: measured by how loud each is against the other.

Where each speaker had a microphone of their own, or a telephone line was recorded with one party on each side, now the
one side is much louder and now the other. One room in stereo never is so for long, nor is mono written twice
(``docs/measurements-voices.md``).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from archive.media.timeline import Samples

_FRAME: Final = 512  # samples: 32 ms at 16 kHz
_SMOOTHED: Final = 5  # frames over which loudness is averaged
_LOUDER: Final = 10.0  # times the power of the other side (10 dB), at which a side is alone
_QUIETER: Final = 1e-3  # of the power of loud frames (30 dB below), under which nobody is taken to speak
_SILENT: Final = 1e-6  # power (60 dB below full scale) under which nobody is taken to speak either
_BOTH: Final = 0.5  # of the time in which somebody speaks, for which one side or the other must be alone
_EACH: Final = 0.02  # and for which each must be
_FRAMES: Final = 5  # and for no fewer frames than these


class Levels:
    """How loud both sides of a recording are, frame by frame, while it is decoded."""

    def __init__(self) -> None:
        self._powers: list[Samples] = []
        self._waiting = np.empty((2, 0), np.float32)

    def take(self, channels: Samples) -> None:
        """Take note of the next stretch; one that has not two channels is nobody's side."""
        if len(channels) != 2:
            return
        sound = np.concatenate([self._waiting, np.nan_to_num(channels)], axis=1)
        whole = sound.shape[1] // _FRAME
        frames = sound[:, : whole * _FRAME].reshape(2, whole, _FRAME)
        self._powers.append(np.square(frames).mean(axis=2))
        self._waiting = sound[:, whole * _FRAME :]

    def are_apart(self) -> bool:
        """Whether now one side is alone and now the other, for most of the time in which anybody speaks."""
        powers = np.concatenate([np.empty((2, 0), np.float32), *self._powers], axis=1)
        if powers.shape[1] < _SMOOTHED:
            return False
        left, right = (np.convolve(each, np.full(_SMOOTHED, 1 / _SMOOTHED), "same") for each in powers)
        louder = np.maximum(left, right)
        spoken = louder > max(_SILENT, _QUIETER * float(np.percentile(louder, 95)))
        alone = [np.count_nonzero(spoken & (one > _LOUDER * other)) for one, other in ((left, right), (right, left))]
        frames = np.count_nonzero(spoken)
        return bool(min(alone) >= max(_FRAMES, _EACH * frames) and sum(alone) >= _BOTH * frames)
