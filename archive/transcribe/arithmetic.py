"""In which numbers a model's large matrices are multiplied: bfloat16 where the processor does so itself, else float32.

A bfloat16 has a float32's range in half its bytes. Where the processor multiplies them, Whisper's encoder takes less
than a third of its time and the decoder reads half as much; the words are as good (``docs/measurements-speech.md``).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal

_PROCESSOR: Final = Path("/proc/cpuinfo")

Numbers = Literal["bfloat16", "float32"]


@cache
def numbers() -> Numbers:
    """What this machine multiplies; asked of Linux, so that whoever signs a transcript need not load PyTorch."""
    return numbers_of(_PROCESSOR.read_text("ascii", "replace")) if _PROCESSOR.exists() else "float32"


def numbers_of(cpuinfo: str) -> Numbers:
    """What a processor multiplies, by its ``/proc/cpuinfo``."""
    return "bfloat16" if re.search(r"^flags\s*:.*\bavx512_bf16\b", cpuinfo, re.MULTILINE) else "float32"
