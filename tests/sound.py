"""Small sounds of our own, made on the fly."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path


def tone(path: Path, *, seconds: float = 1.0, hertz: float = 440.0, rate: int = 16_000) -> Path:
    """A sine tone as a mono 16-bit WAV file."""
    samples = (int(12_000 * math.sin(2 * math.pi * hertz * number / rate)) for number in range(int(seconds * rate)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", each) for each in samples))
    return path
