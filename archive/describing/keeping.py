"""Records and index points, kept with an event that says who wrote what; earlier texts stay under ``versions/``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive import fixity, provenance, webvtt
from archive.describing.parts import merged, parts
from archive.errors import AlreadyExists, NotFound, Refused
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
from archive.sentences import Sentence, sentence
from archive.transcripts import earlier_kept

REVIEW_DEMANDED = "review demanded"

IndexPoints = tuple[IndexPoint, ...]

_Described = Callable[[bytes | None], tuple[bytes | None, str | Sentence]]
"""What a file is to hold, after what it holds, and which parts of it are new, for the event."""


def keep_record(files: Files, told: Interview, *, started_from: str, agent: str, because: str = "") -> Interview:
    """Keep what is written about an interview and its recordings, and nothing else of what is ``told``.

    A part that was not touched since ``started_from`` stays as it is now, so that two people may work at once; raises
    :class:`Differing` where both changed one, and :class:`Refused` where a person with a pseudonym would be forgotten.
    ``because`` is why the public may read more by it, for the log.
    """

    def described(data: bytes | None) -> tuple[bytes, str | Sentence]:
        if data is None:
            raise NotFound(
                "There is no interview %(id)s.", next_step="The collections name those that are here.", id=told.id
            )
        now = from_json(data, Interview, key=interview_file(told.id))
        kept = _with_pseudonyms(now, merged(now, told, started_from))
        return to_json(kept), _told_why(", ".join(_new_in(now, kept)), because)

    _keep(files, told.id, interview_file(told.id), described, type_="description kept", agent=agent)
    return files.read_interview(told.id)


def keep_collection(
    files: Files, collection: Collection, *, agent: str, started_from: str = "", because: str = ""
) -> None:
    """Keep the record of a collection; its earlier text stays under ``versions/``.

    With ``started_from``, what others changed since is kept, or :class:`Differing` raised, as for an interview; and
    ``because`` is as there.
    """
    key = collection_file(collection.slug)

    def described(data: bytes | None) -> tuple[bytes, str | Sentence]:
        if data is None or not started_from:
            return to_json(collection), _told_why(collection.slug, because)
        now = from_json(data, Collection, key=key)
        kept = merged(now, collection, started_from)
        return to_json(kept), _told_why(f"{collection.slug}: {', '.join(_new_in(now, kept))}", because)

    _keep(files, COLLECTIONS, key, described, type_="collection kept", agent=agent)


def create_collection(files: Files, collection: Collection, *, agent: str) -> None:
    """Begin a collection; raises :class:`AlreadyExists` where one has that name."""

    def described(data: bytes | None) -> tuple[bytes, str]:
        if data is not None:
            raise AlreadyExists(
                "There is a collection %(slug)s.", next_step="Give this one another name.", slug=collection.slug
            )
        return to_json(collection), collection.slug

    _keep(files, COLLECTIONS, collection_file(collection.slug), described, type_="collection kept", agent=agent)


def demand_review(files: Files, slug: str, *, agent: str, why: Sentence) -> None:
    """Let a collection show no text and no tag that nobody approved; begun where there is none, kept anew in any case.

    Raises :class:`BadRecord` where nobody can read it: then it shows none as it is.
    """
    key = collection_file(slug)
    with files.lock(COLLECTIONS):
        provenance.clear_the_way(files, COLLECTIONS)
        now = files.read_collection(slug) if files.store.exists(key) else Collection(slug=slug)
        demanding = to_json(replace(now, demands_review=True, shows_unreviewed_tags=False))
        event = provenance.next_event(
            files, COLLECTIONS, REVIEW_DEMANDED, agent, detail=sentence("%(what)s: %(why)s", what=slug, why=why)
        )
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: demanding}))
        fixity.settle(files, COLLECTIONS)


def keep_index_points(
    files: Files, interview_id: str, recording: str, points: Sequence[IndexPoint], *, agent: str
) -> None:
    """Keep the index points of a recording; the earlier ones stay under ``versions/``."""
    key = f"{words_folder(interview_id)}/{recording_name(recording)}.index.vtt"
    text = webvtt.write_index_points(tuple(points))
    _keep(files, interview_id, key, lambda _: (text.encode(), ""), type_="index points kept", agent=agent)


def change_index_points(
    files: Files,
    interview_id: str,
    recording: str,
    changed: Callable[[IndexPoints], tuple[IndexPoints, Sentence]],
    *,
    agent: str,
) -> str:
    """Keep what becomes of the index points there are, whoever made them, and what is told of that.

    Returns the stamp of the act, under which the text before lies in ``versions/``; none where nothing changed.
    """
    key = f"{words_folder(interview_id)}/{recording_name(recording)}.index.vtt"

    def described(data: bytes | None) -> tuple[bytes | None, Sentence]:
        points = webvtt.read_index_points(data.decode(errors="replace")) if data is not None else ()
        after, told = changed(points)
        return (data if after == points else webvtt.write_index_points(after).encode()), told

    return _keep(files, interview_id, key, described, type_="index points kept", agent=agent)


def _keep(files: Files, folder: str, key: str, described: _Described, *, type_: str, agent: str) -> str:
    with files.lock(folder):
        provenance.clear_the_way(files, folder)
        before = files.store.read(key) if files.store.exists(key) else None
        data, detail = described(before)
        if data is None or data == before:
            return ""
        event = provenance.next_event(files, folder, type_, agent, detail=detail)
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: data}))
        fixity.settle(files, folder)
        return provenance.stamp(event)


def _told_why(what: str, because: str) -> str | Sentence:
    return sentence("%(what)s. Opened because: %(why)s", what=what, why=because) if because else what


def _new_in(before: Interview | Collection, after: Interview | Collection) -> list[str]:
    """The names of the parts that say something else than before."""
    one, other = parts(before), parts(after)
    return [name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name)]


def _with_pseudonyms(now: Interview, told: Interview) -> Interview:
    """What is told, each person with the pseudonym on record: a pseudonym is a decision, and not made by describing."""
    guarded = {each.name: each.pseudonym for each in (*now.narrators, *now.interviewers) if each.pseudonym}
    named = {each.name for each in (*told.narrators, *told.interviewers)}
    if forgotten := sorted(set(guarded) - named):
        raise Refused(
            "%(name)s has a pseudonym, which would no longer cover that name.",
            next_step="Leave the name as it is, or take the pseudonym back first.",
            name=forgotten[0],
        )

    def covered(people: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(replace(each, pseudonym=guarded.get(each.name, "")) for each in people)

    return replace(told, narrators=covered(told.narrators), interviewers=covered(told.interviewers))
