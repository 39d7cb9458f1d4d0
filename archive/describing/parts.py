"""A record part by part, so that two people may write in one at once: each text in each language is its own part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from archive.errors import BadInput, Conflict
from archive.files import to_json
from archive.records import LANGUAGE_TAG, Collection, IndexPoint, Interview, Recording

DESCRIPTION: Final = (
    *("title", "summary", "narrators", "interviewers", "date", "place", "language"),
    *("collection", "rights_holder", "licence", "synthetic", "staff_note"),
)
"""What may be written about an interview. Consent, access, embargo, redactions and decisions are none of it."""

RECORDING: Final = ("label", "carrier")
"""What may be written about each of its recordings."""

COLLECTION: Final = (
    *("title", "description", "interviews", "glossary", "country", "script"),
    *("language", "rights_holder", "licence", "demands_review", "shows_unreviewed_tags"),
)

INDEX_POINT: Final = ("start_ms", "title", "synopsis", "keywords", "subjects", "place")
"""What may be written in an index point; where it ends follows from the next."""

Described = Interview | Collection | IndexPoint
"""What people write in, part by part."""

_R = TypeVar("_R", Interview, Collection, IndexPoint)


class Differing(Conflict):
    """Somebody else wrote something else in the same ``parts`` in between.

    ``now`` is the record as it stands; ``mine`` is that with what this person wrote, as it would be if they insisted.
    """

    parts: tuple[str, ...] = ()
    now: Described
    mine: Described

    @classmethod
    def of(cls, now: _R, mine: _R, parts: Sequence[str]) -> Differing:
        """The conflict over these parts of a record."""
        told = cls("Somebody else changed this in between.", next_step="Compare the two, then keep what is right.")
        told.parts, told.now, told.mine = tuple(parts), now, mine
        return told


def parts(record: Described) -> dict[str, Any]:
    """What is written in a record, by the names of its parts: ``date``, ``title.en``, ``recording-1.label``."""
    told: dict[str, Any] = {}
    for name in _fields(record):
        value = getattr(record, name)
        if isinstance(value, Mapping):
            told |= {f"{name}.{language}": text for language, text in value.items()}
        else:
            told[name] = value
    recordings = record.recordings if isinstance(record, Interview) else ()
    return told | {f"{each.name}.{name}": getattr(each, name) for each in recordings for name in RECORDING}


def is_part(record: Described, name: str) -> bool:
    """Whether a record says something under this name, or could in a language in which it does not yet."""
    field, _, within = name.partition(".")
    is_text = field in _fields(record) and isinstance(getattr(record, field), Mapping)
    return name in parts(record) or (is_text and LANGUAGE_TAG.fullmatch(within) is not None)


def with_parts(record: _R, told: Mapping[str, Any]) -> _R:
    """The record with these parts as they are told, an empty text taken out; raises :class:`BadInput` for no part."""
    changed: dict[str, Any] = {}
    for name, value in told.items():
        if not is_part(record, name):
            raise BadInput("%(name)r is nothing that is written in a record.", name=name)
        field, _, within = name.partition(".")
        if field in _fields(record):
            before = changed.get(field, getattr(record, field))
            changed[field] = _with_text(before, within, value) if within else value
        elif isinstance(record, Interview):
            before = changed.get("recordings", record.recordings)
            changed["recordings"] = _with_label(before, field, {within: value})
    return replace(record, **changed)


def _with_text(texts: Mapping[str, str], language: str, text: str) -> Mapping[str, str]:
    return {tag: each for tag, each in {**texts, language: text}.items() if each}


def _with_label(recordings: Sequence[Recording], name: str, told: dict[str, Any]) -> tuple[Recording, ...]:
    return tuple(replace(each, **told) if each.name == name else each for each in recordings)


def version_of(record: Described) -> str:
    """A name for what is written in a record as it stands, part by part, to start from when changing it."""
    return " ".join(f"{name}={mark(value)}" for name, value in parts(record).items())


def mark(value: object) -> str:
    """A short name for what a part of a record says, by which a change of it is noticed."""
    return hashlib.sha256(to_json(value)).hexdigest()[:12]


def merged(now: _R, told: _R, started_from: str) -> _R:
    """What is told, part by part, but what this person did not touch as it is now; raises :class:`Differing`."""
    begun = {name: seen for name, _, seen in (each.rpartition("=") for each in started_from.split())}
    changed: dict[str, Any] = {}
    differing = []
    for name, mine, theirs in _beside(now, told):
        began = begun.get(name, mark(""))
        if mine == theirs or mark(mine) == began:
            continue
        if mark(theirs) != began:
            differing.append(name)
        changed[name] = mine
    together = with_parts(now, changed)
    if differing:
        raise Differing.of(now, together, differing)
    return together


def _beside(now: Described, told: Described) -> list[tuple[str, Any, Any]]:
    """Each part as it is told and as it is now; recordings of which one of the two knows nothing are left out."""
    mine, theirs = parts(told), parts(now)
    names = [
        name
        for name in dict.fromkeys((*theirs, *mine))
        if name.partition(".")[0] in _fields(now) or (name in mine and name in theirs)
    ]
    return [(name, mine.get(name, ""), theirs.get(name, "")) for name in names]


def _fields(record: Described) -> tuple[str, ...]:
    if isinstance(record, IndexPoint):
        return INDEX_POINT
    return DESCRIPTION if isinstance(record, Interview) else COLLECTION
