"""Small sound and film files for tests, made with PyAV: tones and clicks at known times, or given samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

CONTAINERS = {
    # file name: (container, audio codec, rate, sample format, picture codec)
    "8bit.wav": ("wav", "pcm_u8", 22050, "u8", None),
    "16bit.wav": ("wav", "pcm_s16le", 44100, "s16", None),
    "24bit.wav": ("wav", "pcm_s24le", 48000, "s32", None),
    "32bit.wav": ("wav", "pcm_s32le", 48000, "s32", None),
    "float.wav": ("wav", "pcm_f32le", 48000, "flt", None),
    "a.w64": ("w64", "pcm_s16le", 44100, "s16", None),
    "a.aiff": ("aiff", "pcm_s16be", 44100, "s16", None),
    "a.caf": ("caf", "pcm_s16be", 44100, "s16", None),
    "a.au": ("au", "pcm_s16be", 44100, "s16", None),
    "a.mp3": ("mp3", "libmp3lame", 44100, "fltp", None),
    "a.m4a": ("ipod", "aac", 44100, "fltp", None),
    "alac.m4a": ("ipod", "alac", 44100, "s16p", None),
    "a.aac": ("adts", "aac", 44100, "fltp", None),
    "a.flac": ("flac", "flac", 16000, "s16", None),
    "a.opus": ("ogg", "libopus", 48000, "flt", None),
    "a.amr": ("amr", "libopencore_amrnb", 8000, "s16", None),
    "a.3gp": ("3gp", "libopencore_amrnb", 8000, "s16", None),
    "a.wma": ("asf", "wmav2", 44100, "fltp", None),
    "a.webm": ("webm", "libopus", 48000, "flt", None),
    "a.mka": ("matroska", "aac", 44100, "fltp", None),
    "h264.mp4": ("mp4", "aac", 44100, "fltp", "libx264"),
    "hevc.mp4": ("mp4", "aac", 44100, "fltp", "libx265"),
    "mpeg4.mov": ("mov", "pcm_s16le", 48000, "s16", "mpeg4"),
    "vp8.mkv": ("matroska", "libopus", 48000, "flt", "libvpx"),
    "vp9.webm": ("webm", "libopus", 48000, "flt", "libvpx-vp9"),
    "mpeg4.avi": ("avi", "libmp3lame", 44100, "fltp", "mpeg4"),
    "mjpeg.avi": ("avi", "pcm_s16le", 44100, "s16", "mjpeg"),
    "a.mpg": ("mpeg", "mp2", 48000, "s16", "mpeg2video"),
    "h264.mts": ("mpegts", "aac", 48000, "fltp", "libx264"),
    "a.wmv": ("asf", "wmav2", 44100, "fltp", "wmv2"),
}


@dataclass(frozen=True)
class Film:
    """A moving picture: dark grey with a moving bar, and white during the frame that holds each flash (in seconds)."""

    codec: str
    size: tuple[int, int] = (320, 240)
    flashes: tuple[float, ...] = ()


def make_container(path: Path, samples: Samples, *, rate: int) -> Path:
    """The samples in the container that the file's name stands for in :data:`CONTAINERS`."""
    container, codec, own_rate, sample_format, picture = CONTAINERS[path.name]
    heard = resampled(samples, rate, own_rate)
    return write(
        path,
        heard,
        own_rate,
        container=container,
        codec=codec,
        sample_format=sample_format,
        film=Film(picture) if picture else None,
    )


def write(
    path: Path,
    samples: Samples,
    rate: int,
    *,
    container: str,
    codec: str,
    sample_format: str = "fltp",
    film: Film | None = None,
    options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
) -> Path:
    """A file of those samples (mono, or channels × samples) and, if there is one, of that film."""
    channels = np.atleast_2d(samples)
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w", format=container, options=options or {}) as output:
        output.metadata.update(metadata or {})
        reel = _reel(output, film) if film else None
        track = output.add_stream(codec, rate=rate, layout=layout)
        track.format = sample_format
        if codec == "wmav2":  # the only one that wants to be told
            track.bit_rate = 64_000
        frames = _pictures(film, channels.shape[1] / rate) if film else iter(())
        for start in range(0, channels.shape[1], 1024):
            while reel and (shown := next(frames, None)):
                output.mux(reel.encode(shown.reformat(format=reel.pix_fmt)))
                if shown.time >= (start + 1024) / rate:
                    break
            output.mux(track.encode(_sound(channels[:, start : start + 1024], rate, start, sample_format, layout)))
        for shown in frames if reel else ():
            output.mux(reel.encode(shown.reformat(format=reel.pix_fmt)))
        output.mux(track.encode(None))
        if reel:
            output.mux(reel.encode(None))
    return path


def write_pictures(path: Path, images: Sequence[npt.NDArray[np.uint8]]) -> Path:
    """An MP4 film of those pictures (rows × columns × RGB), 25 a second, with silence for sound."""
    height, width = images[0].shape[:2]
    with av.open(str(path), "w", format="mp4") as output:
        reel = _reel(output, Film("libx264", (width, height)))
        track = output.add_stream("aac", rate=48_000, layout="mono")
        for image in images:
            output.mux(reel.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        output.mux(reel.encode(None))
        silence = np.zeros((1, 1920 * len(images)), np.float32)
        output.mux(track.encode(_sound(silence, 48_000, 0, "fltp", "mono")))
        output.mux(track.encode(None))
    return path


def clicks(seconds: float, *, at: tuple[float, ...], rate: int = 48_000) -> Samples:
    """Faint noise with a loud 5 ms burst at each of those times."""
    noise = np.random.default_rng(7).standard_normal(int(seconds * rate)).astype(np.float32)
    loudness = np.full(noise.size, 0.002, np.float32)
    for moment in at:
        loudness[round(moment * rate) : round((moment + 0.005) * rate)] = 0.3
    return np.clip(noise * loudness, -1, 1)


def babble(seconds: float, *, rate: int = 48_000) -> Samples:
    """Something like speech: syllables of changing pitch and loudness, never twice the same."""
    random = np.random.default_rng(11)
    time = np.arange(int(seconds * rate)) / rate
    knots = np.arange(0, seconds + 0.2, 0.2)
    pitch = np.interp(time, knots, random.uniform(120, 400, knots.size))
    loudness = np.interp(time, knots, random.uniform(0, 0.5, knots.size))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    return (loudness * sum(np.sin(n * phase) / n for n in (1, 2, 3, 5))).astype(np.float32) / 2


def resampled(samples: Samples, rate: int, to: int) -> Samples:
    """The samples at another rate."""
    if rate == to:
        return samples
    resampler = av.AudioResampler("fltp", "mono", to)
    frames = [*resampler.resample(_sound(samples[None], rate, 0, "fltp", "mono")), *resampler.resample(None)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def lag_ms(heard: Samples, reference: Samples, *, rate: int = 16_000, most_ms: int = 200) -> tuple[float, float]:
    """How much later ``heard`` is than the reference, and how alike they are (1.0: the same but for loudness)."""
    length = min(heard.size, reference.size)
    heard, reference = heard[:length], reference[:length]
    size = 1 << (2 * length - 1).bit_length()
    products = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size)))
    most = most_ms * rate // 1000
    products = np.concatenate([products[-most:], products[: most + 1]])
    best = int(products.argmax())
    scale = float(np.sqrt((heard**2).sum() * (reference**2).sum()))
    return (best - most) * 1000 / rate, float(products[best]) / scale


def _sound(samples: Samples, rate: int, start: int, sample_format: str, layout: str) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), start
    (converted,) = av.AudioResampler(sample_format, layout, rate).resample(frame)
    return converted


def _reel(output: av.container.OutputContainer, film: Film) -> av.VideoStream:
    reel = output.add_stream(film.codec, rate=25)
    reel.width, reel.height = film.size
    reel.pix_fmt = "yuvj420p" if film.codec == "mjpeg" else "yuv420p"
    if film.codec == "libx265":
        reel.options = {"x265-params": "log-level=none"}
    return reel


def _pictures(film: Film, seconds: float) -> Iterator[av.VideoFrame]:
    width, height = film.size
    lit = {int(moment * 25) for moment in film.flashes}
    for number in range(int(seconds * 25)):
        image = np.full((height, width, 3), 255 if number in lit else 60, np.uint8)
        if number not in lit:
            image[:, (number * 3) % width :][:, :8] = (200, 120, 40)
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 25)
        yield frame
