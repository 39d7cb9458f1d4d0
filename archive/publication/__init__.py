"""The decisions that open an interview to the public or take it back: a person's, on a day, kept as events.

``decisions`` open and close the whole and its parts; ``hiding`` keeps back stretches and names, ``spoken`` names that
are said, ``hearing`` is a person's word that a copy lets nothing of it be heard; ``documents`` are what
consent was given on; ``granting`` lets one guest read until an hour; ``asked`` does what a narrator asked in their
review; ``deciding`` is what they have in common.
"""

from __future__ import annotations

from archive.publication.asked import change_as_asked, withhold_as_asked, words_now
from archive.publication.decisions import (
    embargo,
    lift_embargo,
    publish,
    record_consent,
    restrict,
    standing,
    take_back_consent,
    unpublish,
    withdraw,
)
from archive.publication.documents import attach_document, document_key
from archive.publication.granting import GRANTED, end_grant, grant_reading, kept_hour, read_grants
from archive.publication.hearing import vouch
from archive.publication.hiding import give_pseudonym, lift_redaction, pseudonym_of, redact, take_back_pseudonym
from archive.publication.spoken import decide_names, open_names, take_back_name

__all__ = [
    "GRANTED",
    "attach_document",
    "change_as_asked",
    "decide_names",
    "document_key",
    "embargo",
    "end_grant",
    "give_pseudonym",
    "grant_reading",
    "kept_hour",
    "lift_embargo",
    "lift_redaction",
    "open_names",
    "pseudonym_of",
    "publish",
    "read_grants",
    "record_consent",
    "redact",
    "restrict",
    "standing",
    "take_back_consent",
    "take_back_name",
    "take_back_pseudonym",
    "unpublish",
    "vouch",
    "withdraw",
    "withhold_as_asked",
    "words_now",
]
