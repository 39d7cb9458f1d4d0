"""Mandarin as it should be written: one script a track, full-width punctuation, and a prompt that sets the tone."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

Script = Literal["Hans", "Hant"]

PROMPT = "，。"
"""Sets the tone: without it Whisper leaves most punctuation out. Sentences that ask for it cost accuracy: over all the
Mandarin fixtures 13.7 % of characters were wrong without a prompt, 14.5 with this one, 15.5 to 17.7 with sentences."""
_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", "﹑": "、", "､": "、", "｡": "。"})
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff])[,?!;﹑､｡]|[,?!;﹑､｡](?=[\u3400-\u9fff])")
_STOP = re.compile(r"(?<=[\u3400-\u9fff])\.(?!\d)")


def script_of(tag: str, *, wanted: str, text: str) -> Script:
    """The script a track is to be in: as wanted, as the tag says, or as most of the text already is."""
    for said in (wanted, *tag.split("-")[1:]):
        if said in ("Hans", "Hant"):
            return "Hant" if said == "Hant" else "Hans"
    if {"TW", "HK", "MO"} & set(tag.split("-")[1:]):
        return "Hant"
    return "Hant" if _changed(text, "t2s") > _changed(text, "s2t") else "Hans"


def written(text: str, script: Script) -> str:
    """The text in one script, with punctuation as Chinese has it; as long as it was, character for character."""
    converted = _converter("t2s" if script == "Hans" else "s2t").convert(text)
    same_length = converted if len(converted) == len(text) else "".join(_one(each, script) for each in text)
    return _STOP.sub("。", _BESIDE_HAN.sub(lambda found: found[0].translate(_FULL_WIDTH), same_length))


def _one(character: str, script: Script) -> str:
    converted: str = _converter("t2s" if script == "Hans" else "s2t").convert(character)
    return converted if len(converted) == 1 else character


def _changed(text: str, way: str) -> int:
    return sum(1 for one, other in zip(text, _converter(way).convert(text), strict=False) if one != other)


@cache
def _converter(way: str) -> Any:
    from opencc import OpenCC

    return OpenCC(way)
