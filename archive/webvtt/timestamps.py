"""WebVTT timestamps and whole milliseconds: https://www.w3.org/TR/webvtt1/#collect-a-webvtt-timestamp."""

from __future__ import annotations

import re

# Hours stop at six digits: no recording lasts a million hours, and no integer may grow with a hostile file.
PATTERN = r"(?:0*([0-9]{1,6}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])"
_WHOLE = re.compile(PATTERN)


def parse_timestamp(text: str) -> int | None:
    """The moment that ``text``, the whole of it, names, in ms; None if it is no timestamp."""
    match = _WHOLE.fullmatch(text)
    return to_ms(*match.groups()) if match else None


def to_ms(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    """The moment in ms, from the parts that :data:`PATTERN` finds."""
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def timestamp(ms: int) -> str:
    """``ms`` as WebVTT writes it, always with hours: ``00:01:02.345``."""
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
