"""A recording's sound on the recording's own clock: what is lost becomes silence of the same length.

A moment in a transcript, a tag or a citation is a number of milliseconds, and must mean the same in the original, in
the access copy and in the samples that are transcribed. So sound is placed by its time stamps, not by counting what
happened to be decodable; everything that reads sound in this archive reads it from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from archive.errors import MediaFault
from archive.media.containers import opened, sound_of, zero_of

Samples = npt.NDArray[np.float32]
_Stream = TypeVar("_Stream", AudioStream, VideoStream)

_JITTER_S: Final = 0.06
"""Time stamps wander (by 20 to 40 ms where a browser recorded WebM); only more than this is a gap."""
LEAP_S: Final = 600.0
STEP_BACK_S: Final = 1.0
"""A clock that leaps further ahead than the one or back than the other was set anew, or a time stamp is damaged: the
sound simply goes on, until the clock makes sense again."""
_TRIES: Final = 1000
"""How many damaged places in a row FFmpeg may report before the rest of the file is given up."""
_CLOCKLESS: Final = frozenset({"mp3", "aac", "amr"})
"""Formats without time stamps. FFmpeg counts packets, so a damaged stretch, which it takes for a single packet, would
shorten the recording; there its bytes are counted instead."""
_LABELS: Final = (b"ID3", b"TAG", b"APETAGEX")
"""How a label in an mp3 begins (it is found in the middle where files were joined): not sound, and nothing lost."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch in which nothing could be heard, and how many packets should have been there (0: none was expected)."""

    seconds: float
    packets: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Mono samples, float32 from -1 to 1, that follow the stretch before; and the packets lost on the way.

    ``channels`` has a row for each channel they are the mean of, as decoded; none where nothing was.
    """

    samples: Samples
    lost_packets: int = 0
    channels: Samples | None = None


def sound(path: Path, *, rate: int, shown_as: str = "") -> Iterator[Stretch]:
    """The whole recording from its beginning, mixed down to mono at ``rate`` Hz, in stretches of a second or so.

    Sample ``n`` is heard ``n / rate`` seconds after the recording begins. Raises :class:`MediaFault`.
    """
    name = shown_as or path.name
    with opened(path, shown_as=name) as container:
        yield from _Mixer(rate).mixed(pieces(container, sound_of(container, shown_as=name), shown_as=name))


def pieces(container: InputContainer, stream: AudioStream, *, shown_as: str) -> Iterator[AudioFrame | Silence]:
    """Frame after frame as decoded, with silence where the recording's clock says that sound is missing.

    Raises :class:`MediaFault` where no packet at all can be decoded.
    """
    clock = _Clock(zero=zero_of(container, stream), clockless=container.format.name in _CLOCKLESS)
    if stream.codec_context.name == "flac":
        # Without this FFmpeg plays a damaged FLAC frame as noise, although its checksum says so.
        stream.codec_context.options = {"err_detect": "crccheck+explode"}
    for packet in packets(container, stream):
        frames = _decoded(packet)
        clock.pass_packet(packet, is_damaged=frames is None)
        for frame in frames or ():
            if clock.is_behind(frame):
                continue
            if (missing := clock.gap_before(frame)) is not None:
                yield missing
            clock.advance(frame)
            yield frame
    if clock.position == 0.0:
        raise _nothing_heard(shown_as, clock.unplaced)
    if (missing := clock.gap_at_end()) is not None:
        yield missing


def is_plausible(ahead_s: float) -> bool:
    """Whether the next sound or picture may lie so far ahead of the one before, by a clock that still makes sense."""
    return -STEP_BACK_S <= ahead_s <= LEAP_S


def packets(container: InputContainer, stream: _Stream) -> Iterator[Packet[_Stream]]:
    """Every packet that can be read, and at the end the empty one that flushes the decoder."""
    failures = 0
    while failures < _TRIES:
        try:
            for packet in container.demux(stream):
                failures = 0
                yield packet
            return
        except MemoryError:
            raise
        except (av.FFmpegError, IndexError):
            # Reading on finds the next place that makes sense, or the end of the file. IndexError: damage made FFmpeg
            # see a stream that PyAV was not told of.
            failures += 1


def _decoded(packet: Packet[AudioStream]) -> list[AudioFrame] | None:
    """The packet's frames, or None where it is damaged."""
    try:
        return [frame for frame in packet.decode() if frame.samples]
    except MemoryError:
        raise
    except av.FFmpegError:
        return None if packet.size else []


def _nothing_heard(name: str, damaged: int) -> MediaFault:
    if damaged:
        return MediaFault(
            "Nothing of %(name)s can be decoded: its sound is damaged from beginning to end.",
            next_step="Copy it again from where it was recorded.",
            name=name,
        )
    return MediaFault(
        "%(name)s holds no sound: it has a header, and not one sample after it.",
        next_step="Copy it again from where it was recorded; a recorder that was cut off leaves such files.",
        name=name,
    )


class _Clock:
    """Where on the recording's clock the sound has come to, and what is missing before the next frame.

    ``position``, and all times here, are in seconds from the recording's beginning; ``unplaced`` counts the damaged
    packets since the last frame.
    """

    def __init__(self, *, zero: float, clockless: bool) -> None:
        self.position = 0.0
        self.unplaced = 0
        self._unplaced_s = 0.0
        self._zero = zero
        self._detour = 0.0
        self._clockless = clockless
        self._good_bytes = 0
        self._good_packets = 0
        self._label_bytes = 0  # of a label that goes on in the next packets

    def pass_packet(self, packet: Packet[AudioStream], *, is_damaged: bool) -> None:
        """Take note of a packet before its frames, if it has any."""
        if not is_damaged:
            self._good_bytes += packet.size
            self._good_packets += packet.size > 0
            return
        counted_s = float((packet.duration or 0) * packet.time_base) if packet.time_base else 0.0
        if self._is_label(packet):
            self._zero += counted_s
            return
        true_s = counted_s
        if self._clockless and self._good_packets:
            true_s = counted_s * packet.size * self._good_packets / self._good_bytes
        self._zero -= true_s - counted_s
        self._unplaced_s += true_s
        self.unplaced += 1

    def is_behind(self, frame: AudioFrame) -> bool:
        """Whether a frame repeats time that has been heard; a clock that makes no sense is followed by a detour."""
        detour, self._detour = self._detour, 0.0
        if not is_plausible(self._ahead(frame)):
            self._detour = detour
            if not is_plausible(self._ahead(frame)):
                self._detour += self._ahead(frame)
        return self._ahead(frame) < -_JITTER_S

    def gap_before(self, frame: AudioFrame) -> Silence | None:
        """The silence to keep before a frame, or None where it follows on."""
        ahead = self._ahead(frame)
        if not self.unplaced and ahead <= _JITTER_S:
            return None
        # Sound that only begins later than the picture has lost nothing.
        is_loss = self.unplaced or self.position > 0
        packets = max(self.unplaced, round(ahead / _seconds(frame))) if is_loss else 0
        self.position += max(0.0, ahead)
        return Silence(seconds=max(0.0, ahead), packets=packets)

    def gap_at_end(self) -> Silence | None:
        """The silence that stands for damaged packets after the last frame, if there are any."""
        return Silence(seconds=self._unplaced_s, packets=self.unplaced) if self.unplaced else None

    def advance(self, frame: AudioFrame) -> None:
        """Go on past a frame."""
        self.position += _seconds(frame)
        self.unplaced = 0
        self._unplaced_s = 0.0

    def _is_label(self, packet: Packet[AudioStream]) -> bool:
        """Whether an undecodable packet is, or belongs to, a label; one of ID3 names its length, pictures included."""
        head = bytes(memoryview(packet)[:10])
        if head.startswith(b"ID3") and len(head) == 10:
            self._label_bytes = 10 + sum((head[6 + place] & 0x7F) << (21 - 7 * place) for place in range(4))
        is_label = self._label_bytes > 0 or head.startswith(_LABELS)
        self._label_bytes = max(0, self._label_bytes - packet.size)
        return is_label

    def _ahead(self, frame: AudioFrame) -> float:
        """How far a frame lies ahead of the position: by its time stamp, else by the damage before it."""
        if frame.pts is None or frame.time_base is None:
            return self._unplaced_s
        return float(frame.pts * frame.time_base) - self._zero - self._detour - self.position


class _Mixer:
    """Frames and silence in, mono samples at one rate out, never drifting from the seconds that went in."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._seconds = 0.0
        self._written = 0
        self._shape: tuple[str, str, int] | None = None
        self._resampler = AudioResampler(format="flt", rate=rate)
        self._waiting: list[Samples] = []  # channels × samples
        self._waiting_size = 0

    def mixed(self, of: Iterator[AudioFrame | Silence]) -> Iterator[Stretch]:
        """All samples in order."""
        for piece in of:
            if isinstance(piece, Silence):
                yield from self._flushed()
                self._seconds += piece.seconds
                yield from self._silent(piece.packets)
                continue
            shape = (piece.format.name, piece.layout.name, piece.sample_rate)
            if shape != self._shape:  # a joined file may change from mono to stereo half way
                yield from self._flushed()
                self._shape = shape
            self._seconds += _seconds(piece)
            self._resample(piece)
            if self._waiting_size >= self._rate:
                yield self._mono()
        yield from self._flushed()

    def _resample(self, frame: AudioFrame | None) -> None:
        for each in self._resampler.resample(frame):
            # Packed, and taken apart here: of planar sound PyAV hands out no more than eight channels, and crashes.
            interleaved = each.to_ndarray().reshape(-1, each.layout.nb_channels)
            self._waiting.append(np.ascontiguousarray(interleaved.T, np.float32))
            self._waiting_size += each.samples

    def _flushed(self) -> Iterator[Stretch]:
        self._resample(None)
        self._resampler = AudioResampler(format="flt", rate=self._rate)
        if self._waiting_size:
            yield self._mono()

    def _mono(self) -> Stretch:
        # The mean of the channels, and not FFmpeg's own downmix, which makes float sound 1.4 times as loud.
        channels = np.concatenate(self._waiting, axis=1)
        samples = channels.mean(axis=0, dtype=np.float32)
        self._written += samples.size
        self._waiting, self._waiting_size = [], 0
        return Stretch(tamed(samples), channels=channels)

    def _silent(self, lost_packets: int) -> Iterator[Stretch]:
        owed = max(0, round(self._seconds * self._rate) - self._written)
        self._written += owed
        yield Stretch(np.zeros(owed % self._rate, np.float32), lost_packets)
        for _ in range(owed // self._rate):
            yield Stretch(np.zeros(self._rate, np.float32))


def tamed(samples: Samples) -> Samples:
    """The samples as numbers from -1 to 1: a float WAV may hold anything."""
    return np.clip(np.nan_to_num(samples, copy=False), -1.0, 1.0)


def _seconds(frame: AudioFrame) -> float:
    return frame.samples / frame.sample_rate
