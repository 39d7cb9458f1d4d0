"""Hearing several stretches side by side, window by window, with Whisper's own fallback; the same for every engine.

Whisper hears 30 s at a time and is told what was said before. Stretches know nothing of each other, so one window of
each can be decoded together, which two cores do in about a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final, Protocol

from archive.transcribe.heard import HeardWord, Passage, Sound
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples
from archive.transcribe.windows import Window, go_on_from, next_window

TEMPERATURES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
BEAMS: Final = 5  # with which a doubtful window is searched once more
DOUBTFUL: Final = -0.7  # the log probability of a token, on average, below which a window is doubtful
CONTEXT: Final = 100  # tokens of what was said before, at most
PROMPT: Final = 123  # tokens of prompt: Whisper takes 223 in all
_COMPRESSION, _LOGPROB, _NO_SPEECH = 2.4, -1.0, 0.6  # whisper/transcribe.py: when a window counts as failed
_SURE: Final = 0.5  # the temperature up to which words are good enough to be the next window's context
_STAMP_S: Final = 0.02  # what one step of Whisper's timestamps is worth


@dataclass(frozen=True, slots=True)
class Search:
    """How to look for words: the likeliest next one, several beams of them, or by chance at a temperature."""

    beams: int = 1
    temperature: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a model makes of one window: tokens of text and times, and the figures that tell how sure it is."""

    tokens: list[int]
    logprob: float
    no_speech: float
    compression: float
    temperature: float

    @property
    def failed(self) -> bool:
        """Whether the window should be heard again at a higher temperature, by Whisper's own rule."""
        if self.compression > _COMPRESSION:
            return True
        return self.logprob < _LOGPROB and not self.no_speech > _NO_SPEECH


class Decoder(Protocol):
    """A loaded model, told a language and what to do."""

    at_once: int
    """How many windows it decodes together."""
    timestamp_begin: int
    """The first token that is a time."""

    def tokens(self, text: str) -> list[int]:
        """A text as the model's tokens."""
        ...

    def encoded(self, sound: Samples) -> Any:
        """What the encoder makes of a window of at most 30 s."""
        ...

    def decoded(self, encoded: Sequence[Any], contexts: Sequence[Sequence[int]], search: Search) -> Sequence[Decoded]:
        """What is said in each window after its context, which has as many tokens for each."""
        ...

    def time_words(
        self, encoded: Sequence[Any], windows: Sequence[list[dict[str, Any]]], frames: Sequence[int]
    ) -> None:
        """Give each of each window's segments its ``words``, in Whisper's form; no window is without text."""
        ...


def listen(decoder: Decoder, sounds: Sequence[Sound], prompt: str) -> list[tuple[Passage, ...]]:
    """What is said in each of several stretches; times count from each's start."""
    beforehand = decoder.tokens(" " + prompt.strip())[:PROMPT] if prompt else []
    listeners = [_Listener(sound, beforehand) for sound in sounds]
    while turns := [_Turn(each, each.window) for each in listeners if each.window]:
        for together in _with_equal_contexts(turns, at_most=decoder.at_once):
            _hear_windows(decoder, together)
    return [tuple(each.passages) for each in listeners]


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

    def take(self, window: Window, segments: Sequence[dict[str, Any]], result: Decoded) -> None:
        """Keep what was heard in the window, and go on to the next."""
        last_ms = window.start_ms
        for segment in segments:
            words = tuple(_words(segment.get("words", ()), window.start_ms))
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


def _hear_windows(decoder: Decoder, turns: Sequence[_Turn]) -> None:
    size = min(len(turn.listener.context) for turn in turns)
    contexts = [turn.listener.prompt + turn.listener.context[len(turn.listener.context) - size :] for turn in turns]
    encoded = [decoder.encoded(turn.listener.samples(turn.window)) for turn in turns]
    results = _surely_decoded(decoder, encoded, contexts)
    found = [
        _segments(result.tokens, turn.window, decoder.timestamp_begin)
        for turn, result in zip(turns, results, strict=True)
    ]
    spoken = [n for n, segments in enumerate(found) if segments]
    if spoken:
        frames = [(turns[n].window.end_ms - turns[n].window.start_ms) // 10 for n in spoken]
        decoder.time_words([encoded[n] for n in spoken], [found[n] for n in spoken], frames)
    for turn, segments, result in zip(turns, found, results, strict=True):
        turn.listener.take(turn.window, segments, result)


def _surely_decoded(decoder: Decoder, encoded: Sequence[Any], contexts: Sequence[list[int]]) -> list[Decoded]:
    """What is said in each window: doubtful ones with a wider search, and failed ones by chance, as Whisper does.

    Where every try failed, the last, which is almost pure chance, is no better than the others (faster-whisper's rule).
    """
    results = list(decoder.decoded(encoded, contexts, Search()))
    tried = [[each] for each in results]

    def hear_again(
        which: Callable[[Decoded], bool], search: Search, better: Callable[[Decoded, Decoded], bool]
    ) -> None:
        places = [n for n, result in enumerate(results) if which(result)]
        if not places:
            return
        again = decoder.decoded([encoded[n] for n in places], [contexts[n] for n in places], search)
        for n, result in zip(places, again, strict=True):
            tried[n].append(result)
            if better(result, results[n]):
                results[n] = result

    hear_again(lambda each: each.logprob < DOUBTFUL, Search(beams=BEAMS), lambda new, old: new.logprob > old.logprob)
    for temperature in TEMPERATURES:
        hear_again(lambda each: each.failed, Search(temperature=temperature), lambda new, old: True)
    return [_least_doubtful(every) if last.failed else last for last, every in zip(results, tried, strict=True)]


def _least_doubtful(tried: Sequence[Decoded]) -> Decoded:
    """The likeliest of several; one that says the same over and over only where all do."""
    return max(tried, key=lambda each: (each.compression <= _COMPRESSION, each.logprob))


def _segments(tokens: list[int], window: Window, timestamp_begin: int) -> list[dict[str, Any]]:
    """Whisper's segments of a window, those that say something, as its ``add_word_timestamps`` wants them."""
    found = []
    for closed in _closed(tokens, timestamp_begin):
        stamps = [token - timestamp_begin for token in closed if token >= timestamp_begin]
        start = stamps[0] * _STAMP_S if stamps else 0.0
        end = stamps[-1] * _STAMP_S if len(stamps) > 1 else (window.end_ms - window.start_ms) / 1000
        if len(stamps) < len(closed):
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


def _words(found: Sequence[dict[str, Any]], offset_ms: int) -> Iterator[HeardWord]:
    for word in found:
        start_ms, end_ms = (offset_ms + round(word[edge] * 1000) for edge in ("start", "end"))
        yield HeardWord(start_ms, end_ms, word["word"], float(word["probability"]))


def _passage(words: tuple[HeardWord, ...], result: Decoded) -> Passage:
    return Passage(
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        words=words,
        no_speech=result.no_speech,
        logprob=result.logprob,
        compression=result.compression,
        temperature=result.temperature,
    )
