"""A copy for the public of which something is taken out: neither heard nor seen there, and the same elsewhere."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from archive import media
from archive.records import Muted
from tests.making_media import Film, Samples, babble, clicks, write

RATE = media.SAMPLE_RATE
TAKEN = Muted(start_ms=1_000, end_ms=2_000)


def made(path: Path, folder: Path, *muted: Muted) -> tuple[Path, Samples]:
    copy = media.make_muted_copy(path, folder, stem="recording-1.muted", muted=muted).path
    return copy, media.decode(copy).samples


def loudest(samples: Samples, start_s: float, end_s: float) -> float:
    return float(np.abs(samples[round(start_s * RATE) : round(end_s * RATE)]).max())


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    return write(tmp_path / "a.wav", babble(4.0), 48_000, container="wav", codec="pcm_s16le", sample_format="s16")


def test_a_stretch_is_silent_and_all_is_as_long_as_before(tape: Path, tmp_path: Path) -> None:
    whole = media.decode(media.make_access_copy(tape, tmp_path, stem="recording-1").path).samples
    _, public = made(tape, tmp_path, TAKEN)
    assert loudest(public, 1.05, 1.95) < 0.005 and loudest(whole, 1.05, 1.95) > 0.1
    assert abs(public.size - whole.size) <= RATE * 20 // 1000
    for start, end in ((0.0, 0.95), (2.05, 3.9)):
        part = slice(round(start * RATE), round(end * RATE))
        assert float(np.abs(public[part] - whole[part]).max()) < 0.05, "but for the noise of the encoder"


def test_a_tone_is_heard_in_its_place_where_one_is_wanted(tape: Path, tmp_path: Path) -> None:
    _, public = made(tape, tmp_path, Muted(start_ms=1_000, end_ms=2_000, tone=True))
    inside = public[round(1.1 * RATE) : round(1.9 * RATE)]
    pitch = np.abs(np.fft.rfft(inside)).argmax() * RATE / inside.size
    assert pitch == pytest.approx(1_000, abs=3) and 0.03 < np.abs(inside).max() < 0.08


def test_what_begins_with_the_recording_is_gone_from_its_first_sample(tmp_path: Path) -> None:
    tape = write(
        tmp_path / "a.wav", clicks(2.0, at=(0.002,)), 48_000, container="wav", codec="pcm_s16le", sample_format="s16"
    )
    _, public = made(tape, tmp_path, Muted(start_ms=0, end_ms=500))
    assert loudest(public, 0.0, 0.4) < 0.005


def test_stretches_may_overlap_and_reach_beyond_the_end(tape: Path, tmp_path: Path) -> None:
    _, public = made(tape, tmp_path, TAKEN, Muted(start_ms=1_500, end_ms=2_500), Muted(start_ms=3_500, end_ms=9_000))
    assert loudest(public, 1.05, 2.45) < 0.005 and loudest(public, 3.55, 4.0) < 0.005
    assert loudest(public, 2.6, 3.4) > 0.1


def test_nothing_is_seen_of_a_film_where_the_picture_is_black(tmp_path: Path) -> None:
    film = Film("libx264", flashes=(0.5, 1.2, 1.8, 2.6))
    path = write(tmp_path / "a.mp4", babble(3.0), 48_000, container="mp4", codec="aac", film=film)
    copy, _ = made(path, tmp_path, Muted(start_ms=1_000, end_ms=2_000, black=True))
    shown = [(float(frame.time or 0), float(frame.to_ndarray(format="gray").max())) for frame in frames(copy)]
    assert max(light for moment, light in shown if 1.0 <= moment < 2.0) <= 20, "black, and no flash"
    assert len([moment for moment, light in shown if light > 200]) == 2, "the others are seen"


def test_a_picture_that_stays_on_ends_where_none_may_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "still.mp4"
    with av.open(str(path), "w") as output:
        stream, track = output.add_stream("libx264", rate=1), output.add_stream("aac", rate=48_000, layout="mono")
        stream.width = stream.height = 64
        for _ in range(4):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((64, 64, 3), 250, np.uint8), "rgb24")))
        output.mux(stream.encode(None))
        frame = av.AudioFrame.from_ndarray(babble(4.0).reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        output.mux(track.encode(frame))
        output.mux(track.encode(None))
    copy, _ = made(path, tmp_path, Muted(start_ms=1_500, end_ms=2_500, black=True))
    shown = [(round(float(frame.time or 0), 2), frame.to_ndarray(format="gray").max() > 200) for frame in frames(copy)]
    assert (1.5, False) in shown and (2.0, False) in shown and (3.0, True) in shown


def frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))
