"""The values an archive is made of: frozen, compared by content, free of any store, database or web.

Times are whole milliseconds from the start of the recording and end in ``_ms``. Languages are BCP 47 tags. Dates are
EDTF as written (``1974?``). How each is kept on disk is in ``docs/record-format.md``.
"""

from __future__ import annotations

from archive.records.allowed import (
    CLOSED,
    HIDDEN,
    OPEN,
    PARTS,
    PUBLIC_USES,
    UNTIL_DECIDED,
    USES,
    USUAL_USES,
    Access,
    Answer,
    Consent,
    Decision,
    Grant,
    Outcome,
    Part,
    Readers,
    Redaction,
    Request,
    Wanted,
    Withdrawal,
)
from archive.records.described import Collection, Interview, Person, Photo, Recording, Wish
from archive.records.done import Event
from archive.records.said import Cue, Form, Hearing, IndexPoint, Track, Word
from archive.records.tagged import Referent, Ruling, Tag, TagKind, TagStatus, Verdict
from archive.records.written import INTERVIEW_ID, LANGUAGE_TAG, LATEST_MS, RECORDING_NAME, Texts

__all__ = [
    "CLOSED",
    "HIDDEN",
    "INTERVIEW_ID",
    "LANGUAGE_TAG",
    "LATEST_MS",
    "OPEN",
    "PARTS",
    "PUBLIC_USES",
    "RECORDING_NAME",
    "UNTIL_DECIDED",
    "USES",
    "USUAL_USES",
    "Access",
    "Answer",
    "Collection",
    "Consent",
    "Cue",
    "Decision",
    "Event",
    "Form",
    "Grant",
    "Hearing",
    "IndexPoint",
    "Interview",
    "Outcome",
    "Part",
    "Person",
    "Photo",
    "Readers",
    "Recording",
    "Redaction",
    "Referent",
    "Request",
    "Ruling",
    "Tag",
    "TagKind",
    "TagStatus",
    "Texts",
    "Track",
    "Verdict",
    "Wanted",
    "Wish",
    "Withdrawal",
    "Word",
]
