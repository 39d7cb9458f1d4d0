"""openai-whisper, with its own search and word times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import torch
from torch import Tensor
from whisper import Whisper, timing
from whisper.decoding import DecodingOptions
from whisper.tokenizer import LANGUAGES, Tokenizer, get_tokenizer

from archive.transcribe.batch import decode, prepare
from archive.transcribe.encoder import on_one_thread
from archive.transcribe.heard import Hint, Passage, Sound, refuse_unknown
from archive.transcribe.listening import Decoded, Search, listen
from archive.transcribe.wanted import Samples

_BYTES_AT_ONCE: Final = 256 * 1024**2  # of keys and values of the windows decoded together: six, with `base`


class WhisperEngine:
    """A loaded model; keeps :class:`archive.transcribe.heard.Engine`."""

    def __init__(self, model: Whisper) -> None:
        self._model = prepare(model)
        _keep_compiled()

    @torch.no_grad()
    def languages(self, samples: Samples) -> Mapping[str, float]:
        """How probable each language code is for up to 30 s of sound."""
        if not self._model.is_multilingual:
            return {"en": 1.0}
        _, found = self._model.detect_language(self._model.encoder.encoded(samples)[None])
        return dict(found[0])

    @torch.no_grad()
    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches, which are heard side by side; times count from each's start."""
        return listen(_Decoder(self._model, hint), sounds, hint.prompt)


class _Decoder:
    """Keeps :class:`archive.transcribe.listening.Decoder`."""

    def __init__(self, model: Whisper, hint: Hint) -> None:
        refuse_unknown(hint, _known_to(model))
        dims = model.dims
        bytes_a_window = 8 * dims.n_audio_ctx * dims.n_text_state * dims.n_text_layer  # keys and values, float32
        self.at_once = max(1, _BYTES_AT_ONCE // bytes_a_window)
        self._model = model
        self._options: dict[str, Any] = {"language": hint.language, "task": hint.task, "fp16": False}
        self._tokenizer: Tokenizer = get_tokenizer(
            model.is_multilingual, num_languages=model.num_languages, language=hint.language, task=hint.task
        )
        self.timestamp_begin: int = self._tokenizer.timestamp_begin

    def tokens(self, text: str) -> list[int]:
        """A text as Whisper's tokens."""
        return list(self._tokenizer.encode(text))

    def encoded(self, sound: Samples) -> Tensor:
        """What the encoder makes of a window."""
        encoded: Tensor = self._model.encoder.encoded(sound)
        return encoded

    @on_one_thread()
    def decoded(
        self, encoded: Sequence[Tensor], contexts: Sequence[Sequence[int]], search: Search
    ) -> Sequence[Decoded]:
        """What is said in each window."""
        beams = search.beams if search.beams > 1 else None
        options = DecodingOptions(**self._options, beam_size=beams, temperature=search.temperature)
        results = decode(self._model, torch.stack(list(encoded)), contexts, options)
        return [
            Decoded(
                tokens=list(each.tokens),
                logprob=each.avg_logprob,
                no_speech=each.no_speech_prob,
                compression=each.compression_ratio,
                temperature=each.temperature,
            )
            for each in results
        ]

    @on_one_thread()
    def time_words(
        self, encoded: Sequence[Tensor], windows: Sequence[list[dict[str, Any]]], frames: Sequence[int]
    ) -> None:
        """Give each segment its words."""
        for sound, segments, num_frames in zip(encoded, windows, frames, strict=True):
            timing.add_word_timestamps(
                segments=segments,
                model=self._model,
                tokenizer=self._tokenizer,
                mel=sound,
                num_frames=num_frames,
                last_speech_timestamp=0.0,
            )


def _known_to(model: Whisper) -> tuple[str, ...]:
    return tuple(LANGUAGES)[: model.num_languages] if model.is_multilingual else ("en",)


def _keep_compiled() -> None:
    """Let numba keep what it compiles of Whisper's word times for the next process, which is spared 1.2 s by it."""
    with suppress(RuntimeError):  # neither Whisper's folder nor the user's cache may be written: each compiles its own
        for function in (timing.dtw_cpu, timing.backtrace):
            function.enable_caching()
