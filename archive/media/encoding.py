"""Encoding a recording for browsers, sound and picture on one clock."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from archive.media.muted import blackened, silenced
from archive.media.picture import CLOCK, frames_seen
from archive.media.timeline import Stretch, sound
from archive.records import Muted

_SOUND_RATE: Final = 48_000  # Hz, for all: AAC allows few rates, and this loses nothing that a voice has
_SOUND_BITS: Final = 64_000  # a second
_WRITING: Final = {
    "movflags": "+faststart",  # the table of contents first, so that playing starts before all is loaded
    "fflags": "+bitexact",  # no program's name, no date
}
_X264: Final = {
    "preset": "veryfast",
    "crf": "23",
    "profile": "high",
    "g": "60",  # a key frame every two seconds or so: a reader who clicks a word should not wait
    "threads": "2",  # the bytes depend on the number, so it must not depend on the machine
    "mbtree": "0",  # reads memory it has not set: other bytes in each run (x264 164, seen with MALLOC_PERTURB_)
}
_NO_REMARKS: Final = "filter_units=remove_types=6"
"""Drops H.264's remarks (SEI): there x264 signs its settings, and some cameras the place and the time."""


@dataclass(slots=True)
class Losses:
    """Packets of the original that could not be decoded, counted on the way."""

    packets: int = 0


def encode_sound(path: Path, part: Path, *, shown_as: str, muted: Sequence[Muted] = ()) -> int:
    """Write the recording's sound as AAC in an ``.m4a``, without what is ``muted``.

    Returns the number of packets that could not be decoded and are silence in it.
    """
    losses = Losses()
    with written(part, container="ipod") as output:
        in_order(output, sound_track(output, path, losses, shown_as=shown_as, muted=muted))
    return losses.packets


def encode_film(path: Path, part: Path, *, shown_as: str, muted: Sequence[Muted] = ()) -> int:
    """Write the recording as H.264 and AAC in an ``.mp4``, without what is ``muted``.

    Returns the number of packets lost, of sound and picture.
    """
    losses = Losses()
    with written(part, container="mp4") as output:
        seen = _counted(frames_seen(path, shown_as=shown_as), losses)
        picture = _picture_track(output, blackened(seen, muted))
        in_order(output, picture, sound_track(output, path, losses, shown_as=shown_as, muted=muted))
    return losses.packets


@contextmanager
def written(part: Path, *, container: str) -> Iterator[OutputContainer]:
    """A file in the making, of that kind of container (FFmpeg's name): playable from its beginning, and unsigned."""
    with av.open(str(part.absolute()), mode="w", format=container, container_options=dict(_WRITING)) as output:
        yield output


def in_order(output: OutputContainer, *tracks: Iterator[Packet[Stream]]) -> None:
    """Write the packets of all tracks by their time."""
    for packet in heapq.merge(*tracks, key=lambda packet: (packet.dts or 0) * packet.time_base):
        output.mux(packet)


def sound_track(
    output: OutputContainer, path: Path, losses: Losses, *, shown_as: str, muted: Sequence[Muted] = ()
) -> Iterator[Packet[Stream]]:
    """Add the recording's sound to the file, without what is ``muted``: its packets, encoded as they are asked for."""
    track = output.add_stream("aac", rate=_SOUND_RATE, layout="mono")
    track.codec_context.bit_rate = _SOUND_BITS
    track.codec_context.flags |= Flags.bitexact
    return _sound(track, silenced(sound(path, rate=_SOUND_RATE, shown_as=shown_as), muted, rate=_SOUND_RATE), losses)


class WithoutRemarks:
    """Strips one stream of H.264 of what encoders and cameras write into it about themselves."""

    def __init__(self, stream: VideoStream) -> None:
        self._filter = BitStreamFilterContext(_NO_REMARKS, stream)

    def packets(self, packet: Packet[Stream] | Packet[VideoStream]) -> Iterator[Packet[Stream]]:
        """The packet without remarks: one, or none where it held nothing else."""
        stream, time_base = packet.stream, packet.time_base  # the filter empties the packet
        for stripped in self._filter.filter(packet):
            stripped.stream, stripped.time_base = stream, time_base
            yield stripped


def _sound(track: AudioStream, stretches: Iterable[Stretch], losses: Losses) -> Iterator[Packet[Stream]]:
    position = 0
    for stretch in stretches:
        losses.packets += stretch.lost_packets
        if not stretch.samples.size:
            continue
        frame = AudioFrame.from_ndarray(stretch.samples.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = _SOUND_RATE, Fraction(1, _SOUND_RATE), position
        position += stretch.samples.size
        yield from track.encode(frame)
    yield from track.encode(None)


def _picture_track(output: OutputContainer, frames: Iterator[VideoFrame]) -> Iterator[Packet[Stream]]:
    """Add the pictures to the file, in the size of the first; where there is none at all, nothing is added."""
    first = next(frames, None)
    if first is None:
        return iter(())
    track = output.add_stream("libx264", rate=25, options=dict(_X264))
    track.width, track.height, track.pix_fmt = first.width, first.height, first.format.name
    track.codec_context.time_base = CLOCK  # frames keep their own times, even or not; 25 is but a hint
    track.codec_context.flags |= Flags.bitexact
    return _pictures(track, chain([first], frames, [None]))


def _pictures(track: VideoStream, frames: Iterable[VideoFrame | None]) -> Iterator[Packet[Stream]]:
    without_remarks = WithoutRemarks(track)
    for frame in frames:
        for packet in track.encode(frame):
            yield from without_remarks.packets(packet)


def _counted(frames: Iterator[VideoFrame | None], losses: Losses) -> Iterator[VideoFrame]:
    for frame in frames:
        if frame is None:
            losses.packets += 1
        else:
            yield frame
