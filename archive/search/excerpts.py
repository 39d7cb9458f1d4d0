"""A long passage cut to what stands around what was found: by characters in Chinese, elsewhere by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.language import is_unspaced
from archive.search.values import Mark

_CHARACTERS, _WORDS = 36, 18
"""What stands on either side."""
_LONG = 3
"""A passage is cut where it is longer than so many times what stands around one word."""
_MOST_PIECES = 3
_MORE = "…"

_WORD = re.compile(r"\S+")


def excerpt(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text around its marks, with ``…`` for what is left out, and the marks as they stand in that."""
    units = _units(text)
    around = _CHARACTERS if _is_chinese(text) else _WORDS
    if len(units) <= _LONG * 2 * around:
        return text, tuple(marks)
    pieces = _pieces(units, marks, around)[:_MOST_PIECES]
    cut, moved = "", list[Mark]()
    for start, end in pieces:
        cut += (_MORE if start else "") if not cut else ""
        moved += [(a - start + len(cut), b - start + len(cut)) for a, b in marks if start <= a and b <= end]
        cut += text[start:end] + (_MORE if end < len(text) else "")
    return cut, tuple(moved)


def _pieces(units: Sequence[Mark], marks: Sequence[Mark], around: int) -> list[Mark]:
    """From where to where the text is kept: whole words, pieces that touch joined."""
    pieces: list[list[int]] = []
    for start, end in marks or ((0, 0),):
        first = next((n for n, unit in enumerate(units) if unit[1] > start), len(units) - 1)
        last = next((n for n, unit in enumerate(units) if unit[1] >= end), len(units) - 1)
        begin, over = max(first - around, 0), min(last + around, len(units) - 1)
        if pieces and begin <= pieces[-1][1] + 1:
            pieces[-1][1] = max(over, pieces[-1][1])
        else:
            pieces.append([begin, over])
    return [(units[begin][0] if begin else 0, units[over][1]) for begin, over in pieces]


def _units(text: str) -> list[Mark]:
    if _is_chinese(text):
        return [(at, at + 1) for at in range(len(text))]
    return [found.span() for found in _WORD.finditer(text)]


def _is_chinese(text: str) -> bool:
    return _share(map(is_unspaced, filter(str.isalpha, text[:400]))) > 0.5


def _share(of: Iterable[bool]) -> float:
    these = list(of)
    return sum(these) / len(these) if these else 0.0
