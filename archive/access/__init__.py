"""Who may see and hear what, and the decisions that change it: pure functions of a record and nothing else.

showing      what the public may meet of each part, and why it is no more
muting       which words of a recording the public must not read, and which stretches it must not hear
due          what waits for a day, or for a decision without one
decisions    the state machine: what each decision makes of a record, or why it is refused
granting     what one guest may meet of it, until an hour
supposing    the record as it would be, published or open
"""

from archive.access.granting import as_granted, granted_to, not_to_be_granted
from archive.access.muting import GUARD_MS, Gap, gaps, hidden_names, is_cut, is_of, muted, removed
from archive.access.showing import (
    EVERYTHING,
    LISTED,
    NOTHING,
    Shown,
    in_words,
    may_be_processed,
    may_be_translated,
    misplaced_redactions,
    missing_consent,
    newly_open,
    public_tags,
    shown,
    standing_in_the_way,
    under_embargo,
    unheard_because,
)
from archive.access.supposing import as_open, as_published

__all__ = [
    "EVERYTHING",
    "GUARD_MS",
    "LISTED",
    "NOTHING",
    "Gap",
    "Shown",
    "as_granted",
    "as_open",
    "as_published",
    "gaps",
    "granted_to",
    "hidden_names",
    "in_words",
    "is_cut",
    "is_of",
    "may_be_processed",
    "may_be_translated",
    "misplaced_redactions",
    "missing_consent",
    "muted",
    "newly_open",
    "not_to_be_granted",
    "public_tags",
    "removed",
    "shown",
    "standing_in_the_way",
    "under_embargo",
    "unheard_because",
]
