"""Changing tags among the files: each act with its event, and a quiet one where the public reads the same as before.

No earlier text is kept beside them: a tag has all its verdicts in it, and what nobody decided can be suggested anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from archive import fixity, provenance
from archive.access import public_tags
from archive.files import Files, tags_file, to_json
from archive.records import Interview
from archive.sentences import Sentence
from archive.tags.reading import Tags, shows_unreviewed


class Changes:
    """What is to become of the tags of an interview, recording by recording. The caller is :func:`at_work` on it."""

    def __init__(self, files: Files, interview: Interview) -> None:
        self._files = files
        self._interview = interview
        self._unreviewed = shows_unreviewed(files, interview)
        self._writes: dict[str, bytes] = {}
        self._is_quiet = True

    def add(self, recording: str, before: Tags, after: Tags) -> None:
        """Let these be the tags of a recording from now on."""
        if after == before:
            return
        self._writes[tags_file(self._interview.id, recording)] = to_json(after)
        seen = (public_tags(each, unreviewed=self._unreviewed) for each in (before, after))
        self._is_quiet = self._is_quiet and next(seen) == next(seen)

    def perform(self, type_: str, quiet: str = "", *, agent: str, detail: Sentence) -> None:
        """Do it, if anything changes; ``quiet`` is what the event is called where the public meets no other tags."""
        if self._writes:
            type_ = quiet if quiet and self._is_quiet else type_
            perform(self._files, self._interview.id, type_, agent, self._writes, detail)


@contextmanager
def at_work(files: Files, folder: str) -> Iterator[None]:
    """Alone with the tags of an interview, or with the rulings of a folder."""
    with files.lock(folder):
        provenance.clear_the_way(files, folder)
        yield


def perform(files: Files, folder: str, type_: str, agent: str, writes: dict[str, bytes], detail: Sentence) -> None:
    """Write what was decided, with its event."""
    event = provenance.next_event(files, folder, type_, agent, detail=detail)
    provenance.perform(files, provenance.planned(event, writes=writes))
    fixity.settle(files, folder)


def now() -> str:
    """When somebody decides."""
    return datetime.now(UTC).isoformat(timespec="seconds")
