"""Where every record lives: the only module that joins the archive's paths or knows fsspec.

The layout is DESIGN §3 and ``docs/record-format.md``. Reading is here; every lasting change goes through
``archive.provenance``, which writes the file *and* the event that says who did it.
"""

from archive.files.codec import from_json, to_json
from archive.files.holder import Files, open_files
from archive.files.keys import (
    COLLECTIONS,
    CORRECTIONS,
    DERIVED_MANIFEST,
    HOUSE,
    MANIFEST,
    REQUESTS,
    STRETCHES,
    VOCABULARY,
    TrackName,
    claim_file,
    collection_file,
    interview_file,
    is_derived,
    is_slug,
    media_folder,
    readable_name,
    readers_file,
    recording_name,
    request_file,
    rulings_file,
    tags_file,
    track_name,
    vocabulary_file,
    withdrawal_file,
    words_folder,
)
from archive.files.store import FolderStore, ObjectStore, Store, write_local

__all__ = [
    "COLLECTIONS",
    "CORRECTIONS",
    "DERIVED_MANIFEST",
    "HOUSE",
    "MANIFEST",
    "REQUESTS",
    "STRETCHES",
    "VOCABULARY",
    "Files",
    "FolderStore",
    "ObjectStore",
    "Store",
    "TrackName",
    "claim_file",
    "collection_file",
    "from_json",
    "interview_file",
    "is_derived",
    "is_slug",
    "media_folder",
    "open_files",
    "readable_name",
    "readers_file",
    "recording_name",
    "request_file",
    "rulings_file",
    "tags_file",
    "to_json",
    "track_name",
    "vocabulary_file",
    "withdrawal_file",
    "words_folder",
    "write_local",
]
