"""Case, width, accents, digits and script folded away, one character at a time.

No character's folding depends on its neighbours. So any part of a text folds to that part of the folded text, and a
search finds every substring; a converter that looks at whole words (乾 → 干, but 乾隆 → 乾隆) would lose some.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain, count, repeat

from opencc import OpenCC

FOLD = f"1 unicode {unicodedata.unidata_version} opencc {version('opencc')}"
"""What folding depends on: text folded under another name must be folded again."""

_HAN = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3005),
    (0x3007, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
HAN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _HAN) + "]+")
"""A run of characters of the Chinese script."""

_THAI_LAO = ((0x0E00, 0x0EFF),)
_MYANMAR = ((0x1000, 0x109F),)
_KHMER = ((0x1780, 0x17FF),)
_KANA_BOPOMOFO = ((0x3040, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF))
_UNSPACED = sorted((*_HAN, *_THAI_LAO, *_MYANMAR, *_KHMER, *_KANA_BOPOMOFO))
_UNSPACED_STARTS = [first for first, _ in _UNSPACED]

# Marks a writer may leave out without writing another word: accents, Hebrew and Arabic points, kana voicing.
_OPTIONAL_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
# Latin letters that Unicode does not take apart, as a keyboard without them writes them.
_PLAIN_LETTERS = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_ZERO_WIDTH_SPACE = "\u200b"
_TERM = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``offsets`` has where each of its characters stood in the original, and last the original's end."""

    text: str
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word or unspaced character, and from where to where it stands in the text as written."""

    text: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """Text in which writings that a reader would call the same are the same."""
    pieces = [_FOLDED[ord(char)] for char in text]
    offsets = (at for at, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), (*offsets, len(text)))


def terms(text: str) -> list[str]:
    """The folded words and unspaced characters of a text, in order."""
    return text.translate(_SPACED).split()


def tokens(text: str) -> list[Token]:
    """The same as :func:`terms`, each with its place in the text; marks that belong to its last letter included."""
    return [Token(term, start, end) for term, (start, end) in zip(terms(text), spans(text), strict=True)]


def spans(text: str) -> list[tuple[int, int]]:
    """From where to where each of the terms stands in the text as written."""
    if text.isascii():  # character for character
        return [found.span() for found in _TERM.finditer(text.translate(_SPACED))]
    pieces = list(map(_SPACED.__getitem__, map(ord, text)))
    places = list(chain.from_iterable(map(repeat, count(), map(len, pieces))))
    found = [(places[each.start()], places[each.end() - 1] + 1) for each in _TERM.finditer("".join(pieces))]
    return found if all(pieces) else [(start, _whole_letter(pieces, end)) for start, end in found]


def _whole_letter(pieces: Sequence[str], end: int) -> int:
    while end < len(pieces) and not pieces[end]:
        end += 1
    return end


@lru_cache(maxsize=100_000)
def is_han(text: str) -> bool:
    """Whether all of this is written in characters of the Chinese script."""
    return HAN.fullmatch(text) is not None


@lru_cache(maxsize=100_000)
def is_unspaced(term: str) -> bool:
    """Whether this term is one character of a script that writes words without spaces between them."""
    place = bisect_right(_UNSPACED_STARTS, ord(term[0])) - 1
    return place >= 0 and ord(term[0]) <= _UNSPACED[place][1]


def guess_language(text: str) -> str:
    """The language whose script gives it away (``zh``, ``ja``, ``ko``), or nothing: Latin letters tell too little."""
    names = [unicodedata.name(char, "") for char in text if char.isalpha()]
    for script, language in (("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CJK", "zh")):
        if any(name.startswith(script) for name in names):
            return language
    return ""


# --- one character ---------------------------------------------------------------------------------------------------


class _Folded(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        while (further := _fold_once(folded)) != folded:
            folded = further
        self[code] = folded
        return folded


class _Spaced(dict[int, str]):
    """The same with spaces where one token ends and another begins."""

    def __missing__(self, code: int) -> str:
        spaced = "".join(_spaced(char) for char in _FOLDED[code])
        self[code] = spaced
        return spaced


_FOLDED = _Folded()
_SPACED = _Spaced()


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in apart if not _is_optional(char))
    return "".join(_plain(char) for char in unicodedata.normalize("NFC", kept))


def _is_optional(char: str) -> bool:
    if unicodedata.category(char) == "Cf":
        return char != _ZERO_WIDTH_SPACE
    return _within(ord(char), _OPTIONAL_MARKS)


def _plain(char: str) -> str:
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return _PLAIN_LETTERS.get(char) or _simplified().get(char, char)


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters and what each is in simplified writing, where that differs."""
    every = [chr(code) for first, last in _HAN for code in range(first, last + 1)]
    simplified = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {one: other for one, other in zip(every, simplified, strict=True) if one != other and len(other) == 1}


def _spaced(char: str) -> str:
    if not (char.isalnum() or unicodedata.category(char).startswith("M")):
        return " "
    return f" {char} " if is_unspaced(char) else char


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
