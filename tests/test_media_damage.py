"""What is damaged is counted and silent, and everything after it stays where it was."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from archive.errors import MediaFault
from archive.media import decode, make_access_copy, make_peaks, probe
from tests.making_media import Film, babble, clicks, lag_ms, make_container, write
from tests.sound import tone

SECONDS = 20.0
RATE = 48_000


@pytest.fixture(scope="module")
def original() -> np.ndarray:
    return babble(SECONDS, rate=RATE)


def spoil(path: Path, *, share: float = 0.05) -> Path:
    """Overwrite a stretch in the middle of the file with noise."""
    contents = bytearray(path.read_bytes())
    start, length = len(contents) // 2, min(6000, int(len(contents) * share))
    contents[start : start + length] = np.random.default_rng(3).bytes(length)
    path.write_bytes(contents)
    return path


@pytest.mark.parametrize("name", ["a.mp3", "a.flac", "a.opus", "a.m4a", "a.webm", "h264.mts", "a.mpg", "alac.m4a"])
def test_a_damaged_file_keeps_its_length_and_the_time_of_all_that_follows(
    name: str, original: np.ndarray, tmp_path: Path
) -> None:
    whole = decode(make_container(tmp_path / name, original, rate=RATE))
    heard = decode(spoil(tmp_path / name))
    assert whole.lost_packets == 0
    assert heard.lost_packets > 0
    assert probe(tmp_path / name).lost_packets == heard.lost_packets
    assert heard.samples.size / 16 == pytest.approx(whole.samples.size / 16, abs=100)
    late_ms, likeness = lag_ms(heard.samples[-16_000 * 5 :], whole.samples[-16_000 * 5 :])
    assert abs(late_ms) <= 30
    assert likeness > 0.9


def test_what_was_lost_is_silent_and_not_made_up(original: np.ndarray, tmp_path: Path) -> None:
    path = make_container(tmp_path / "a.flac", original, rate=RATE)
    whole = decode(path).samples
    heard = decode(spoil(path)).samples
    differs = np.flatnonzero(np.abs(heard - whole[: heard.size]) > 0.05)
    lost = heard[differs[0] + 200 : differs[-1] - 200]
    assert lost.size > 1000
    assert np.abs(lost).max() < 0.001


def test_an_access_copy_of_a_damaged_original_runs_on_the_same_clock(original: np.ndarray, tmp_path: Path) -> None:
    path = spoil(make_container(tmp_path / "a.mp3", original, rate=RATE))
    heard = decode(path)
    copy = make_access_copy(path, tmp_path, stem="recording-1")
    assert copy.lost_packets == heard.lost_packets > 0
    late_ms, likeness = lag_ms(decode(copy.path).samples, heard.samples)
    assert abs(late_ms) <= 1
    assert likeness > 0.98


def test_labels_where_files_were_joined_are_not_taken_for_lost_sound(tmp_path: Path) -> None:
    path = make_container(tmp_path / "a.mp3", babble(4.0), rate=RATE)
    side = path.read_bytes()
    label = b"ID3\x03\0\0" + bytes((0, 3, 0, 0)) + np.random.default_rng(5).bytes(3 << 14)
    path.write_bytes(side + label + side)
    facts = probe(path)
    assert facts.lost_packets == 0
    assert facts.duration_ms == pytest.approx(8000, abs=100)


def test_a_file_that_changes_from_mono_to_stereo_half_way_is_heard_to_its_end(tmp_path: Path) -> None:
    first = make_container(tmp_path / "a.mp3", babble(3.0), rate=RATE).read_bytes()
    voice = babble(3.0, rate=44_100)
    second = write(tmp_path / "b.mp3", np.stack([voice, voice]), 44_100, container="mp3", codec="libmp3lame")
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(first + second.read_bytes())
    samples = decode(joined).samples
    assert samples.size / 16 == pytest.approx(6000, abs=120)
    assert np.abs(samples[-32_000:]).max() > 0.1


def test_sound_that_begins_after_the_picture_keeps_its_distance(tmp_path: Path) -> None:
    """A camera's sound may start late: that is no damage, and no reason to move the words."""
    path = tmp_path / "late.mkv"
    write(path, clicks(4.0, at=(2.0,)), RATE, container="matroska", codec="pcm_s16le", sample_format="s16",
          film=Film("mpeg4"))  # fmt: skip
    late = _with_sound_delayed(path, tmp_path / "later.mkv", seconds=1.5)
    heard = decode(late)
    assert heard.lost_packets == 0
    assert np.abs(heard.samples).argmax() / 16_000 == pytest.approx(3.5, abs=0.01)
    assert np.abs(heard.samples[:24_000]).max() == 0.0


def test_a_recording_cut_short_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    path = make_container(tmp_path / "a.m4a", babble(3.0), rate=RATE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaFault, match=r"tape 3\.m4a is cut short") as fault:
        probe(path, shown_as="tape 3.m4a")
    assert "Copy it again" in str(fault.value.next_step)


@pytest.mark.parametrize("told", [0, 0xFFFFFFFF, 0x7FFFFFDB])
def test_a_wav_that_was_written_to_a_pipe_is_whole(tmp_path: Path, told: int) -> None:
    path = tone(tmp_path / "a.wav", seconds=5)
    data = path.read_bytes()
    path.write_bytes(data[:40] + told.to_bytes(4, "little") + data[44:])
    assert probe(path).missing_ms == 0


def test_a_long_wav_that_was_cut_short_is_known_by_its_ds64(tmp_path: Path) -> None:
    data = tone(tmp_path / "a.wav", seconds=5).read_bytes()
    sound = len(data) - 44
    sizes = b"ds64" + (28).to_bytes(4, "little") + bytes(8) + sound.to_bytes(8, "little") + bytes(12)
    path = tmp_path / "long.wav"
    path.write_bytes(b"RF64" + b"\xff" * 4 + b"WAVE" + sizes + data[12:40] + b"\xff" * 4 + data[44 : 44 + sound // 5])
    assert probe(path).missing_ms == pytest.approx(4000, abs=1)


def test_every_hostile_file_is_refused_in_words_or_heard(shared: Path, tmp_path: Path) -> None:
    files = [*(shared / "misc/hostile_media").iterdir(), *(shared / "speech/formats").glob("mono.*")]
    assert len(files) > 8
    heard = {}
    for path in files:
        try:
            facts = probe(path)
        except MediaFault as fault:
            assert path.name in str(fault.fault)
            assert fault.next_step
            assert str(shared) not in str(fault)
        else:
            heard[path.name] = facts.duration_ms
            assert decode(path).samples.size / 16 == pytest.approx(facts.duration_ms, abs=1)
            assert make_access_copy(path, tmp_path, stem=path.stem).path.stat().st_size > 0
    assert heard == {
        "pa_empty.wav": 1000,
        "shi_10-seconds-of-silence.mp3": 10_000,
        "shi_5-seconds-of-silence.flac": 5000,
        "shi_5-seconds-of-silence.mp3": 5000,
    }


def test_silence_is_drawn_as_silence(shared: Path) -> None:
    peaks = make_peaks(shared / "misc/hostile_media/shi_10-seconds-of-silence.mp3")
    assert set(peaks.peaks) == {0}
    assert len(peaks.peaks) == 100


def test_a_wav_of_floats_that_are_no_numbers_is_heard_without_them(tmp_path: Path) -> None:
    voice = babble(2.0)
    voice[1000:1100] = np.nan
    voice[2000:2010] = np.inf
    voice[3000:3010] = 40.0
    samples = decode(make_container(tmp_path / "float.wav", voice, rate=RATE)).samples
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1.0


def _with_sound_delayed(source: Path, target: Path, *, seconds: float) -> Path:

    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        tracks = {each.index: output.add_stream_from_template(each, opaque=True) for each in container.streams}
        for packet in container.demux():
            if packet.dts is None:
                continue
            if packet.stream.type == "audio":
                shift = round(seconds / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            packet.stream = tracks[packet.stream_index]
            output.mux(packet)
    return target
