"""The towns of the world as GeoNames lists them, by every name they have here, and the countries and provinces around.

Compiled by ``tools/gazetteer.py``.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.language import is_han, terms

_FILE = Path(__file__).with_name("gazetteer.tsv.gz")
_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_DIVIDED = re.compile(r"[,，、/;；()（）·]+")
_TOWNS = "市县區区鎮镇州"
_KIND = re.compile(r"\s+(city|shi|county|xian|province|sheng)$", re.IGNORECASE)
_OUTWEIGHS = 10
"""How many times the people of every other place of its name a place must have to be the one that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town: its number in GeoNames, where it is, and what it is called in English and in Chinese (or nothing)."""

    geoname: int
    latitude: float
    longitude: float
    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Town:
    """A place, how many people live there, and the codes of its country and its province."""

    place: Place
    people: int
    within: frozenset[str]


@dataclass(frozen=True, slots=True)
class Region:
    """A country or a first division of one: its code here, by ISO 3166 (none where it is a town), and its names."""

    code: str
    iso: str
    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Towns by their first names and by any other; regions by what they are called."""

    first: Mapping[str, Sequence[Town]]
    other: Mapping[str, Sequence[Town]]
    regions: Mapping[str, Sequence[Region]]


def find(name: str) -> Place | None:
    """The one place that a name as people write it means: *Hegang*, 鶴崗市, *Hegang 鹤岗*, *Hegang, Heilongjiang*.

    None where there is no such place, where several are meant as likely as not, or where what stands behind the name
    is no region that holds it.
    """
    town = outweighing(towns_called(name))
    return town.place if town else None


def numbered(id_: str) -> Place | Region | None:
    """The place of a number: ``geonames:2036986`` is a town, ``iso3166:CN-HL`` a country or a division of one."""
    return _by_number().get(id_)


@cache
def _by_number() -> Mapping[str, Place | Region]:
    kept = gazetteer()
    regions = {f"iso3166:{each.iso}": each for several in kept.regions.values() for each in several if each.iso}
    towns = {f"geonames:{each.place.geoname}": each.place for several in kept.first.values() for each in several}
    return {**regions, **towns}


def only_region(name: str) -> Region | None:
    """The country or first division of this name, where nothing else has it."""
    regions = {each.iso: each for each in regions_called(name) if each.iso}
    return next(iter(regions.values())) if len(regions) == 1 and not towns_called(name) else None


def towns_called(name: str) -> list[Town]:
    """Every town that a name as people write it may mean: those that first bear it, where there are any."""
    parts = [part for each in _DIVIDED.split(name) for part in _in_one_script(each)]
    fitting = [_fitting(part) for part in parts]
    towns = next((each for each in fitting if each), [])
    for part, others in zip(parts, fitting, strict=True):
        regions = {each.code for each in regions_called(part)}
        towns = [each for each in towns if each in others or regions & each.within]
    return towns


def regions_called(name: str) -> Sequence[Region]:
    """Every country and first division that is called so."""
    return gazetteer().regions.get(_plain(name), ())


def outweighing(towns: Sequence[Town]) -> Town | None:
    """The town that has ten times the people of every other; None where there is none."""
    by_people = sorted(towns, key=lambda each: -each.people)
    if not by_people or any(by_people[0].people < _OUTWEIGHS * each.people for each in by_people[1:]):
        return None
    return by_people[0]


def names() -> Iterator[str]:
    """Every name that the gazetteer knows, as it is looked up."""
    yield from gazetteer().first
    yield from gazetteer().other


def key(name: str) -> str:
    """What writings of one name have in common: case, width, accents, script and spaces make no difference."""
    return "".join(terms(name))


def _in_one_script(written: str) -> Iterator[str]:
    """The Chinese and the other writing of a part: each for itself, since each is the name."""
    for run in _RUNS.findall(written):
        if terms(run):
            yield from _province_first(run.strip()) if is_han(run[0]) else [_KIND.sub("", run.strip())]


def _province_first(han: str) -> Iterator[str]:
    """黑龙江省鹤岗市 is a region and a town."""
    for length in range(min(len(han) - 2, 6), 1, -1):
        if key(han[:length]).rstrip("省") in gazetteer().regions:
            yield han[:length]
            yield from _province_first(han[length:])
            return
    yield han


def _fitting(part: str) -> list[Town]:
    """The towns of this name; those that bear it first, where there are any."""
    kept = gazetteer()
    names = dict.fromkeys((key(part), _plain(part)))
    for towns in (kept.first, kept.other):
        found = [town for each in names for town in towns.get(each, ())]
        if found:
            return list(dict.fromkeys(found))
    return []


def _plain(part: str) -> str:
    name = key(part)
    return name[:-1] if len(name) > 2 and is_han(name[-1]) and name[-1] in _TOWNS + "省" else name


@cache
def gazetteer() -> Gazetteer:
    """All of it, read once a process."""
    first: dict[str, list[Town]] = {}
    other: dict[str, list[Town]] = {}
    regions: dict[str, list[Region]] = {}
    for line in gzip.decompress(_FILE.read_bytes()).decode().splitlines():
        fields = line.split("\t")
        if fields[0] == "region":
            for name in fields[5].split("|"):
                regions.setdefault(name, []).append(Region(*fields[1:5]))
            continue
        town = _town(fields)
        for names, towns in ((fields[8], first), (fields[9], other)):
            for name in filter(None, names.split("|")):
                towns.setdefault(name, []).append(town)
    return Gazetteer(first, other, regions)


def _town(fields: Sequence[str]) -> Town:
    geoname, latitude, longitude, people, country, region, english, chinese, *_ = fields
    place = Place(
        geoname=int(geoname),
        latitude=float(latitude),
        longitude=float(longitude),
        english=english,
        chinese=chinese,
    )
    return Town(place, int(people), frozenset((country, region)))
