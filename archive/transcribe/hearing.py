"""Recording → machine transcript: find the speech, cut it into stretches, hear them side by side, write cues.

A recording whose two sides hold different voices is heard one side after the other, each with its own speech.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from archive.records import Cue, Track
from archive.settings import Settings
from archive.transcribe import chinese
from archive.transcribe.cues import cues
from archive.transcribe.engines import engine_name, how_it_decodes
from archive.transcribe.heard import HeardWord, Hint, Passage, Spans
from archive.transcribe.pool import Order, Pool, hearing
from archive.transcribe.prompt import prompt, whisper_code
from archive.transcribe.sides import is_apart, said_once, sides_of, together
from archive.transcribe.silence import PART, spans
from archive.transcribe.stretches import Stretch, side_by_side, stretches
from archive.transcribe.wanted import SAMPLES_PER_MS, Progress, Samples, Saved, Wanted
from archive.transcribe.weights import Weights, find_weights

_FORM: Final = "5"  # raised when what earlier versions saved must not be used any more
_HEARD_APART: Final = {"sides": "left and right, each heard by itself"}
_LANGUAGE_WINDOWS: Final = 5
_LANGUAGE_WINDOW_MS: Final = 30_000


def transcribe(samples: Samples, wanted: Wanted, *, settings: Settings, saved: Saved, progress: Progress) -> Track:
    """What is said in a recording, as a machine's track without a date; stretches heard before are not heard again.

    Of two sides (``samples`` with a row for each) each is heard by itself, and cues say on which they were heard.
    Raises :class:`Unavailable` when the engine or its weights are missing, and whatever ``progress`` raises to stop it.
    """
    weights = find_weights(settings)
    notes = _notes(settings, weights) | (_HEARD_APART if is_apart(samples) else {})
    signed = Track(language=wanted.language or "und", made_by=engine_name(settings), notes=notes)
    with hearing(settings, weights) as pool:
        tasks = _tasks(samples, weights, pool, saved, progress)
        speech = [each.speech() for each in tasks]
        if not any(speech):
            return signed
        code = whisper_code(wanted.language) or _language(tasks, speech)
        heard = said_once(_passages(tasks, speech, Hint(language=code, prompt=prompt(code, wanted))), samples)
    said = [chinese.punctuated(each) if code == "zh" else each for each in heard]
    return _in_script(replace(signed, cues=together(list(map(cues, said, speech)))), code, wanted)


def hear_translated(
    samples: Samples, code: str, *, settings: Settings, saved: Saved, progress: Progress
) -> tuple[Cue, ...]:
    """What Whisper makes of a recording in English."""
    weights = find_weights(settings)
    with hearing(settings, weights) as pool:
        tasks = _tasks(samples, weights, pool, saved, progress)
        speech = [each.speech() for each in tasks]
        heard = said_once(_passages(tasks, speech, Hint(language=code, task="translate")), samples)
        return together(list(map(cues, heard, speech)))


def _tasks(samples: Samples, weights: Weights, pool: Pool, saved: Saved, progress: Progress) -> list[_Task]:
    told = _Told(progress, total_ms=samples.size // SAMPLES_PER_MS)
    return [_Task(each, weights, pool, saved, told) for each in sides_of(samples)]


def _language(tasks: Sequence[_Task], speech: Sequence[Spans]) -> str:
    """The language of the sound in which most is said."""
    spoken_ms = [sum(end - start for start, end in each) for each in speech]
    most = spoken_ms.index(max(spoken_ms))
    return tasks[most].language(speech[most])


def _passages(tasks: Sequence[_Task], speech: Sequence[Spans], hint: Hint) -> list[list[Passage]]:
    """What is said in each sound, one after the other."""
    found = [stretches(each, len(task.samples) // SAMPLES_PER_MS) for task, each in zip(tasks, speech, strict=True)]
    tasks[0].told.total_ms = sum(each.length_ms for sound in found for each in sound)
    return [task.passages(each, hint) for task, each in zip(tasks, found, strict=True)]


class _Told:
    """How far the hearing is; said again every second, so that whoever listens may stop it."""

    def __init__(self, progress: Progress, *, total_ms: int) -> None:
        self._progress = progress
        self._done_ms = 0
        self.total_ms = total_ms
        self.again()

    def heard(self, batch: Sequence[Stretch]) -> None:
        """Say that these have been heard too."""
        self._done_ms += sum(each.length_ms for each in batch)
        self.again()

    def again(self) -> None:
        """Say the same once more."""
        self._progress(self._done_ms, self.total_ms)


@dataclass(frozen=True)
class _Task:
    """One sound being heard: what it is heard with, and where what is finished goes."""

    samples: Samples
    weights: Weights
    pool: Pool
    saved: Saved
    told: _Told

    def speech(self) -> Spans:
        """Where somebody speaks."""
        kept = self._kept("speech", self.samples, _FORM, self._heard_speech)
        return tuple((start, end) for start, end in kept)

    def language(self, speech: Spans) -> str:
        """Whisper's code of the language that several windows, spread over the speech, vote for."""
        starts = dict.fromkeys(speech[n * len(speech) // _LANGUAGE_WINDOWS][0] for n in range(_LANGUAGE_WINDOWS))
        windows = [
            self.samples[ms * SAMPLES_PER_MS : (ms + _LANGUAGE_WINDOW_MS) * SAMPLES_PER_MS].copy() for ms in starts
        ]
        told = f"{_FORM} {self.weights.sha256}"
        votes = self._kept("language", np.concatenate(windows), told, lambda: self._asked([("languages", (windows,))]))
        return str(max(votes[0], key=votes[0].__getitem__))

    def passages(self, found: list[Stretch], hint: Hint) -> list[Passage]:
        """What is said, in order; each batch of stretches is saved as soon as it is heard."""
        batches = side_by_side(found)
        keys = [
            self._key(f"{batch[0].start_ms:09d}", self._sound(batch), self._described(batch, hint)) for batch in batches
        ]
        heard = {n: _read(kept) for n, key in enumerate(keys) if (kept := self.saved.get(key)) is not None}
        missing = [n for n in range(len(batches)) if n not in heard]
        for n in heard:
            self.told.heard(batches[n])
        orders: list[Order] = [("hear", ([each.sound(self.samples) for each in batches[n]], hint)) for n in missing]
        for place, answer in self.pool.answers(orders, self.told.again):
            n = missing[place]
            heard[n] = _in_recording(answer, batches[n])
            self.saved.put(keys[n], _written(heard[n]))
            self.told.heard(batches[n])
        return [passage for n in range(len(batches)) for passage in heard[n]]

    def _heard_speech(self) -> Spans:
        parts = [self.samples[n : n + PART] for n in range(0, len(self.samples), PART)]
        likely = self._asked([("speech", (part,)) for part in parts])
        return spans(np.concatenate(likely), len(self.samples) // SAMPLES_PER_MS) if likely else ()

    def _asked(self, orders: list[Order]) -> list[Any]:
        """The answers, in the order of the orders."""
        return [answer for _, answer in sorted(self.pool.answers(orders, self.told.again), key=lambda each: each[0])]

    def _kept(self, name: str, sound: Samples, told: str, find: Callable[[], Any]) -> Any:
        key = self._key(name, sound, told)
        if (kept := self.saved.get(key)) is None:
            self.saved.put(key, kept := json.dumps(find()).encode())
        return json.loads(kept)

    def _key(self, name: str, sound: Samples, told: str) -> str:
        digest = hashlib.sha256(told.encode())
        digest.update(np.ascontiguousarray(sound).data)
        return f"{name}.{digest.hexdigest()[:24]}.json"

    def _sound(self, batch: Sequence[Stretch]) -> Samples:
        return self.samples[batch[0].start_ms * SAMPLES_PER_MS : batch[-1].end_ms * SAMPLES_PER_MS]

    def _described(self, batch: Sequence[Stretch], hint: Hint) -> str:
        told = (_FORM, self.weights.sha256, self.pool.settings.engine, how_it_decodes(self.pool.settings), hint)
        return repr((*told, [each.pieces for each in batch]))


def _in_recording(heard: Sequence[tuple[Passage, ...]], batch: Sequence[Stretch]) -> list[Passage]:
    """Passages with their times counted from the start of the recording."""
    return [_placed(passage, stretch) for stretch, found in zip(batch, heard, strict=True) for passage in found]


def _placed(passage: Passage, stretch: Stretch) -> Passage:
    words = tuple(
        HeardWord(*stretch.when_said(word.start_ms, word.end_ms), word.text, word.probability) for word in passage.words
    )
    return replace(passage, words=words, start_ms=words[0].start_ms, end_ms=words[-1].end_ms)


def _written(passages: Sequence[Passage]) -> bytes:
    return json.dumps([asdict(each) for each in passages], ensure_ascii=False).encode()


def _read(kept: bytes) -> list[Passage]:
    return [
        Passage(**(told | {"words": tuple(HeardWord(**word) for word in told["words"])})) for told in json.loads(kept)
    ]


def _notes(settings: Settings, weights: Weights) -> dict[str, str]:
    return {
        "weights": f"sha256 {weights.sha256}",
        "speech found by": "silero-vad",
        "decoding": how_it_decodes(settings),
    }


def _in_script(track: Track, code: str, wanted: Wanted) -> Track:
    """The track with its language tag; Chinese in the one script that the tag names."""
    if code != "zh":
        return replace(track, language=wanted.language if whisper_code(wanted.language) else code)
    script = chinese.script_of(wanted.language, wanted=wanted.script)
    return replace(track, language=f"zh-{script}", cues=tuple(_rewritten(each, script) for each in track.cues))


def _rewritten(cue: Cue, script: chinese.Script) -> Cue:
    text = chinese.written(cue.text, script)
    words, at = [], 0
    for word in cue.words:
        words.append(replace(word, text=text[at : at + len(word.text)]))
        at += len(word.text)
    return replace(cue, text=text, words=tuple(words))
