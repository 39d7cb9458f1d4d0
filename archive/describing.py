"""What people write about the material: collections and index points, each change an event."""

from __future__ import annotations

from collections.abc import Sequence

from archive import fixity, provenance, webvtt
from archive.files import COLLECTIONS, Files, collection_file, recording_name, to_json, words_folder
from archive.records import Collection, IndexPoint
from archive.transcripts import earlier_kept


def keep_collection(files: Files, collection: Collection, *, agent: str) -> None:
    """Keep the record of a collection; its earlier text stays under ``versions/``."""
    _keep(files, COLLECTIONS, collection_file(collection.slug), to_json(collection), type_="collection", agent=agent)


def keep_index_points(
    files: Files, interview_id: str, recording: str, points: Sequence[IndexPoint], *, agent: str
) -> None:
    """Keep the index points of a recording; the earlier ones stay under ``versions/``."""
    key = f"{words_folder(interview_id)}/{recording_name(recording)}.index.vtt"
    text = webvtt.write_index_points(tuple(points))
    _keep(files, interview_id, key, text.encode(), type_="index points", agent=agent)


def _keep(files: Files, folder: str, key: str, data: bytes, *, type_: str, agent: str) -> None:
    with files.lock(folder):
        provenance.clear_the_way(files, folder)
        if files.store.exists(key) and files.store.read(key) == data:
            return
        event = provenance.next_event(files, folder, f"{type_} kept", agent)
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: data}))
        fixity.settle(files, folder)
