"""Two sides of a tape that hold different voices are heard each by itself; stereo, or mono twice, is one sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive import media, webvtt
from archive.media.sides import Levels
from archive.records import Cue, Hearing, Track
from archive.transcribe.heard import HeardWord, Passage
from archive.transcribe.sides import said_once, sides_of, together
from archive.transcribe.wanted import Samples
from tests.sound import tone

RATE = media.SAMPLE_RATE
STEREO = "speech/en/fasterwhisper/stereo_diarization.wav"


@pytest.fixture(scope="module")
def voices(shared: Path) -> tuple[Samples, Samples]:
    """Two people who speak in turn: the one while the other says nothing."""
    one, other = (
        media.decode(shared / f"speech/en/librispeech_test-other/{name}").samples[: 8 * RATE]
        for name in ("1688/1688-142285-0000.flac", "3080/3080-5032-0002.flac")
    )
    silent = np.zeros_like(one)
    return np.concatenate([one, silent]), np.concatenate([np.zeros_like(other), other])


def in_a_room(sound: Samples, *, seed: int, direct: float, later: int = 0) -> Samples:
    """The sound as a microphone has it from some way off: ``direct`` against an echo of 0.3 s, ``later`` samples on."""
    chance = np.random.default_rng(seed)
    length = int(0.3 * RATE)
    echo = chance.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    heard = np.concatenate([np.zeros(later), echo / np.sqrt(np.square(echo).sum())])
    heard[later] += direct
    heard /= np.sqrt(np.square(heard).sum())
    return np.convolve(sound, heard)[: len(sound)].astype(np.float32)


def hiss(length: int, *, seed: int) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.0005, length).astype(np.float32)


def microphones(voices: tuple[Samples, Samples], *, bleed: float) -> Samples:
    """A microphone before each speaker, which has so much of the other one too."""
    one, other = voices
    left = one + bleed * in_a_room(other, seed=1, direct=0.3, later=100) + hiss(len(one), seed=3)
    return np.stack([left, other + bleed * in_a_room(one, seed=2, direct=0.3, later=100) + hiss(len(one), seed=4)])


def are_apart(channels: Samples) -> bool:
    levels = Levels()
    for start in range(0, channels.shape[1], 10_000):
        levels.take(channels[:, start : start + 10_000])
    return levels.are_apart()


def test_a_voice_on_each_side_is_two_and_everything_else_is_one(voices: tuple[Samples, Samples]) -> None:
    one, other = voices
    whole = one + other
    room = [in_a_room(one, seed=n, direct=1, later=12 * n) + in_a_room(other, seed=9 - n, direct=1) for n in (0, 1)]
    assert are_apart(np.stack([one, other])) and are_apart(microphones(voices, bleed=0.2))
    assert not are_apart(np.stack(room))  # one room in stereo
    assert not are_apart(np.stack([whole, whole])) and not are_apart(np.stack([whole, 0.2 * whole]))
    assert not are_apart(np.stack([whole, hiss(len(whole), seed=1)]))  # nobody on the other side
    assert not are_apart(np.stack([one, other, whole])) and not are_apart(np.zeros((2, 90_000), np.float32))
    assert not are_apart(np.full((2, 90_000), np.nan, np.float32))


def test_a_recording_is_decoded_as_it_is_best_heard_or_as_somebody_says(shared: Path, tmp_path: Path) -> None:
    found = media.decode_to_hear(shared / STEREO)
    mixed = media.decode(shared / STEREO)
    assert found.apart and mixed.apart and found.samples.shape == (2, mixed.samples.size)
    assert np.allclose(found.samples.mean(axis=0), mixed.samples, atol=1e-6)
    assert media.decode_to_hear(shared / STEREO, "together").samples.ndim == 1
    mono = tone(tmp_path / "mono.wav", seconds=2)
    twice = shared / "speech/en/jfk/jfk.flac"
    for one in (mono, twice):
        assert np.array_equal(media.decode_to_hear(one).samples, media.decode(one).samples)
        assert media.decode_to_hear(one, "apart").samples.shape[0] == 2


def test_what_a_microphone_has_of_the_other_voice_is_taken_out_and_nothing_else(
    voices: tuple[Samples, Samples],
) -> None:
    for side, voice in zip(sides_of(microphones(voices, bleed=0.3)), voices, strict=True):
        own = voice != 0
        assert np.square(side[own]).mean() > 0.9 * np.square(voice[own]).mean()
        assert np.square(side[~own]).mean() < 0.1 * np.square(0.3 * voices[0]).mean()
    both = np.stack([voices[0][: 8 * RATE], voices[1][8 * RATE :]])  # both at once, and nothing of the one in the other
    assert all(np.mean(side != kept) < 0.02 for side, kept in zip(sides_of(both), both, strict=True))
    assert sides_of(voices[0])[0] is voices[0]


def heard(*words: tuple[int, int, str]) -> list[Passage]:
    said = tuple(HeardWord(start, end, text, 0.9) for start, end, text in words)
    return [
        Passage(start_ms=said[0].start_ms, end_ms=said[-1].end_ms, words=said, no_speech=0, logprob=0, compression=1)
    ]


def test_a_word_that_both_sides_have_at_one_time_stays_where_it_is_louder() -> None:
    samples = np.ones((2, 4 * RATE), np.float32)
    samples[1, : 2 * RATE] = 0.1
    left = heard((0, 500, "It"), (500, 900, " was"), (2_000, 2_400, " cold."))
    right = heard((20, 480, "it"), (2_600, 2_900, " was"), (3_000, 3_300, " I"))
    assert said_once([left, right], samples) == [left, heard((2_600, 2_900, " was"), (3_000, 3_300, " I"))]
    assert said_once([heard((0, 500, "It")), heard((0, 500, " it"))], samples[::-1]) == [[], heard((0, 500, " it"))]
    assert said_once([left], samples[0]) == [left]


def test_cues_of_both_sides_stand_in_order_of_time_and_say_their_side_in_the_file() -> None:
    sure = Hearing(0.1, -0.2, 1.0, flags=("loop",))
    left, right = Cue(0, 4_000, "It was cold.", hearing=sure), Cue(900, 1_500, "Was it?", hearing=sure)
    cues = together([(left, Cue(4_000, 5_000, "Yes.")), (right,)])
    assert [each.text for each in cues] == ["It was cold.", "Was it?", "Yes."]
    assert [each.hearing and each.hearing.side for each in cues] == ["left", "right", None]
    track = Track(language="en", cues=cues)
    assert webvtt.read_track(webvtt.write_track(track)) == track
    assert together([(left,)]) == (left,) and replace(sure, side="left") == cues[0].hearing
