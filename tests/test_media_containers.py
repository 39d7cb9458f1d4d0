"""Every common container gives the same sound; whatever is not a recording is refused in words."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import av
import numpy as np
import pytest

from archive.errors import MediaFault
from archive.media import decode, probe
from tests.making_media import CONTAINERS, babble, lag_ms, make_container, write

UNSIGNALLED = {"a.aac", "a.mka", "h264.mts", "mpeg4.avi", "a.mpg", "a.wma", "a.wmv", "a.amr", "a.3gp"}
"""Containers with no word for the silence that encoders put first: what a player shows begins up to 46 ms late."""


@pytest.fixture(scope="module")
def speech(shared: Path) -> np.ndarray:
    return decode(shared / "speech/longform/en_fixture_interview2.flac").samples[: 16_000 * 6]


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_gives_the_same_speech_at_the_same_time(name: str, speech: np.ndarray, tmp_path: Path) -> None:
    path = make_container(tmp_path / name, speech, rate=16_000)
    heard, facts = decode(path), probe(path)
    late_ms, likeness = lag_ms(heard.samples, speech)
    assert heard.lost_packets == facts.lost_packets == 0
    assert abs(late_ms) <= (50 if name in UNSIGNALLED else 1)
    assert likeness > (0.5 if "amr" in CONTAINERS[name][1] else 0.9)  # AMR keeps the words, not the wave
    assert abs(facts.duration_ms - 6000) < 90
    assert abs(heard.samples.size / 16 - 6000) < 90
    assert heard.samples.dtype == np.float32
    assert facts.kind == ("video" if CONTAINERS[name][4] else "audio")


def test_the_same_excerpt_in_five_containers_is_the_same_sound(shared: Path) -> None:
    folder = shared / "speech/formats"
    reference = decode(folder / "p001.aiff").samples
    for name in ("p001.flac", "p001.mp4", "p001.ogg", "p001.webm"):
        late_ms, likeness = lag_ms(decode(folder / name).samples, reference)
        assert likeness > 0.9, name
        assert abs(late_ms) <= 50, name


def test_every_depth_and_channel_count_is_the_same_sound(shared: Path) -> None:
    folder = shared / "speech/formats"
    reference = decode(folder / "audio-mono-32-bit-44100Hz.wav").samples
    for path in sorted(folder.glob("audio-*")):
        late_ms, likeness = lag_ms(decode(path).samples, reference)
        assert (abs(late_ms) <= 1, likeness > 0.99) == (True, True), path.name


def test_stereo_is_the_mean_of_both_channels_and_never_louder(tmp_path: Path) -> None:
    left = babble(1.0)
    path = write(tmp_path / "a.wav", np.stack([left, left]), 48_000, container="wav", codec="pcm_s16le",
                 sample_format="s16")  # fmt: skip
    one_sided = write(tmp_path / "b.wav", np.stack([left, left * 0]), 48_000, container="wav", codec="pcm_s16le",
                      sample_format="s16")  # fmt: skip
    both, half = decode(path).samples, decode(one_sided).samples
    assert np.abs(both).max() == pytest.approx(np.abs(left).max(), abs=0.01)
    assert half * 2 == pytest.approx(both, abs=0.001)


@pytest.mark.parametrize("channels", [9, 24, 64])
def test_every_channel_of_a_field_recorder_is_heard(channels: int, tmp_path: Path) -> None:
    said = np.round(babble(1.0) * 32_767).astype("<i2")
    path = tmp_path / "a.wav"
    path.write_bytes(_wav(np.repeat(said[:, None], channels, axis=1).tobytes(), rate=48_000, channels=channels))
    one = tmp_path / "b.wav"
    one.write_bytes(_wav(said.tobytes(), rate=48_000, channels=1))
    assert probe(path).channels == channels
    assert decode(path).samples == pytest.approx(decode(one).samples, abs=0.001)


@pytest.mark.parametrize(("rate", "channels"), [(1, 1), (499, 2), (48_000, 65)])
def test_a_head_that_claims_what_nobody_can_hear_is_refused_at_once(rate: int, channels: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(_wav(bytes(2 * channels * 2_000), rate=rate, channels=channels))
    with pytest.raises(MediaFault, match=rf"a\.wav claims a rate of {rate} Hz and a channel count of {channels}"):
        probe(path)


def _wav(sound: bytes, *, rate: int, channels: int) -> bytes:
    """Sound of 16 bits behind a head that says so."""
    form = struct.pack("<HHIIHH", 1, channels, rate, 2 * rate * channels, 2 * channels, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def test_a_cover_picture_does_not_make_a_film(tmp_path: Path) -> None:
    song = write(tmp_path / "a.mp3", babble(1.0, rate=44_100), 44_100, container="mp3", codec="libmp3lame")
    picture = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
        "0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    )
    label = b"\0image/png\0\x03\0" + picture
    frame = b"APIC" + struct.pack(">IH", len(label), 0) + label
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    song.write_bytes(b"ID3\x03\0\0" + size + frame + song.read_bytes())
    with av.open(str(song)) as container:
        assert len(container.streams.video) == 1
    assert probe(song).kind == "audio"


def test_what_a_header_claims_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", babble(8.0, rate=44_100), 44_100, container="mp3", codec="libmp3lame")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with av.open(str(path)) as container:
        assert container.duration / 1e6 == pytest.approx(8, abs=0.1)
    assert probe(path).duration_ms == pytest.approx(4000, abs=60)


def test_a_recorder_that_was_cut_off_leaves_a_wav_that_still_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", babble(2.0), 48_000, container="wav", codec="pcm_s16le", sample_format="s16")
    contents = bytearray(path.read_bytes())
    place = contents.index(b"data")
    contents[place + 4 : place + 8] = bytes(4)  # never filled in
    path.write_bytes(contents)
    assert probe(path).duration_ms == 2000


def _png_opening() -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)


REFUSED = {
    "playlist.mp3": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "playlist.m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1/x.ts\n#EXT-X-ENDLIST\n",
    "script.wav": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "script.ffconcat": b"ffconcat version 1.0\nfile a.wav\n",
    "session.wav": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
    "dash.mp4": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>',
    "subtitles.wav": b"1\n00:00:01,000 --> 00:00:02,000\nhello\n\n",
    "text.mp3": "这是一份文字稿，不是录音。\n".encode() * 2000,
    "picture.mp3": _png_opening(),
    "picture%03d.wav": _png_opening(),
    "letter.wav": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20,
    "zeros.mp3": bytes(50_000),
    "empty.wav": b"",
    "header.wav": b"RIFF",
    "noise.mp3": np.random.default_rng(1).bytes(50_000),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_a_recording_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "recording-1.wav"
    path.write_bytes(REFUSED[name])
    under_its_own_name = tmp_path / name
    under_its_own_name.write_bytes(REFUSED[name])
    for each in (path, under_its_own_name):
        with pytest.raises(MediaFault) as fault:
            probe(each, shown_as=name)
        assert name in str(fault.value.fault)
        assert fault.value.next_step
        assert str(tmp_path) not in str(fault.value)
        with pytest.raises(MediaFault):
            decode(each)


def test_a_script_in_binary_disguise_is_refused_by_the_list_of_containers(tmp_path: Path) -> None:
    """FFmpeg itself refuses what is not listed, even where our own look at the text would be deceived."""
    target = write(tmp_path / "a.wav", babble(1.0), 48_000, container="wav", codec="pcm_s16le", sample_format="s16")
    script = tmp_path / "script.wav"
    script.write_bytes(f"ffconcat version 1.0\nfile {target.name}\n#".encode() + b"\0\x01\x02\x03" * 8)
    with pytest.raises(MediaFault, match="not of a kind"):
        probe(script)


def test_a_film_that_keeps_its_sound_in_another_file_does_not_get_it_read(tmp_path: Path) -> None:
    film = write(tmp_path / "a.mov", babble(1.0), 48_000, container="mov", codec="pcm_s16le", sample_format="s16")
    other = tmp_path / "secret.raw"
    other.write_bytes(film.read_bytes())
    film.write_bytes(_pointing_elsewhere(film.read_bytes(), str(other)))
    with av.open(str(film), options={"enable_drefs": "1", "use_absolute_path": "1"}) as container:
        assert any(packet.size for packet in container.demux(audio=0)), "the reference would be followed if allowed"
    with pytest.raises(MediaFault):
        probe(film)


def test_a_pipe_a_folder_and_a_missing_file_are_no_recordings(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "missing.wav"):
        with pytest.raises(MediaFault):
            probe(path)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as output:
        film = output.add_stream("libx264", rate=25)
        film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            output.mux(film.encode(av.VideoFrame(64, 64, "yuv420p")))
        output.mux(film.encode(None))
    with pytest.raises(MediaFault, match=r"silent\.mp4 has no sound"):
        probe(path)


def _pointing_elsewhere(film: bytes, path: str) -> bytes:
    """The film with its data reference turned into a Macintosh alias to that path (a `dref` of type `alis`)."""
    name = path.replace("/", ":").encode()
    name += b"\0" * (len(name) % 2)
    record = bytes(10) + bytes(28) + bytes(12) + bytes(64) + bytes(16) + struct.pack(">hh", 1, 1) + bytes(16)
    record += struct.pack(">hH", 2, len(name)) + name + struct.pack(">hH", -1, 0) + bytes(64)
    alias = struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
    grown = 0
    place = film.index(b"dref") - 4
    old_size = struct.unpack(">I", film[place : place + 4])[0]
    new = struct.pack(">I4sII", 16 + len(alias), b"dref", 0, 1) + alias
    grown = len(new) - old_size
    film = film[:place] + new + film[place + old_size :]
    for box in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        at = film.rindex(box, 0, place) - 4
        size = struct.unpack(">I", film[at : at + 4])[0] + grown
        film = film[:at] + struct.pack(">I", size) + film[at + 4 :]
    return film
