"""Pictures that browsers show as they are: copied packet for packet, at no cost in quality or time."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from archive.media.containers import opened, picture_of, sound_of, zero_of
from archive.media.encoding import Losses, WithoutRemarks, in_order, sound_track, written
from archive.media.picture import frames_in, size_on_screen
from archive.records import Muted

_CLOSE_S: Final = 0.025
"""The copy's picture may begin this much apart from where it should, which is less than a frame."""

_DEEPEST: Final = 16
"""H.264 lets at most this many pictures be shown before one that was decoded earlier."""


def keep_pictures(path: Path, part: Path, *, shown_as: str, muted: Sequence[Muted] = ()) -> bool:
    """Write an ``.mp4`` with the film's own pictures and its sound as AAC; False where the film must be encoded.

    It must where its pictures are turned, interlaced, larger than 720p or not H.264, where the container hides some of
    them, and where any sound is damaged: then pictures may be, and a browser stops at the first that it cannot decode.
    """
    losses = Losses()
    with opened(path, shown_as=shown_as) as container:
        picture = picture_of(container)
        if picture is None or not _can_be_shown(container, picture):
            return False
    with opened(path, shown_as=shown_as) as container:
        picture, zero = picture_of(container), zero_of(container, sound_of(container, shown_as=shown_as))
        if picture is None:
            return False
        try:
            with written(part, container="mp4") as output:
                pictures = _carried(output, container, picture, zero)
                in_order(output, pictures, sound_track(output, path, losses, shown_as=shown_as, muted=muted))
        except (_Hidden, ValueError):
            return False  # packets that are not to be shown, or make no sense
        except av.FFmpegError as error:
            if error.errno != errno.EINVAL:
                raise
            return False  # packets out of order, or of a make that MP4 has no place for
        return losses.packets == 0 and abs(_start_s(picture) - zero - _start_of(part)) < _CLOSE_S


class _Hidden(Exception):
    """A packet that the container keeps but does not show: the decoder can leave it out, a copy cannot."""


def _can_be_shown(container: InputContainer, picture: VideoStream) -> bool:
    if container.format.name.split(",")[0] not in ("mov", "matroska"):  # others do not say when a picture is shown
        return False
    if picture.codec_context.codec.canonical_name != "h264" or picture.pix_fmt not in ("yuv420p", "yuvj420p"):
        return False
    frame = next((frame for packet in container.demux(picture) for frame in frames_in(packet) or ()), None)
    return (
        frame is not None
        and frame.rotation == 0
        and not frame.interlaced_frame
        and size_on_screen(picture, frame) == (frame.width, frame.height)
    )


def _carried(
    output: OutputContainer, container: InputContainer, picture: VideoStream, zero: float
) -> Iterator[Packet[Stream]]:
    track = output.add_stream_from_template(picture, opaque=True)
    track.metadata.clear()
    return _moved(container, picture, track, zero)


def _moved(
    container: InputContainer, picture: VideoStream, track: VideoStream, zero: float
) -> Iterator[Packet[Stream]]:
    without_remarks = WithoutRemarks(picture)
    for packet in _ordered(container.demux(picture), picture):
        if packet.is_discard or packet.is_corrupt or packet.dts is None or packet.pts is None:
            raise _Hidden
        shift = round(zero / packet.time_base)
        packet.dts, packet.pts = packet.dts - shift, packet.pts - shift
        for each in without_remarks.packets(packet):
            each.stream = track
            yield each


def _ordered(packets: Iterator[Packet[VideoStream]], picture: VideoStream) -> Iterator[Packet[VideoStream]]:
    """All packets, with the decoding times that Matroska does not keep for the first few counted back."""
    first: list[Packet[VideoStream]] = []
    for packet in packets:
        if not packet.size:
            continue
        if packet.dts is None and len(first) < _DEEPEST:
            first.append(packet)
            continue
        if first and packet.dts is not None and picture.average_rate and packet.time_base:
            step = round(1 / picture.average_rate / packet.time_base)
            for back, each in enumerate(reversed(first), start=1):
                each.dts = packet.dts - back * step
        yield from first
        first = []
        yield packet


def _start_of(part: Path) -> float:
    with opened(part) as container:
        return _start_s(picture_of(container))


def _start_s(stream: Stream | None) -> float:
    if stream is None or stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)
