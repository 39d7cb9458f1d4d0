"""WebVTT and SubRip captions from elsewhere, and SubRip out."""

from __future__ import annotations

import re

from archive import webvtt
from archive.errors import BadInput
from archive.records import Cue
from archive.sentences import Sentence, sentence

_SRT_TIMING = re.compile(r"^(\d+:\d\d:\d\d),(\d{3}) --> (\d+:\d\d:\d\d),(\d{3})", re.MULTILINE)


def read_captions(data: bytes, *, name: str) -> tuple[Cue, ...]:
    """The cues of a caption file; raises :class:`BadInput` if it holds none or is not UTF-8.

    A line ``SPEAKER: words`` is left as it is: who speaks is only taken from ``<v Speaker>``.
    """
    try:
        text = _SRT_TIMING.sub(r"\1.\2 --> \3.\4", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(
            "%(name)s is not UTF-8 (byte %(byte)s).",
            next_step="Save it as UTF-8 first; for a Chinese file often: `iconv -f GB18030 -t UTF-8 OLD > NEW`.",
            name=name,
            byte=error.start + 1,
        ) from error
    cues = tuple(cue for cue in webvtt.cues_from(webvtt.read_foreign(text)) if cue.text.strip())
    if not cues:
        raise BadInput("%(name)s holds no cues.", next_step="Give a WebVTT or SubRip file with times.", name=name)
    return cues


def imported_from(name: str) -> Sentence:
    """What the event of an import says of the file."""
    return sentence("imported from %(kind)s", kind=f".{name.rpartition('.')[2]}")


def as_srt(cues: tuple[Cue, ...]) -> str:
    """Cues as SubRip; the speaker stands before the words."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        speaker = f"{cue.speaker}: " if cue.speaker else ""
        blocks.append(f"{number}\n{_srt(cue.start_ms)} --> {_srt(cue.end_ms)}\n{speaker}{cue.text}\n")
    return "\n".join(blocks)


def _srt(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{thousandths:03d}"
