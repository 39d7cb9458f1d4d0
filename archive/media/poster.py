"""A still of a film: one of its real frames."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import av
from av.codec import CodecContext
from av.codec.context import Flags
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from archive.errors import MediaFault
from archive.media.containers import opened, picture_of
from archive.media.picture import CLOCK, Screen, frames_in
from archive.media.whole import whole

_MOMENTS: Final = (0.10, 0.20, 0.35, 0.50, 0.0)
"""Where a picture is looked for, in parts of the film, until one is not black."""
_BLACK: Final = 32  # mean luma; 16 is black in video, 235 white
_TOO_FAR: Final = 1500  # packets read after a seek before giving up: a minute at 25 frames a second


def make_poster(path: Path, folder: Path, *, stem: str, shown_as: str = "") -> Path | None:
    """``<stem>.poster.jpg`` in ``folder``, a real frame from about a tenth into the film; None for a sound recording.

    Raises :class:`MediaFault` where not one frame can be decoded.
    """
    name = shown_as or path.name
    with opened(path, shown_as=name) as container:
        stream = picture_of(container)
        if stream is None:
            return None
        frame = _telling_frame(container, stream)
        if frame is None:
            raise MediaFault(
                "No picture of %(name)s can be decoded.", next_step="Copy it again from the camera.", name=name
            )
        picture = _jpeg(_as_seen(stream, frame))
    final = folder / f"{stem}.poster.jpg"
    with whole(final) as part:
        part.write_bytes(picture)
    return final


def _telling_frame(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    """The first frame looked for that is not black, else the brightest; None where nothing can be decoded."""
    found: list[VideoFrame] = []
    start_s = (container.start_time or 0) / av.time_base
    length_s = (container.duration or 0) / av.time_base
    for part in _MOMENTS:
        frame = _frame_at(container, stream, start_s + length_s * part)
        if frame is None:
            continue
        if _brightness(frame) > _BLACK:
            return frame
        found.append(frame)
    return max(found, key=_brightness, default=None)


def _frame_at(container: InputContainer, stream: VideoStream, seconds: float) -> VideoFrame | None:
    """The frame shown at that time, else the last one before it that could be decoded."""
    latest = None
    try:
        container.seek(round(seconds * av.time_base))
        for number, packet in enumerate(container.demux(stream)):
            for frame in frames_in(packet) or ():
                latest = frame
                if frame.time is not None and frame.time >= seconds:
                    return frame
            if number > _TOO_FAR:
                break
    except MemoryError:
        raise
    except av.FFmpegError:
        return latest  # a damaged place, or a file that cannot be searched
    return latest


def _brightness(frame: VideoFrame) -> float:
    return float(frame.reformat(width=64, height=36, format="gray").to_ndarray().mean())


def _as_seen(stream: VideoStream, frame: VideoFrame) -> VideoFrame:
    frame.pts, frame.time_base = 0, CLOCK
    screen = Screen(stream, pixels="yuvj420p")
    return [*screen.shown(frame), *screen.rest()][0]


def _jpeg(frame: VideoFrame) -> bytes:
    encoder = CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base = CLOCK
    encoder.flags |= Flags.bitexact  # else FFmpeg writes its own name into the file
    encoder.options = {"q": "3"}
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))
