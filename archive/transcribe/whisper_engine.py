"""openai-whisper, hearing several stretches side by side with Whisper's own search, fallback and word times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final

import torch
from torch import Tensor
from whisper import Whisper, log_mel_spectrogram, pad_or_trim
from whisper.audio import N_FRAMES, N_SAMPLES
from whisper.decoding import DecodingOptions, DecodingResult
from whisper.timing import add_word_timestamps
from whisper.tokenizer import Tokenizer, get_tokenizer

from archive.transcribe.batch import decode, prepare
from archive.transcribe.heard import HeardWord, Hint, Passage, Sound
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples
from archive.transcribe.windows import Window, go_on_from, next_window

BEAMS: Final = 5
TEMPERATURES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
CONTEXT: Final = 100  # tokens of what was said before, at most
PROMPT: Final = 123  # tokens of prompt: Whisper takes 223 in all
_COMPRESSION, _LOGPROB, _NO_SPEECH = 2.4, -1.0, 0.6  # whisper/transcribe.py: when a window counts as failed
_BYTES_AT_ONCE: Final = 256 * 1024**2  # of keys and values of the windows decoded together: six, with `base`
_SURE: Final = 0.5  # the temperature up to which words are good enough to be the next window's context
_STAMP_S: Final = 0.02  # what one step of Whisper's timestamps is worth


class WhisperEngine:
    """A loaded model; keeps :class:`archive.transcribe.heard.Engine`."""

    def __init__(self, model: Whisper) -> None:
        self._model = prepare(model)
        dims = model.dims
        bytes_a_window = 8 * dims.n_audio_ctx * dims.n_text_state * dims.n_text_layer  # keys and values, float32
        self._at_once = max(1, _BYTES_AT_ONCE // bytes_a_window)

    def languages(self, samples: Samples) -> Mapping[str, float]:
        """How probable each language code is for up to 30 s of sound."""
        with torch.no_grad():
            _, found = self._model.detect_language(self._encoded(samples))
        return dict(found[0])

    @torch.no_grad()
    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches, which are heard side by side; times count from each's start."""
        tokenizer = get_tokenizer(True, num_languages=self._model.num_languages, language=hint.language, task=hint.task)
        prompt = tokenizer.encode(" " + hint.prompt.strip())[:PROMPT] if hint.prompt else []
        listeners = [_Listener(sound, prompt) for sound in sounds]
        while turns := [_Turn(each, each.window) for each in listeners if each.window]:
            for together in _with_equal_contexts(turns, at_most=self._at_once):
                self._hear_windows(together, tokenizer, hint)
        return [tuple(each.passages) for each in listeners]

    def _hear_windows(self, turns: Sequence[_Turn], tokenizer: Tokenizer, hint: Hint) -> None:
        size = min(len(turn.listener.context) for turn in turns)
        contexts = [turn.listener.prompt + turn.listener.context[len(turn.listener.context) - size :] for turn in turns]
        encoded = torch.cat([self._encoded(turn.listener.samples(turn.window)) for turn in turns])
        for turn, sound, result in zip(turns, encoded, self._decoded(encoded, contexts, hint), strict=True):
            segments = _segments(result.tokens, turn.window, tokenizer)
            add_word_timestamps(
                segments=segments,
                model=self._model,
                tokenizer=tokenizer,
                mel=sound,
                num_frames=(turn.window.end_ms - turn.window.start_ms) // 10,
                last_speech_timestamp=0.0,
            )
            turn.listener.take(turn.window, segments, result)

    def _decoded(self, encoded: Tensor, contexts: Sequence[list[int]], hint: Hint) -> list[DecodingResult]:
        """What is said in each window; those that fail are heard again at a higher temperature, as Whisper does."""
        options: dict[str, Any] = {"language": hint.language, "task": hint.task, "fp16": False}
        results = decode(self._model, encoded, contexts, DecodingOptions(**options, beam_size=BEAMS))
        for temperature in TEMPERATURES:
            failed = [n for n, result in enumerate(results) if _failed(result)]
            if not failed:
                break
            warmer = DecodingOptions(**options, temperature=temperature)
            again = decode(self._model, encoded[failed], [contexts[n] for n in failed], warmer)
            for n, result in zip(failed, again, strict=True):
                results[n] = result
        return results

    def _encoded(self, samples: Samples) -> Tensor:
        mel = log_mel_spectrogram(torch.from_numpy(samples), self._model.dims.n_mels, padding=N_SAMPLES)
        encoded: Tensor = self._model.encoder(pad_or_trim(mel, N_FRAMES)[None])
        return encoded


class _Listener:
    """How far one stretch has been heard."""

    def __init__(self, sound: Sound, prompt: list[int]) -> None:
        self.prompt = prompt
        self.context: list[int] = []
        self.passages: list[Passage] = []
        self._sound = sound
        self._length_ms = len(sound.samples) // SAMPLES_PER_MS
        self.window = next_window(sound.speech, 0, self._length_ms)

    def samples(self, window: Window) -> Samples:
        """What sounds in the window."""
        return self._sound.samples[window.start_ms * SAMPLES_PER_MS : window.end_ms * SAMPLES_PER_MS]

    def take(self, window: Window, segments: Sequence[dict[str, Any]], result: DecodingResult) -> None:
        """Keep what was heard in the window, and go on to the next."""
        last_ms = window.start_ms
        for segment in segments:
            words = tuple(_words(segment["words"], window.start_ms))
            if words:
                self.passages.append(_passage(words, result))
                last_ms = words[-1].end_ms
        said = [token for segment in segments for token in segment["tokens"]]
        self.context = (self.context + said)[-CONTEXT:] if result.temperature <= _SURE else []
        self.window = next_window(self._sound.speech, go_on_from(window, last_ms, self._sound.speech), self._length_ms)


@dataclass(frozen=True, slots=True)
class _Turn:
    listener: _Listener
    window: Window


def _with_equal_contexts(turns: Sequence[_Turn], *, at_most: int) -> Iterator[Sequence[_Turn]]:
    """Windows that may be decoded at once: there must be as many tokens before each, so first windows are apart."""
    for _, group in groupby(sorted(turns, key=_has_context), key=_has_context):
        together = list(group)
        yield from (together[n : n + at_most] for n in range(0, len(together), at_most))


def _has_context(turn: _Turn) -> bool:
    return bool(turn.listener.context)


def _segments(tokens: list[int], window: Window, tokenizer: Tokenizer) -> list[dict[str, Any]]:
    """Whisper's segments of a window, as its ``add_word_timestamps`` wants them."""
    found = []
    for closed in _closed(tokens, tokenizer.timestamp_begin):
        stamps = [token - tokenizer.timestamp_begin for token in closed if token >= tokenizer.timestamp_begin]
        start = stamps[0] * _STAMP_S if stamps else 0.0
        end = stamps[-1] * _STAMP_S if len(stamps) > 1 else (window.end_ms - window.start_ms) / 1000
        found.append({"seek": 0, "start": start, "end": max(start, end), "tokens": closed})
    return found


def _closed(tokens: list[int], timestamp_begin: int) -> list[list[int]]:
    """The tokens of each segment. After two stamps in a row, what no stamp closes is unfinished and left out."""
    stamps = [token >= timestamp_begin for token in tokens]
    ends = [n for n, both in enumerate(pairwise(stamps), 1) if all(both)]
    if not ends:
        return [tokens]
    if stamps[-2:] == [False, True]:
        ends.append(len(tokens))
    return [tokens[begin:end] for begin, end in pairwise([0, *ends])]


def _failed(result: DecodingResult) -> bool:
    if result.compression_ratio > _COMPRESSION:
        return True
    return result.avg_logprob < _LOGPROB and not result.no_speech_prob > _NO_SPEECH


def _words(found: Sequence[dict[str, Any]], offset_ms: int) -> Iterator[HeardWord]:
    for word in found:
        start_ms, end_ms = (offset_ms + round(word[edge] * 1000) for edge in ("start", "end"))
        yield HeardWord(start_ms, end_ms, word["word"], float(word["probability"]))


def _passage(words: tuple[HeardWord, ...], result: DecodingResult) -> Passage:
    return Passage(
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        words=words,
        no_speech=result.no_speech_prob,
        logprob=result.avg_logprob,
        compression=result.compression_ratio,
        temperature=result.temperature,
    )
