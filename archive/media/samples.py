"""A recording as the samples a speech engine hears: mixed, or both sides where they hold different voices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from archive.media.sides import Levels
from archive.media.timeline import Samples, Stretch, sound, tamed
from archive.records import Sides

SAMPLE_RATE: Final = 16_000  # Hz; what Whisper and silero-vad were trained on
_ROOM: Final = 10 * 60 * SAMPLE_RATE  # made for ten minutes at a time


@dataclass(frozen=True, slots=True)
class Decoded:
    """All of a recording: float32 at :data:`SAMPLE_RATE`, and how many packets of it are silence for lost sound.

    Mono or, of two sides that are to be heard each by itself, a row for each. Sample ``n`` is heard ``n / 16``
    milliseconds into the recording, and into its access copy. ``apart``: whether its two sides hold different voices.
    """

    samples: Samples
    lost_packets: int
    apart: bool = False


def decode(path: Path, *, shown_as: str = "") -> Decoded:
    """The whole recording as mono samples, about 230 MB an hour; raises :class:`MediaFault`."""
    samples = np.empty(_ROOM, np.float32)
    used = lost = 0
    levels = Levels()
    for stretch in sound(path, rate=SAMPLE_RATE, shown_as=shown_as):
        if used + stretch.samples.size > samples.size:
            # `realloc` moves pages of this size without copying them: there is never a second copy.
            samples.resize(used + stretch.samples.size + _ROOM, refcheck=False)
        samples[used : used + stretch.samples.size] = stretch.samples
        used += stretch.samples.size
        lost += stretch.lost_packets
        if stretch.channels is not None:
            levels.take(stretch.channels)
    samples.resize(used, refcheck=False)
    return Decoded(samples, lost, levels.are_apart())


def decode_to_hear(path: Path, sides: Sides = "", *, shown_as: str = "") -> Decoded:
    """The recording as it is best heard: its two sides each by itself where they are ``apart``, else mixed.

    Whether they are is measured, unless somebody said it. Raises :class:`MediaFault`.
    """
    mixed = None if sides == "apart" else decode(path, shown_as=shown_as)
    if mixed is not None and (sides == "together" or not mixed.apart):
        return mixed
    length = None if mixed is None else mixed.samples.size
    del mixed
    return _decode_sides(path, length, shown_as=shown_as)


def _decode_sides(path: Path, length: int | None, *, shown_as: str) -> Decoded:
    """Both sides of a recording of that many samples, if it is known how many."""
    if length is None:
        length = sum(each.samples.size for each in sound(path, rate=SAMPLE_RATE, shown_as=shown_as))
    samples = np.empty((2, length), np.float32)
    used = lost = 0
    for stretch in sound(path, rate=SAMPLE_RATE, shown_as=shown_as):
        samples[:, used : used + stretch.samples.size] = _both(stretch)
        used += stretch.samples.size
        lost += stretch.lost_packets
    return Decoded(samples, lost, True)


def _both(stretch: Stretch) -> Samples:
    """The two sides of a stretch; the mix twice where it has not two, for a joined file may change half way."""
    if stretch.channels is None or len(stretch.channels) != 2:
        return np.stack([stretch.samples, stretch.samples])
    return tamed(stretch.channels)
