"""faster-whisper, the optional fast engine: the same model's decoder on CTranslate2, which decodes windows in batches.

Sound is encoded as for openai-whisper: CTranslate2 takes three times as long where a processor multiplies bfloat16.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from archive.errors import Unavailable
from archive.transcribe.encoder import Encoder, encoder_in
from archive.transcribe.heard import Hint, Passage, Sound, refuse_unknown
from archive.transcribe.listening import Decoded, Search, listen
from archive.transcribe.wanted import Samples

_FIRST_STAMP: Final = 50  # whisper/decoding.py: no text begins later than a second into its window
_PREPEND, _APPEND = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"  # as Whisper joins punctuation to words


class FastEngine:
    """A loaded model; keeps :class:`archive.transcribe.heard.Engine`."""

    def __init__(self, folder: Path) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise Unavailable(
                "faster-whisper is not installed.", next_step="`pip install 'earwitness[fast]'`"
            ) from error
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)
        self._encoder = encoder_in(folder)

    def languages(self, samples: Samples) -> Mapping[str, float]:
        """How probable each language code is for up to 30 s of sound."""
        _, _, every = self._model.detect_language(samples)
        return dict(every)

    @torch.no_grad()
    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches, which are heard side by side; times count from each's start."""
        return listen(_Decoder(self._model, self._encoder, hint), sounds, hint.prompt)


class _Decoder:
    """Keeps :class:`archive.transcribe.listening.Decoder`."""

    at_once = 6  # as many as openai-whisper's, so that both hear the same windows after the same words

    def __init__(self, model: Any, encoder: Encoder, hint: Hint) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        refuse_unknown(hint, _known_to(model))
        self._model = model
        self._encoder = encoder
        self._tokenizer = Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task=hint.task, language=hint.language
        )
        self._never_said = list(get_suppressed_tokens(self._tokenizer, [-1]))
        self.timestamp_begin: int = self._tokenizer.timestamp_begin

    def tokens(self, text: str) -> list[int]:
        """A text as Whisper's tokens."""
        return list(self._tokenizer.encode(text))

    def encoded(self, sound: Samples) -> Samples:
        """What the encoder makes of a window."""
        encoded: Samples = self._encoder.encoded(sound).numpy()
        return encoded

    def decoded(
        self, encoded: Sequence[Samples], contexts: Sequence[Sequence[int]], search: Search
    ) -> Sequence[Decoded]:
        """What is said in each window."""
        import ctranslate2

        ctranslate2.set_random_seed(0)  # a window heard again at a temperature gives the same words every time
        chance = {"sampling_topk": 0, "sampling_temperature": search.temperature} if search.temperature else {}
        results = self._model.model.generate(
            _view(encoded),
            [self._model.get_prompt(self._tokenizer, list(context)) for context in contexts],
            max_length=self._model.max_length,
            max_initial_timestamp_index=_FIRST_STAMP,
            suppress_tokens=self._never_said,
            return_scores=True,
            return_no_speech_prob=True,
            beam_size=search.beams,
            **chance,
        )
        return [self._told(each, search.temperature) for each in results]

    def _told(self, result: Any, temperature: float) -> Decoded:
        from faster_whisper.transcribe import get_compression_ratio

        tokens = list(result.sequences_ids[0])
        return Decoded(
            tokens=tokens,
            logprob=result.scores[0] * len(tokens) / (len(tokens) + 1),  # Whisper counts the end of the text as well
            no_speech=result.no_speech_prob,
            compression=get_compression_ratio(self._tokenizer.decode(tokens).strip()),
            temperature=temperature,
        )

    def time_words(
        self, encoded: Sequence[Samples], windows: Sequence[list[dict[str, Any]]], frames: Sequence[int]
    ) -> None:
        """Give each segment its words."""
        for sound, segments, num_frames in zip(encoded, windows, frames, strict=True):
            self._model.add_word_timestamps(
                [segments], self._tokenizer, _view([sound]), [num_frames], _PREPEND, _APPEND, 0.0
            )


def _known_to(model: Any) -> list[str]:
    """Of the languages that faster-whisper knows of, those for which this model has a token."""
    token = model.hf_tokenizer.token_to_id
    return [code for code in model.supported_languages if code == "en" or token(f"<|{code}|>") is not None]


def _view(encoded: Sequence[Samples]) -> Any:
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.stack(list(encoded)))
