"""What people write about the material: the record of an interview, collections, index points; each change an event."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from archive import fixity, provenance, webvtt
from archive.errors import AlreadyExists, Conflict, NotFound, Refused
from archive.files import (
    COLLECTIONS,
    Files,
    collection_file,
    from_json,
    interview_file,
    recording_name,
    to_json,
    words_folder,
)
from archive.records import Collection, IndexPoint, Interview, Person
from archive.transcripts import earlier_kept

DESCRIPTION: Final = (
    *("title", "summary", "narrators", "interviewers", "date", "place", "language"),
    *("collection", "rights_holder", "licence", "synthetic", "staff_note"),
)
"""What may be written about an interview. Consent, access, embargo, redactions and decisions are none of it."""

COLLECTION: Final = (
    *("title", "description", "interviews", "glossary", "country", "script"),
    *("language", "rights_holder", "licence", "demands_review"),
)

_R = TypeVar("_R", Interview, Collection)


class Differing(Conflict):
    """Somebody else wrote something else in the same ``fields`` in between; ``now`` is the record as it stands."""

    fields: tuple[str, ...] = ()
    now: Interview | Collection

    @classmethod
    def of(cls, now: Interview | Collection, fields: Sequence[str]) -> Differing:
        """The conflict over these fields of a record."""
        told = cls("Somebody else changed this in between.", next_step="Compare the two, then keep what is right.")
        told.fields, told.now = tuple(fields), now
        return told


def version_of(record: Interview | Collection) -> str:
    """A name for what is written in a record as it stands, field by field, to start from when changing it."""
    return " ".join(mark(getattr(record, name)) for name in _fields(record))


def mark(value: object) -> str:
    """A short name for what a part of a record says, by which a change of it is noticed."""
    return hashlib.sha256(to_json(value)).hexdigest()[:12]


def keep_record(files: Files, told: Interview, *, started_from: str, agent: str) -> Interview:
    """Keep what is written about an interview (:data:`DESCRIPTION`), and nothing else of what is ``told``.

    A field that was not touched since ``started_from`` stays as it is now, so that two people may work at once; raises
    :class:`Differing` where both changed one, and :class:`Refused` where a person with a pseudonym would be forgotten.
    """

    def described(data: bytes | None) -> bytes:
        if data is None:
            raise NotFound(f"There is no interview {told.id}.", next_step="The collections name those that are here.")
        now = from_json(data, Interview, key=interview_file(told.id))
        merged = _merged(now, told, started_from)
        return to_json(_with_pseudonyms(now, merged))

    _keep(files, told.id, interview_file(told.id), described, type_="description kept", agent=agent)
    return files.read_interview(told.id)


def keep_collection(files: Files, collection: Collection, *, agent: str, started_from: str = "") -> None:
    """Keep the record of a collection; its earlier text stays under ``versions/``.

    With ``started_from``, what others changed since is kept, or :class:`Differing` raised, as for an interview.
    """
    key = collection_file(collection.slug)

    def described(data: bytes | None) -> bytes:
        if data is None or not started_from:
            return to_json(collection)
        return to_json(_merged(from_json(data, Collection, key=key), collection, started_from))

    _keep(files, COLLECTIONS, key, described, type_="collection kept", agent=agent)


def create_collection(files: Files, collection: Collection, *, agent: str) -> None:
    """Begin a collection; raises :class:`AlreadyExists` where one has that name."""

    def described(data: bytes | None) -> bytes:
        if data is not None:
            raise AlreadyExists(f"There is a collection {collection.slug}.", next_step="Give this one another name.")
        return to_json(collection)

    _keep(files, COLLECTIONS, collection_file(collection.slug), described, type_="collection kept", agent=agent)


def keep_index_points(
    files: Files, interview_id: str, recording: str, points: Sequence[IndexPoint], *, agent: str
) -> None:
    """Keep the index points of a recording; the earlier ones stay under ``versions/``."""
    key = f"{words_folder(interview_id)}/{recording_name(recording)}.index.vtt"
    text = webvtt.write_index_points(tuple(points))
    _keep(files, interview_id, key, lambda _: text.encode(), type_="index points kept", agent=agent)


def _keep(
    files: Files, folder: str, key: str, described: Callable[[bytes | None], bytes], *, type_: str, agent: str
) -> None:
    with files.lock(folder):
        provenance.clear_the_way(files, folder)
        before = files.store.read(key) if files.store.exists(key) else None
        data = described(before)
        if data == before:
            return
        event = provenance.next_event(files, folder, type_, agent)
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: data}))
        fixity.settle(files, folder)


# --- two at one record -----------------------------------------------------------------------------------------------


def _merged(now: _R, told: _R, started_from: str) -> _R:
    """What is told, field by field, but what this person did not touch as it is now."""
    names = _fields(now)
    begun = dict(zip(names, started_from.split(), strict=False))
    changed: dict[str, Any] = {}
    differing = []
    for name in names:
        mine, theirs = getattr(told, name), getattr(now, name)
        if mine == theirs or mark(mine) == begun.get(name):
            continue
        if mark(theirs) != begun.get(name):
            differing.append(name)
        changed[name] = mine
    if differing:
        raise Differing.of(now, differing)
    return replace(now, **changed)


def _fields(record: Interview | Collection) -> tuple[str, ...]:
    return DESCRIPTION if isinstance(record, Interview) else COLLECTION


def _with_pseudonyms(now: Interview, told: Interview) -> Interview:
    """What is told, each person with the pseudonym on record: a pseudonym is a decision, and not made by describing."""
    guarded = {each.name: each.pseudonym for each in (*now.narrators, *now.interviewers) if each.pseudonym}
    named = {each.name for each in (*told.narrators, *told.interviewers)}
    if forgotten := sorted(set(guarded) - named):
        raise Refused(
            f"{forgotten[0]} has a pseudonym, which would no longer cover that name.",
            next_step="Leave the name as it is, or take the pseudonym back first.",
        )

    def covered(people: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(replace(each, pseudonym=guarded.get(each.name, "")) for each in people)

    return replace(told, narrators=covered(told.narrators), interviewers=covered(told.interviewers))
