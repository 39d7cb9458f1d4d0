"""Voices told apart, measured: ``python -m bench.voices``. Needs the fixtures beside the project, and the extra.

Diarization error with a collar of 0.25 s, with as many voices as there truly are, beside a draft that says one voice
always speaks, and beside the same vectors by Ward's criterion alone and by mean linkage alone. Then the words of a
machine's transcript that have the right speaker, after one clip of each voice was labelled: each word that was heard is
compared with the word of the reference it stands for, and what was not heard is nobody's. Conversations in noise are
made of two readers of LibriSpeech, of whom one says little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time

import numpy as np
from rapidfuzz.distance import Levenshtein

from archive import media, speakers, transcribe, webvtt
from archive.records import Cue, Interview, Turn, Voices
from archive.settings import Settings
from archive.speakers import alike, drafting
from archive.speakers.vectors import Encoder, Vectors
from archive.transcribe import Samples, Saved, Wanted
from bench.accuracy import FIXTURES, Nowhere
from bench.diarization import Errors, errors, read_rttm, voices_in

SPEECH = FIXTURES / "speech"
INTERVIEW = SPEECH / "longform/en_fixture_interview2.flac"
STEREO = SPEECH / "en/fasterwhisper/stereo_diarization.wav"
SIDES = (Turn(256, 4_800, "LEFT"), Turn(352, 2_592, "RIGHT"))
"""Where silero-vad finds speech on each side of the stereo fixture by itself: one reader a side, both at once."""
READERS = (("1688", "3080"), ("2609", "2033"), ("367", "1688"), ("3080", "367"), ("2033", "2609"), ("3080", "1688"))
"""Who says most and who says three sentences."""
SPOILT = ((20, 0.3), (10, 0.3), (10, 0.6))
"""Noise (dB below speech) and reverberation (seconds)."""
_PAUSE = np.zeros(9_600, np.float32)

Knows = Callable[[int, int, Sequence[str]], str]
"""Says who speaks from one moment to another, not being one of those."""
Case = tuple[Samples, tuple[Turn, ...]]
"""A sound, and who truly speaks when."""


def found(case: Case, encoder: Encoder) -> list[Errors]:
    """How far each way to put the same vectors into voices is from the truth."""
    samples, truth = case
    heard = drafting.listened(samples, encoder)
    count = len(voices_in(truth))
    drafts = (drafting.taken([heard], count, cluster=way) for way in WAYS.values())
    return [errors(truth, each, length_ms=heard.length_ms) for each in drafts]


def _linkage(vectors: Vectors, count: int, criterion: str, metric: str) -> alike.Labels:
    from scipy.cluster.hierarchy import fcluster, linkage

    if count <= 1 or len(vectors) <= count:
        return alike.voices(vectors, count)
    return fcluster(linkage(vectors, criterion, metric=metric), count, "maxclust").astype(np.intp) - 1


WAYS: dict[str, drafting.Cluster] = {
    "ours": alike.voices,
    "Ward alone": lambda vectors, count: _linkage(vectors, count, "ward", "euclidean"),
    "mean linkage alone": lambda vectors, count: _linkage(vectors, count, "average", "cosine"),
    "one voice": lambda vectors, _: np.zeros(len(vectors), np.intp),
}


# --- recordings ------------------------------------------------------------------------------------------------------


def _case(path: Path, rttm: Path) -> Case:
    return media.decode(path).samples, read_rttm(rttm)


def meetings(variant: str) -> list[Case]:
    """The half minutes of AMI, by the one or the other RTTM."""
    paths = sorted(each.with_suffix("") for each in (SPEECH / "diar/ami").glob("*.uem"))
    return [_case(each.with_suffix(".wav"), each.with_suffix(variant)) for each in paths]


def spoilt_conversations() -> Iterator[Case]:
    """Two readers, of whom one says three sentences, on a bad tape."""
    for says_most, asks in READERS:
        order = _in_turn(_clips(says_most), sorted(_clips(asks), key=lambda each: each.stat().st_size)[:3])
        sounds, truth, at = [], [], 0
        for path in order:
            sound = media.decode(path).samples
            truth.append(Turn(at, at + len(sound) // 16, path.parent.name))
            sounds += [sound, _PAUSE]
            at += (len(sound) + len(_PAUSE)) // 16
        whole = np.concatenate(sounds)
        for decibels, seconds in SPOILT:
            yield spoilt(whole, decibels, seconds), tuple(truth)


def _clips(reader: str) -> list[Path]:
    return sorted((SPEECH / "en/librispeech_test-other" / reader).glob("*.flac"))


def _in_turn(says_most: Sequence[Path], asks: Sequence[Path]) -> Iterator[Path]:
    waiting = list(asks)
    for n, path in enumerate(says_most):
        if n % 3 == 0 and waiting:
            yield waiting.pop()
        yield path


def spoilt(sound: Samples, decibels: float, seconds: float) -> Samples:
    """The sound in a room that echoes for so many seconds, with a rumble so far below it, and a dozen knocks."""
    chance = np.random.default_rng(3)
    length = int(seconds * media.SAMPLE_RATE)
    echo = chance.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    echo /= np.sqrt(np.square(echo).sum())
    echo[0] += 1
    size = 1 << (len(sound) + length).bit_length()
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)[: len(sound)]
    drift = np.cumsum(chance.standard_normal(len(heard) + 800))
    summed = np.cumsum(drift)
    rumble = drift[400:-400] - (summed[800:] - summed[:-800]) / 800
    rumble *= np.sqrt(np.mean(np.square(heard)) / 10 ** (decibels / 10) / np.mean(np.square(rumble)))
    for at in chance.integers(0, len(heard) - 8_000, 12):
        heard[at : at + 4_000] += chance.standard_normal(4_000) * np.exp(-np.arange(4_000) / 800) * 0.3
    return (heard + rumble).astype(np.float32)


# --- words -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """Of the words of a reference: how many there are, were heard, and have the right speaker."""

    said: int
    heard: int
    right: int


def words_right(cues: Sequence[Cue], truth: Sequence[tuple[str, str]]) -> Words:
    """How many words of a transcript have the right speaker, each held against the one it stands for.

    Of two sides that were heard each by itself, the reference has one after the other.
    """
    cues = sorted(cues, key=lambda each: each.hearing.side if each.hearing else "")
    said = [(who, word) for who, text in truth for word in _plain(text)]
    heard = [(cue.speaker, word) for cue in cues for word in _plain(cue.text)]
    blocks = Levenshtein.opcodes([word for _, word in heard], [word for _, word in said])
    pairs = [
        (heard[each.src_start + n][0], said[each.dest_start + n][0])
        for each in blocks
        if each.tag in ("equal", "replace")
        for n in range(min(each.src_end - each.src_start, each.dest_end - each.dest_start))
    ]
    return Words(len(said), len(pairs), sum(named == true for named, true in pairs))


def _plain(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def labelled(samples: Samples, encoder: Encoder, who_is_heard: Knows, *, saved: Saved) -> tuple[Cue, ...]:
    """A machine's transcript with the names that somebody gave after hearing the first clip of each voice."""
    voices = Voices(count=2, turns=drafting.draft_of(samples, 2, encoder=encoder))
    heard = speakers.voices_heard(Interview(id=""), voices)
    names: dict[str, str] = {}
    for each in heard:
        names[each.voice] = who_is_heard(*each.clips[0], tuple(names.values()))
    track = transcribe.transcribe(
        samples, Wanted(language="en"), settings=Settings(), saved=saved, progress=lambda *_: None
    )
    return speakers.told_apart(track.cues, voices.turns, names, also_named=False)


def who_speaks_in(truth: Sequence[Turn]) -> Knows:
    """Somebody who knows the voices and says whose a clip is: who speaks most in it, of those not named yet."""

    def named(start_ms: int, end_ms: int, before: Sequence[str]) -> str:
        shared: dict[str, int] = {}
        for turn in (each for each in truth if each.voice not in before):
            both = min(turn.end_ms, end_ms) - max(turn.start_ms, start_ms)
            shared[turn.voice] = shared.get(turn.voice, 0) + max(0, both)
        return max(shared, key=lambda each: shared[each])

    return named


# --- the tables ------------------------------------------------------------------------------------------------------


def measured(settings: Settings) -> Iterator[str]:
    """All figures as Markdown."""
    encoder = Encoder(speakers.find_weights(settings))
    yield "| recordings | " + " | ".join(WAYS) + " |"
    yield "|-|" + "-|" * len(WAYS)
    falcon = SPEECH / "diar/picovoice/falcon_test.wav"
    tables: dict[str, Iterable[Case]] = {
        "`en_fixture_interview2`": [_case(INTERVIEW, INTERVIEW.with_suffix(".rttm"))],
        "six of AMI, RTTM of pyannote": meetings(".rttm"),
        "six of AMI, RTTM of words alone": meetings(".only_words.rttm"),
        "three voices of Picovoice's": [_case(falcon, falcon.with_suffix(".rttm"))],
        "eighteen spoilt conversations": spoilt_conversations(),
    }
    for name, cases in tables.items():
        rows = [found(each, encoder) for each in cases]
        yield f"| {name} | " + " | ".join(_told([row[n] for row in rows]) for n in range(len(WAYS))) + " |"
    yield from ("", *_costs(encoder), "", *_words(encoder))


def _told(rows: Sequence[Errors]) -> str:
    rate, missed, extra, confused = (
        100 * fmean(getattr(each, name) for each in rows) for name in ("rate", "missed", "found", "confused")
    )
    return f"{rate:.1f} % ({missed:.1f} + {extra:.1f} + {confused:.1f})"


def _costs(encoder: Encoder) -> Iterator[str]:
    samples = media.decode(INTERVIEW).samples
    minutes = len(samples) / media.SAMPLE_RATE / 60
    began, worked = perf_counter(), process_time()
    drafting.draft_of(samples, 2, encoder=encoder)
    took, work = perf_counter() - began, process_time() - worked
    each = f"{work / minutes:.2f} s of processor time for each minute of sound"
    yield f"Cost: {each} ({took / minutes:.2f} s by the clock)."


def _words(encoder: Encoder) -> Iterator[str]:
    yield "| recording | words said | heard | with the right speaker |"
    yield "|-|-|-|-|"
    told = webvtt.read_track(INTERVIEW.with_suffix(".vtt").read_text("utf-8")).cues
    truth = [Turn(each.start_ms, each.end_ms, each.speaker) for each in told]
    cues = labelled(media.decode(INTERVIEW).samples, encoder, who_speaks_in(truth), saved=Nowhere())
    yield _row("`en_fixture_interview2`", words_right(cues, [(each.speaker, each.text) for each in told]))
    cues = labelled(media.decode_to_hear(STEREO).samples, encoder, who_speaks_in(SIDES), saved=Nowhere())
    said = [line.partition(": ")[::2] for line in STEREO.with_suffix(".txt").read_text("utf-8").splitlines()]
    yield _row("stereo LibriSpeech", words_right(cues, said))


def _row(name: str, words: Words) -> str:
    share = f"{100 * words.right / words.heard:.1f} %" if words.heard else "none"
    return f"| {name} | {words.said} | {words.heard} | {words.right}, {share} |"


def main() -> None:
    """Print the tables of docs/measurements-voices.md."""
    for line in measured(Settings()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
