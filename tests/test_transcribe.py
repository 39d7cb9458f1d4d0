"""Transcription on real sound: no invented words, Chinese as it should be written, and nothing heard twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from archive import demonstration, media, transcribe, webvtt
from archive.errors import ArchiveError, BadSetting, Refused
from archive.records import Cue, Track
from archive.settings import Settings
from archive.transcribe import Wanted
from archive.transcribe.wanted import Samples

pytestmark = pytest.mark.slow
RATE = media.SAMPLE_RATE


class Kept(dict[str, bytes]):
    """Finished stretches, kept in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def _heard(samples: Samples, language: str = "en", *, saved: Kept | None = None, **wanted: object) -> Track:
    return transcribe.transcribe(
        samples,
        Wanted(language=language, **wanted),  # type: ignore[arg-type]
        settings=Settings(),
        saved=Kept() if saved is None else saved,
        progress=lambda *_: None,
    )


def _published(track: Track) -> list[str]:
    """The text that release would let through: what no flag holds back."""
    return [cue.text for cue in track.cues if not (cue.hearing and cue.hearing.flags)]


def _music(seconds: int) -> Samples:
    """Chords and a drum: nobody speaks."""
    moment = np.arange(seconds * RATE) / RATE
    chords = [(220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (196.0, 246.9, 392.0)]
    sound = np.zeros_like(moment)
    for number, chord in enumerate(chords):
        on = (moment.astype(int) // 2) % len(chords) == number
        for hertz in chord:
            sound += on * sum(np.sin(2 * np.pi * hertz * k * moment) / k for k in (1, 2, 3)) * np.exp(-(moment % 2))
    noise = np.random.default_rng(1).normal(size=len(moment)) * np.exp(-40 * (moment % 0.5))
    return (0.08 * sound + 0.1 * noise).astype(np.float32)


def _noise(seconds: int) -> Samples:
    chance = np.random.default_rng(2)
    white = chance.normal(size=seconds * RATE)
    hum = np.sin(2 * np.pi * 50 * np.arange(len(white)) / RATE)
    return (0.05 * white + 0.05 * hum).astype(np.float32)


def _silence(seconds: int) -> Samples:
    return np.zeros(seconds * RATE, np.float32)


@pytest.mark.parametrize(
    ("sound", "seconds", "language"),
    [
        (_silence, 10, "zh"),
        (_silence, 45 * 60, ""),  # where speech is looked for before a language is
        (_music, 60, ""),
        (_music, 60, "zh"),
        (_noise, 60, ""),
        (_noise, 60, "zh"),
    ],
    ids=["10 s of silence", "45 min of silence", "music", "music, in Chinese", "noise", "noise, in Chinese"],
)
def test_where_nobody_speaks_not_one_word_is_published(
    sound: Callable[[int], Samples], seconds: int, language: str
) -> None:
    assert _published(_heard(sound(seconds), language)) == []


@pytest.fixture(scope="module")
def sonnet(shared: Path) -> Samples:
    return media.decode(shared / "speech/formats/p001.flac").samples


@pytest.fixture(scope="module")
def mandarin(shared: Path) -> Samples:
    """Two sentences, the second of which names Guangzhou."""
    return media.decode(shared / "speech/longform/zh_fixture.flac").samples[: 8 * RATE]


def test_every_container_gives_the_same_words_and_all_of_the_sound(shared: Path) -> None:
    for stem in ("p001", "audio-"):
        paths = sorted((shared / "speech/formats").glob(f"{stem}*"))
        sounds = [media.decode(path).samples for path in paths]
        lengths = [len(each) for each in sounds]
        assert len(paths) == 5 and max(lengths) - min(lengths) <= RATE // 50, lengths
        tracks = [_heard(each) for each in {each.tobytes(): each for each in sounds}.values()]  # the same once
        said = {" ".join(cue.text for cue in track.cues).lower().strip(" .") for track in tracks}
        assert len(said) == 1, said


def test_a_track_survives_its_file_word_for_word_and_figure_for_figure(sonnet: Samples) -> None:
    track = _heard(sonnet)
    assert webvtt.read_track(webvtt.write_track(track)) == track
    assert all(cue.words and cue.hearing and len(cue.hearing.words) == len(cue.words) for cue in track.cues)
    assert track.origin == "machine" and "openai-whisper" in track.made_by


@pytest.mark.parametrize(
    ("script", "tag", "has", "has_not"), [("Hans", "zh-Hans", "广", "廣"), ("Hant", "zh-Hant", "廣", "广")]
)
def test_mandarin_is_punctuated_and_in_the_script_that_is_wanted(
    mandarin: Samples, script: str, tag: str, has: str, has_not: str
) -> None:
    track = _heard(mandarin, "zh", script=script)
    text = "".join(cue.text for cue in track.cues)
    assert track.language == tag
    assert has in text and has_not not in text
    assert any(mark in text for mark in "，。")


def test_the_language_is_found_out_where_nobody_says_it(mandarin: Samples, sonnet: Samples) -> None:
    assert _heard(mandarin, "").language == "zh-Hans"
    assert _heard(sonnet[: 4 * RATE], "").language == "en"


def test_a_run_that_is_stopped_goes_on_where_it_was(shared: Path) -> None:
    samples = media.decode(shared / "speech/longform/en_fixture_interview2.flac").samples[: 30 * RATE]
    whole = _heard(samples)
    saved = Kept()

    class Stop(Exception):
        pass

    def stop_at_first(done_ms: int, total_ms: int) -> None:
        if done_ms:
            raise Stop

    with pytest.raises(Stop):
        transcribe.transcribe(samples, Wanted(language="en"), settings=Settings(), saved=saved, progress=stop_at_first)
    before = set(saved)
    assert any(not key.startswith("speech") for key in before)
    assert _heard(samples, saved=saved) == whole
    assert before < set(saved)


def test_whisper_base_refuses_to_translate_mandarin_and_says_what_to_do(mandarin: Samples) -> None:
    spoken = Track(language="zh-Hans", cues=(Cue(0, 900, "下岗了。"),))
    assert not transcribe.can_translate("zh-Hans", Settings())
    with pytest.raises(Refused, match="import a person's translation"):
        transcribe.translate(mandarin, spoken, settings=Settings(), saved=Kept(), progress=lambda *_: None)


@pytest.mark.parametrize("language", ["mnc", "yue"])
def test_a_language_the_model_was_not_taught_is_refused_and_never_made_up(sonnet: Samples, language: str) -> None:
    with pytest.raises(Refused, match=f"was not taught the language '{language}'.*person's transcript"):
        _heard(sonnet, language)


def test_a_tag_that_names_no_language_gives_way_to_the_one_that_is_heard(sonnet: Samples) -> None:
    assert _heard(sonnet[: 4 * RATE], "und").language == "en"


@pytest.mark.parametrize("content", [b"", b"not a model" * 300, b"PK\x03\x04" + bytes(3_000)])
def test_a_file_that_is_no_model_is_named_with_what_to_do(sonnet: Samples, tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "mine.pt").write_bytes(content)
    settings = Settings(whisper_model=str(path))
    with pytest.raises(BadSetting, match=r"mine\.pt is not a checkpoint of Whisper's.*EARWITNESS_WHISPER_MODEL"):
        transcribe.transcribe(sonnet, Wanted(language="en"), settings=settings, saved=Kept(), progress=lambda *_: None)


def test_spanish_is_drafted_in_english_and_signed_as_a_machines(shared: Path) -> None:
    samples = media.decode(shared / "speech/es/picovoice/test_es.wav").samples
    spoken = _heard(samples, "es")
    english = transcribe.translate(samples, spoken, settings=Settings(), saved=Kept(), progress=lambda *_: None)
    assert english.language == "en" and english.translated_from == "es" and english.is_machine_made
    assert english.cues


def test_a_command_translates_line_by_line() -> None:
    spoken = Track(language="zh-Hans", cues=(Cue(0, 900, "下岗了。"), Cue(900, 1800, "雪很大。")))
    settings = Settings(translator="command:sed s/^/EN:/")
    english = transcribe.translate(
        np.zeros(RATE, np.float32), spoken, settings=settings, saved=Kept(), progress=lambda *_: None
    )
    assert [(cue.start_ms, cue.text) for cue in english.cues] == [(0, "EN:下岗了。"), (900, "EN:雪很大。")]
    broken = Settings(translator="command:head -n 1")
    with pytest.raises(ArchiveError, match="1 lines for 2"):
        transcribe.translate(
            np.zeros(RATE, np.float32), spoken, settings=broken, saved=Kept(), progress=lambda *_: None
        )


def test_a_collections_glossary_changes_what_is_heard() -> None:
    tape = demonstration.FOLDER / "winch-room-tape-1.ogg"
    said = media.decode(tape).samples[: 20 * RATE]
    without, told = ([cue.text for cue in _heard(said, glossary=names).cues] for names in ((), ("Hegang", "Guangzhou")))
    assert "Hegang" not in " ".join(without)
    assert "Hegang" in " ".join(told)


def test_hearing_processes_rest_between_recordings_and_are_dismissed_in_the_end(
    sonnet: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.transcribe.pool._REST_S", 1.0)
    short = sonnet[: 3 * RATE]
    first = _heard(short)
    resting = _hearers()
    assert resting
    assert _heard(short) == first
    assert _hearers() == resting
    patience = time.monotonic() + 10
    while _hearers() and time.monotonic() < patience:
        time.sleep(0.1)
    assert not _hearers()
    assert _heard(short) == first


def _hearers() -> set[str]:
    """The hearing processes that we started and that are still there."""
    ours = {pid for each in Path("/proc/self/task").glob("*/children") for pid in each.read_text().split()}
    return {pid for pid in ours if b"archive.transcribe.hearer" in Path("/proc", pid, "cmdline").read_bytes()}
