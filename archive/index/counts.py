"""How much is said in a document, by whom, and in what kind of text: what a number of occurrences is measured by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from archive.index.facts import status
from archive.index.streams import BREAK, unpacked
from archive.release import ReleasedTrack

Row = dict[str, Any]
_BREAK = BREAK.encode()


def word_rows(document: Row, text: Row, tracks: Sequence[ReleasedTrack]) -> list[Row]:
    """A row for each voice and kind of text, with its words; Chinese characters count one by one.

    What an edited text says at a moment of its verbatim one has the status of that one in ``verbatim``.
    """
    voices, beside = json.loads(text["voices"]), json.loads(text["verbatim"])
    statuses = [" ".join(status(track)) for track in tracks for _ in track.cues]
    words: dict[tuple[str, str, str, str], int] = defaultdict(int)
    lengths = _lengths(text["words"].encode(), unpacked(text["words_starts"]), len(statuses))
    for number, (length, voice) in enumerate(zip(lengths, text["voice_of"], strict=True)):
        speaker, role = voices[voice] if voice < len(voices) else ("", "")
        said_at = beside.get(str(number))
        words[speaker, role, statuses[number], statuses[said_at[0]] if said_at else ""] += length
    return [_row(document["id"], place, *each) for place, each in enumerate(words.items())]


def _row(document: int, place: int, said: tuple[str, str, str, str], words: int) -> Row:
    speaker, role, made, verbatim = said
    return {
        "document": document,
        "place": place,
        "speaker": speaker,
        "role": role,
        "status": made,
        "verbatim": verbatim,
        "words": words,
    }


def _lengths(words: bytes, starts: Sequence[int], cues: int) -> Iterator[int]:
    """How many terms each cue has; where no cue has any, the stream knows of none."""
    if not words:
        yield from [0] * cues
        return
    for start, end in pairwise((*starts, len(words) - 1)):
        yield words.count(b" ", start, end) - words.count(_BREAK, start, end)
