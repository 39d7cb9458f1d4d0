"""Texts that what is written of a collection or an interview keeps from the public: what opens them is asked why.

A collection may demand that a named person has approved a text. Where it no longer does, or an interview leaves it for
one that does not, the public reads at once what nobody has read; and so it does where another language is said to be
spoken, so that a translation that the narrator did not allow counts for what was said (decision 0035).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from archive import describing
from archive.access import shown
from archive.errors import ArchiveError, Refused
from archive.files import Files
from archive.holdings import demands_review, holdings
from archive.records import HIDDEN, Collection, Interview
from archive.release import Released, release
from archive.sentences import enumerated


class Unapproved(Refused):
    """The public would read texts that were kept back, and nobody has said why they are opened all the same."""


def keep_collection(files: Files, collection: Collection, *, agent: str, started_from: str, because: str = "") -> None:
    """Keep the record of a collection as :mod:`archive.describing` does; raises :class:`Unapproved`."""
    theirs: list[Interview] = []
    if demands_review(files, collection.slug) and not collection.demands_review:
        theirs = [each for each in _interviews(files) if each.collection == collection.slug]
    why = _asked(files, theirs, because, is_demanding=False)
    describing.keep_collection(files, collection, agent=agent, started_from=started_from, because=why)


def keep_record(files: Files, told: Interview, *, started_from: str, agent: str, because: str = "") -> Interview:
    """Keep what is written of an interview as :mod:`archive.describing` does; raises :class:`Unapproved`."""
    before = files.read_interview(told.id)
    is_moved = (before.collection, before.language) != (told.collection, told.language)
    after = [replace(before, language=told.language)] if is_moved else []
    why = _asked(files, after, because, is_demanding=demands_review(files, told.collection))
    return describing.keep_record(files, told, started_from=started_from, agent=agent, because=why)


def _asked(files: Files, after: Iterable[Interview], because: str, *, is_demanding: bool) -> str:
    """Why they are opened; nothing where none of them is, whatever was said."""
    opened = [each.id for each in after if _is_opened(files, each, is_demanding=is_demanding)]
    if opened and not because.strip():
        raise Unapproved(
            "The public would read texts that were kept back: %(interviews)s.",
            next_step="Approve those texts first; or say why they are opened, and the log keeps it.",
            interviews=enumerated(opened),
        )
    return because if opened else ""


def _is_opened(files: Files, after: Interview, *, is_demanding: bool) -> bool:
    """Whether the public would read a text, if this were the record, that it does not read now."""
    if shown(after).metadata == HIDDEN:
        return False
    held = holdings(files, after.id)
    then = replace(held, interview=after, demands_review=is_demanding)
    return bool(_read(release(then)) - _read(release(held)))


def _read(released: Released | None) -> set[tuple[str, str, str]]:
    tracks = released.tracks if released else ()
    return {(each.recording, each.language, each.form) for each in tracks}


def _interviews(files: Files) -> Iterator[Interview]:
    for interview_id in files.interview_ids():
        with suppress(ArchiveError, OSError):  # what cannot be read is not public
            yield files.read_interview(interview_id)
