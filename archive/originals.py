"""Which originals are here already, by their SHA-256: what is handed in twice is recognised before it is kept twice.

``instance/originals.txt`` remembers a line ``<sha256>  <id>`` for each, in the form of ``sha256sum``. It may be deleted
at any time: what it does not know of is read from the files, and what it says is believed only if the files agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import provenance
from archive.errors import AlreadyExists, ArchiveError, NotFound
from archive.files import Files, claim_file, from_json
from archive.provenance import Act

_LINE = re.compile(r"([0-9a-f]{64}|-)  ([0-9]{4}-[0-9]{3,6})")
_NONE = "-"
"""In place of a checksum: the interview is known, and has no recording."""


class Duplicate(AlreadyExists):
    """A file is the original of a recording that is here; ``interview`` is its interview's id."""

    def __init__(self, fault: str, *, interview: str, next_step: str = "", **values: object) -> None:
        super().__init__(fault, next_step=next_step, interview=interview, **values)
        self.interview = interview


def known(files: Files, sha256: str) -> str:
    """The id of the interview that has this original, or is being taken in with it; empty if there is none."""
    with files.lock("originals"):
        return _known(files, sha256)


@contextmanager
def newcomers(files: Files, originals: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Nobody else takes these in, given as name and SHA-256, for as long as the block lasts.

    Raises :class:`Duplicate` for one that is here already, or that stands twice among them.
    """
    with files.lock("originals"):
        seen: dict[str, str] = {}
        for name, sha256 in originals:
            if sha256 in seen:
                raise Duplicate(
                    "%(name)s is the same file as %(seen)s.",
                    interview="",
                    next_step="Leave one away.",
                    name=name,
                    seen=seen[sha256],
                )
            seen[sha256] = name
            if interview_id := _known(files, sha256):
                raise Duplicate(
                    "%(name)s is here already: it is a recording of %(interview)s.",
                    interview=interview_id,
                    next_step="Nothing was taken in a second time.",
                    name=name,
                )
        yield


def remember(files: Files, interview_id: str, originals: Iterable[str]) -> None:
    """Note that an interview has these, before it does: a note that turns out wrong is found out, a missing one not."""
    path = _memory(files)
    with path.open("a", encoding="ascii") as stream:
        # A line that a dying process left unfinished must not swallow this one.
        stream.write("\n" + "".join(f"{sha256}  {interview_id}\n" for sha256 in originals))


def _known(files: Files, sha256: str) -> str:
    here = _remembered(files)
    noted = {interview_id for _, interview_id in here}
    for interview_id in files.claimed_ids():
        if interview_id not in noted:
            here += [(each, interview_id) for each in _learned(files, interview_id)]
    candidates = (interview_id for digest, interview_id in here if digest == sha256)
    return next((each for each in candidates if sha256 in _originals(files, each)), "")


def _remembered(files: Files) -> list[tuple[str, str]]:
    path = _memory(files)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text("ascii", errors="replace").splitlines() if path.exists() else []
    matches = (_LINE.fullmatch(each) for each in lines)
    return [(match[1], match[2]) for match in matches if match]


def _learned(files: Files, interview_id: str) -> list[str]:
    """The originals of an interview, noted for the next time once its accession is over."""
    found = _originals(files, interview_id)
    if files.store.exists(provenance.taken_in_file(interview_id)):
        remember(files, interview_id, found or [_NONE])
    return found


def _originals(files: Files, interview_id: str) -> list[str]:
    """The checksums of what an interview has; of one whose accession is under way, of what it will have."""
    try:
        return [each.sha256 for each in files.read_interview(interview_id).recordings if each.sha256]
    except NotFound:
        return _being_taken_in(files, interview_id)
    except ArchiveError:
        return []


def _being_taken_in(files: Files, interview_id: str) -> list[str]:
    if files.store.exists(provenance.taken_in_file(interview_id)):
        return []  # given up
    key = claim_file(interview_id)
    try:
        act = from_json(files.store.read(key), Act, key=key)
    except ArchiveError:
        return []
    return [act.event.files[taken] for taken in act.takes if taken in act.event.files]


def _memory(files: Files) -> Path:
    return files.instance / "originals.txt"
