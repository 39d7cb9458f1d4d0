"""How a real name may be written: patterns on folded text by which it is known wherever it stands.

As it is on record, with its parts broken or spaced; with the family name last, or first before a comma; and a Chinese
name as it is spelt in Latin letters, which is how a translation has it. Nicknames and parts of names are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import language

_SPACE = "[\\s\u200b]"
_LATIN = "[a-z\u00df-\u024f\u1e00-\u1eff]"  # as folded; in other scripts endings and particles join onto a name
_BETWEEN = "[\\s\u200b,'’ʼ\u00b7\u2010-\u2015-]"  # what may stand between the syllables and parts of a name
_FAMILY_NAME = (1, 2)  # characters: 王, 欧阳
_LONGEST_CHINESE_NAME = 4


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write a name; ``capitals`` where only they tell it from other words (You Can, *you can*)."""

    pattern: str
    capitals: bool = False


def writings(name: str) -> Iterator[Writing]:
    """The ways in which a folded name may be written, as it is on record first."""
    yield Writing(_whole(name))
    if language.is_han(name):
        yield from _in_latin_letters(name)
    elif re.search(_LATIN, name):
        yield from _family_name_elsewhere(name.split())


def _whole(name: str) -> str:
    """A name wherever its parts are broken or spaced, but not inside a longer word of Latin letters."""
    parts = (f"{_SPACE}*".join(re.escape(each) for each in _unspaced(part)) for part in name.split())
    spaced = f"{_SPACE}+".join(parts)
    return _not_within_a_word(spaced) if re.search(_LATIN, name) else spaced


def _in_latin_letters(name: str) -> Iterator[Writing]:
    """王秀英 as Wang Xiuying, Wang Xiu-ying, Xiuying Wang …, whichever way each character may sound."""
    sounds = [language.syllables(each) for each in name]
    if not 2 <= len(name) <= _LONGEST_CHINESE_NAME or not all(sounds):
        return
    # Two syllables are too often other words: there somebody must have set them apart, and given them capitals.
    is_short = len(name) == 2
    between = f"{_BETWEEN}{'+' if is_short else '*'}"
    spelt = [f"(?:{'|'.join(map(re.escape, each))})" for each in sounds]
    for order in (spelt, *_turned(spelt)):
        yield Writing(_not_within_a_word(between.join(order)), capitals=is_short)


def _turned(parts: Sequence[str]) -> Iterator[list[str]]:
    """The given name before the family name."""
    for length in _FAMILY_NAME:
        if length < len(parts):
            yield [*parts[length:], *parts[:length]]


def _family_name_elsewhere(parts: Sequence[str]) -> Iterator[Writing]:
    """Anna Maria Lin as *Lin, Anna Maria*; Lin Guihua as *Guihua Lin*."""
    if len(parts) < 2:
        return
    escaped = [re.escape(each) for each in parts]
    for order in (escaped, [escaped[-1], *escaped[:-1]], [*escaped[1:], escaped[0]]):
        yield Writing(_not_within_a_word(f"{_BETWEEN}+".join(order)), capitals=True)


def _not_within_a_word(pattern: str) -> str:
    return f"(?<!{_LATIN}){pattern}(?!{_LATIN})"


def _unspaced(part: str) -> list[str]:
    """A part of a name, cut where a script without spaces lets a line break fall."""
    return list(part) if language.is_han(part) else [part]
