"""Streams of terms: pieces of text (cues, descriptions) one after another, as search reads them.

A term has a space on both sides, so that a word is found by looking for its bytes, and a phrase across cues as well as
within one. There are three columns: the terms as they are, their stems, and how they sound; a term has its place in
each.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from archive.language import UNSOUNDED, is_unspaced, pinyin, stem, terms

Column = Literal["words", "stems", "pinyin"]
COLUMNS: tuple[Column, ...] = ("words", "stems", "pinyin")

BREAK = "\ue000"
"""A term that no text and no query has: no phrase runs over it into another recording or description, or over a gap."""

_UNSTEMMED = "."  # FTS5 passes over it, so characters that have no other forms take no room among the stems
_NOTHING: dict[Column, str] = {"words": BREAK, "stems": _UNSTEMMED, "pinyin": UNSOUNDED}


@dataclass(frozen=True, slots=True)
class Stream:
    """A column's terms in UTF-8, and where each piece begins: at the space before its first term."""

    text: bytes = b""
    starts: Sequence[int] = ()


@dataclass(slots=True)
class Terms:
    """Pieces of text gathered into streams, of the columns that are wanted."""

    columns: Iterable[Column] = COLUMNS
    _pieces: dict[Column, list[list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._pieces = {column: [] for column in self.columns}

    def add(self, texts: Sequence[str], *, is_chinese: bool) -> None:
        """Append texts that a phrase may run across; it may not run into the next lot."""
        pieces = [terms(text) for text in texts]
        self._break()
        if "words" in self._pieces:
            self._pieces["words"] += pieces
        if "stems" in self._pieces:
            self._pieces["stems"] += ([_stem(term) for term in piece] for piece in pieces)
        if "pinyin" in self._pieces:
            sounds = iter(pinyin("\n".join(texts)) if is_chinese else ())
            self._pieces["pinyin"] += ([next(sounds, UNSOUNDED) for _ in piece] for piece in pieces)

    def streams(self) -> dict[str, Stream]:
        """The columns; one in which there is nothing to find is empty."""
        return {
            column: _stream(pieces) if _has_any(pieces, but_for=_NOTHING[column]) else Stream()
            for column, pieces in self._pieces.items()
        }

    def _break(self) -> None:
        for column, pieces in self._pieces.items():
            if pieces:
                pieces[-1].append(_NOTHING[column])


@lru_cache(maxsize=100_000)
def _stem(term: str) -> str:
    return _UNSTEMMED if is_unspaced(term) else stem(term)


def _has_any(pieces: Iterable[Sequence[str]], *, but_for: str) -> bool:
    return any(term != but_for for piece in pieces for term in piece)


def _stream(pieces: Iterable[Sequence[str]]) -> Stream:
    texts, starts, upto = [], [], 0
    for piece in pieces:
        text = f" {' '.join(piece)}".encode() if piece else b""
        texts.append(text)
        starts.append(upto)
        upto += len(text)
    return Stream(b"".join((*texts, b" ")), starts)


def packed(starts: Sequence[int]) -> bytes:
    """Where pieces begin, as little-endian numbers of 32 bits."""
    numbers = array("I", starts)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(numbers: bytes) -> array[int]:
    """What :func:`packed` was given."""
    starts = array("I")
    starts.frombytes(numbers)
    if sys.byteorder == "big":
        starts.byteswap()
    return starts
