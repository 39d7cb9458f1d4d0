"""``python -m bench.accuracy``: error rates and speed beside openai-whisper's own ``transcribe``, on real speech.

Every English and Mandarin fixture with a reference, the utterances of one source joined with 0.6 s between them, as an
interview is. The same model, the same machine, one after the other in one run; take it on an idle one. Each engine
hears a minute beforehand that does not count, for all load their model and compile their alignment at the first
recording. ``--only en`` and ``--engine whisper`` do a part; parts done are kept in ``instance/bench``, and not done
again unless ``--afresh``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from archive import media, transcribe
from archive.settings import PROJECT, Settings
from archive.transcribe import Rates

FIXTURES = PROJECT.parent / "shared" / "fixtures"
KEPT = PROJECT / "instance" / "bench"
OWN = "openai-whisper's own"
ENGINES = (OWN, "whisper", "faster-whisper")
_BEFOREHAND_S = 60
_PAUSE = np.zeros(9_600, np.float32)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording of real speech and what was said in it."""

    name: str
    language: str
    samples: Any
    reference: str

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / media.SAMPLE_RATE


def spoken(language: str) -> Iterator[Spoken]:
    """Every source of that language, its utterances joined."""
    sources: dict[str, list[tuple[Any, str]]] = {}
    for row in csv.DictReader((FIXTURES / "MANIFEST.tsv").open(encoding="utf-8"), delimiter="\t"):
        is_speech = row["path"].startswith("speech/") and row["duration_s"]
        if is_speech and row["language"] == language and (reference := _reference(row)):
            sources.setdefault(_source(row["path"]), []).append((FIXTURES / row["path"], reference))
    for name, utterances in sorted(sources.items()):
        sounds = [each for path, _ in utterances for each in (media.decode(path).samples, _PAUSE)]
        yield Spoken(name, language, np.concatenate(sounds[:-1]), " ".join(said for _, said in utterances))


def _source(path: str) -> str:
    parts = path.split("/")
    return path if parts[1] in {"longform", "diar"} else "/".join(parts[1:-1])


def _reference(row: dict[str, str]) -> str:
    path = FIXTURES / row["reference"]
    if not row["reference"] or path.suffix == ".rttm":
        return ""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return " ".join(each["text"] for each in json.loads(text))
    if path.name.endswith(".trans.txt"):
        said = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
        return said[Path(row["path"]).stem]
    return re.sub(r"^[A-Z]+\d*: ", "", text, flags=re.MULTILINE)


# --- hearing ---------------------------------------------------------------------------------------------------------


def hear(engine: str, recording: Spoken) -> tuple[str, float]:
    """What an engine hears, and the seconds it took."""
    began = time.perf_counter()
    text = _HEARS[engine](engine, recording)
    return text, time.perf_counter() - began


def _as_whisper_does(_: str, recording: Spoken) -> str:
    import torch

    model = _own_model()
    torch.manual_seed(0)
    result = model.transcribe(recording.samples, word_timestamps=True, language=recording.language)
    return str(result["text"])


def _as_we_do(engine: str, recording: Spoken) -> str:
    track = transcribe.transcribe(
        recording.samples,
        transcribe.Wanted(language=recording.language),
        settings=Settings(engine=engine),
        saved=Nowhere(),
        progress=lambda *_: None,
    )
    return " ".join(cue.text for cue in track.cues)


_HEARS: dict[str, Callable[[str, Spoken], str]] = {
    OWN: _as_whisper_does,
    "whisper": _as_we_do,
    "faster-whisper": _as_we_do,
}


class Nowhere:
    """Keeps nothing, so that everything is heard each time."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Let it go."""
        return None


_model: Any = None


def _own_model() -> Any:
    global _model
    if _model is None:
        from archive.transcribe.engines import load_whisper

        _model = load_whisper(Settings())
    return _model


# --- telling ---------------------------------------------------------------------------------------------------------


@dataclass
class Sum:
    """Errors, what they are counted against, and seconds, summed over recordings."""

    errors: float = 0.0
    of: int = 0
    seconds: float = 0.0
    heard: float = 0.0

    def add(self, rates: Rates, language: str, taken: float, length: float) -> None:
        """Count one recording: words in English, characters in Mandarin."""
        rate, of = (rates.wer, rates.words) if language == "en" else (rates.cer, rates.characters)
        self.errors += rate * of
        self.of += of
        self.seconds += taken
        self.heard += length


def measured(languages: list[str], engines: list[str], *, afresh: bool) -> Iterator[str]:
    """The table, line by line."""
    yield "| speech | engine | error rate | of | seconds | of real time | of openai-whisper's time |"
    yield "|-|-|-|-|-|-|-|"
    for language in languages:
        recordings = list(spoken(language))
        own = 0.0
        for engine in engines:
            total = _summed(engine, language, recordings, afresh=afresh)
            own = own or total.seconds
            what = "words" if language == "en" else "characters"
            yield (
                f"| {language}, {total.heard:.0f} s | {engine} | {total.errors / total.of:.2%} | {total.of} {what} "
                f"| {total.seconds:.0f} | {total.seconds / total.heard:.3f} | {total.seconds / own:.2f} |"
            )


def _summed(engine: str, language: str, recordings: list[Spoken], *, afresh: bool) -> Sum:
    total = Sum()
    if afresh:
        longest = max(recordings, key=lambda each: each.seconds)
        hear(engine, replace(longest, samples=longest.samples[: _BEFOREHAND_S * media.SAMPLE_RATE]))
    for each in recordings:
        text, seconds = _kept(engine, each, afresh=afresh)
        total.add(transcribe.evaluate(each.reference, text, language=language), language, seconds, each.seconds)
    return total


def _kept(engine: str, recording: Spoken, *, afresh: bool) -> tuple[str, float]:
    path = KEPT / f"{engine} {recording.name}.json".replace("/", "_").replace(" ", "-")
    if path.is_file() and not afresh:
        text, seconds = json.loads(path.read_text("utf-8"))
        return str(text), float(seconds)
    text, seconds = hear(engine, recording)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([text, seconds], ensure_ascii=False), "utf-8")
    return text, seconds


def main() -> None:
    """Measure what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=["en", "zh"])
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--afresh", action="store_true")
    asked = parser.parse_args()
    if not FIXTURES.is_dir():
        print("The shared fixtures are not beside the project: nothing to measure accuracy on.")
        return
    languages = [asked.only] if asked.only else ["en", "zh"]
    for line in measured(languages, asked.engine or list(ENGINES), afresh=asked.afresh):
        print(line, flush=True)


if __name__ == "__main__":
    main()
