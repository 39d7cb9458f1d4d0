"""What is taken out of a copy for the public: sound and picture, for exactly as long as they were.

The rest stays as it is, at the moments at which it was. Between what is heard and what is not, the sound fades within
the stretch: a hard cut would crack, and what lies outside must not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np
from av.video.frame import VideoFrame

from archive.media.picture import CLOCK
from archive.media.timeline import Samples, Stretch
from archive.records import Muted

_FADE_S: Final = 0.01
_TONE_HZ: Final = 1_000
_TONE_LEVEL: Final = 0.05  # -26 dB: to be noticed, and not to hurt whoever turned a quiet voice up
_DARK, _COLOURLESS = 16, 128  # black, as video counts it


def silenced(stretches: Iterable[Stretch], muted: Sequence[Muted], *, rate: int) -> Iterator[Stretch]:
    """The sound without what must not be heard, sample for sample as long as before."""
    position = 0
    for stretch in stretches:
        size = stretch.samples.size
        touching = [each for each in muted if _first(each, rate) < position + size and _last(each, rate) > position]
        yield replace(stretch, samples=_without(stretch.samples, position, touching, rate)) if touching else stretch
        position += size


def blackened(frames: Iterable[VideoFrame], muted: Sequence[Muted]) -> Iterator[VideoFrame]:
    """The pictures, black where none may be seen; a picture that would stay on into such a stretch ends with it."""
    dark = [(Fraction(each.start_ms, 1000), Fraction(each.end_ms, 1000)) for each in muted if each.black]
    before: Fraction | None = None
    for frame in frames:
        now = _moment(frame)
        for start in sorted({start for start, _ in dark}):
            if before is not None and before < start < now:
                yield _black(frame, start)
        yield _black(frame, now) if any(start <= now < end for start, end in dark) else frame
        before = now


def _moment(frame: VideoFrame) -> Fraction:
    """When a frame is shown, in seconds: filters count time in units of their own."""
    return (frame.pts or 0) * (frame.time_base or CLOCK)


def _without(samples: Samples, position: int, muted: Sequence[Muted], rate: int) -> Samples:
    here = np.arange(position, position + samples.size)
    heard = np.ones(samples.size, np.float32)
    tone = np.zeros(samples.size, np.float32)
    for each in muted:
        depth = _depth(each, here, rate)
        heard = np.minimum(heard, 1 - depth)
        if each.tone:
            tone = np.maximum(tone, depth)
    hum = _TONE_LEVEL * np.sin(2 * np.pi * _TONE_HZ * here / rate)
    return (samples * heard + tone * hum).astype(np.float32)


def _depth(muted: Muted, here: np.ndarray, rate: int) -> np.ndarray:
    """How far each sample lies within a stretch: 0 outside, 1 once the fade is over."""
    fade = _FADE_S * rate
    since, until = here - _first(muted, rate), _last(muted, rate) - here
    # What begins with the recording has nothing before it to fade from.
    into = np.where(since >= 0, 1.0, 0.0) if muted.start_ms == 0 else since / fade
    return np.clip(np.minimum(into, until / fade), 0.0, 1.0).astype(np.float32)


def _first(muted: Muted, rate: int) -> int:
    return muted.start_ms * rate // 1000


def _last(muted: Muted, rate: int) -> int:
    return -(-muted.end_ms * rate // 1000)


def _black(like: VideoFrame, moment: Fraction) -> VideoFrame:
    frame = VideoFrame(like.width, like.height, "yuv420p")
    for number, plane in enumerate(frame.planes):
        plane.update(bytes([_COLOURLESS if number else _DARK]) * plane.buffer_size)
    unit = like.time_base or CLOCK
    frame.pts, frame.time_base, frame.duration = round(moment / unit), unit, like.duration
    return frame
