"""Texts of machines that a collection kept from the public: what opens them is asked why, as other decisions are.

A collection may demand that a named person has approved a text. Where it no longer does, or an interview leaves it for
one that does not, the public reads at once what nobody has read (decision 0035).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from archive import describing, transcripts
from archive.access import shown
from archive.errors import ArchiveError, Refused
from archive.files import Files
from archive.holdings import demands_review
from archive.records import OPEN, Collection, Interview
from archive.sentences import enumerated


class Unapproved(Refused):
    """The public would read texts of machines that nobody has approved, nor said why they are opened all the same."""


def keep_collection(files: Files, collection: Collection, *, agent: str, started_from: str, because: str = "") -> None:
    """Keep the record of a collection as :mod:`archive.describing` does; raises :class:`Unapproved`."""
    theirs: list[str] = []
    if demands_review(files, collection.slug) and not collection.demands_review:
        theirs = [each.id for each in _interviews(files) if each.collection == collection.slug]
    why = _asked(files, theirs, because)
    describing.keep_collection(files, collection, agent=agent, started_from=started_from, because=why)


def keep_record(files: Files, told: Interview, *, started_from: str, agent: str, because: str = "") -> Interview:
    """Keep what is written of an interview as :mod:`archive.describing` does; raises :class:`Unapproved`."""
    before = files.read_interview(told.id).collection
    leaves = demands_review(files, before) and not demands_review(files, told.collection)
    why = _asked(files, [told.id] if leaves else [], because)
    return describing.keep_record(files, told, started_from=started_from, agent=agent, because=why)


def _asked(files: Files, interview_ids: Iterable[str], because: str) -> str:
    """Why they are opened; nothing where none of them is, whatever was said."""
    opened = [each for each in interview_ids if _waits(files, each)]
    if opened and not because.strip():
        raise Unapproved(
            "The public would read what machines wrote and nobody has approved: %(interviews)s.",
            next_step="Approve those texts first; or say why they are opened, and the log keeps it.",
            interviews=enumerated(opened),
        )
    return because if opened else ""


def _waits(files: Files, interview_id: str) -> bool:
    """Whether the public may read the words of an interview, and does not read one of a machine's."""
    if shown(files.read_interview(interview_id)).transcript != OPEN:
        return False
    return any(track.is_machine_made for some in transcripts.to_read(files, interview_id).values() for track in some)


def _interviews(files: Files) -> Iterator[Interview]:
    for interview_id in files.interview_ids():
        with suppress(ArchiveError, OSError):  # what cannot be read is not public
            yield files.read_interview(interview_id)
