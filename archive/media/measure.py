"""What a file is and how long it truly lasts, found by reading all of it: a header may lie, or be missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from archive.media import riff
from archive.media.containers import opened, picture_of, sound_of, zero_of
from archive.media.timeline import Silence, is_plausible, packets, pieces

_EXACT: Final = frozenset({"mov", "matroska", "flac", "aiff", "au"})
"""Formats whose head says how long the whole is, and not by an estimate. FFmpeg's wav looks at the file's size; its
head is read by :mod:`archive.media.riff`."""
_CUT_SHORT_S: Final = 2.0
"""Only more than this is missing: heads count the silence that encoders put before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a sound or film file is; codecs and container are FFmpeg's names.

    ``duration_ms`` is measured, from the recording's beginning to the end of its sound and picture. ``lost_packets``
    counts what is damaged or missing; ``missing_ms`` is how much more the file once held, by its own head, where it was
    cut short. Of several ``sound_tracks`` only the default one is heard in this archive.
    """

    kind: Literal["audio", "video"]
    container: str
    duration_ms: int
    audio_codec: str
    rate: int
    channels: int
    sound_tracks: int = 1
    lost_packets: int = 0
    missing_ms: int = 0
    video_codec: str | None = None
    width: int | None = None
    height: int | None = None


def probe(path: Path, *, shown_as: str = "") -> Probe:
    """What this file is, by its content; raises :class:`MediaFault`, naming it by ``shown_as``."""
    name = shown_as or path.name
    with opened(path, shown_as=name) as container:
        stream, picture = sound_of(container, shown_as=name), picture_of(container)
        heard_s, lost = heard(container, stream, shown_as=name)
        lasts_s = max(heard_s, _seen(path, shown_as=name) if picture else 0.0)
        return Probe(
            kind="video" if picture else "audio",
            container=container.format.name,
            duration_ms=round(lasts_s * 1000),
            audio_codec=stream.codec_context.codec.canonical_name,
            rate=stream.codec_context.sample_rate,
            channels=stream.codec_context.channels,
            sound_tracks=len(container.streams.audio),
            lost_packets=lost,
            missing_ms=_missing_ms(path, container, lasts_s),
            video_codec=picture.codec_context.codec.canonical_name if picture else None,
            width=picture.codec_context.width if picture else None,
            height=picture.codec_context.height if picture else None,
        )


def _missing_ms(path: Path, container: InputContainer, lasts_s: float) -> int:
    kind = container.format.name.split(",")[0]
    if kind == "wav":
        missing_s = riff.missing_s(path)
    elif container.duration is None or kind not in _EXACT:
        return 0
    else:
        missing_s = container.duration / av.time_base - lasts_s
    return round(missing_s * 1000) if missing_s > _CUT_SHORT_S else 0


def heard(container: InputContainer, stream: AudioStream, *, shown_as: str) -> tuple[float, int]:
    """How many seconds of sound there are, silence for what is lost included, and how many packets are lost."""
    seconds, lost = 0.0, 0
    for piece in pieces(container, stream, shown_as=shown_as):
        if isinstance(piece, Silence):
            seconds += piece.seconds
            lost += piece.packets
        else:
            seconds += piece.samples / piece.sample_rate
    return seconds, lost


def _seen(path: Path, *, shown_as: str) -> float:
    """When the picture ends, in seconds from the recording's beginning."""
    with opened(path, shown_as=shown_as) as container:
        picture = picture_of(container)
        end = zero = zero_of(container, sound_of(container, shown_as=shown_as))
        # Not the packet's own duration: where pictures are missing, FFmpeg counts it to the next one decoded.
        frame_s = float(1 / picture.average_rate) if picture and picture.average_rate else 0.0
        for packet in packets(container, picture) if picture else ():
            if packet.pts is None or packet.time_base is None:
                continue
            packet_end = float(packet.pts * packet.time_base) + frame_s
            if is_plausible(packet_end - end):  # else a damaged time stamp
                end = max(end, packet_end)
        return end - zero
