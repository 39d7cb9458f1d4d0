"""Text as search sees it, with the way back to the text as written: pure functions.

``fold`` makes writings alike that a reader would call the same; ``tokens`` and ``terms`` cut text into what is indexed:
words where words are spaced, single characters where they are not. ``stem`` joins the forms of an English word;
``pinyin`` says how Han characters sound, ``syllables`` how one may, and ``pinyin_readings`` what a word in Latin
letters may sound like; ``language_called`` knows a language by its name; ``entries`` are the words of a Chinese
dictionary, and ``cut`` finds them in a text.
"""

from __future__ import annotations

from archive.language.english import stem
from archive.language.folding import (
    FOLD,
    Folded,
    Token,
    fold,
    guess_language,
    is_han,
    is_unspaced,
    spans,
    terms,
    tokens,
)
from archive.language.lexicon import cut, entries, is_ordinary
from archive.language.names import language_called
from archive.language.sound import UNSOUNDED, is_syllable, pinyin, pinyin_readings, syllables

__all__ = [
    "FOLD",
    "UNSOUNDED",
    "Folded",
    "Token",
    "cut",
    "entries",
    "fold",
    "guess_language",
    "is_han",
    "is_ordinary",
    "is_syllable",
    "is_unspaced",
    "language_called",
    "pinyin",
    "pinyin_readings",
    "spans",
    "stem",
    "syllables",
    "terms",
    "tokens",
]
