"""Claims: the act of an accession, in the file that claims the interview's id, and the mark that says it is settled."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from archive.errors import AlreadyExists, BadRecord, NotFound
from archive.files import Files, claim_file, from_json
from archive.provenance.acts import Act


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that was settled: the SHA-256 it had then, and its act as far as it still has it."""

    sha256: str
    act: Act | None


def taken_in_file(interview_id: str) -> str:
    """The file that says that the claim of an id is settled: it is never carried out again."""
    return f"{claim_file(interview_id)}.taken-in"


def settle_claim(files: Files, interview_id: str) -> None:
    """Put down that a claim is settled, with its SHA-256 in the form of ``sha256sum``; once is enough."""
    digest = hashlib.sha256(files.store.read(claim_file(interview_id))).hexdigest()
    with suppress(AlreadyExists):
        files.store.create(taken_in_file(interview_id), f"{digest}  {interview_id}\n".encode())


def claimed(files: Files, interview_id: str) -> Claim:
    """The settled claim of an id; without its act if the claim is gone or not as it was."""
    digest = files.store.read(taken_in_file(interview_id)).decode(errors="replace").split(" ")[0]
    key = claim_file(interview_id)
    try:
        data = files.store.read(key)
        is_whole = hashlib.sha256(data).hexdigest() == digest
        return Claim(digest, from_json(data, Act, key=key) if is_whole else None)
    except (NotFound, BadRecord):
        return Claim(digest, None)
