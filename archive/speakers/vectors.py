"""What a voice sounds like around a moment, as a vector: Resemblyzer's encoder, loaded and fed by ourselves.

Its network is three layers of LSTM over the mel spectrogram of 1.6 s and a linear layer with ReLU, its output brought
to length 1. Vectors of one voice lie close together. They are personal data: never written down, never handed out of
the process that drafts the turns of one recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from archive.transcribe import Samples

Vectors = np.ndarray[Any, np.dtype[np.float32]]
"""A row for each moment."""

SAMPLE_RATE: Final = 16_000
FRAME_MS: Final = 10
_HOP: Final = FRAME_MS * SAMPLE_RATE // 1000
_WINDOW: Final = 400  # samples: 25 ms
_MELS: Final = 40
_WIDTH: Final = 256
_LAYERS: Final = 3
_FRAMES: Final = 160  # that the encoder was trained on at a time: 1.6 s
_QUIETEST: Final = 10 ** (-30 / 20)  # softer recordings are made as loud as this, as those were that it learnt from
_TOGETHER: Final = 64  # windows that are encoded at once
_PART: Final = 60 * SAMPLE_RATE  # samples whose spectrogram is made at once


class Encoder:
    """The encoder with its weights."""

    def __init__(self, weights: Path) -> None:
        import torch

        self._lstm = torch.nn.LSTM(_MELS, _WIDTH, _LAYERS, batch_first=True)
        self._linear = torch.nn.Linear(_WIDTH, _WIDTH)
        known = torch.load(weights, map_location="cpu", weights_only=True)["model_state"]
        for name, layer in (("lstm", self._lstm), ("linear", self._linear)):
            layer.load_state_dict({key.partition(".")[2]: each for key, each in known.items() if key.startswith(name)})

    def vectors(self, samples: Samples, moments_ms: Sequence[int]) -> Vectors:
        """A vector for each moment, from the 1.6 s around it."""
        import torch

        found = np.zeros((len(moments_ms), _WIDTH), np.float32)
        spectrogram = torch.from_numpy(_spectrogram(samples))
        with torch.inference_mode():
            for n in range(0, len(moments_ms), _TOGETHER):
                starts = [ms // FRAME_MS for ms in moments_ms[n : n + _TOGETHER]]
                windows = torch.stack([spectrogram[start : start + _FRAMES] for start in starts])
                _, (last, _) = self._lstm(windows)
                raw = torch.relu(self._linear(last[-1]))
                found[n : n + len(starts)] = (raw / raw.norm(dim=1, keepdim=True).clamp(min=1e-6)).numpy()
        return found


def _spectrogram(samples: Samples) -> Vectors:
    """The mel spectrogram, a row for each 10 ms, with half a window of silence before and after."""
    level = float(np.sqrt(np.dot(samples, samples) / len(samples))) if len(samples) else 0.0
    gain = max(1.0, _QUIETEST / level) if level else 1.0
    rows = [np.zeros((_FRAMES // 2, _MELS), np.float32), *_in_parts(samples, gain)]
    return np.concatenate([*rows, np.zeros((_FRAMES, _MELS), np.float32)])


def _in_parts(samples: Samples, gain: float) -> Iterator[Vectors]:
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    filters = mel_filters().T
    for start in range(0, len(samples), _PART):
        first, last = start - _WINDOW // 2, min(start + _PART - _HOP, len(samples)) + _WINDOW // 2
        part = np.pad(samples[max(0, first) : last], (max(0, -first), max(0, last - len(samples))))
        frames = np.lib.stride_tricks.sliding_window_view(part * np.float32(gain), _WINDOW)[::_HOP]
        yield (np.abs(np.fft.rfft(frames * window)) ** 2).astype(np.float32) @ filters


def mel_filters() -> Vectors:
    """The filters of Slaney's Auditory Toolbox that the encoder learnt with: triangles of equal area, 40 up to 8 kHz.

    Linear to 1 kHz (15 mels), then 27 mels for each factor of 6.4.
    """
    top = 15 + 27 * np.log(SAMPLE_RATE / 2 / 1000) / np.log(6.4)
    mels = np.linspace(0, top, _MELS + 2)
    hertz = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mels - 15)))
    bins = np.linspace(0, SAMPLE_RATE / 2, _WINDOW // 2 + 1)
    rising = (bins - hertz[:-2, None]) / np.diff(hertz)[:-1, None]
    falling = (hertz[2:, None] - bins) / np.diff(hertz)[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    filters: Vectors = (triangles * (2 / (hertz[2:] - hertz[:-2]))[:, None]).astype(np.float32)
    return filters
