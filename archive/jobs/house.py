"""Keeping house, on the archive's own host alone: finish what was begun, then bring index and edition up to the files.

Every part may be interrupted and run again; nothing here is remembered but what can be worked out from the files.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archive import accession, fixity, provenance
from archive.access import shown
from archive.errors import ArchiveError, BadRecord, NotFound
from archive.files import COLLECTIONS, Files, write_local
from archive.holdings import holdings
from archive.index import INDEX_FORM, current_edition, make_edition, reindex
from archive.records import HIDDEN
from archive.release import MediaFile, Released, ReleasedCollection, release, released_collection, uncut
from archive.settings import Settings

_log = logging.getLogger(__name__)


def keep_house(files: Files, settings: Settings) -> None:
    """Finish everything that was begun and bring manifests, desk index and edition up to date."""
    with files.lock("house"):
        finish_begun(files)
        bring_index(files, settings)
        bring_edition(files, settings)


def finish_begun(files: Files) -> None:
    """Finish accessions, acts and receipts that a dead process left, settle manifests, sweep what is half done."""
    accession.finish_accessions(files)
    for folder in (COLLECTIONS, *files.interview_ids()):
        _finish(files, folder)
    files.sweep()


def _finish(files: Files, folder: str) -> None:
    mark = files.instance / "settled" / folder
    if _read(mark) == provenance.state(files, folder):
        return
    with files.lock(folder):
        provenance.finish_pending(files, folder)
        provenance.finish_receipts(files, folder)
        settled = provenance.state(files, folder)
        fixity.settle(files, folder)
    write_local(mark, settled)


def start_afresh(settings: Settings) -> None:
    """Forget the desk's index and what the edition was made from, so that both are made anew from the files."""
    for name in ("desk.sqlite", "desk.indexed.json", "edition/made-from"):
        (settings.instance / name).unlink(missing_ok=True)


# --- the desk's index ------------------------------------------------------------------------------------------------


def bring_index(files: Files, settings: Settings) -> None:
    """Re-index each interview whose files have changed since it was indexed."""
    path = settings.instance / "desk.sqlite"
    memory = settings.instance / "desk.indexed.json"
    indexed: dict[str, str] = json.loads(_read(memory) or "{}") if path.exists() else {}
    wanted = {each: f"{INDEX_FORM} {provenance.state(files, each)}" for each in files.interview_ids()}
    stale = [each for each in sorted(wanted.keys() | indexed.keys()) if wanted.get(each) != indexed.get(each)]
    if not stale:
        return
    collections = _collections(files, [each for each in (_uncut(files, name) for name in wanted) if each is not None])
    for interview_id in stale:
        reindex(path, interview_id, _uncut(files, interview_id) if interview_id in wanted else None, collections)
    write_local(memory, json.dumps(wanted, indent=1))


def _uncut(files: Files, interview_id: str) -> Released | None:
    try:
        return uncut(holdings(files, interview_id))
    except ArchiveError as fault:
        _log.warning("%s is left out of the index: %s", interview_id, fault)
        return None


# --- the edition -----------------------------------------------------------------------------------------------------


def bring_edition(files: Files, settings: Settings) -> None:
    """Make a new edition if what may be public has changed since the current one was made."""
    folder = settings.instance / "edition"
    memory = folder / "made-from"
    wanted = _edition_state(files)
    if current_edition(folder) is not None and _read(memory) == wanted:
        return
    released = [_without_damage(files, folder, each) for each in _released(files)]
    make_edition(folder, released, _collections(files, released), lambda each: files.store.open(each.key))
    write_local(memory, wanted)


def _without_damage(files: Files, folder: Path, released: Released) -> Released:
    """Without media that are not as they were made: a damaged copy must not keep a withdrawal waiting."""
    return replace(
        released,
        recordings=tuple(
            replace(each, media=tuple(file for file in each.media if _is_whole(files, folder, file)))
            for each in released.recordings
        ),
    )


def _is_whole(files: Files, folder: Path, file: MediaFile) -> bool:
    if any((folder / "media").glob(f"{file.sha256}.*")):
        return True  # the edition has it already, and checked it when it came
    try:
        whole = fixity.sha256_of(files, file.key) == file.sha256
    except NotFound:
        whole = False
    if not whole:
        _log.error("%s is left out of the edition: it is not as it was made. Run `earwitness verify`.", file.key)
    return whole


def _edition_state(files: Files) -> str:
    told = [INDEX_FORM, provenance.state(files, COLLECTIONS)]
    for interview_id in files.interview_ids():
        try:
            public = shown(files.read_interview(interview_id)).metadata != HIDDEN
        except BadRecord:
            continue
        if public:
            told.append(f"{interview_id} {provenance.state(files, interview_id)}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _released(files: Files) -> Iterator[Released]:
    """The public version of every interview that has one; what cannot be read for certain is not public."""
    for interview_id in files.interview_ids():
        try:
            public = release(holdings(files, interview_id))
        except ArchiveError as fault:
            _log.warning("%s is left out of the edition: %s", interview_id, fault)
            continue
        if public is not None:
            yield public


def _collections(files: Files, listed: list[Released]) -> list[ReleasedCollection]:
    collections = (released_collection(files.read_collection(each), listed) for each in files.collection_slugs())
    return [each for each in collections if each is not None]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
