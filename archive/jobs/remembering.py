"""What this machine remembers of the last time, under ``instance/``: what is broken there counts as forgotten."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from archive import provenance
from archive.errors import ArchiveError
from archive.files import COLLECTIONS, Files, collection_file, interview_file


def remembered(path: Path) -> str:
    """The text of a small file of ours; empty where there is none, or none that can be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def interview_state(files: Files, interview_id: str) -> str:
    """Changes with every act and step on an interview, and with every byte of its record, whoever changed it.

    So it does with its withdrawal, of which a record that was restored from before says nothing.
    """
    record = hashlib.sha256(files.store.read(interview_file(interview_id))).hexdigest()
    withdrawn = " withdrawn" if files.has_grave(interview_id) else ""
    return f"{record}{withdrawn} {provenance.state(files, interview_id)}"


def collections_state(files: Files) -> str:
    """Changes with every byte of any collection's record, and with every act on them."""
    told = [provenance.state(files, COLLECTIONS)]
    for slug in files.collection_slugs():
        with suppress(ArchiveError, OSError):  # what cannot be read is left out wherever collections are shown
            told.append(f"{slug} {hashlib.sha256(files.store.read(collection_file(slug))).hexdigest()}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
