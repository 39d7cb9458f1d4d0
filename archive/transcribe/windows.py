"""Where the windows of a stretch begin and end, and what of a window counts as heard: Whisper hears 30 s at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.transcribe.heard import Spans

LONGEST_MS: Final = 29_500
_LEAD_MS: Final = 200
_FULL: Final = 0.6  # of a window that must be used before a pause may end it
LONG_PAUSE_MS: Final = 1_000  # at which nobody is in the midst of a sentence; longer ones are no better
_MISSED_MS: Final = 700  # of speech that stays without a word before it is heard again
_LEAST_MS: Final = 1_000  # of progress that going back must leave


@dataclass(frozen=True, slots=True)
class Window:
    """What is heard at once."""

    start_ms: int
    end_ms: int


def next_window(speech: Spans, from_ms: int, length_ms: int) -> Window | None:
    """The window that goes on from this moment, if possible up to a pause; None when no more is said."""
    rest = [(max(start, from_ms), end) for start, end in speech if end > from_ms]
    if not rest:
        return None
    start = max(from_ms, rest[0][0] - _LEAD_MS)
    longest = start + LONGEST_MS
    if rest[-1][1] <= longest:
        return Window(start, min(length_ms, longest, rest[-1][1] + _LEAD_MS))
    pauses = [
        (a[1], b[0]) for a, b in pairwise(rest) if start + _FULL * LONGEST_MS <= a[1] and (a[1] + b[0]) // 2 <= longest
    ]
    if not pauses:
        return Window(start, longest)
    begins, ends = max(_late_enough(pauses, start, rest[-1][1]), key=_good_for_an_end)
    return Window(start, (begins + ends) // 2)


def _late_enough(pauses: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """The pauses after which the rest goes into as few windows as it could; all, where there are none."""
    windows = -(-(end + _LEAD_MS - start) // LONGEST_MS)
    late = [pause for pause in pauses if end + _LEAD_MS - sum(pause) // 2 <= (windows - 1) * LONGEST_MS]
    return late or pauses


def _good_for_an_end(pause: tuple[int, int]) -> tuple[int, int]:
    return min(pause[1] - pause[0], LONG_PAUSE_MS) // 100, pause[0]


def go_on_from(window: Window, last_word_ms: int, speech: Spans) -> int:
    """Where to go on after a window whose last word ended there: its end, or sooner where speech stayed unheard."""
    unheard = sum(max(0, min(end, window.end_ms) - max(start, last_word_ms)) for start, end in speech)
    if unheard < _MISSED_MS or last_word_ms < window.start_ms + _LEAST_MS:
        return window.end_ms
    return last_word_ms
