"""How ids, languages, times and texts are written in every record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

INTERVIEW_ID = re.compile(r"[0-9]{4}-[0-9]{3,6}")

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,7}")  # names files: as long as any in use, no longer

RECORDING_NAME = re.compile(r"recording-[1-9][0-9]{0,3}")

Texts = Mapping[str, str]
"""The same words in several languages: BCP 47 tag to text."""

LATEST_MS: Final = 1_000_000 * 3_600_000 - 1  # under a million hours: the times a file may name

_UNREADABLE = re.compile("[\0\ud800-\udfff]")

_BREAKS = re.compile(r"[ \t\n\f\r]+")


def readable(text: str) -> str:
    """The text as every reader of a WebVTT file must take it: NUL and halves of surrogate pairs become U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The same without breaks: they and runs of spaces become a space."""
    return _BREAKS.sub(" ", readable(text)).strip(" ")


def in_one(texts: Texts) -> str:
    """A name where one must do for all languages: in English and Chinese, then in whatever else there is."""
    languages = sorted(texts, key=lambda each: (not each.startswith("en"), not each.startswith("zh"), each))
    by_primary = {each.split("-")[0]: texts[each] for each in reversed(languages)}
    return " ".join(dict.fromkeys(by_primary[each.split("-")[0]] for each in languages))
