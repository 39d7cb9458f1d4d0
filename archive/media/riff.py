"""How much a WAV file once held, by its own head: FFmpeg takes what is there for all there was."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO, Final

_FORMS: Final = (b"RIFF", b"RF64", b"BW64")
_IN_DS64: Final = 0xFFFFFFFF
"""The length of a part that is too long for its field: EBU Tech 3306 has it in the part ``ds64``."""
_SLACK: Final = 4096
_STREAMED: Final = (0x7FFFFFFF, _IN_DS64)
"""Programs that write to a pipe cannot know the length, and say one near these."""


def missing_s(path: Path) -> float:
    """How many seconds of sound its head tells of that the file does not hold; 0 where it does not say."""
    with path.open("rb") as stream:
        form, kind = struct.unpack("<4s4x4s", stream.read(12).ljust(12, b"\0"))
        if form not in _FORMS or kind != b"WAVE":
            return 0.0
        bytes_a_second, told = _told(stream)
        missing = stream.tell() + told - path.stat().st_size
        return missing / bytes_a_second if bytes_a_second and missing > 0 else 0.0


def _told(stream: IO[bytes]) -> tuple[int, int]:
    """The bytes of a second and of all sound, 0 for what is not said; afterwards the stream stands where it begins."""
    bytes_a_second = long = 0
    while len(part := stream.read(8)) == 8:
        name, length = struct.unpack("<4sI", part)
        if name == b"data":
            return bytes_a_second, long if length == _IN_DS64 and long else _known(length)
        begins = stream.tell()
        if name == b"fmt ":
            (bytes_a_second,) = struct.unpack("<8xI", stream.read(12).ljust(12, b"\0"))
        elif name == b"ds64":
            (long,) = struct.unpack("<8xQ", stream.read(16).ljust(16, b"\0"))
        stream.seek(begins + length + length % 2)
    return 0, 0


def _known(length: int) -> int:
    return 0 if any(abs(length - each) < _SLACK for each in _STREAMED) else length
