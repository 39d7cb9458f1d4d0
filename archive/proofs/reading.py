"""The proofs on record: which of them speaks of a copy as the public may hear it now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from archive import provenance, transcripts
from archive.access import is_cut, muted
from archive.files import Files, from_json, media_folder, words_folder
from archive.records import Interview, Muted, Proof, Recording


def stretches(files: Files, interview: Interview, recording: str) -> tuple[Muted, ...]:
    """What a public copy of a recording must not let be heard, by all texts of it as they are now."""
    if not is_cut(interview, recording):
        return ()
    return muted(interview, recording, transcripts.said(files, interview.id, recording))


def newest_proof(files: Files, interview: Interview, recording: str) -> Proof | None:
    """The newest proof of a copy from which exactly that is taken out which must not be heard now, passed or not.

    Raises :class:`BadRecord` where one cannot be read: then nobody can tell.
    """
    wanted = stretches(files, interview, recording)
    return next((each for each in _proofs(files, interview.id, recording) if each.muted == wanted), None)


def proof_that_counts(files: Files, interview: Interview, recording: str) -> Proof | None:
    """The same if it passed: a later one that did not outweighs those before it."""
    proof = newest_proof(files, interview, recording)
    return proof if proof is not None and proof.passed else None


def copy_to_hear(files: Files, interview: Interview, recording: str) -> Proof | None:
    """The copy that the public would hear, as the newest proof speaks of it, or one that nobody has heard again yet.

    None where nothing must be taken out, or the copy from which exactly that is was not made yet.
    """
    if (proof := newest_proof(files, interview, recording)) is not None:
        return proof if all(map(files.store.exists, proof.files)) else None
    wanted = stretches(files, interview, recording)
    found = interview.recording(recording)
    if not wanted or found is None:
        return None
    stem = f"{media_folder(interview.id)}/{muted_stem(found, wanted)}."
    made = {key: digest for key, digest in provenance.digests(files, interview.id).items() if key.startswith(stem)}
    whole = made and all(map(files.store.exists, made))
    return Proof(recording=recording, files=made, muted=wanted) if whole else None


def muted_stem(recording: Recording, muted: Sequence[Muted]) -> str:
    """What the files of a copy are called, by what it is made from and what is taken out."""
    told = f"{recording.sha256} {[(each.start_ms, each.end_ms, each.tone, each.black) for each in muted]}"
    return f"{recording.name}.muted-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _proofs(files: Files, interview_id: str, recording: str) -> Iterator[Proof]:
    """The newest first: their names are in order of time."""
    folder = f"{words_folder(interview_id)}/proofs"
    for name in sorted(files.store.names(folder), reverse=True):
        if name.startswith(f"{recording}.") and name.endswith(".json"):
            yield from_json(files.store.read(f"{folder}/{name}"), Proof, key=f"{folder}/{name}")
