"""Finds where somebody speaks, before anything is asked what is said: in silence and hum, engines invent words."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from archive.transcribe.heard import Spans
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples

FRAME_MS: Final = 32  # silero-vad looks at 512 samples at a time
_FRAME: Final = FRAME_MS * SAMPLES_PER_MS
_ROW: Final = 15_000 // FRAME_MS  # frames of a row: about a quarter of a minute is looked at alone …
_BEFORE: Final = 5_000 // FRAME_MS  # … after so much of what comes before, for the detector to settle
_ONE_ROW: Final = 3 * _ROW  # frames up to which one row is the quickest: two at a time take three times as long as one
PART: Final = _ROW * 80 * _FRAME
"""Samples that one process looks at, at most: about twenty minutes."""

_BEGINS: Final = 0.5
_GOES_ON: Final = 0.3
_SHORTEST_MS: Final = 200
_PAUSE_MS: Final = 160
_PAD_MS: Final = 32

Likelihoods = np.ndarray[Any, np.dtype[np.float32]]


def load_detector() -> Any:
    """silero-vad, ready to be asked on one thread."""
    from silero_vad import load_silero_vad

    one_thread()
    return load_silero_vad()


def one_thread() -> None:
    """Let silero-vad work on one thread: each of its steps is so small that two took five times as long as one."""
    import torch

    torch.set_num_threads(1)


def speech_in(samples: Samples) -> Spans:
    """Where somebody speaks in a whole recording, looked at here and now."""
    detector = load_detector()
    parts = [likelihoods(detector, samples[n : n + PART]) for n in range(0, len(samples), PART)]
    return spans(np.concatenate(parts), len(samples) // SAMPLES_PER_MS) if parts else ()


def likelihoods(detector: Any, samples: Samples) -> Likelihoods:
    """How likely somebody speaks in each :data:`FRAME_MS` of the sound, by silero-vad, many minutes side by side."""
    import torch

    count = len(samples) // _FRAME
    row = _ROW if count > _ONE_ROW else max(1, count)
    rows = max(1, -(-count // row))
    padded = np.zeros((_BEFORE + rows * row) * _FRAME, np.float32)
    padded[_BEFORE * _FRAME :][: count * _FRAME] = samples[: count * _FRAME]
    frames = torch.from_numpy(padded).unfold(0, (_BEFORE + row) * _FRAME, row * _FRAME)
    detector.reset_states()
    found = torch.empty(rows, _BEFORE + row)
    with torch.no_grad():
        for n in range(_BEFORE + row):
            found[:, n] = detector(frames[:, n * _FRAME : (n + 1) * _FRAME], 16_000)[:, 0]
    heard: Likelihoods = found[:, _BEFORE:].reshape(-1)[:count].numpy()
    return heard


def spans(heard: Likelihoods, length_ms: int) -> Spans:
    """Where somebody speaks, from the likelihoods of the frames: a pause must last before speech counts as over."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    quiet = 0
    for n, likelihood in enumerate(heard):
        if likelihood >= _BEGINS:
            begun, quiet = (n if begun is None else begun), 0
        elif begun is not None and likelihood < _GOES_ON:
            quiet += 1
            if quiet * FRAME_MS >= _PAUSE_MS:
                found.append((begun, n + 1 - quiet))
                begun, quiet = None, 0
    if begun is not None:
        found.append((begun, len(heard) - quiet))
    return tuple(
        (max(0, first * FRAME_MS - _PAD_MS), min(length_ms, last * FRAME_MS + _PAD_MS))
        for first, last in found
        if (last - first) * FRAME_MS >= _SHORTEST_MS
    )
