"""Reading a page as its reader's screen reader would: in which language each of its words is said."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NOT_READ = {"script", "style", "kbd", "code", "textarea", "option"}
"""What is not said, or is to be typed as it stands."""
_SAID_TOO = ("aria-label", "alt", "title", "placeholder")
_ENGLISH = re.compile(r"(?:[A-Za-z][A-Za-z’'-]*[,;:.]? +){3}[A-Za-z]")
"""Four words in Latin letters in a row: more than a name."""


def english_in_chinese(page: str) -> list[str]:
    """What a page says in English and claims to be Chinese."""
    reading = _Reading()
    reading.feed(page)
    reading.close()
    return [each for each in reading.claimed if _ENGLISH.search(each)]


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.claimed: list[str] = []
        self._open: list[tuple[str, str, bool]] = [("", "", True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        _, language, is_read = self._open[-1]
        here = (tag, told.get("lang") or language, is_read and tag not in _NOT_READ)
        self._claim(" ".join(told.get(each) or "" for each in _SAID_TOO), *here[1:])
        if tag not in _NO_END:
            self._open.append(here)

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._claim(data, *self._open[-1][1:])

    def _claim(self, text: str, language: str, is_read: bool) -> None:
        if is_read and language.startswith("zh"):
            self.claimed.append(" ".join(text.split()))
