"""That an interview is withdrawn, kept where restoring its record does not reach.

Twice: in the store beside the claim of its id, and in this machine's ``instance/withdrawn/``, for whoever puts the
whole store back to where it was. The machine's note counts only for the interview it was made of: one whose id was
claimed by another accession is another interview.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from archive.errors import AlreadyExists, NotFound
from archive.files.codec import from_json, to_json
from archive.files.keys import claim_file, withdrawal_file
from archive.files.store import Store, write_local
from archive.records import Interview, Withdrawal


def has_grave(store: Store, instance: Path, interview_id: str) -> bool:
    """Whether it was put down, in either place, that an interview of this id is withdrawn."""
    return _note(instance, interview_id).exists() or store.exists(withdrawal_file(interview_id))


def find_withdrawal(store: Store, instance: Path, interview_id: str) -> Withdrawal | None:
    """The withdrawal of an interview, if there was one; raises :class:`BadRecord` where nobody can read it."""
    key = withdrawal_file(interview_id)
    with suppress(NotFound):
        return from_json(store.read(key), Withdrawal, key=key)
    note = _note(instance, interview_id)
    if not note.exists():
        return None
    noted = from_json(note.read_bytes(), Withdrawal, key=str(note))
    return noted if noted.claim == _claim(store, interview_id) else None


def keep_withdrawal(store: Store, instance: Path, interview: Interview) -> None:
    """Put down, in both places, that an interview is withdrawn; once is enough."""
    if interview.withdrawn is None:
        return
    data = to_json(
        Withdrawal(decision=interview.withdrawn, tombstone=interview.tombstone, claim=_claim(store, interview.id))
    )
    with suppress(AlreadyExists):
        store.create(withdrawal_file(interview.id), data)
    note = _note(instance, interview.id)
    if not note.exists() or note.read_bytes() != data:
        write_local(note, data.decode())


def as_withdrawn(interview: Interview, withdrawal: Withdrawal) -> Interview:
    """A record from before its withdrawal, as it is to be read."""
    return replace(interview, published=None, withdrawn=withdrawal.decision, tombstone=withdrawal.tombstone)


def _note(instance: Path, interview_id: str) -> Path:
    return instance / "withdrawn" / f"{interview_id}.json"


def _claim(store: Store, interview_id: str) -> str:
    try:
        return hashlib.sha256(store.read(claim_file(interview_id))).hexdigest()
    except NotFound:
        return ""
