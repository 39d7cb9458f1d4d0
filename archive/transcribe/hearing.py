"""Recording → machine transcript: find the speech, cut it into stretches, hear them side by side, write cues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from archive.records import Cue, Track
from archive.settings import Settings
from archive.transcribe import chinese
from archive.transcribe.cues import cues
from archive.transcribe.engines import engine_name
from archive.transcribe.heard import HeardWord, Hint, Passage, Spans
from archive.transcribe.pool import Order, Pool, hearing
from archive.transcribe.stretches import Stretch, side_by_side, stretches
from archive.transcribe.wanted import SAMPLES_PER_MS, Progress, Samples, Saved, Wanted

_FORM = "1"
"""Raised when saved stretches of an earlier version must not be used any more."""
_LANGUAGE_WINDOWS = 5
_WINDOW_MS = 30_000
_GLOSSARY_WIDTH = 240


def transcribe(samples: Samples, wanted: Wanted, *, settings: Settings, saved: Saved, progress: Progress) -> Track:
    """What is said in a recording, as a machine's track without a date; stretches heard before are not heard again.

    Raises :class:`Unavailable` when the engine or its weights are missing, and whatever ``progress`` raises to stop it.
    """
    signed = Track(language="und", made_by=engine_name(settings), notes=_notes(settings))
    told = _Told(progress, total_ms=len(samples) // SAMPLES_PER_MS)
    with hearing(settings, most=_most_processes(told.total_ms), tick=told.again) as pool:
        speech = _speech(pool, samples, saved)
        if not speech:
            return replace(signed, language=wanted.language or "und")
        code = _whisper_code(wanted.language) or _spoken_language(pool, samples, speech)
        hint = Hint(language=code, prompt=_prompt(code, wanted))
        passages = _heard(pool, samples, speech, hint, settings=settings, saved=saved, told=told)
    return _in_script(replace(signed, cues=cues(passages)), code, wanted)


def hear_translated(
    samples: Samples, code: str, *, settings: Settings, saved: Saved, progress: Progress
) -> tuple[Cue, ...]:
    """What Whisper makes of a recording in English."""
    told = _Told(progress, total_ms=len(samples) // SAMPLES_PER_MS)
    with hearing(settings, most=_most_processes(told.total_ms), tick=told.again) as pool:
        speech = _speech(pool, samples, saved)
        hint = Hint(language=code, task="translate")
        return cues(_heard(pool, samples, speech, hint, settings=settings, saved=saved, told=told))


class _Told:
    """How far the hearing is; said again every second, so that whoever listens may stop it."""

    def __init__(self, progress: Progress, *, total_ms: int) -> None:
        self._progress = progress
        self._done_ms = 0
        self.total_ms = total_ms

    def so_far(self, done_ms: int) -> None:
        """Say how much has been heard."""
        self._done_ms = done_ms
        self.again()

    def again(self) -> None:
        """Say the same once more."""
        self._progress(self._done_ms, self.total_ms)


def _most_processes(total_ms: int) -> int:
    """One process for a few seconds: starting a second takes longer than it saves."""
    return 1 if total_ms < _WINDOW_MS else 64


def _notes(settings: Settings) -> Mapping[str, str]:
    return {"speech found by": "silero-vad", "decoding": "beam 5, temperature fallback", "engine": settings.engine}


# --- what is there to hear -------------------------------------------------------------------------------------------


def _speech(pool: Pool, samples: Samples, saved: Saved) -> Spans:
    key = f"speech.{_FORM}.json"
    if (kept := saved.get(key)) is not None:
        return tuple((start, end) for start, end in json.loads(kept))
    ((_, speech),) = pool.answers([("speech", (samples,))])
    saved.put(key, json.dumps(speech).encode())
    found: Spans = speech
    return found


def _spoken_language(pool: Pool, samples: Samples, speech: Spans) -> str:
    """Whisper's code of the language that several windows, spread over the speech, vote for."""
    places = [speech[n * len(speech) // _LANGUAGE_WINDOWS][0] for n in range(min(_LANGUAGE_WINDOWS, len(speech)))]
    windows = [samples[ms * SAMPLES_PER_MS : (ms + _WINDOW_MS) * SAMPLES_PER_MS] for ms in dict.fromkeys(places)]
    ((_, votes),) = pool.answers([("languages", (windows,))])
    return str(max(votes, key=votes.__getitem__))


def _whisper_code(tag: str) -> str:
    """Whisper's language code for a BCP 47 tag; empty where nothing is known."""
    primary = tag.split("-")[0].lower()
    return {"cmn": "zh", "und": "", "mul": "", "nb": "no", "nn": "nn"}.get(primary, primary)


def _prompt(code: str, wanted: Wanted) -> str:
    """What sets the tone: punctuation and script for Chinese, and the names and words the collection expects."""
    names = _within_budget(wanted.glossary)
    if code == "zh":
        asked = chinese.prompt(chinese.script_of(wanted.language, wanted=wanted.script, text=""))
        return asked + (f"提到：{'、'.join(names)}。" if names else "")
    return f"{', '.join(names)}." if names else ""


def _within_budget(glossary: Sequence[str]) -> list[str]:
    """As much of a glossary as fits Whisper's 224 tokens of prompt beside what was said before."""
    kept: list[str] = []
    width = 0
    for name in glossary:
        width += 2 + sum(3 if character > "\u2e80" else 1 for character in name)
        if width > _GLOSSARY_WIDTH:
            break
        kept.append(name)
    return kept


# --- hearing ---------------------------------------------------------------------------------------------------------


def _heard(
    pool: Pool,
    samples: Samples,
    speech: Spans,
    hint: Hint,
    *,
    settings: Settings,
    saved: Saved,
    told: _Told,
) -> list[Passage]:
    """The passages of every stretch, in order; each batch is saved as soon as it is heard."""
    found = stretches(speech, len(samples) // SAMPLES_PER_MS)
    batches = side_by_side(found)
    keys = [_key(batch, samples, hint, settings) for batch in batches]
    heard = {n: _read(kept) for n, key in enumerate(keys) if (kept := saved.get(key)) is not None}
    missing = [n for n in range(len(batches)) if n not in heard]
    told.total_ms = sum(each.length_ms for each in found)
    orders: list[Order] = [("hear", ([each.sound(samples) for each in batches[n]], hint)) for n in missing]
    for place, passages in pool.answers(orders):
        n = missing[place]
        heard[n] = _in_recording(passages, batches[n])
        saved.put(keys[n], _written(heard[n]))
        told.so_far(sum(each.length_ms for done in heard for each in batches[done]))
    return [passage for n in range(len(batches)) for passage in heard[n]]


def _in_recording(heard: Sequence[tuple[Passage, ...]], batch: Sequence[Stretch]) -> list[Passage]:
    """Passages with their times counted from the start of the recording."""
    return [_placed(passage, stretch) for stretch, found in zip(batch, heard, strict=True) for passage in found]


def _placed(passage: Passage, stretch: Stretch) -> Passage:
    words = tuple(
        replace(
            word,
            start_ms=stretch.recorded_at(word.start_ms),
            end_ms=stretch.recorded_at(word.end_ms, ends=True),
        )
        for word in passage.words
    )
    return replace(passage, words=words, start_ms=words[0].start_ms, end_ms=words[-1].end_ms)


def _key(batch: Sequence[Stretch], samples: Samples, hint: Hint, settings: Settings) -> str:
    told = repr((_FORM, settings.engine, settings.whisper_model, hint, [each.pieces for each in batch]))
    digest = hashlib.sha256(told.encode())
    for each in batch:
        digest.update(samples[each.start_ms * SAMPLES_PER_MS : each.end_ms * SAMPLES_PER_MS].tobytes())
    return f"{batch[0].start_ms:09d}.{digest.hexdigest()[:24]}.json"


def _written(passages: Sequence[Passage]) -> bytes:
    return json.dumps([asdict(each) for each in passages], ensure_ascii=False).encode()


def _read(kept: bytes) -> list[Passage]:
    return [
        Passage(**(told | {"words": tuple(HeardWord(**word) for word in told["words"])})) for told in json.loads(kept)
    ]


# --- writing ---------------------------------------------------------------------------------------------------------


def _in_script(track: Track, code: str, wanted: Wanted) -> Track:
    """The track with its language tag; Chinese in the one script that the tag names."""
    if code != "zh":
        return replace(track, language=wanted.language or code)
    script = chinese.script_of(wanted.language, wanted=wanted.script, text="".join(each.text for each in track.cues))
    return replace(track, language=f"zh-{script}", cues=tuple(_rewritten(each, script) for each in track.cues))


def _rewritten(cue: Cue, script: chinese.Script) -> Cue:
    text = chinese.written(cue.text, script)
    words, at = [], 0
    for word in cue.words:
        words.append(replace(word, text=text[at : at + len(word.text)]))
        at += len(word.text)
    return replace(cue, text=text, words=tuple(words))
