"""One archive's files: what is held, read as records; with locks and scratch space on this machine."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from archive import webvtt
from archive.errors import BadInput, BadRecord, NotFound
from archive.files import keys
from archive.files.codec import from_json, to_json
from archive.files.graves import as_withdrawn, find_withdrawal, has_grave, keep_withdrawal
from archive.files.store import FolderStore, ObjectStore, Store
from archive.records import INTERVIEW_ID, Collection, IndexPoint, Interview, Track
from archive.settings import Settings

_T = TypeVar("_T")
_PROMISED = ".promised"
_LOCKS = frozenset({*keys.HOUSE, "house", "originals", "scratch"})


class Files:
    """The record of an archive: ``store`` keeps it, ``instance`` is this machine's own folder for locks and scratch."""

    def __init__(self, store: Store, instance: Path) -> None:
        self.store = store
        self.instance = instance

    # --- what is held ---

    def interview_ids(self) -> list[str]:
        """The ids of all interviews that have a record, in order."""
        folders = self.store.names("transcripts")
        ids = (each for each in folders if INTERVIEW_ID.fullmatch(each))
        return [each for each in ids if self.store.exists(keys.interview_file(each))]

    def claimed_ids(self) -> list[str]:
        """Every id ever given out, whether or not its accession was finished."""
        return [each for each in self.store.names("transcripts/ids") if INTERVIEW_ID.fullmatch(each)]

    def read_interview(self, interview_id: str) -> Interview:
        """The record; raises :class:`NotFound`, or :class:`BadRecord` if it cannot be read for certain."""
        key = keys.interview_file(interview_id)
        try:
            interview = self._record(key, Interview)
        except NotFound:
            raise NotFound(
                "There is no interview %(interview)s.",
                next_step="`earwitness list` names those that are here.",
                interview=interview_id,
            ) from None
        if interview.id != interview_id:
            raise BadRecord(
                "%(key)s says that it is %(id)s.", next_step="Restore it from versions/.", key=key, id=interview.id
            )
        if interview.withdrawn is None and (withdrawal := find_withdrawal(self.store, self.instance, interview_id)):
            return as_withdrawn(interview, withdrawal)
        return interview

    def has_grave(self, interview_id: str) -> bool:
        """Whether it is put down, where restoring its record does not reach, that an interview is withdrawn."""
        return has_grave(self.store, self.instance, interview_id)

    def keep_withdrawal(self, interview: Interview) -> None:
        """Put down that an interview is withdrawn where restoring its record does not reach; once is enough."""
        keep_withdrawal(self.store, self.instance, interview)

    def collection_slugs(self) -> list[str]:
        """The slugs of all collections, in order."""
        names = self.store.names(keys.words_folder(keys.COLLECTIONS))
        slugs = [each.removesuffix(".json") for each in names if each.endswith(".json")]
        return [each for each in slugs if keys.is_slug(each)]

    def read_collection(self, slug: str) -> Collection:
        """The record of a collection; raises :class:`NotFound` or :class:`BadRecord`."""
        key = keys.collection_file(slug)
        return self._record(key, Collection)

    def _record(self, key: str, kind: type[_T]) -> _T:
        record = from_json(self.store.read(key), kind, key=key)
        try:
            to_json(record)
        except UnicodeEncodeError as error:
            raise BadRecord(
                "%(key)s holds half a character: %(error)s.",
                next_step="Restore it from versions/.",
                key=key,
                error=error,
            ) from error
        return record

    def track_names(self, interview_id: str) -> list[keys.TrackName]:
        """The tracks there are of an interview, machine's and people's, in order."""
        names = (keys.track_name(each) for each in self.store.names(keys.words_folder(interview_id)))
        return sorted(each for each in names if each is not None)

    def read_track(self, interview_id: str, name: keys.TrackName) -> Track:
        """One transcript; raises :class:`NotFound` or :class:`BadInput`."""
        data = self.store.read(f"{keys.words_folder(interview_id)}/{name.file}")
        return webvtt.read_track(data.decode(errors="replace"), language_hint=name.language)

    def read_index_points(self, interview_id: str, recording: str) -> tuple[IndexPoint, ...]:
        """The index points of a recording; empty if nobody has made any."""
        try:
            data = self.store.read(f"{keys.words_folder(interview_id)}/{keys.recording_name(recording)}.index.vtt")
        except NotFound:
            return ()
        return webvtt.read_index_points(data.decode(errors="replace"))

    # --- this machine ---

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock that all processes on this machine respect; released by the kernel if its holder dies.

        Its name is an interview's id, or one of those the archive itself has; raises :class:`BadInput`.
        """
        if name not in _LOCKS and not INTERVIEW_ID.fullmatch(name):
            raise BadInput("%(id)r is not an interview's id.", next_step="Ids look like 2026-014.", id=name)
        folder = self.instance / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for files in the making, removed at the end, or by :meth:`sweep` if its owner died.

        It stays when the block fails after :meth:`promise`: an act that is already written down waits for its files.
        """
        folder = self.scratch_folder(uuid.uuid4().hex)
        with self.lock("scratch"):  # no sweep may find it before it says that its owner is alive
            folder.mkdir(parents=True)
            stream = (folder / ".alive").open("wb")
            fcntl.flock(stream, fcntl.LOCK_EX)
        with stream:
            try:
                yield folder
            except BaseException:
                if not (folder / _PROMISED).exists():
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            shutil.rmtree(folder, ignore_errors=True)

    def promise(self, folder: Path) -> None:
        """From here on an act may wait for the files in this scratch folder."""
        (folder / _PROMISED).touch()

    def scratch_folder(self, name: str) -> Path:
        """Where the scratch folder of that name is or was."""
        if not name.isalnum():
            raise BadInput("%(name)r is not a scratch folder.", name=name)
        return self.instance / "scratch" / name

    def sweep(self) -> None:
        """Remove what dead processes left half done; never what a living one makes, or what was promised to an act."""
        self.store.sweep()
        for folder in (self.instance / "scratch").glob("*"):
            if not (folder / _PROMISED).exists():
                self._remove_if_abandoned(folder)

    def promises(self) -> list[str]:
        """The names of scratch folders that were promised to an act, which may still wait for them."""
        return sorted(each.parent.name for each in (self.instance / "scratch").glob(f"*/{_PROMISED}"))

    def break_promise(self, name: str) -> None:
        """Remove a promised scratch folder that no act waits for any more, unless its owner lives."""
        self._remove_if_abandoned(self.scratch_folder(name))

    def _remove_if_abandoned(self, folder: Path) -> None:
        with (
            self.lock("scratch"),
            contextlib.suppress(FileNotFoundError, BlockingIOError),
            (folder / ".alive").open("rb") as stream,
        ):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


def open_files(settings: Settings) -> Files:
    """The files of the archive that the settings name."""
    store: Store = FolderStore(settings.home)
    if settings.store:
        store = ObjectStore(settings.store, endpoint=settings.store_endpoint)
    return Files(store, settings.instance)
