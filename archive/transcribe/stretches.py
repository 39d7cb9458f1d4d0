"""Cuts a recording at its silences into stretches that can be heard side by side, long silences left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from archive.transcribe.heard import Sound, Spans
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples
from archive.transcribe.windows import LONG_PAUSE_MS, LONGEST_MS

PAD_MS: Final = 200  # of what surrounds speech: without it first and last sounds are lost
LONGEST_PAUSE_MS: Final = 2_000  # a longer one is left out, but for the padding
STRETCH_MS: Final = 2 * LONGEST_MS
_HASTY: Final = 0.5  # what it costs to cut where there is no pause at all, in windows: each takes its time to be heard
_SIDE_BY_SIDE: Final = 6  # stretches that one process hears at a time


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of a recording, in order, heard as if nothing lay between them."""

    pieces: Spans
    speech: Spans

    @property
    def start_ms(self) -> int:
        """Where in the recording it begins."""
        return self.pieces[0][0]

    @property
    def end_ms(self) -> int:
        """Where in the recording it ends."""
        return self.pieces[-1][1]

    @property
    def length_ms(self) -> int:
        """How much there is to hear."""
        return sum(end - start for start, end in self.pieces)

    def sound(self, recording: Samples) -> Sound:
        """What is heard; times in it count from the stretch's own start."""
        parts = [recording[start * SAMPLES_PER_MS : end * SAMPLES_PER_MS] for start, end in self.pieces]
        return Sound(
            np.concatenate(parts), tuple((self.heard_at(start), self.heard_at(end)) for start, end in self.speech)
        )

    def heard_at(self, recording_ms: int) -> int:
        """A moment of the recording as a moment of what is heard."""
        before = 0
        for start, end in self.pieces:
            if recording_ms <= end:
                return before + max(0, recording_ms - start)
            before += end - start
        return before

    def recorded_at(self, heard_ms: int, *, ends: bool = False) -> int:
        """A moment of what is heard as one of the recording; at a seam, where the next piece begins or one ``ends``."""
        before = 0
        for start, end in self.pieces:
            within = heard_ms - before
            if within < end - start or (ends and within == end - start):
                return start + max(0, within)
            before += end - start
        return self.end_ms

    def when_said(self, start_ms: int, end_ms: int) -> tuple[int, int]:
        """When in the recording that was said which is heard from here to there, within the one piece it is most in.

        Whisper lets a word begin in the pause before it; of the pause at a seam, minutes may have been left out.
        """
        middle = self.recorded_at((start_ms + end_ms) // 2)
        first, last = next(piece for piece in self.pieces if middle <= piece[1])
        start = max(first, self.recorded_at(start_ms))
        return start, max(start, min(last, self.recorded_at(end_ms, ends=True)))


def stretches(speech: Spans, length_ms: int) -> list[Stretch]:
    """The stretches of a recording of this length, from where it has speech; each span of speech is in one of them."""
    found = []
    begin = 0
    for end in _cuts(speech):
        after = speech[begin - 1][1] if begin else 0
        before = speech[end][0] if end < len(speech) else length_ms
        found.append(Stretch(_pieces(speech[begin:end], after, before), speech[begin:end]))
        begin = end
    return found


def side_by_side(found: list[Stretch]) -> list[list[Stretch]]:
    """The stretches in batches for one process each; the same recording always gives the same batches."""
    size = min(_SIDE_BY_SIDE, max(1, -(-len(found) // 2)))
    return [found[n : n + size] for n in range(0, len(found), size)]


def _cuts(speech: Spans) -> list[int]:
    """Behind which spans to cut: into as few windows as hold what is said, at the longest pauses that allow it."""
    cuts = _cheapest_cuts(speech, LONGEST_MS)
    if len(cuts) <= 2 * _SIDE_BY_SIDE:  # every window can be heard at once: none need wait for what another says
        return cuts
    return _cheapest_cuts(speech, STRETCH_MS)


def _cheapest_cuts(speech: Spans, longest_ms: int) -> list[int]:
    """The cuts that cost least, when nothing but a span that is longer by itself may be longer than this."""
    costs, cut_before = [0.0], [0]
    for end in range(1, len(speech) + 1):
        pause_ms = speech[end][0] - speech[end - 1][1] if end < len(speech) else LONG_PAUSE_MS
        cost, begin = min((costs[begin] + windows, begin) for begin, windows in _ending_at(speech, end, longest_ms))
        costs.append(cost + _HASTY * max(0.0, 1 - pause_ms / LONG_PAUSE_MS))
        cut_before.append(begin)
    cuts, end = [], len(speech)
    while end:
        cuts.append(end)
        end = cut_before[end]
    return cuts[::-1]


def _ending_at(speech: Spans, end: int, longest_ms: int) -> Iterator[tuple[int, int]]:
    """Where a stretch that ends there may begin, and into how many windows it goes."""
    length_ms = 2 * PAD_MS
    for begin in range(end - 1, -1, -1):
        length_ms += speech[begin][1] - speech[begin][0]
        if begin + 1 < end:
            pause_ms = speech[begin + 1][0] - speech[begin][1]
            length_ms += pause_ms if pause_ms <= LONGEST_PAUSE_MS else 2 * PAD_MS
        if length_ms > longest_ms and begin + 1 < end:
            return
        yield begin, -(-length_ms // LONGEST_MS)


def _pieces(speech: Spans, after_ms: int, before_ms: int) -> Spans:
    """What to hear so that these spans are heard with their padding, but nothing of the spans around them."""
    pieces: list[tuple[int, int]] = []
    for start, end in speech:
        if pieces and start - pieces[-1][1] <= LONGEST_PAUSE_MS - PAD_MS:
            pieces[-1] = (pieces[-1][0], end + PAD_MS)
        else:
            pieces.append((max(after_ms, start - PAD_MS), end + PAD_MS))
    pieces[-1] = (pieces[-1][0], min(before_ms, pieces[-1][1]))
    return tuple(pieces)
