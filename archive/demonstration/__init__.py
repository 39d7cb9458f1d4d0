"""The demonstration collection, "After the Mine": invented narrators, synthetic voices, and where its files lie.

How it was made is told in ``after-the-mine/README.md``. ``make demo`` takes it in like any other material.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.files import from_json
from archive.records import Collection, IndexPoint, Interview, Tag, Track
from archive.webvtt import read_index_points, read_track

FOLDER = Path(__file__).resolve().parent / "after-the-mine"
_IN_ORDER = ("winch-room", "lamp-room", "weighbridge", "night-school")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """A recording of the demonstration, with what people wrote about it."""

    name: str
    sound: Path
    index_points: tuple[IndexPoint, ...]
    tracks: tuple[Track, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An interview of the demonstration as it is described before its accession: its id is empty."""

    described: Interview
    tapes: tuple[Tape, ...]


def collection() -> Collection:
    """The collection, with no interview in it yet."""
    return from_json((FOLDER / "collection.json").read_bytes(), Collection, key="collection.json")


def pieces() -> tuple[Piece, ...]:
    """The interviews, in the order in which they should be read."""
    return tuple(_piece(f"interview-{name}.json") for name in _IN_ORDER)


def _piece(file: str) -> Piece:
    described = from_json((FOLDER / file).read_bytes(), Interview, key=file)
    tapes = tuple(_tape(each.name, FOLDER / each.file) for each in described.recordings)
    return Piece(described=described, tapes=tapes)


def _tape(name: str, sound: Path) -> Tape:
    words = (sound.with_suffix(f".{language}.vtt") for language in ("zh", "en"))
    return Tape(
        name=name,
        sound=sound,
        index_points=read_index_points(sound.with_suffix(".index.vtt").read_text("utf-8")),
        tracks=tuple(read_track(each.read_text("utf-8")) for each in words if each.exists()),
        tags=_tags(sound.with_suffix(".tags.json")),
    )


def _tags(path: Path) -> tuple[Tag, ...]:
    """Tags of every kind, as people would have put them; without ids, which are given when they are kept."""
    return from_json(path.read_bytes(), tuple[Tag, ...], key=path.name) if path.exists() else ()
