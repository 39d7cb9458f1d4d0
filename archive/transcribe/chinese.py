"""Mandarin as it should be written: one script a track, full-width punctuation, and some of it at every breath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, Final, Literal

from archive.transcribe.heard import Passage

Script = Literal["Hans", "Hant"]

_CLAUSE_ENDS_MS: Final = 700  # of pause between two passages from which the first is taken to end a sentence
_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", "﹑": "、", "､": "、", "｡": "。"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff])[,?!;﹑､｡]|[,?!;﹑､｡](?=[\u3400-\u9fff])")
_STOP = re.compile(r"(?<=[\u3400-\u9fff])\.(?!\d)")


def punctuated(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with a mark at the end of each that Whisper left without: a full stop before a pause, else a comma.

    Whisper closes a passage where a clause ends but writes the mark half of the time. A prompt that asks for marks
    costs accuracy (docs/measurements-speech.md); this adds no word and takes none away.
    """
    ends_sentence = [before.end_ms + _CLAUSE_ENDS_MS <= after.start_ms for before, after in pairwise(passages)]
    return [_closed(each, "。" if ends else "，") for each, ends in zip(passages, [*ends_sentence, True], strict=False)]


def _closed(passage: Passage, mark: str) -> Passage:
    *before, last = passage.words
    if not _HAN.search(last.text.rstrip()[-1:]):
        return passage
    return replace(passage, words=(*before, replace(last, text=last.text.rstrip() + mark)))


def script_of(tag: str, *, wanted: str) -> Script:
    """The script a track is to be in: as wanted, or as the tag says; simplified where nobody says.

    Speech has no script: in which of the two Whisper writes a recording changes with the cut of its windows.
    """
    for said in (wanted, *tag.split("-")[1:]):
        if said in ("Hans", "Hant"):
            return "Hant" if said == "Hant" else "Hans"
    if {"TW", "HK", "MO"} & set(tag.split("-")[1:]):
        return "Hant"
    return "Hans"


def written(text: str, script: Script) -> str:
    """The text in one script, with punctuation as Chinese has it; as long as it was, character for character."""
    converted = _converter("t2s" if script == "Hans" else "s2t").convert(text)
    same_length = converted if len(converted) == len(text) else "".join(_one(each, script) for each in text)
    return _STOP.sub("。", _BESIDE_HAN.sub(lambda found: found[0].translate(_FULL_WIDTH), same_length))


def _one(character: str, script: Script) -> str:
    converted: str = _converter("t2s" if script == "Hans" else "s2t").convert(character)
    return converted if len(converted) == 1 else character


@cache
def _converter(way: str) -> Any:
    from opencc import OpenCC

    return OpenCC(way)
