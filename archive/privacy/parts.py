"""A text in its words and characters, and a name in its parts: what a name is looked for with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from archive import language
from archive.speech import Speech

How = Literal["name", "part", "address", "sound", "initials", "spelt"]

_COMPOUND: Final = "欧阳 上官 司马 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 夏侯 端木 南宫 独孤 闻人"
_FAMILIES_OF_TWO: Final = frozenset(_COMPOUND.split())
_LOOK_ALIKE: Final = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιυν",
    "aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXoiuv",
)
"""Cyrillic and Greek letters that look as Latin ones do: whoever types or pastes them means those."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a text in Latin letters, or a character; ``place`` is its cue and its number in that."""

    place: tuple[int, int]
    text: str
    sounds: tuple[str, ...]
    is_capital: bool
    is_upper: bool
    after: str
    """The one character behind it; empty at the end of a cue."""

    @property
    def is_han(self) -> bool:
        """Whether it is a Chinese character."""
        return language.is_han(self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a name may stand: from which unit to which, and how."""

    first: int
    last: int
    how: How


def units(speech: Speech) -> Iterator[Unit]:
    """The words and characters of a speech, in order; letters that only look Latin are read as Latin ones."""
    for number, (cue, terms) in enumerate(zip(speech.cues, speech.terms, strict=True)):
        places = language.spans(cue.text)
        for place, term in enumerate(terms):
            start, end = places[place]
            text = _as_it_looks(term, cue.text[start:end])
            yield Unit(
                (number, place),
                text,
                _sounds(text),
                cue.text[start].isupper(),
                cue.text[start:end].isupper(),
                cue.text[end : end + 1],
            )


def _as_it_looks(term: str, written: str) -> str:
    """A term as whoever reads it takes it: capitals that look Latin are none any more once they are folded."""
    looks = written.translate(_LOOK_ALIKE)
    return looks.lower() if looks.isascii() and not written.isascii() else term


@lru_cache(maxsize=4_096)
def _sounds(term: str) -> tuple[str, ...]:
    """The syllables of one word or character, those that are often confused written alike."""
    if language.is_han(term):
        return tuple(map(_alike, language.pinyin(term)))
    if language.is_syllable(term):
        return (_alike(term),)
    readings = language.pinyin_readings(term)
    return tuple(map(_alike, readings[0])) if readings else ()


def _alike(syllable: str) -> str:
    """What many speakers, and most machines, do not tell apart: zh and z, ying and yin."""
    return re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", syllable))


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: folded words or characters, and syllables where it is Chinese."""

    family: str
    given: str
    words: tuple[str, ...]
    family_sound: tuple[str, ...] = ()
    given_sound: tuple[str, ...] = ()


def taken_apart(name: str) -> Name:
    """A name in its parts, those of a Chinese one by their sounds as well."""
    terms = tuple(language.terms(name))
    if terms and all(map(language.is_han, terms)):
        length = 2 if len(terms) > 3 or "".join(terms[:2]) in _FAMILIES_OF_TWO else 1
        family, given = terms[:length], terms[length:]
        return Name("".join(family), "".join(given), terms, _of(family), _of(given))
    if len(terms) > 1 and all(map(_sounds, terms)) and language.is_syllable(terms[0]):
        return Name(terms[0], " ".join(terms[1:]), terms, _of(terms[:1]), _of(terms[1:]))
    return Name(terms[-1] if terms else "", " ".join(terms[:-1]), terms)


def _of(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(sound for term in terms for sound in _sounds(term))
