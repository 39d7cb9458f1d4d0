"""Keeping house, on the archive's own host alone: what the public may read comes first, then everything else.

Every part may be interrupted and run again; nothing here is remembered but what can be worked out from the files. A
fault in one interview's files is logged and keeps no other waiting.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from archive import accession, correcting, fixity, provenance, uploads
from archive.errors import ArchiveError, BadRecord, NotFound
from archive.files import HOUSE, STRETCHES, Files, claim_file, from_json, words_folder, write_local
from archive.jobs import steps
from archive.jobs.edition import bring_edition
from archive.jobs.indexing import bring_index
from archive.jobs.remembering import remembered
from archive.provenance import Act
from archive.settings import Settings

_log = logging.getLogger(__name__)


def keep_house(files: Files, settings: Settings) -> None:
    """Finish the decisions that were begun, make the edition that follows from them, then bring up all the rest.

    Raises :class:`EditionNotMade`, last of all, when the public still reads the edition before.
    """
    with files.lock("house"):
        try:
            unknown = _finish_acts(files)
            _keep_withdrawals(files)
            bring_edition(files, settings, unknown=unknown)
        finally:
            with _logged("the desk's index"):
                bring_index(files, settings)
            finish_begun(files)
            keep_rested(files, now=datetime.now(UTC))
            _forget_stretches(files, settings)
            with _logged("uploads"):
                uploads.expire(files, settings, now=time.time())


def finish_begun(files: Files) -> None:
    """Finish accessions, acts and receipts that a dead process left, settle manifests, sweep what is half done."""
    with _logged("accessions"):
        accession.finish_accessions(files)
    for folder in _folders(files):
        with _logged(folder):
            _finish(files, folder)
    with _logged("sweeping"):
        files.sweep()
        _sweep_promised(files)


def keep_rested(files: Files, *, now: datetime) -> None:
    """Make versions of the corrections that nobody has added to for a while."""
    for interview_id in files.interview_ids():
        with _logged(interview_id):
            correcting.keep_rested(files, interview_id, now=now)


def start_afresh(settings: Settings) -> None:
    """Forget the desk's index, what the edition was made from and what was suggested: all is made anew."""
    for name in ("desk.sqlite", "desk.indexed.json", "edition-made-from", "suggested.json"):
        (settings.instance / name).unlink(missing_ok=True)


def _finish_acts(files: Files) -> set[str]:
    """Finish the acts that were begun; returns the interviews with one left over: it may be a withdrawal."""
    unknown = set()
    for folder in _folders(files):
        with _logged(folder):
            if provenance.pending(files, folder):
                unknown.add(folder)
                with files.lock(folder):
                    begun = provenance.pending(files, folder)
                    with _logged(folder):
                        provenance.finish_pending(files, folder)
                    if not any(_may_close(files, note) for note in begun):
                        unknown.remove(folder)
    return unknown


def _may_close(files: Files, note: str) -> bool:
    """Whether an act is left over that may keep something from the public; what waits for another host's file adds."""
    try:
        return not from_json(files.store.read(note), Act, key=note).takes
    except NotFound:
        return False
    except BadRecord:
        return True


def _keep_withdrawals(files: Files) -> None:
    """Put down beside each claim and on this machine what is withdrawn: whoever died in between may not have."""
    for interview_id in files.interview_ids():
        with _logged(interview_id):
            files.keep_withdrawal(files.read_interview(interview_id))


def _finish(files: Files, folder: str) -> None:
    mark = files.instance / "settled" / folder
    if remembered(mark) == provenance.state(files, folder):
        # A check or a quiet event is no news to anybody else, but belongs in the chain.
        provenance.extend(files, folder)
        return
    with files.lock(folder):
        provenance.clear_the_way(files, folder)
        provenance.finish_receipts(files, folder)
        settled = provenance.state(files, folder)
        fixity.settle(files, folder)
        provenance.extend(files, folder)
    write_local(mark, settled)


def _folders(files: Files) -> list[str]:
    return [*(each for each in HOUSE if files.store.names(words_folder(each))), *files.interview_ids()]


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """A fault in here is somebody's to mend, and no reason to leave the rest undone."""
    try:
        yield
    except (ArchiveError, OSError) as fault:
        _log.error("%s: %s", what, fault)


# --- what nobody needs any more --------------------------------------------------------------------------------------


def _sweep_promised(files: Files) -> None:
    """Remove the scratch folders that were promised to an act, once no act is left that waits for them."""
    promises = files.promises()
    if not promises:
        return
    waited_for = {folder for act in _begun(files) for folder, _ in act.takes.values()}
    for name in promises:
        if name not in waited_for:
            files.break_promise(name)


def _begun(files: Files) -> Iterator[Act]:
    """Every act and accession that is not finished; raises :class:`BadRecord`, for then nobody knows what waits."""
    for folder in _folders(files):
        yield from _pending(files, folder)
    for claimed in files.claimed_ids():
        if not files.store.exists(provenance.taken_in_file(claimed)):
            claim = claim_file(claimed)
            yield from_json(files.store.read(claim), Act, key=claim)


def _pending(files: Files, folder: str) -> Iterator[Act]:
    pending = f"{words_folder(folder)}/pending"
    for name in files.store.names(pending):
        with suppress(NotFound):  # finished this very moment
            yield from_json(files.store.read(f"{pending}/{name}"), Act, key=f"{pending}/{name}")


def _forget_stretches(files: Files, settings: Settings) -> None:
    """Remove what was heard for a step that nobody owes any more: of a withdrawn interview, or by other settings."""
    for interview_id in files.interview_ids():
        with _logged(interview_id):
            _forget_stretches_of(files, interview_id, lambda each: _wanted(files, settings, each))


def _forget_stretches_of(files: Files, interview_id: str, wanted: Callable[[str], set[str]]) -> None:
    folder = f"{words_folder(interview_id)}/{STRETCHES}"
    found = files.store.names(folder)
    if not found:
        return
    for slug in set(found) - wanted(interview_id):
        for key in files.store.walk(f"{folder}/{slug}"):
            files.store.remove(key)


def _wanted(files: Files, settings: Settings, interview_id: str) -> set[str]:
    return {each.slug for each in steps.owed_to(files, settings, files.read_interview(interview_id))}
