"""Where somebody may be named in a speech: their name, a part of it, a form of address, or what sounds like it.

A person decides which of these it is: 老张 may be another Zhang, and a machine writes a name it does not know as
whatever sounds alike. So this finds too much rather than too little; and what it does not find (a nickname, "my
neighbour") only somebody who reads and listens does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz

from archive import language
from archive.speech import Speech, Spoken

How = Literal["name", "part", "address", "sound"]

_COMPOUND: Final = "欧阳 上官 司马 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 夏侯 端木 南宫 独孤 闻人"
_BEFORE: Final = "老小"
_BEFORE_GIVEN: Final = "老小阿大"
_AFTER: Final = """
    先生 女士 小姐 老师 师傅 师父 同志 大爷 大妈 大娘 大叔 大姐 大哥 大嫂 叔叔 阿姨 伯伯 奶奶 爷爷 书记 主任 厂长 矿长
    队长 班长 组长 经理 科长 局长 处长 校长 院长 主席 医生 大夫 教授 老板 家 叔 姨 哥 姐 嫂 伯 婶 总 工 某
"""
_AFTER_GIVEN: Final = "子姐哥儿妹叔姨嫂弟"
_TITLES: Final = """
    mr mister mrs ms miss missus master teacher comrade old lao xiao little uncle aunt auntie brother sister grandma
    grandpa granny doctor dr professor director secretary foreman captain shifu
"""
_CALLED_AFTER: Final = tuple(sorted(_AFTER.split(), key=len, reverse=True))
_CALLED_BEFORE: Final = frozenset(_TITLES.split())
_FAMILIES_OF_TWO: Final = frozenset(_COMPOUND.split())
_ALIKE: Final = 80
_SHORTEST_ALIKE: Final = 4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where somebody may be named: ``how``, by their ``name`` as it is on record; and the words around."""

    name: str
    how: How
    spoken: Spoken
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of a text in Latin letters, or a character; ``place`` is its cue and its number in that."""

    place: tuple[int, int]
    text: str
    sounds: tuple[str, ...]
    is_capital: bool

    @property
    def is_han(self) -> bool:
        """Whether it is a Chinese character."""
        return language.is_han(self.text)


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    how: How


def where_named(speech: Speech, names: Sequence[str]) -> list[Occurrence]:
    """The places where one of these people may be named, in order of time; of two that overlap, the longer."""
    units = list(_units(speech))
    found = [(each, name) for name in names for each in _found(units, name)]
    kept: list[tuple[_Found, str]] = []
    for each, name in sorted(found, key=lambda one: (one[0].first - one[0].last, _RANK[one[0].how])):
        if not any(other.first <= each.last and each.first <= other.last for other, _ in kept):
            kept.append((each, name))
    return [_occurrence(speech, units, each, name) for each, name in sorted(kept, key=lambda one: one[0].first)]


_RANK: Final[dict[How, int]] = {"name": 0, "address": 1, "part": 2, "sound": 3}


def _occurrence(speech: Speech, units: Sequence[_Unit], found: _Found, name: str) -> Occurrence:
    spoken = speech.spoken_terms(units[found.first].place, units[found.last].place)
    before, after = speech.beside(spoken)
    return Occurrence(name, found.how, spoken, before, after)


def _units(speech: Speech) -> Iterator[_Unit]:
    for number, (cue, terms) in enumerate(zip(speech.cues, speech.terms, strict=True)):
        places = language.spans(cue.text)
        for place, term in enumerate(terms):
            first = cue.text[places[place][0]]
            yield _Unit((number, place), term, _sounds(term), first.isupper())


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


# --- the name in its parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: folded words or characters, and syllables where it is Chinese."""

    family: str
    given: str
    words: tuple[str, ...]
    family_sound: tuple[str, ...] = ()
    given_sound: tuple[str, ...] = ()


def _name(name: str) -> _Name:
    terms = tuple(language.terms(name))
    if terms and all(map(language.is_han, terms)):
        length = 2 if len(terms) > 3 or "".join(terms[:2]) in _FAMILIES_OF_TWO else 1
        family, given = terms[:length], terms[length:]
        return _Name("".join(family), "".join(given), terms, _of(family), _of(given))
    if len(terms) > 1 and all(map(_sounds, terms)) and language.is_syllable(terms[0]):
        return _Name(terms[0], " ".join(terms[1:]), terms, _of(terms[:1]), _of(terms[1:]))
    return _Name(terms[-1] if terms else "", " ".join(terms[:-1]), terms)


def _of(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(sound for term in terms for sound in _sounds(term))


def _found(units: Sequence[_Unit], name: str) -> Iterator[_Found]:
    known = _name(name)
    for first in range(len(units)):
        yield from _sounding(units, first, known)
        yield from _addressed(units, first, known)
        yield from _by_given_name(units, first, known)
        yield from _in_latin(units, first, known)


def _sounding(units: Sequence[_Unit], first: int, name: _Name) -> Iterator[_Found]:
    """The whole name or the given name by its syllables, in characters or in Latin letters, in either order."""
    orders = [name.family_sound + name.given_sound, name.given_sound + name.family_sound, name.given_sound]
    for number, wanted in enumerate(orders):
        if len(wanted) < 2:
            continue
        last = _last_sounding(units, first, wanted)
        if last is None or (number == 1 and units[first].is_han):
            continue
        run = units[first : last + 1]
        if any(not each.is_han for each in run) and not units[first].is_capital:
            continue
        text = "".join(each.text for each in run)
        written = {"".join(name.words), name.given.replace(" ", "")}
        yield _Found(first, last, ("part" if number == 2 else "name") if text in written else "sound")


def _last_sounding(units: Sequence[_Unit], first: int, wanted: tuple[str, ...]) -> int | None:
    heard: tuple[str, ...] = ()
    for place in range(first, len(units)):
        heard += units[place].sounds or ("",)
        if heard == wanted:
            return place
        if heard != wanted[: len(heard)]:
            return None
    return None


def _addressed(units: Sequence[_Unit], first: int, name: _Name) -> Iterator[_Found]:
    """The family name with what it is called by: 老张, 张师傅, Mr Zhang, Old Zhang."""
    unit, following = units[first], units[first + 1 : first + 4]
    if not unit.is_han:
        called = following[0] if following and unit.text in _CALLED_BEFORE else None
        if called is not None and _is_family(called, name) and called.is_capital:
            yield _Found(first, first + 1, "address")
        return
    if unit.text in _BEFORE and following and _is_family(following[0], name):
        yield _Found(first, first + 1, "address")
    length = len(name.family) if name.family_sound and language.is_han(name.family[0]) else 1
    if all(_is_family_part(units, first + n, name, n) for n in range(length)):
        rest = "".join(each.text for each in units[first + length : first + length + 2])
        title = next((each for each in _CALLED_AFTER if rest.startswith(each)), "")
        if title:
            yield _Found(first, first + length + len(title) - 1, "address")


def _is_family(unit: _Unit, name: _Name) -> bool:
    if unit.text == name.family:
        return True
    return bool(name.family_sound) and len(name.family_sound) == 1 and unit.sounds == name.family_sound


def _is_family_part(units: Sequence[_Unit], place: int, name: _Name, number: int) -> bool:
    if place >= len(units) or not units[place].is_han or number >= len(name.family_sound):
        return False
    return units[place].sounds == (name.family_sound[number],)


def _by_given_name(units: Sequence[_Unit], first: int, name: _Name) -> Iterator[_Found]:
    """小英, 阿英, 英子, 英姐, 英英: the last character of a given name, as those who are close say it."""
    if not name.given or not language.is_han(name.given[-1]) or first + 1 >= len(units):
        return
    last, one, other = name.given[-1], units[first].text, units[first + 1].text
    if (one in _BEFORE_GIVEN and other == last) or (one == last and (other in _AFTER_GIVEN or other == last)):
        yield _Found(first, first + 1, "part")


def _in_latin(units: Sequence[_Unit], first: int, name: _Name) -> Iterator[_Found]:
    """A part of a name in Latin letters by itself, or misheard a little."""
    unit = units[first]
    if unit.is_han or not unit.is_capital:
        return
    parts = [each for each in name.words if not language.is_han(each[0]) and len(each) > 1]
    if unit.text in parts:
        yield _Found(first, first, "part")
    elif any(_is_alike(unit.text, each) for each in parts):
        yield _Found(first, first, "sound")
    elif unit.sounds and unit.sounds == name.family_sound and language.is_han(name.family[0]):
        yield _Found(first, first, "part")


def _is_alike(heard: str, part: str) -> bool:
    return min(len(heard), len(part)) >= _SHORTEST_ALIKE and fuzz.ratio(heard, part) >= _ALIKE
