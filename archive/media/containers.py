"""Which sound and film files are let in, and opening them so that nothing but that one file is ever read.

FFmpeg knows some 350 kinds of file. Some of them are scripts that name other files or hosts (playlists, ``concat``,
DASH, SDP), some are pictures, subtitles or a terminal's text. Only the kinds in :data:`TAKEN` are opened, whatever a
file is called; FFmpeg looks at the content first and applies the list before it reads any further. Text is not even
shown to it.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from archive.errors import MediaFault
from archive.sentences import enumerated, sentence

TAKEN: Final = (
    *("wav", "w64", "aiff", "caf", "au"),  # uncompressed; FFmpeg's wav also reads RF64 and BW64
    *("mp3", "aac", "amr", "flac", "ogg", "asf"),  # ogg: Opus, Vorbis, Speex; asf: wma, wmv; aac: bare ADTS
    *("mov", "matroska", "avi"),  # mov: mp4, m4a, 3gp; matroska: webm
    *("mpeg", "mpegts"),  # the camcorders of the 2000s: MiniDVD's .vob and .mpg, AVCHD's .mts
)
"""FFmpeg's names of the container formats that are read."""

_OPTIONS: Final = {
    "format_whitelist": ",".join(TAKEN),
    # A local file and nothing else: no http, no pipe, no concat:, no data:.
    "protocol_whitelist": "file",
    # QuickTime films may keep their sound in another file, named by path. It is FFmpeg's default not to follow.
    "enable_drefs": "0",
}
_STILL: Final = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
_MOST_CHANNELS: Final = 64  # libswresample's SWR_CH_MAX: more cannot be mixed
_LOWEST_RATE: Final = 500  # Hz: below it no word is left, and a head that says so makes weeks of a few bytes
_TAKEN_IN: Final = enumerated(
    ("wav", "mp3", "m4a", "flac", "ogg", "opus", "aiff", "amr", "wma", "mp4", "mov", "mkv", "webm")
)


@contextmanager
def opened(path: Path, *, shown_as: str = "") -> Iterator[InputContainer]:
    """The file, open for reading; raises :class:`MediaFault` naming it by ``shown_as``, never by its path."""
    name = shown_as or path.name
    head = _head(path, name)
    try:
        # An absolute path begins with a slash, so that no file name can pass for a protocol (`concat:a|b`).
        container = av.open(str(path.absolute()), mode="r", container_options=dict(_OPTIONS), metadata_errors="ignore")
    except av.FFmpegError as error:
        raise _not_taken(head, name, error) from error
    with container:
        yield container


def sound_of(container: InputContainer, *, shown_as: str) -> AudioStream:
    """The stream that is heard: the one marked as default, else the first; raises :class:`MediaFault` without one."""
    streams = container.streams.audio
    if not streams:
        raise MediaFault(
            "%(name)s has no sound.",
            next_step="Check that this is the right file: an interview must be heard.",
            name=shown_as,
        )
    usable = [each for each in streams if _has_decoder(each)]
    if not usable:
        raise MediaFault(
            "The sound of %(name)s is in a coding this program cannot read.",
            next_step="Save it as WAV or FLAC with the program that made it, and hand that in.",
            name=shown_as,
        )
    heard = next((each for each in usable if each.disposition & Disposition.default), usable[0])
    if heard.channels > _MOST_CHANNELS or 0 < heard.rate < _LOWEST_RATE:
        raise MediaFault(
            "%(name)s claims a rate of %(rate)s Hz and a channel count of %(channels)s: it cannot be heard.",
            next_step="If that is wrong, its header is damaged: copy it again, or save it as WAV or FLAC.",
            name=shown_as,
            rate=heard.rate,
            channels=heard.channels,
        )
    return heard


def picture_of(container: InputContainer) -> VideoStream | None:
    """The moving picture, or None: a cover picture or a thumbnail does not make a film."""
    films = (each for each in container.streams.video if not each.disposition & _STILL)
    return next((each for each in films if _has_decoder(each)), None)


def zero_of(container: InputContainer, sound: AudioStream) -> float:
    """Where the recording's own clock begins, in the container's seconds: its earliest sound or picture."""
    starts = [
        float(each.start_time * each.time_base)
        for each in (sound, picture_of(container))
        if each is not None and each.start_time is not None and each.time_base is not None
    ]
    return min(starts, default=0.0)


def _has_decoder(stream: AudioStream | VideoStream) -> bool:
    return stream.codec_context is not None and stream.codec_context.codec is not None


def _head(path: Path, name: str) -> bytes:
    """The first bytes of the file; raises :class:`MediaFault` where it is none, is empty, or is text."""
    try:
        # A pipe or a device would wait for ever, or never end.
        if not path.is_file():
            fault = sentence("is not a file") if path.exists() else sentence("is not there")
            raise MediaFault(
                "%(name)s %(why)s.", next_step="Give the path of a sound or film file.", name=name, why=fault
            )
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise MediaFault(
            "%(name)s cannot be read.", next_step="Check who may read it, and its disk.", name=name
        ) from error
    if not head:
        raise MediaFault(
            "%(name)s is empty: it has no bytes.", next_step="Copy it again from where it was recorded.", name=name
        )
    if _is_text(head):
        raise MediaFault(
            "%(name)s is text, not sound or film.",
            next_step="Hand in the recording; transcripts are imported apart.",
            name=name,
        )
    return head


def _not_taken(head: bytes, name: str, error: av.FFmpegError) -> MediaFault:
    if head[4:8] == b"ftyp":
        return MediaFault(
            "%(name)s is cut short or damaged: the table that says where its sound lies is missing.",
            next_step="Copy it again from the recorder; if there is no other copy, a repair program may rebuild it.",
            name=name,
        )
    if error.errno == errno.EINVAL:  # what FFmpeg answers for a kind of file it knows and may not open
        return MediaFault(
            "%(name)s is not of a kind that is taken in.",
            next_step="Hand in a recording as %(kinds)s or avi.",
            name=name,
            kinds=_TAKEN_IN,
        )
    return MediaFault(
        "%(name)s holds no sound or film that can be read: it is damaged, or its header is missing.",
        next_step="Play it where it was made, copy it again, or save it as %(kinds)s or avi.",
        name=name,
        kinds=_TAKEN_IN,
    )


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # the last character may be cut in two
            return False
        text = head[: error.start].decode("utf-8")
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)
