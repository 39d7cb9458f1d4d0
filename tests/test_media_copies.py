"""What a browser is given: playable everywhere, on the original's clock, with nothing private left in it."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import av
import numpy as np
import pytest

from archive.errors import MediaFault
from archive.media import decode, make_access_copy, make_peaks, make_poster, probe
from tests.making_media import Film, babble, clicks, make_container, write, write_pictures

AT = (1.0, 3.0, 5.5)


def sharp_rises(samples: np.ndarray, *, rate: int = 16_000) -> list[float]:
    """When clicks are heard, in seconds."""
    loud = np.flatnonzero(np.abs(samples) > 0.08) / rate
    return [float(moment) for number, moment in enumerate(loud) if number == 0 or moment - loud[number - 1] > 0.2]


def flashes_seen(path: Path) -> list[float]:
    """When the picture turns white, in seconds."""
    with av.open(str(path)) as container:
        return [
            float(frame.time)
            for frame in container.decode(video=0)
            if frame.reformat(width=16, height=16, format="gray").to_ndarray().mean() > 180
        ]


def boxes(path: Path) -> list[str]:
    """The names of an MP4 file's outermost parts, in order."""
    contents, names, place = path.read_bytes(), [], 0
    while place < len(contents):
        size, name = struct.unpack(">I4s", contents[place : place + 8])
        names.append(name.decode())
        place += size
    return names


@pytest.mark.parametrize("name", ["16bit.wav", "a.mp3", "a.opus", "a.flac", "a.m4a", "a.wma", "a.webm"])
def test_a_click_is_heard_in_the_copy_when_it_is_heard_in_the_original(name: str, tmp_path: Path) -> None:
    path = make_container(tmp_path / name, clicks(7.0, at=AT), rate=48_000)
    copy = make_access_copy(path, tmp_path, stem="recording-1")
    assert copy.path == tmp_path / "recording-1.access.m4a"
    original, heard = sharp_rises(decode(path).samples), sharp_rises(decode(copy.path).samples)
    assert len(heard) == len(AT)
    assert heard == pytest.approx(original, abs=0.006)
    assert heard == pytest.approx(AT, abs=0.05 if name == "a.wma" else 0.006)


def test_a_copy_of_sound_is_aac_for_every_browser_and_begins_to_play_at_once(tmp_path: Path) -> None:
    path = make_container(tmp_path / "16bit.wav", babble(10.0), rate=48_000)
    copy = make_access_copy(path, tmp_path, stem="recording-1").path
    facts = probe(copy)
    assert (facts.audio_codec, facts.channels, facts.kind, facts.lost_packets) == ("aac", 1, "audio", 0)
    assert boxes(copy)[:2] == ["ftyp", "moov"]
    assert copy.stat().st_size < 10 * 64_000 / 8 * 1.15
    with av.open(str(copy)) as container:
        assert container.streams.audio[0].profile == "LC"


@pytest.mark.parametrize("name", ["hevc.mp4", "mpeg4.mov", "mpeg4.avi", "mjpeg.avi", "vp9.webm", "h264.mts", "a.wmv"])
def test_film_becomes_h264_with_sound_and_picture_together(name: str, tmp_path: Path) -> None:
    path = make_container(tmp_path / name, babble(2.0), rate=48_000)
    copy = make_access_copy(path, tmp_path, stem="recording-1").path
    facts = probe(copy)
    assert copy.name == "recording-1.access.mp4"
    assert (facts.video_codec, facts.audio_codec, facts.lost_packets) == ("h264", "aac", 0)
    assert (facts.width, facts.height) == (320, 240)
    assert boxes(copy)[:2] == ["ftyp", "moov"]
    assert facts.duration_ms == pytest.approx(probe(path).duration_ms, abs=50)


@pytest.mark.parametrize(("container", "codec"), [("mov", "libx264"), ("matroska", "libx264"), ("mov", "mpeg4")])
def test_clap_and_flash_stay_together(container: str, codec: str, tmp_path: Path) -> None:
    """Films whose pictures can stay, and one that is encoded anew."""
    path = write(
        tmp_path / "a.film",
        clicks(7.0, at=AT),
        48_000,
        container=container,
        codec="pcm_s16le",
        sample_format="s16",
        film=Film(codec, flashes=AT),
    )
    copy = make_access_copy(path, tmp_path, stem="recording-1").path
    assert sharp_rises(decode(copy).samples) == pytest.approx(AT, abs=0.006)
    assert flashes_seen(copy) == pytest.approx(AT, abs=0.025)


def test_pictures_that_browsers_know_are_kept_bit_by_bit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", babble(3.0), 48_000, container="matroska", codec="aac", film=Film("libx264"))
    copy = make_access_copy(path, tmp_path, stem="recording-1").path

    def pictures(of: Path) -> list[str]:
        with av.open(str(of)) as container:
            return [hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in container.decode(video=0)]

    assert pictures(copy) == pictures(path)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((1920, 1080), (1280, 720)),
        ((640, 480), (640, 480)),
        ((162, 98), (162, 98)),
        ((1080, 1920), (720, 1280)),
        ((1440, 1080), (960, 720)),
    ],
)
def test_pictures_are_at_most_720p_and_never_enlarged(
    size: tuple[int, int], becomes: tuple[int, int], tmp_path: Path
) -> None:
    path = write(tmp_path / "a.mp4", babble(0.4), 48_000, container="mp4", codec="aac", film=Film("libx264", size))
    facts = probe(make_access_copy(path, tmp_path, stem="recording-1").path)
    assert (facts.width, facts.height) == becomes


@pytest.mark.parametrize(
    ("matrix", "size", "bright"),
    [((0, 1, -1, 0), (64, 96), "top"), ((0, -1, 1, 0), (64, 96), "bottom"), ((-1, 0, 0, -1), (96, 64), "right")],
)
def test_a_telephone_held_upright_gives_an_upright_picture(
    matrix: tuple[int, ...], size: tuple[int, int], bright: str, tmp_path: Path
) -> None:
    path = _turned(_bright_on_the_left(tmp_path / "a.mp4"), matrix)
    copy = make_access_copy(path, tmp_path, stem="recording-1").path
    poster = make_poster(path, tmp_path, stem="recording-1")
    assert poster is not None
    for picture in (copy, poster):
        with av.open(str(picture)) as container:
            frame = next(container.decode(video=0))
            grey = frame.to_ndarray(format="gray").astype(float)
            assert (frame.rotation, (frame.width, frame.height)) == (0, size)
        height, width = grey.shape
        sides = {
            "top": grey[: height // 3].mean(),
            "bottom": grey[-height // 3 :].mean(),
            "left": grey[:, : width // 3].mean(),
            "right": grey[:, -width // 3 :].mean(),
        }
        assert max(sides, key=sides.__getitem__) == bright


CANARIES = {"title": "Canary Title", "comment": "Canary Comment", "location": "+47.3500+130.2900/", "artist": "Canary"}


@pytest.mark.parametrize(
    ("name", "container", "codec", "film"),
    [
        ("a.mp3", "mp3", "libmp3lame", None),
        ("a.m4a", "ipod", "aac", None),
        ("a.mp4", "mp4", "aac", "libx264"),
        ("a.mov", "mov", "aac", "mpeg4"),
    ],
)
def test_no_title_place_date_or_program_follows_into_the_copy(
    name: str, container: str, codec: str, film: str | None, tmp_path: Path
) -> None:
    path = write(
        tmp_path / name,
        babble(1.0, rate=44_100),
        44_100,
        container=container,
        codec=codec,
        film=Film(film) if film else None,
        metadata=CANARIES | {"creation_time": "2019-05-04T03:02:01Z"},
    )
    assert b"Canary" in path.read_bytes()
    made = [make_access_copy(path, tmp_path, stem="recording-1").path, make_poster(path, tmp_path, stem="recording-1")]
    for each in filter(None, made):
        contents = each.read_bytes()
        for word in (b"Canary", b"47.35", b"x264", b"Lav", b"2019"):
            assert word not in contents, (each.name, word)
    with av.open(str(made[0])) as copy:
        kept = set(copy.metadata) | {key for stream in copy.streams for key in stream.metadata}
    assert kept <= {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}


@pytest.mark.parametrize("name", ["a.mp3", "hevc.mp4", "h264.mts", "mjpeg.avi", "h264.mp4"])
def test_the_same_original_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    path = make_container(tmp_path / name, babble(2.0), rate=48_000)
    digests = set()
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        copy = make_access_copy(path, folder, stem="recording-1").path
        digests.add(hashlib.sha256(copy.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_nothing_is_left_of_a_copy_that_could_not_be_made(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data\0\0\0\0")
    folder = tmp_path / "made"
    folder.mkdir()
    with pytest.raises(MediaFault):
        make_access_copy(path, folder, stem="recording-1")
    assert list(folder.iterdir()) == []


def test_a_poster_is_a_real_frame_and_not_a_black_one(tmp_path: Path) -> None:
    dark, grey = (np.full((1080, 1920, 3), level, np.uint8) for level in (0, 90))
    path = write_pictures(tmp_path / "a.mp4", [dark] * 8 + [grey] * 42)
    poster = make_poster(path, tmp_path, stem="recording-1")
    assert poster == tmp_path / "recording-1.poster.jpg"
    with av.open(str(poster)) as container:
        frame = next(container.decode(video=0))
        assert frame.width <= 1280
        assert frame.to_ndarray(format="gray").mean() == pytest.approx(90, abs=12)


def test_sound_has_no_poster(tmp_path: Path) -> None:
    path = make_container(tmp_path / "a.mp3", babble(1.0), rate=48_000)
    assert make_poster(path, tmp_path, stem="recording-1") is None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.mp3"]


def test_peaks_are_as_loud_as_the_sound_where_it_is_loud(tmp_path: Path) -> None:
    samples = np.zeros(48_000 * 4, np.float32)
    samples[48_000:52_800] = 0.5 * np.sin(np.arange(4800) * 0.1)
    path = write(tmp_path / "a.wav", samples, 48_000, container="wav", codec="pcm_s16le", sample_format="s16")
    peaks = make_peaks(path)
    drawn = json.loads(peaks.to_json())
    assert (drawn["version"], drawn["per_second"], len(drawn["peaks"])) == (1, 10, 40)
    assert drawn["peaks"][10] == pytest.approx(50, abs=2)
    assert set(drawn["peaks"][:9] + drawn["peaks"][12:]) == {0}


def test_peaks_of_hours_stay_small(tmp_path: Path) -> None:
    path = tmp_path / "hours.wav"
    seconds = 3 * 3600
    header = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 800, 800, 1, 8)
    with path.open("wb") as stream:
        stream.write(header + b"data" + struct.pack("<I", seconds * 800))
        stream.write(np.tile(np.array([128, 255, 0, 128], np.uint8), seconds * 200).tobytes())
    peaks = make_peaks(path)
    assert peaks.per_second == 2.5
    assert len(peaks.peaks) == seconds * 2.5
    assert len(peaks.to_json()) < 110_000
    assert min(peaks.peaks) > 50


def _bright_on_the_left(path: Path) -> Path:
    image = np.full((64, 96, 3), 40, np.uint8)
    image[:, :32] = 220
    return write_pictures(path, [image] * 10)


def _turned(path: Path, matrix: tuple[int, ...]) -> Path:
    """The film with its first track's display matrix (ISO 14496-12, `tkhd`) set to this turn."""
    contents = bytearray(path.read_bytes())
    start = contents.index(b"tkhd") + 4 + 40
    a, b, c, d = (each * 0x10000 for each in matrix)
    contents[start : start + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(contents)
    return path
