"""Where a name stands disguised: by its initials, with its letters apart, or with all but the family name blotted out.

Who wrote a transcript may have meant to hide somebody so; in a small town it hides nobody. People decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from archive import language
from archive.privacy.parts import Found, Name, Unit

_DOTS: Final = frozenset(".．。")
_BLOTS: Final = frozenset("×✕✖＊*○〇□■＿_")
_LIKE_BLOTS: Final = frozenset({"x", "xx", "某"})
_TITLES: Final = "mr mrs ms miss uncle aunt auntie old lao xiao little comrade master 老 小 阿"
_CALLED: Final = frozenset(_TITLES.split())
_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""Characters without width, which cut a word for a program and for nobody who reads."""
_FEWEST: Final = 3
"""So many letters a word must have, or a name parts, before it is known by what is left of it."""


def disguised(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """What begins at a unit and may stand for the name; nothing where it stands as it is."""
    if not name.words:
        return
    yield from _initials(units, first, name)
    yield from _letters(units, first, name)
    yield from _blotted(units, first, name)


# --- initials --------------------------------------------------------------------------------------------------------


def _initials(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """L. G. H., G. H. Lin, Lin G., LGH: some parts of a name whole and the others by their first letter."""
    if not units[first].is_capital or units[first].is_han:
        return
    for parts in _orders(name):
        run = units[first : first + len(parts)]
        if len(run) == len(parts) and all(map(_stands_for, run, parts)) and _is_plain(run):
            yield Found(first, first + len(parts) - 1, "initials")
        if len(parts) >= _FEWEST and units[first].text == "".join(each[0] for each in parts) and units[first].is_upper:
            yield Found(first, first, "initials")


@lru_cache(maxsize=64)
def _orders(name: Name) -> list[tuple[str, ...]]:
    """The parts of a name in Latin letters, as they may follow each other; a given name whole, or by its syllables."""
    family = name.family_sound or (name.family,)
    given = name.given_sound or tuple(name.given.split())
    if not given or not all(each.isascii() and each for each in (*family, *given)):
        return []
    whole = ("".join(given),) if name.given_sound else given
    return list(dict.fromkeys((*a, *b) for each in (given, whole) for a, b in ((family, each), (each, family))))


def _stands_for(unit: Unit, part: str) -> bool:
    if not unit.is_capital:
        return False
    return part in (unit.text, "".join(unit.sounds)) or (len(unit.text) == 1 and unit.text == part[0])


def _is_plain(run: Sequence[Unit]) -> bool:
    """Whether some are initials, by their dots, or by there being nothing but letters and enough of them."""
    letters = [each for each in run if len(each.text) == 1]
    dotted = [each for each in letters if each.after in _DOTS]
    return bool(dotted) or (len(letters) == len(run) >= _FEWEST)


# --- letters apart ---------------------------------------------------------------------------------------------------


def _letters(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """L i n, L-i-n, and Lin with something in it that nobody sees."""
    wanted = _spellings(name)
    heard = ""
    for place in range(first, len(units)):
        unit = units[place]
        heard += unit.text
        if not any(each.startswith(heard) for each in wanted):
            return
        if heard in wanted and place > first:
            yield Found(first, place, "spelt")
        if len(unit.text) > 1 and unit.after not in _UNSEEN:
            return


@lru_cache(maxsize=64)
def _spellings(name: Name) -> set[str]:
    syllables = ["".join(language.pinyin(each)) if language.is_han(each) else each for each in name.words]
    cut = len(name.family) if language.is_han(name.words[0]) else 1
    family, given = "".join(syllables[:cut]), "".join(syllables[cut:])
    whole = {family, given, family + given, given + family, *syllables}
    return {each for each in whole if len(each) >= _FEWEST and each.isascii()}


# --- blotted out -----------------------------------------------------------------------------------------------------


def _blotted(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """林××, 林某, L某, 小L, Mr L.: the family name, or its letter, and nothing of the rest."""
    unit, following = units[first], units[first + 1 : first + 2]
    sounds = name.family_sound
    letter = (sounds[0] if sounds else name.family)[:1]
    is_family = unit.is_han and len(sounds) == 1 and unit.sounds == sounds
    is_letter = unit.is_capital and unit.text == letter
    if is_family and unit.after in _BLOTS:
        yield Found(first, first, "initials")
    for other in following:
        if (is_family or is_letter) and other.text in _LIKE_BLOTS and (is_family or other.text == "某"):
            yield Found(first, first + 1, "initials")
        if unit.text in _CALLED and other.text == letter and other.is_capital:
            yield Found(first, first + 1, "initials")
