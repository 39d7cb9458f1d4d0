"""What people, places and topics are called in addresses: one name for every way of writing it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive import places
from archive.language import fold
from archive.places import Place, Region
from archive.release import ReleasedTag

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as pages and facets have it: as it is ``written``, its ``slug``, and what it is ``called`` in one line.

    The rest is the gazetteer's, where it knows which place is meant; ``where`` is latitude and longitude in degrees.
    """

    written: str
    slug: str
    called: str
    geoname: int | None = None
    english: str = ""
    chinese: str = ""
    where: tuple[float, float] | None = None


def slug(name: str) -> str:
    """A name in an address: *Lin Guihua* is ``lin-guihua``, 林桂華 and 林桂华 are ``林桂华``."""
    return "-".join(_WORDS.findall(fold(name).text.replace("_", " "))) or "-"


def tag_slug(tag: ReleasedTag) -> str:
    """What the page of a tag is called: a date by its EDTF, of which nothing may be lost."""
    if tag.kind == "date":
        return tag.concept.replace("/", "--")
    return spoken_of(tag).slug if tag.kind == "place" else slug(tag.name)


def recorded_at(written: str) -> Spot:
    """A place as a record names it."""
    return _spot(written, places.find(written) or places.only_region(written))


def spoken_of(tag: ReleasedTag) -> Spot:
    """A place as a tag names it: by its number, where somebody has found out about it."""
    return _spot(tag.name, places.numbered(tag.concept)) if tag.concept else recorded_at(tag.name)


def _spot(written: str, place: Place | Region | None) -> Spot:
    """Its plain English name belongs to the place that is meant by it where nothing else is said.

    The others of that name have their number behind it.
    """
    if place is None:
        return Spot(written=written, slug=slug(written), called=written)
    name = slug(place.english or place.chinese)
    called = " ".join(filter(None, (place.english, place.chinese)))
    if isinstance(place, Region):
        is_meant = places.only_region(place.english) == place
        address = name if is_meant else f"{name}-{slug(place.iso)}"
        return Spot(written=written, slug=address, called=called, english=place.english, chinese=place.chinese)
    return Spot(
        written=written,
        slug=name if places.find(place.english) == place else f"{name}-{place.geoname}",
        called=called,
        geoname=place.geoname,
        english=place.english,
        chinese=place.chinese,
        where=(place.latitude, place.longitude),
    )
