"""A recording as the samples a speech engine hears."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from archive.media.timeline import Samples, sound

SAMPLE_RATE: Final = 16_000  # Hz; what Whisper and silero-vad were trained on
_ROOM: Final = 10 * 60 * SAMPLE_RATE  # made for ten minutes at a time


@dataclass(frozen=True, slots=True)
class Decoded:
    """All of a recording: mono float32 at :data:`SAMPLE_RATE`, and how many packets of it are silence for lost sound.

    Sample ``n`` is heard ``n / 16`` milliseconds into the recording, and into its access copy.
    """

    samples: Samples
    lost_packets: int


def decode(path: Path, *, shown_as: str = "") -> Decoded:
    """The whole recording as samples, about 230 MB an hour; raises :class:`MediaFault`."""
    samples = np.empty(_ROOM, np.float32)
    used = lost = 0
    for stretch in sound(path, rate=SAMPLE_RATE, shown_as=shown_as):
        if used + stretch.samples.size > samples.size:
            # `realloc` moves pages of this size without copying them: there is never a second copy.
            samples.resize(used + stretch.samples.size + _ROOM, refcheck=False)
        samples[used : used + stretch.samples.size] = stretch.samples
        used += stretch.samples.size
        lost += stretch.lost_packets
    samples.resize(used, refcheck=False)
    return Decoded(samples, lost)
