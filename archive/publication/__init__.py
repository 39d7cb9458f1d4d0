"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events.

``decisions`` open and close the whole and its parts; ``hiding`` keeps back stretches and names, ``spoken`` names that
are said, ``hearing`` is a person's word that a copy lets nothing of it be heard; ``documents`` are what
consent was given on; ``deciding`` is what they have in common.
"""

from __future__ import annotations

from archive.publication.decisions import (
    embargo,
    lift_embargo,
    publish,
    record_consent,
    restrict,
    standing,
    take_back_consent,
    unpublish,
    widened,
    withdraw,
)
from archive.publication.documents import attach_document, document_key
from archive.publication.hearing import vouch
from archive.publication.hiding import give_pseudonym, lift_redaction, pseudonym_of, redact, take_back_pseudonym
from archive.publication.spoken import decide_names, take_back_name

__all__ = [
    "attach_document",
    "decide_names",
    "document_key",
    "embargo",
    "give_pseudonym",
    "lift_embargo",
    "lift_redaction",
    "pseudonym_of",
    "publish",
    "record_consent",
    "redact",
    "restrict",
    "standing",
    "take_back_consent",
    "take_back_name",
    "take_back_pseudonym",
    "unpublish",
    "vouch",
    "widened",
    "withdraw",
]
