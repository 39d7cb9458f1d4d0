"""Taking in: recordings come into custody as an interview, whole, once, byte for byte as received.

The order makes every moment safe to die in: the files are copied to scratch and examined (``staging``); then the id is
claimed by a file that holds the whole act, and which only one process in the world can create; from then on anyone can
finish it (``taking``).
"""

from archive.accession.staging import Examine, Facts, Source, Tape
from archive.accession.taking import (
    Admit,
    accession,
    add_recordings,
    copies_too,
    finish_accessions,
    newcomers_only,
)

__all__ = [
    "Admit",
    "Examine",
    "Facts",
    "Source",
    "Tape",
    "accession",
    "add_recordings",
    "copies_too",
    "finish_accessions",
    "newcomers_only",
]
