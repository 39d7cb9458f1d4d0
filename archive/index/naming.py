"""What people, places and topics are called in addresses: one name for every way of writing it."""

from __future__ import annotations

import re

from archive import places
from archive.language import fold
from archive.places import Place

_WORDS = re.compile(r"\w+")


def slug(name: str) -> str:
    """A name in an address: *Lin Guihua* is ``lin-guihua``, 林桂華 and 林桂华 are ``林桂华``."""
    return "-".join(_WORDS.findall(fold(name).text.replace("_", " "))) or "-"


def place_slug(written: str, place: Place | None) -> str:
    """A place in an address: its plain English name belongs to the one that is meant by it where nothing else is said.

    The others of that name have their number behind it; what is on no map has its name as it is written.
    """
    if place is None:
        return slug(written)
    meant = places.find(place.english)
    return slug(place.english) + ("" if meant == place else f"-{place.geoname}")
