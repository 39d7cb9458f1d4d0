"""Who did what: every lasting change to the record goes through here, and leaves exactly one event.

Two kinds of change, each finished after a crash at any moment (decision 0003):

* An **act** (accession, correction, publication …) is first written down whole, under ``pending/``; then its files are
  put in place, then its event is created, then the note of it is removed. Whoever finds such a note finishes it.
* A **step** of the machine (access copy, transcription …) puts its files in place, then creates a *receipt* named by
  the step and a fingerprint of its inputs. Created once: of two workers that did the same step, one gets the receipt,
  and the event is the receipt's, so it cannot be recorded twice.

    log        the events: made, kept, read in order        acts       people's changes
    receipts   the machine's steps                          claims     the act by which an id was given out
    chain      the log in links, so that tampering shows
"""

from archive.provenance.acts import Act, Lost, clear_the_way, finish, finish_pending, pending, perform, planned
from archive.provenance.chain import FOLDER as CHAIN
from archive.provenance.chain import Breach, breaches, chained, extend, newest_lost
from archive.provenance.claims import Claim, claimed, settle_claim, taken_in_file
from archive.provenance.log import (
    CHECK,
    PARTS,
    PROGRAM,
    REMOVED,
    Stretch,
    as_json_lines,
    digests,
    event_key,
    events,
    log,
    new_event,
    newest,
    next_event,
    record,
    stamp,
    stamp_of,
    stamped,
    state,
)
from archive.provenance.receipts import finish_receipts, receipt_key, sign_off

__all__ = [
    "CHAIN",
    "CHECK",
    "PARTS",
    "PROGRAM",
    "REMOVED",
    "Act",
    "Breach",
    "Claim",
    "Lost",
    "Stretch",
    "as_json_lines",
    "breaches",
    "chained",
    "claimed",
    "clear_the_way",
    "digests",
    "event_key",
    "events",
    "extend",
    "finish",
    "finish_pending",
    "finish_receipts",
    "log",
    "new_event",
    "newest",
    "newest_lost",
    "next_event",
    "pending",
    "perform",
    "planned",
    "receipt_key",
    "record",
    "settle_claim",
    "sign_off",
    "stamp",
    "stamp_of",
    "stamped",
    "state",
    "taken_in_file",
]
