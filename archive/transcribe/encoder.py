"""Whisper's encoder, for both engines: what a window of sound becomes before words are looked for in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from whisper import log_mel_spectrogram, pad_or_trim
from whisper.audio import N_FRAMES, N_SAMPLES
from whisper.model import AudioEncoder

from archive.transcribe.arithmetic import numbers
from archive.transcribe.ctranslate import read_variables, whisper_checkpoint
from archive.transcribe.packaged import MODEL
from archive.transcribe.wanted import Samples

_PREFIX: Final = "encoder."
_DIMS: Final = ("n_mels", "n_audio_ctx", "n_audio_state", "n_audio_head", "n_audio_layer")


class Encoder(torch.nn.Module):
    """An encoder that lets pass what is encoded already: word times and further tries cost it no more."""

    def __init__(self, encoder: AudioEncoder) -> None:
        super().__init__()
        self._encoder = encoder
        self._bands = encoder.conv1.in_channels
        self._encoded_shape = encoder.positional_embedding.shape

    def forward(self, sound: Tensor) -> Tensor:
        """What the encoder makes of a spectrogram; what is encoded passes."""
        if sound.shape[-2:] == self._encoded_shape:
            return sound
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=numbers() == "bfloat16"):
            encoded: Tensor = self._encoder(sound)
        return encoded.float()

    def encoded(self, samples: Samples) -> Tensor:
        """What the encoder makes of a window of at most 30 s.

        Silence is added as sound: added as zeros to the spectrogram it is a hum, in which texts break off too soon.
        """
        mel = log_mel_spectrogram(torch.from_numpy(samples), self._bands, padding=N_SAMPLES)
        window: Tensor = self(pad_or_trim(mel, N_FRAMES)[None])[0]
        return window


def encoder_in(folder: Path) -> Encoder:
    """The encoder of a model in CTranslate2's form, which that program cannot multiply in bfloat16."""
    checkpoint = whisper_checkpoint(read_variables(folder / MODEL))
    encoder = AudioEncoder(*(checkpoint["dims"][name] for name in _DIMS))
    encoder.load_state_dict(
        {
            name.removeprefix(_PREFIX): torch.from_numpy(values.astype(np.float32))
            for name, values in checkpoint["model_state_dict"].items()
            if name.startswith(_PREFIX)
        }
    )
    return Encoder(encoder.eval())


@contextmanager
def on_one_thread() -> Iterator[None]:
    """What is done in the block is done by one thread.

    The steps of a decoder are so small that two threads spend them waiting for each other: they gain a sixth on an idle
    machine, and take ten times as long on a busy one (``docs/measurements-speech.md``). The encoder's are not.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
