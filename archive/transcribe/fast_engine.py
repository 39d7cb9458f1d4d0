"""faster-whisper, the optional fast engine: the same model on CTranslate2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.errors import Unavailable
from archive.transcribe.heard import HeardWord, Hint, Passage, Sound
from archive.transcribe.wanted import Samples

_BEAMS = 5


class FastEngine:
    """A loaded model; keeps :class:`archive.transcribe.heard.Engine`."""

    def __init__(self, folder: Path) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise Unavailable("faster-whisper is not installed.", next_step="pip install 'earwitness[fast]'") from error
        self._model = WhisperModel(str(folder), device="cpu", compute_type="float32", cpu_threads=1, num_workers=1)

    def languages(self, samples: Samples) -> Mapping[str, float]:
        """How probable each language code is for up to 30 s of sound."""
        _, _, every = self._model.detect_language(samples)
        return dict(every)

    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches; times count from each's start."""
        return [self._heard(sound, hint) for sound in sounds]

    def _heard(self, sound: Sound, hint: Hint) -> tuple[Passage, ...]:
        segments, _ = self._model.transcribe(
            sound.samples,
            language=hint.language,
            task=hint.task,
            beam_size=_BEAMS,
            word_timestamps=True,
            initial_prompt=hint.prompt or None,
            vad_filter=False,
        )
        return tuple(_passage(each) for each in segments if each.words)


def _passage(segment: Any) -> Passage:
    words = tuple(
        HeardWord(round(each.start * 1000), round(each.end * 1000), each.word, float(each.probability))
        for each in segment.words
    )
    return Passage(
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        words=words,
        no_speech=float(segment.no_speech_prob),
        logprob=float(segment.avg_logprob),
        compression=float(segment.compression_ratio),
        temperature=float(segment.temperature or 0.0),
    )
