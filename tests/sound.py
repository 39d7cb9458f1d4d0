"""Small sounds, made on the fly: tones of our own, and the beginnings of long recordings."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

from archive import media


def tone(path: Path, *, seconds: float = 1.0, hertz: float = 440.0, rate: int = 16_000) -> Path:
    """A sine tone as a mono 16-bit WAV file."""
    samples = (int(12_000 * math.sin(2 * math.pi * hertz * number / rate)) for number in range(int(seconds * rate)))
    return _written(path, b"".join(struct.pack("<h", each) for each in samples), rate)


def cut(recording: Path, path: Path, *, seconds: float) -> Path:
    """The first seconds of a recording as a mono 16-bit WAV file."""
    samples = media.decode(recording).samples[: int(seconds * media.SAMPLE_RATE)]
    return _written(path, (samples * 32_767).astype("<i2").tobytes(), media.SAMPLE_RATE)


def _written(path: Path, samples: bytes, rate: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return path
