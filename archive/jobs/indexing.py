"""The desk's index, brought up to the files: only what has changed is read again."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.errors import ArchiveError, Unavailable
from archive.files import COLLECTIONS, Files, write_local
from archive.holdings import holdings
from archive.index import INDEX_FORM, build, reindex
from archive.jobs.remembering import collections_state, interview_state, remembered
from archive.release import Released, ReleasedCollection, released_collection, uncut
from archive.settings import Settings

_log = logging.getLogger(__name__)
_SQLITE = b"SQLite format 3\0"


def bring_index(files: Files, settings: Settings) -> None:
    """Re-index each interview whose files have changed since it was indexed; an index that is broken is made anew."""
    path = settings.instance / "desk.sqlite"
    memory = settings.instance / "desk.indexed.json"
    wanted = {each: f"{INDEX_FORM} {interview_state(files, each)}" for each in files.interview_ids()}
    wanted[COLLECTIONS] = collections_state(files)
    indexed = _indexed(memory) if _is_database(path) else {}
    if indexed == wanted:
        return
    try:
        left_out = _brought(files, path, wanted, indexed) if indexed else _built(files, path, wanted)
    except Unavailable as fault:
        _log.warning("The desk's index is made anew: %s", fault)
        left_out = _built(files, path, wanted)
    write_local(memory, json.dumps({each: wanted[each] for each in wanted if each not in left_out}, indent=1))


def listed_collections(files: Files, listed: list[Released]) -> list[ReleasedCollection]:
    """The collections of the interviews that are listed; one whose record cannot be read is left out."""
    found = []
    for slug in files.collection_slugs():
        try:
            collection = released_collection(files.read_collection(slug), listed)
        except (ArchiveError, OSError) as fault:
            _log.warning("The collection %s is left out: %s", slug, fault)
            continue
        if collection is not None:
            found.append(collection)
    return found


def _built(files: Files, path: Path, wanted: dict[str, str]) -> set[str]:
    """Make the whole index from nothing, one interview at a time; returns those that are left out."""
    left_out: set[str] = set()

    def each_uncut() -> Iterator[Released]:
        for interview_id in _interviews(wanted):
            released = _uncut(files, interview_id)
            if released is None:
                left_out.add(interview_id)
            else:
                yield released

    build(path, each_uncut(), listed_collections(files, _listed(files, wanted)))
    return left_out


def _brought(files: Files, path: Path, wanted: dict[str, str], indexed: dict[str, str]) -> set[str]:
    """Index again what is not as it was indexed; returns the interviews that are left out."""
    left_out = set()
    collections = listed_collections(files, _listed(files, wanted))
    stale = {each for each in wanted.keys() | indexed.keys() if wanted.get(each) != indexed.get(each)}
    # Collections are written with an interview: where nothing else is stale, any one will do.
    for interview_id in sorted(stale - {COLLECTIONS}) or _interviews(wanted)[:1]:
        released = _uncut(files, interview_id) if interview_id in wanted else None
        if released is None and interview_id in wanted:
            left_out.add(interview_id)
        if released is not None or interview_id in indexed or COLLECTIONS in stale:
            reindex(path, interview_id, released, collections)
    return left_out


def _interviews(wanted: dict[str, str]) -> list[str]:
    return [each for each in wanted if each != COLLECTIONS]


def _uncut(files: Files, interview_id: str) -> Released | None:
    try:
        return uncut(holdings(files, interview_id))
    except (ArchiveError, OSError) as fault:
        _log.warning("%s is left out of the index: %s", interview_id, fault)
        return None


def _listed(files: Files, wanted: dict[str, str]) -> list[Released]:
    """As much of every interview as its collection's list needs."""
    listed = []
    for interview_id in _interviews(wanted):
        with suppress(ArchiveError):  # said when it is indexed
            interview = files.read_interview(interview_id)
            listed.append(Released(id=interview.id, title=interview.title, collection=interview.collection))
    return listed


def _indexed(memory: Path) -> dict[str, str]:
    try:
        known = json.loads(remembered(memory) or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
