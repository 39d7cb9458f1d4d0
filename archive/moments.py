"""Moments of a recording in words: how they are read off a tape, stand in an address, and are typed; pure."""

from __future__ import annotations

import re

from archive.errors import BadInput
from archive.records import LATEST_MS

_TYPED = re.compile(r"(?:(\d{1,6}):)?(\d{1,8}):(\d{1,2})(?:[.,](\d{1,3}))?|(\d{1,9})(?:[.,](\d{1,3}))?", re.ASCII)


def clock(ms: int) -> str:
    """A moment as it is read off a tape: ``12:34``, ``1:12:05``."""
    minutes, seconds_ = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds_:02}" if hours else f"{minutes}:{seconds_:02}"


def clock_with_hours(ms: int) -> str:
    """A moment in a column of moments, where all have hours: ``0:12:34``."""
    minutes, seconds_ = divmod(ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds_:02}"


def exact_clock(ms: int) -> str:
    """A moment to the millisecond, as the edges of a passage are written: ``1:02:03.450``."""
    return f"{clock(ms)}.{ms % 1000:03}"


def seconds(ms: int) -> str:
    """A moment as it stands in an address, exact and as short as it can be: ``754.32``."""
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") if rest else str(whole)


def moment(written: str) -> int:
    """The milliseconds of a moment as it is typed: ``12:34.5``, ``1:02:03``, or seconds; raises :class:`BadInput`."""
    match = _TYPED.fullmatch(written.strip())
    if not match:
        raise BadInput(
            "%(written)r is not a moment.", next_step="Write minutes and seconds: 12:34.5", written=written[:40]
        )
    hours, minutes, seconds_, fraction, alone, alone_fraction = match.groups()
    whole = int(alone) if alone else (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds_)
    ms = whole * 1000 + int((fraction or alone_fraction or "").ljust(3, "0"))
    if ms > LATEST_MS:
        raise BadInput(
            "%(written)r is beyond any recording.", next_step="Write minutes and seconds: 12:34.5", written=written[:40]
        )
    return ms
