"""A person's word that nothing of what was taken out can be heard in a copy: they listened to every place."""

from __future__ import annotations

from dataclasses import replace

from archive import fixity, proofs, provenance
from archive.errors import Conflict, NotFound
from archive.files import Files, proof_file, to_json
from archive.records import Proof, Proven


def vouch(files: Files, interview_id: str, recording: str, *, by: str, listened_to: str) -> Proof:
    """Keep that somebody listened to the copy for the public at every place from which something was taken.

    ``listened_to`` is the SHA-256 of that copy. What a machine made of it before stays on record.
    Raises :class:`NotFound` where there is no copy yet, :class:`Conflict` where another was made in between.
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        copy = proofs.copy_to_hear(files, files.read_interview(interview_id), recording)
        if copy is None:
            raise NotFound("%(recording)s has no copy to listen to yet.", recording=recording)
        if listened_to not in copy.files.values():
            raise Conflict("Another copy was made in between.", next_step="Listen to that one.")
        event = provenance.next_event(files, interview_id, "redaction proof", by)
        before = {(each.start_ms, each.end_ms): each for each in copy.places}
        places = tuple(
            replace(before.get((each.start_ms, each.end_ms), _unheard(each.start_ms, each.end_ms)), still=())
            for each in copy.muted
        )
        proof = replace(copy, places=places, made_by=by, made_at=event.at, by_listening=True)
        key = proof_file(interview_id, recording, provenance.stamp(event))
        provenance.perform(files, provenance.planned(event, writes={key: to_json(proof)}))
        fixity.settle(files, interview_id)
        return proof


def _unheard(start_ms: int, end_ms: int) -> Proven:
    return Proven(start_ms=start_ms, end_ms=end_ms)
