"""What is said in place of an interview that was taken back for good."""

from __future__ import annotations

from archive.records import Interview
from archive.release.names import without_real_names
from archive.release.values import Released, Tombstone


def tombstone(interview: Interview) -> Tombstone | None:
    """What is to be said in place of a withdrawn interview; None where nothing was agreed, or it is not withdrawn."""
    if interview.withdrawn is None or not interview.tombstone:
        return None
    # The wording passes the same filter as a title would: a tombstone must not name whom it protects.
    worded = without_real_names(Released(id=interview.id, title=interview.tombstone), interview)
    return Tombstone(id=interview.id, wording=worded.title)
