"""A film's pictures as they are meant to be seen: upright, with square pixels, whole frames, no larger than 720p."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.filter import Graph
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from archive.media.containers import opened, picture_of, sound_of, zero_of
from archive.media.timeline import is_plausible, packets

CLOCK: Final = Fraction(1, 90_000)
"""The unit of a picture's time stamps: 90,000 a second divide by every common frame rate."""
_LONG_SIDE: Final = 1280
_SHORT_SIDE: Final = 720
_UPRIGHT: Final = {
    90: (("transpose", "cclock"),),
    -90: (("transpose", "clock"),),
    180: (("hflip", ""), ("vflip", "")),
    -180: (("hflip", ""), ("vflip", "")),
}
"""What undoes a camera's turn, by the degrees (counter-clockwise) it asks to be turned."""


def size_on_screen(stream: VideoStream, frame: VideoFrame) -> tuple[int, int]:
    """Width and height of the upright picture with square pixels: even, at most 720p, never enlarged."""
    width, height = float(frame.width * (stream.sample_aspect_ratio or 1)), float(frame.height)
    if abs(frame.rotation) == 90:
        width, height = height, width
    scale = min(1.0, _LONG_SIDE / max(width, height), _SHORT_SIDE / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def frames_seen(path: Path, *, shown_as: str) -> Iterator[VideoFrame | None]:
    """Every frame, as seen and timed on the recording's clock; None for a lost packet."""
    with opened(path, shown_as=shown_as) as container:
        stream = picture_of(container)
        if stream is None:
            return
        stream.thread_type = "AUTO"
        pace = _Pace(zero=zero_of(container, sound_of(container, shown_as=shown_as)), stream=stream)
        screen = Screen(stream)
        for packet in packets(container, stream):
            frames = frames_in(packet)
            if frames is None:
                yield None
            for frame in frames or ():
                if pace.timed(frame):
                    yield from screen.shown(frame)
        yield from screen.rest()


def frames_in(packet: av.Packet[VideoStream]) -> list[VideoFrame] | None:
    """The packet's frames, or None where it is damaged."""
    try:
        return packet.decode()
    except MemoryError:
        raise
    except av.FFmpegError:
        return None if packet.size else []


class Screen:
    """Turns, deinterlaces and scales frames; ``pixels`` is FFmpeg's name of the pixel format they come out in."""

    def __init__(self, stream: VideoStream, *, pixels: str = "yuv420p") -> None:
        self._stream = stream
        self._pixels = pixels
        self._size: tuple[int, int] | None = None
        self._shape: tuple[int, int, str, int] | None = None
        self._graph: Graph | None = None

    def shown(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """The frames that can be shown once this one has come in: none at first, the deinterlacer looks one ahead."""
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        if shape != self._shape or self._graph is None:
            yield from self.rest()
            # The first frame sets the size: an encoder cannot change it on the way.
            self._size = self._size or size_on_screen(self._stream, frame)
            self._shape, self._graph = shape, self._built(frame)
        self._graph.vpush(frame)
        yield from self._ready()

    def rest(self) -> Iterator[VideoFrame]:
        """The frames still held back."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from self._ready()
            self._graph = None

    def _built(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        width, height = self._size or (frame.width, frame.height)
        source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=CLOCK)
        graph.link_nodes(
            source,
            graph.add("bwdif", "mode=send_frame:deint=interlaced"),
            *(graph.add(name, how) for name, how in _UPRIGHT.get(frame.rotation, ())),
            graph.add("scale", f"{width}:{height}:flags=bicubic"),
            graph.add("setsar", "1"),
            graph.add("format", self._pixels),
            graph.add("buffersink"),
        ).configure()
        return graph

    def _ready(self) -> Iterator[VideoFrame]:
        while self._graph is not None:
            try:
                yield self._graph.vpull()
            except (BlockingIOError, EOFError):
                return


class _Pace:
    """Puts frames on the recording's clock, in order; a clock that makes no sense is followed by a detour."""

    def __init__(self, *, zero: float, stream: VideoStream) -> None:
        self._zero = zero
        self._detour = 0.0
        self._expected = 0.0
        self._last = -1
        self._step = float(1 / stream.average_rate) if stream.average_rate else 0.04

    def timed(self, frame: VideoFrame) -> bool:
        """Give the frame its time; False where it would not come after the frame before."""
        seconds = self._expected if frame.time is None else self._moment(frame.time - self._zero)
        moment = round(seconds / CLOCK)
        if moment <= self._last:
            return False
        frame.pts, frame.time_base, frame.duration = moment, CLOCK, round(self._step / CLOCK)
        frame.pict_type = PictureType.NONE  # else the encoder would copy the original's choice of key frames
        self._last, self._expected = moment, seconds + self._step
        return True

    def _moment(self, seconds: float) -> float:
        if is_plausible(seconds - self._expected):
            self._detour = 0.0
        elif not is_plausible(seconds - self._detour - self._expected):
            self._detour = seconds - self._expected
        return seconds - self._detour
