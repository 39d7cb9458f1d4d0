"""How a real name may be written: patterns on folded text by which it is known wherever it stands.

As it is on record, with its parts broken, spaced or joined; with the family name last, or first before a comma; and a
Chinese name as it is spelt in Latin letters, which is how a translation has it. Nicknames and, in running text, parts
of names are not known; as the label of a voice, a part is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive import language

_LATIN = "[a-z\u00df-\u024f\u1e00-\u1eff]"  # as folded; in other scripts endings and particles join onto a name
_GAP = "[\\s\u200b_'’ʼ\u00b7\u2022\u2027\u30fb\u2010-\u2015-]"  # what may stand between the syllables of a name
_APART = f"(?:\\.?{_GAP}+|\\.)"  # and between its parts
_BETWEEN = f"(?:[.,]?{_GAP}+|[.,])"  # and where one of them stands out of its place
_FAMILY_NAME = (1, 2)  # characters: 王, 欧阳
_LONGEST_CHINESE_NAME = 4


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write a name; ``capitals`` where only they tell it from other words (You Can, *you can*)."""

    pattern: str
    capitals: bool = False


def writings(name: str) -> Iterator[Writing]:
    """The ways in which a folded name may be written, as it is on record first."""
    parts = _parts(name)
    if not parts:
        yield Writing(re.escape(name))
        return
    yield Writing(_not_within_a_word(_whole(parts)))
    if characters := _chinese(parts):
        yield from _in_latin_letters(characters)
    elif not all(map(_is_unspaced, parts)):
        yield from _family_name_elsewhere(parts)


def part_of(name: str) -> str:
    """What matches the terms of a label, joined, that are parts of this name in order: Lin, Guihua; 王, 秀英, Wang."""
    parts = _parts(name)
    characters = "".join(term for part in parts for term in part)
    if _chinese(parts):
        return f"{_any_of(characters)}|{_any_of(map(_spelt, characters))}"
    are_unspaced = all(map(_is_unspaced, parts))
    return _any_of(map(re.escape, characters if are_unspaced else map("".join, parts)))


def _any_of(patterns: Iterable[str]) -> str:
    return "".join(f"(?:{each})?" for each in patterns)


def _parts(name: str) -> list[list[str]]:
    """The parts of a name, each as its terms: what stands between them on record is of no account."""
    return [terms for part in name.split() if (terms := language.terms(part))]


def _whole(parts: Sequence[Sequence[str]]) -> str:
    pattern = _part(parts[0])
    for before, part in pairwise(parts):
        are_touching = _is_unspaced(before) and _is_unspaced(part)
        pattern += (f"{_GAP}*" if are_touching else _APART) + _part(part)
    return pattern


def _part(terms: Sequence[str]) -> str:
    """One part: Anne-Marie also as Annemarie, Guihua also as Gui-hua."""
    return f"{_GAP}*".join(map(_syllabled, terms))


def _syllabled(term: str) -> str:
    readings = (f"{_GAP}*".join(each) for each in language.pinyin_readings(term))
    return f"(?:{'|'.join((re.escape(term), *readings))})"


def _chinese(parts: Sequence[Sequence[str]]) -> str:
    """The characters of a name that is Chinese; nothing for any other."""
    characters = "".join(term for part in parts for term in part)
    return characters if language.is_han(characters) and len(characters) <= _LONGEST_CHINESE_NAME else ""


def _in_latin_letters(characters: str) -> Iterator[Writing]:
    """王秀英 as Wang Xiuying, Wang Xiu-ying, Xiuying Wang …, whichever way each character may sound."""
    spelt = [_spelt(each) for each in characters]
    if len(spelt) < 2 or not all(spelt):
        return
    # Two syllables are too often other words: there somebody must have set them apart, and given them capitals.
    is_short = len(spelt) == 2
    between = _BETWEEN if is_short else f"{_BETWEEN}?"
    for order in (spelt, *_turned(spelt)):
        yield Writing(_not_within_a_word(between.join(order)), capitals=is_short)


def _spelt(character: str) -> str:
    sounds = language.syllables(character)
    return f"(?:{'|'.join(map(re.escape, sounds))})" if sounds else ""


def _turned(parts: Sequence[str]) -> Iterator[list[str]]:
    """The given name before the family name."""
    for length in _FAMILY_NAME:
        if length < len(parts):
            yield [*parts[length:], *parts[:length]]


def _family_name_elsewhere(parts: Sequence[Sequence[str]]) -> Iterator[Writing]:
    """Anna Maria Lin as *Lin, Anna Maria*; Lin Guihua as *Guihua Lin*."""
    if len(parts) < 2:
        return
    spelt = [_part(each) for each in parts]
    for order in (spelt, [spelt[-1], *spelt[:-1]], [*spelt[1:], spelt[0]]):
        yield Writing(_not_within_a_word(_BETWEEN.join(order)), capitals=True)


def _is_unspaced(part: Sequence[str]) -> bool:
    return all(map(language.is_unspaced, part))


def _not_within_a_word(pattern: str) -> str:
    """What begins or ends with Latin letters is no name inside a longer word of them."""
    return f"(?:(?<!{_LATIN})|(?!{_LATIN})){pattern}(?:(?!{_LATIN})|(?<!{_LATIN}))"
