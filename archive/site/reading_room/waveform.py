"""Real peaks, drawn: the bars of a waveform as one SVG path. Nothing is drawn where there is nothing to go by."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 720
HEIGHT = 46
_STEP = 3
_BAR = 1.8
_LEAST = 0.8
"""Half the height of a bar over silence, so that silence is seen to be there."""


def bars(peaks: Sequence[float]) -> str:
    """The path of a waveform from amplitudes of 0 to 1 in order of time; a bar is as tall as its loudest peak."""
    if not peaks:
        return ""
    count = min(WIDTH // _STEP, len(peaks))
    step = WIDTH / count
    path = []
    for place in range(count):
        loudest = max(peaks[place * len(peaks) // count : (place + 1) * len(peaks) // count])
        half = max(_LEAST, min(1.0, loudest) * HEIGHT / 2)
        path.append(f"M{place * step:.4g} {HEIGHT / 2 - half:.3g}h{_BAR}v{2 * half:.3g}h-{_BAR}z")
    return "".join(path)


def across(moment_ms: int, duration_ms: int) -> float:
    """How far along the waveform a moment lies, in its own units, to a tenth."""
    return round(WIDTH * min(max(moment_ms, 0) / duration_ms, 1), 1) if duration_ms else 0.0
