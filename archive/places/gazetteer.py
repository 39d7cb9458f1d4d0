"""The towns of the world as GeoNames lists them, by every name they have here; compiled by ``tools/gazetteer.py``."""

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
class _Town:
    place: Place
    people: int
    within: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Towns by their first names and by any other; regions, by what they are called, as their codes."""

    first: Mapping[str, Sequence[_Town]]
    other: Mapping[str, Sequence[_Town]]
    regions: Mapping[str, frozenset[str]]


def find(name: str) -> Place | None:
    """The one place that a name as people write it means: *Hegang*, 鶴崗市, *Hegang 鹤岗*, *Hegang, Heilongjiang*.

    None where there is no such place, where several are meant as likely as not, or where what stands behind the name
    is no region that holds it.
    """
    parts = [part for each in _DIVIDED.split(name) for part in _in_one_script(each)]
    fitting = [_fitting(part) for part in parts]
    towns = next((each for each in fitting if each), [])
    for part, others in zip(parts, fitting, strict=True):
        regions = _gazetteer().regions.get(_plain(part), frozenset())
        towns = [each for each in towns if each in others or regions & each.within]
    return _outweighing(towns)


def names() -> Iterator[str]:
    """Every name that the gazetteer knows, as it is looked up."""
    yield from _gazetteer().first
    yield from _gazetteer().other


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
        if key(han[:length]).rstrip("省") in _gazetteer().regions:
            yield han[:length]
            yield from _province_first(han[length:])
            return
    yield han


def _fitting(part: str) -> list[_Town]:
    """The towns of this name; those that bear it first, where there are any."""
    kept = _gazetteer()
    names = dict.fromkeys((key(part), _plain(part)))
    for towns in (kept.first, kept.other):
        found = [town for each in names for town in towns.get(each, ())]
        if found:
            return list(dict.fromkeys(found))
    return []


def _plain(part: str) -> str:
    name = key(part)
    return name[:-1] if len(name) > 2 and is_han(name[-1]) and name[-1] in _TOWNS + "省" else name


def _outweighing(towns: Sequence[_Town]) -> Place | None:
    by_people = sorted(towns, key=lambda each: -each.people)
    if not by_people or any(by_people[0].people < _OUTWEIGHS * each.people for each in by_people[1:]):
        return None
    return by_people[0].place


@cache
def _gazetteer() -> _Gazetteer:
    first: dict[str, list[_Town]] = {}
    other: dict[str, list[_Town]] = {}
    regions: dict[str, set[str]] = {}
    for line in gzip.decompress(_FILE.read_bytes()).decode().splitlines():
        fields = line.split("\t")
        if fields[0] == "region":
            for name in fields[2].split("|"):
                regions.setdefault(name, set()).add(fields[1])
            continue
        town = _town(fields)
        for names, towns in ((fields[8], first), (fields[9], other)):
            for name in filter(None, names.split("|")):
                towns.setdefault(name, []).append(town)
    return _Gazetteer(first, other, {name: frozenset(codes) for name, codes in regions.items()})


def _town(fields: Sequence[str]) -> _Town:
    geoname, latitude, longitude, people, country, region, english, chinese, *_ = fields
    place = Place(
        geoname=int(geoname),
        latitude=float(latitude),
        longitude=float(longitude),
        english=english,
        chinese=chinese,
    )
    return _Town(place, int(people), frozenset((country, region)))
