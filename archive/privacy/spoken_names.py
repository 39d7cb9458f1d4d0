"""Where somebody may be named in a speech: by name, a part of it, a form of address, what sounds alike, or initials.

A person decides which of these it is: 老张 may be another Zhang, and a machine writes a name it does not know as
whatever sounds alike. So this finds too much rather than too little; and what it does not find (a nickname, "my
neighbour") only somebody who reads and listens does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from archive import language
from archive.privacy.disguised import disguised
from archive.privacy.parts import Found, How, Name, Unit, taken_apart, units
from archive.speech import Speech, Spoken

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


def where_named(speech: Speech, names: Sequence[str]) -> list[Occurrence]:
    """The places where one of these people may be named, in order of time; of two that overlap, the longer."""
    said = list(units(speech))
    found = [(each, name) for name in names for each in _found(said, name)]
    kept: list[tuple[Found, str]] = []
    for each, name in sorted(found, key=lambda one: (one[0].first - one[0].last, _RANK[one[0].how])):
        if not any(other.first <= each.last and each.first <= other.last for other, _ in kept):
            kept.append((each, name))
    return [_occurrence(speech, said, each, name) for each, name in sorted(kept, key=lambda one: one[0].first)]


_RANK: Final[dict[How, int]] = {"name": 0, "address": 1, "part": 2, "sound": 3, "initials": 4, "spelt": 5}


def _occurrence(speech: Speech, units: Sequence[Unit], found: Found, name: str) -> Occurrence:
    spoken = speech.spoken_terms(units[found.first].place, units[found.last].place)
    before, after = speech.beside(spoken)
    return Occurrence(name, found.how, spoken, before, after)


def _found(units: Sequence[Unit], name: str) -> Iterator[Found]:
    known = taken_apart(name)
    for first in range(len(units)):
        yield from _sounding(units, first, known)
        yield from _addressed(units, first, known)
        yield from _by_given_name(units, first, known)
        yield from _in_latin(units, first, known)
        yield from disguised(units, first, known)


def _sounding(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
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
        yield Found(first, last, ("part" if number == 2 else "name") if text in written else "sound")


def _last_sounding(units: Sequence[Unit], first: int, wanted: tuple[str, ...]) -> int | None:
    heard: tuple[str, ...] = ()
    for place in range(first, len(units)):
        heard += units[place].sounds or ("",)
        if heard == wanted:
            return place
        if heard != wanted[: len(heard)]:
            return None
    return None


def _addressed(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """The family name with what it is called by: 老张, 张师傅, Mr Zhang, Old Zhang."""
    unit, following = units[first], units[first + 1 : first + 4]
    if not unit.is_han:
        called = following[0] if following and unit.text in _CALLED_BEFORE else None
        if called is not None and _is_family(called, name) and called.is_capital:
            yield Found(first, first + 1, "address")
        return
    if unit.text in _BEFORE and following and _is_family(following[0], name):
        yield Found(first, first + 1, "address")
    length = len(name.family) if name.family_sound and language.is_han(name.family[0]) else 1
    if all(_is_family_part(units, first + n, name, n) for n in range(length)):
        rest = "".join(each.text for each in units[first + length : first + length + 2])
        title = next((each for each in _CALLED_AFTER if rest.startswith(each)), "")
        if title:
            yield Found(first, first + length + len(title) - 1, "address")


def _is_family(unit: Unit, name: Name) -> bool:
    if unit.text == name.family:
        return True
    return bool(name.family_sound) and len(name.family_sound) == 1 and unit.sounds == name.family_sound


def _is_family_part(units: Sequence[Unit], place: int, name: Name, number: int) -> bool:
    if place >= len(units) or not units[place].is_han or number >= len(name.family_sound):
        return False
    return units[place].sounds == (name.family_sound[number],)


def _by_given_name(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """小英, 阿英, 英子, 英姐, 英英: the last character of a given name, as those who are close say it."""
    if not name.given or not language.is_han(name.given[-1]) or first + 1 >= len(units):
        return
    last, one, other = name.given[-1], units[first].text, units[first + 1].text
    if (one in _BEFORE_GIVEN and other == last) or (one == last and (other in _AFTER_GIVEN or other == last)):
        yield Found(first, first + 1, "part")


def _in_latin(units: Sequence[Unit], first: int, name: Name) -> Iterator[Found]:
    """A part of a name in Latin letters by itself, or misheard a little."""
    unit = units[first]
    if unit.is_han or not unit.is_capital:
        return
    parts = [each for each in name.words if not language.is_han(each[0]) and len(each) > 1]
    if unit.text in parts:
        yield Found(first, first, "part")
    elif any(_is_alike(unit.text, each) for each in parts):
        yield Found(first, first, "sound")
    elif unit.sounds and unit.sounds == name.family_sound and language.is_han(name.family[0]):
        yield Found(first, first, "part")


def _is_alike(heard: str, part: str) -> bool:
    return min(len(heard), len(part)) >= _SHORTEST_ALIKE and fuzz.ratio(heard, part) >= _ALIKE
