"""Cuts a recording at its silences into stretches that can be heard side by side, long silences left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from archive.transcribe.heard import Sound, Spans
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples

PAD_MS: Final = 200  # of what surrounds speech: without it first and last sounds are lost
LONGEST_PAUSE_MS: Final = 2_000  # a longer one is left out, but for the padding
STRETCH_MS: Final = 60_000
_WINDOW_MS: Final = 25_000  # of speech, which with its pauses mostly fits what Whisper hears at once
_NEAR: Final = 0.25  # of a share: how far from equal shares a longer pause is worth it
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


def _count(spoken_ms: int) -> int:
    """How many stretches: of a minute each, but enough of a short recording for two processes to hear side by side.

    A step of the decoder reads all weights, for six windows as for one; what is not heard side by side is waited for.
    """
    windows = -(-spoken_ms // _WINDOW_MS)
    even = windows + windows % 2 if windows > 1 else windows
    return max(-(-spoken_ms // STRETCH_MS), min(2 * _SIDE_BY_SIDE, even))


def _cuts(speech: Spans) -> list[int]:
    """Behind which spans to cut: near every equal share of what is said, at the longest pause there."""
    spoken = np.cumsum([0, *(end - start for start, end in speech)])
    total = int(spoken[-1])
    count = _count(total)
    cuts: list[int] = []
    for share in range(1, count):
        ideal = total * share / count
        near = [n for n in range(1, len(speech)) if abs(spoken[n] - ideal) < _NEAR * total / count]
        if near:
            cuts.append(max(near, key=lambda n: speech[n][0] - speech[n - 1][1]))
    return [*sorted(set(cuts)), len(speech)] if speech else []


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
