"""Making an index: all of it from nothing, or one interview of it anew."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.errors import Unavailable
from archive.index.numbers import rows_of
from archive.index.rows import collection_rows, interview_rows, tombstone_rows
from archive.index.schema import FULL_TEXT_COLUMNS, INDEX_FORM, create_tables
from archive.release import Released, ReleasedCollection, Tombstone

_COLUMNS = ", ".join(FULL_TEXT_COLUMNS)

# The full text keeps no copy of its own, so it must be told what it is to forget before that is gone.
_ADD_FULL_TEXT = f"""
    insert into documents_fts(rowid, {_COLUMNS})
    select id, {_COLUMNS}
      from document_texts
     where id between :first_document and :last_document
     order by id
"""
_FORGET_FULL_TEXT = f"""
    insert into documents_fts(documents_fts, rowid, {_COLUMNS})
    select 'delete', id, {_COLUMNS}
      from document_texts
     where id between :first_document and :last_document
"""
_FORGET = (
    _FORGET_FULL_TEXT,
    "delete from document_texts where id between :first_document and :last_document",
    "delete from word_counts where document between :first_document and :last_document",
    "delete from documents where id between :first_document and :last_document",
    "delete from descriptions where id between :first_description and :last_description",
    "delete from cues where id between :first_cue and :last_cue",
    "delete from tracks where id between :first_document and :last_document",
    "delete from other_words where interview = :interview",
    "delete from pictures where interview = :interview",
    "delete from tags where interview = :interview",
    "delete from concepts where interview = :interview",
    "delete from index_points where interview = :interview",
    "delete from media_files where interview = :interview",
    "delete from recordings where interview = :interview",
    "delete from people where interview = :interview",
    "delete from places where interview = :interview",
    "delete from interviews where id = :interview",
)
COMMON = 20_000
"""A term that stands in so many places or more is counted when the index is made; the others take at most 10 ms."""

_COUNT_COMMON = f"""
    insert into common_terms(term, "column", counts)
    select term, col, (
               select json_group_object(doc, places)
                 from (select doc, count(*) as places
                         from term_places
                        where term_places.term = vocabulary.term and term_places.col = vocabulary.col
                        group by doc)
           )
      from vocabulary
     where cnt >= {COMMON} and col in ('words', 'stems', 'pinyin')
"""


def build(path: Path, released: Iterable[Released], collections: Iterable[ReleasedCollection]) -> None:
    """Make the index from nothing: whole, synced to disk, in place of any index that was at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".building")
    write_index(beside, released, collections)
    _take_the_place_of(beside, path)


def reindex(
    path: Path, interview_id: str, released: Released | None, collections: Iterable[ReleasedCollection]
) -> None:
    """Replace one interview (None: take it out) and all collections, in one transaction.

    Every question asked of it afterwards has the same answer as after a rebuild. An index that is not there, or was
    made in another form than ``INDEX_FORM``, is begun anew and holds this interview alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.exists() and _form(path) != INDEX_FORM:
            _remove(path)
        with closing(sqlite3.connect(path)) as connection:
            db = Database(connection)
            with db.atomic():
                if not db.table_names():
                    create_tables(db)
                _forget(db, interview_id)
                db.table("common_terms").delete_where()
                if released is not None:
                    _add(db, released)
                _set_collections(db, tuple(collections))
    except sqlite3.DatabaseError as error:
        raise Unavailable(
            "The index %(name)s cannot be written: %(error)s.",
            next_step="Delete it and run `earwitness index`.",
            name=path.name,
            error=error,
        ) from error


def write_index(
    path: Path,
    released: Iterable[Released],
    collections: Iterable[ReleasedCollection],
    tombstones: Iterable[Tombstone] = (),
) -> None:
    """Write an index at a path nobody reads yet; the same interviews in the same order give the same bytes.

    Each is asked for when the one before is written, and collections and tombstones after all of them: an archive of
    any size passes through one interview at a time.
    """
    path.unlink(missing_ok=True)
    try:
        _write(path, released, collections, tombstones)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync(path)


def sync(path: Path) -> None:
    """See that a file, or a folder's list of names, is on the disk and not only on its way there."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write(
    path: Path,
    released: Iterable[Released],
    collections: Iterable[ReleasedCollection],
    tombstones: Iterable[Tombstone],
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        # Whoever is interrupted here begins again from nothing, so no journal is kept of a file without a past.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        db = Database(connection)
        with db.atomic():
            create_tables(db)
            connection.execute("insert into documents_fts(documents_fts, rank) values ('automerge', 0)")
            for each in released:
                _add(db, each)
            _set_collections(db, tuple(collections))
            db.table("tombstones").insert_all(tombstone_rows(tombstones))
            connection.execute("insert into documents_fts(documents_fts) values ('optimize')")
            connection.execute("insert into documents_fts(documents_fts, rank) values ('automerge', 4)")
            connection.execute(_COUNT_COMMON)


def _take_the_place_of(beside: Path, path: Path) -> None:
    if any(each.exists() for each in _left_behind(path)):
        _remove(path)  # SQLite would undo the journal that the old database left, in the new one
    beside.replace(path)
    sync(path.parent)


def _remove(path: Path) -> None:
    for each in (path, *_left_behind(path)):
        each.unlink(missing_ok=True)


def _left_behind(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm")]


def _form(path: Path) -> str:
    """The form an index was made in; nothing where it is not even begun."""
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        return "".join(row["form"] for row in db.table("made_with").rows) if "made_with" in db.table_names() else ""


def _forget(db: Database, interview_id: str) -> None:
    for statement in _FORGET:
        db.execute(statement, rows_of(interview_id))


def _add(db: Database, released: Released) -> None:
    for table, rows in interview_rows(released).items():
        db.table(table).insert_all(rows)
    db.execute(_ADD_FULL_TEXT, rows_of(released.id))


def _set_collections(db: Database, collections: Sequence[ReleasedCollection]) -> None:
    for table, rows in collection_rows(collections).items():
        db.table(table).delete_where()
        db.table(table).insert_all(rows)
