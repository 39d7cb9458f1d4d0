"""Tags among the files, read: ``recording-N.tags.json``, and what was decided for a spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.errors import BadRecord, NotFound
from archive.files import COLLECTIONS, Files, from_json, is_slug, rulings_file, tags_file, words_folder
from archive.records import Interview, Ruling, Tag

Tags = tuple[Tag, ...]

_RULINGS = ".rulings.json"


def read_tags(files: Files, interview_id: str, recording: str) -> Tags:
    """The tags on a recording in order of time; empty where there are none."""
    key = tags_file(interview_id, recording)
    if not files.store.exists(key):
        return ()
    data, last = files.store.read(key), _last(key)
    seen, tags = last.read
    if data != seen:
        tags = from_json(data, Tags, key=key)
        last.read = data, tags
    return tags


@dataclass(slots=True)
class _Last:
    """What a file said when it was last read. Reading one of 300 tags takes ten milliseconds, comparing it a tenth.

    Of each file that alone: who decides 300 tags one by one makes 300 versions of it, and to hold them all made every
    twentieth decision wait a fifth of a second for Python's collector.
    """

    read: tuple[bytes, Tags] = b"", ()


@lru_cache(maxsize=512)
def _last(_key: str) -> _Last:
    return _Last()


def read_rulings(files: Files, interview: Interview) -> tuple[Ruling, ...]:
    """What was decided once for a spelling and holds in this interview: its collection's, or its own if it has none."""
    key = rulings_file(scope_of(interview))
    return from_json(files.store.read(key), tuple[Ruling, ...], key=key) if files.store.exists(key) else ()


def every_ruling(files: Files) -> Iterator[tuple[str, Ruling]]:
    """What was decided once for a spelling, wherever in the archive, with the collection or interview it holds in."""
    kept = files.store.names(words_folder(COLLECTIONS))  # also of a collection that interviews only name
    collections = [each.removesuffix(_RULINGS) for each in kept if each.endswith(_RULINGS)]
    for scope in (*collections, *files.interview_ids()):
        key = rulings_file(scope)
        if files.store.exists(key):
            yield from ((scope, each) for each in from_json(files.store.read(key), tuple[Ruling, ...], key=key))


def scope_of(interview: Interview) -> str:
    """Where one decision for a spelling holds: the interview's collection, or the interview where it is in none."""
    return interview.collection or interview.id


def shows_unreviewed(files: Files, interview: Interview) -> bool:
    """Whether the interview's collection shows what was found before anybody has looked; one unreadable does not."""
    try:
        return is_slug(interview.collection) and files.read_collection(interview.collection).shows_unreviewed_tags
    except (NotFound, BadRecord):
        return False
