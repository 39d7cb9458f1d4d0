"""What a place that somebody names may be: the archive's own places first, then countries, then its own country's.

The same place is offered under 鹤岗, 鶴崗 and Hegang, and as it may have been misheard (合岗, Hegan). Where several are
meant as likely as not, all are offered and none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from archive.language import is_han, pinyin
from archive.places.gazetteer import Region, Town, gazetteer, key, outweighing, regions_called, towns_called

_MOST_OFFERED = 6
_SHORTEST_MISHEARD = 5  # letters: between shorter names one letter is no slip, but another name


@dataclass(frozen=True, slots=True)
class Meaning:
    """One place: ``geonames:2036986``, ``iso3166:CN-HL``, or no id for one that only this archive knows.

    Its names, and its country (ISO 3166).
    """

    id: str
    english: str = ""
    chinese: str = ""
    country: str = ""

    @property
    def name(self) -> str:
        """What it is called, in English where it has an English name."""
        return self.english or self.chinese


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: one place or none, and what else it may mean.

    ``like`` is the name that it sounds like, where nothing is written so; ``is_own`` marks the archive's own places.
    """

    place: Meaning | None = None
    others: tuple[Meaning, ...] = ()
    like: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Known:
    """Places that this archive speaks of, by every name they have, and the country of the collection (ISO 3166).

    ``names`` are those as they are written.
    """

    own: Mapping[str, Meaning] = field(default_factory=dict)
    country: str = ""
    names: tuple[str, ...] = ()

    def meant(self, name: str) -> Meant:
        """What a name means that a recogniser takes for a place's."""
        written = name.strip().removeprefix("the ").removeprefix("The ")
        own = self.own.get(_bare(written))
        if own is not None:
            return Meant(own, is_own=True)
        named = _named(written, self.country)
        return named if named.place or named.others else self.misheard(written)

    def misheard(self, name: str) -> Meant:
        """The place that a name sounds like, or is nearly spelt like: one of our own, or else of our country."""
        ours = {each: (each, place) for each, place in self.own.items()}
        ours_near = _near(name, ours) or _alike(name, ours)
        for near, is_own in ((ours_near, True), (_near(name, _of_country(self.country)), False)):
            if len(near) == 1:
                return Meant(near[0][1], like=near[0][0], is_own=is_own)
            if near:
                return Meant(None, tuple(each for _, each in near[:_MOST_OFFERED]), like=near[0][0], is_own=is_own)
        return Meant()


def known(own: Iterable[str | Meaning] = (), country: str = "") -> Known:
    """Places by the names that the archive writes, *Hegang, Heilongjiang* or 南山矿, or as it has found them.

    Where no country is told, it is theirs, if they have one in common.
    """
    by_name: dict[str, Meaning] = {}
    names: dict[str, None] = {}
    for each in own:
        if not each:
            continue
        place = _own(each.strip()) if isinstance(each, str) else each
        written = re.split("[,，(（]", each)[0].strip() if isinstance(each, str) else ""
        for name in filter(None, (written, place.english, place.chinese)):
            by_name.setdefault(_bare(name), place)
            names[name] = None
    theirs = {place.country for place in by_name.values()} - {""}
    return Known(by_name, country.upper() or (theirs.pop() if len(theirs) == 1 else ""), tuple(names))


def country_named(code: str) -> tuple[str, str]:
    """What a country is called in English and in Chinese, by its code in ISO 3166; the code where nobody knows."""
    return _countries().get(code, (code, code))


@cache
def _countries() -> Mapping[str, tuple[str, str]]:
    regions = (each for several in gazetteer().regions.values() for each in several)
    return {each.iso: (each.english, each.chinese) for each in regions if each.iso and "-" not in each.iso}


def _own(written: str) -> Meaning:
    town = outweighing(towns_called(written))
    regions = [each for each in regions_called(written) if each.iso]
    if town is not None:
        return _of_town(town)
    if regions:
        return _of_region(regions[0])
    return Meaning("", chinese=written) if is_han(written[:1]) else Meaning("", english=written)


def _bare(name: str) -> str:
    bare = key(name)
    return bare[:-1] if len(bare) > 2 and bare[-1] in "市省" else bare


# --- as it is written ------------------------------------------------------------------------------------------------


def _named(name: str, country: str) -> Meant:
    regions = [each for each in regions_called(name) if each.iso]
    nation = next((each for each in regions if "-" not in each.iso), None)
    towns = towns_called(name)
    here = [each for each in towns if country and country in each.within]
    ours = [each for each in regions if country and each.iso.startswith(f"{country}-")]
    near = (ours, here) if ours or here else (regions, towns)
    first = _of_region(nation) if nation else _likeliest(*near)
    ranked = [*map(_of_region, [*ours, *regions]), *_by_people([*here]), *_by_people(towns)]
    others = tuple(each for each in dict.fromkeys(ranked) if each != first)
    return Meant(first, others[:_MOST_OFFERED])


def _likeliest(regions: Sequence[Region], towns: Sequence[Town]) -> Meaning | None:
    """The only province of this name where no town has it; or the town that outweighs all others, and no province."""
    if not regions:
        town = outweighing(towns)
        return _of_town(town) if town else None
    return _of_region(regions[0]) if len(regions) == 1 and not towns else None


def _by_people(towns: Iterable[Town]) -> Iterator[Meaning]:
    return (_of_town(each) for each in sorted(towns, key=lambda one: -one.people))


def _of_town(town: Town) -> Meaning:
    country = min(town.within, key=len)
    return Meaning(f"geonames:{town.place.geoname}", town.place.english, town.place.chinese, country)


def _of_region(region: Region) -> Meaning:
    return Meaning(f"iso3166:{region.iso}", region.english, region.chinese, region.iso[:2])


# --- as it sounds ----------------------------------------------------------------------------------------------------


def _near(name: str, known: Mapping[str, tuple[str, Meaning]]) -> list[tuple[str, Meaning]]:
    """The names that sound like this one, or are spelt so but for one letter; each place once."""
    found: list[tuple[str, Meaning]] = []
    if is_han(name[:1]):
        for sound in (_sound, _blurred):  # what sounds just so comes before what only a northerner hears
            found = found or [
                each for called, each in known.items() if is_han(called[0]) and sound(called) == sound(name)
            ]
    else:
        bare = key(name)
        slips = 2 if len(bare) > 8 else 1
        found = [
            each
            for called, each in known.items()
            if min(len(bare), len(called)) >= _SHORTEST_MISHEARD
            and called[0] == bare[0]
            and DamerauLevenshtein.distance(bare, called, score_cutoff=slips) <= slips
        ]
    return list({place: (called, place) for called, place in found}.values())


def _alike(name: str, known: Mapping[str, tuple[str, Meaning]]) -> list[tuple[str, Meaning]]:
    """The names in Latin letters that have the same consonants with some vowel between them: *Hagan* for *Hegang*.

    Of a whole country so many would be found that none were offered with reason.
    """
    said = _consonants(name)
    found = [each for called, each in known.items() if len(said) >= _SHORTEST_MISHEARD and _consonants(called) == said]
    return list({place: (called, place) for called, place in found}.values())


@cache
def _consonants(name: str) -> str:
    """*h*g*n* for *Hegang* and for *Hagan*; nothing of a name in other letters."""
    bare = re.sub("ng$", "n", key(name))
    return re.sub("[aeiouy]+", "*", bare) if bare.isascii() else ""


@cache
def _sound(name: str) -> tuple[str, ...]:
    return pinyin(name[:-1] if len(name) > 2 and name[-1] in "市省" else name)


@cache
def _blurred(name: str) -> tuple[str, ...]:
    """How a name sounds to somebody who does not tell *zh* from *z*, nor *ang* from *an*."""
    flat = (re.sub("^([zcs])h", r"\1", each) for each in _sound(name))
    return tuple(re.sub("(?<=[aei])ng$", "n", each) for each in flat)


@cache
def _of_country(country: str) -> Mapping[str, tuple[str, Meaning]]:
    """The towns and provinces of a country by their names in either script."""
    if not country:
        return {}
    kept = gazetteer()
    towns = {each.place.geoname: each for several in kept.first.values() for each in several if country in each.within}
    regions = {each.iso: each for several in kept.regions.values() for each in several}
    places = [_of_region(each) for each in regions.values() if each.iso.startswith(f"{country}-")]
    places += _by_people(towns.values())
    names = ((name, each) for each in places for name in (each.english, each.chinese) if name)
    return {key(name): (name, each) for name, each in names}
