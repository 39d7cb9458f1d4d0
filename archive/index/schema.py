"""The tables of an index: plain columns that explain themselves, so that an edition can be read in Datasette.

Titles, summaries and the like are JSON objects from language tag to text. Times are whole milliseconds. Places count
from 0. Row numbers are those of :mod:`archive.index.numbers`.
"""

from __future__ import annotations

import sqlite3
from importlib.metadata import version

from sqlite_utils import Database

from archive.language import FOLD

TABLES = f"23; fold {FOLD}"
"""What a program must know to read an index: its number rises with every change of the tables, and of what ``release``
lets through."""

INDEX_FORM = (
    f"{TABLES}; pypinyin {version('pypinyin')}; snowball {version('snowballstemmer')}; sqlite {sqlite3.sqlite_version}"
)
"""What an index depends on besides the files: one made in another form must be made again."""

PIECED_COLUMNS = ("words", "stems", "pinyin", "about_words", "about_stems", "about_pinyin")
FULL_TEXT_COLUMNS = (*PIECED_COLUMNS, "facts")

# Everything is folded before it comes here, so FTS5 only cuts at spaces: marks stay in their words, nothing is stemmed.
_FULL_TEXT = f"""
    create virtual table documents_fts using fts5(
        {", ".join(FULL_TEXT_COLUMNS)},
        content='document_texts', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'",
        prefix='2 3 4'
    )
"""


def create_tables(db: Database) -> None:
    """Make every table of an empty index."""
    _create_described(db)
    _create_named(db)
    _create_graves(db)
    _create_recorded(db)
    _create_pointed_at(db)
    _create_said(db)
    _create_searched(db)
    _create_known_words(db)
    _create_counted(db)
    db.table("made_with").insert({"form": INDEX_FORM})


def _create_described(db: Database) -> None:
    db.table("collections").create({"slug": str, "title": str, "description": str}, pk="slug")
    db.table("interviews").create(
        {
            "id": str,
            "title": str,
            "summary": str,
            "collection": str,
            "language": str,
            "date": str,
            "year": int,
            "place": str,
            "languages": str,
            "media": str,
            "duration_ms": int,
            "transcript": str,
            "sound": str,
            "closed_because": str,
            "rights_holder": str,
            "licence": str,
            "is_closed": int,
            "is_machine_made": int,
            "synthetic": int,
            "published_on": str,
            "changed_on": str,
        },
        pk="id",
    )
    # Named without foreign keys to collections: an interview may say a collection that nobody has described yet.
    db.table("collection_interviews").create(
        {"collection": str, "place": int, "interview": str}, pk=("collection", "place")
    )


def _create_graves(db: Database) -> None:
    # What the address of a withdrawn interview says: a JSON object from language tag to text.
    db.table("tombstones").create({"interview": str, "wording": str}, pk="interview")


def _create_named(db: Database) -> None:
    db.table("people").create(
        {"interview": str, "part": str, "place": int, "name": str}, pk=("interview", "part", "place")
    )
    # Where it was recorded, and what ``is_spoken_of``: ``name`` as it is written, ``called`` what facets have; the rest
    # where the gazetteer (GeoNames, CC BY 4.0) knows which place is meant.
    db.table("places").create(
        {"interview": str, "place": int, "name": str, "slug": str, "called": str, "geoname": int}
        | {"english": str, "chinese": str, "latitude": float, "longitude": float, "is_spoken_of": int},
        pk=("interview", "place"),
    )


def _create_recorded(db: Database) -> None:
    db.table("recordings").create(
        {"interview": str, "place": int, "name": str, "kind": str, "label": str, "duration_ms": int, "withheld": str},
        pk=("interview", "name"),
        foreign_keys=[("interview", "interviews", "id")],
    )
    db.table("media_files").create(
        {"interview": str, "recording": str, "place": int, "name": str, "role": str, "sha256": str, "bytes": int},
        pk=("interview", "name"),
        foreign_keys=[("interview", "interviews", "id")],
    )


def _create_pointed_at(db: Database) -> None:
    db.table("index_points").create(
        {
            "interview": str,
            "recording": str,
            "place": int,
            "start_ms": int,
            "end_ms": int,
            "title": str,
            "synopsis": str,
            "keywords": str,
            "subjects": str,
            "location": str,
        },
        pk=("interview", "recording", "place"),
        foreign_keys=[("interview", "interviews", "id")],
    )
    # ``kind`` is concept, era, date, person, place or organisation; ``concept`` an address, a number or a date. Its
    # names: ``label`` by language, ``name`` all in one, as facets have it, ``slug`` in addresses. ``said`` are the
    # words around. Without ``is_reviewed`` a program found it, and nobody looked.
    db.table("tags").create(
        {"interview": str, "recording": str, "place": int, "start_ms": int, "end_ms": int, "kind": str}
        | {"concept": str, "name": str, "slug": str, "label": str, "language": str, "said": str, "is_reviewed": int},
        pk=("interview", "recording", "place"),
        foreign_keys=[("interview", "interviews", "id")],
    )
    # What the tags of an interview name of the vocabulary, and all above it: ``broader`` are addresses, ``era`` EDTF.
    db.table("concepts").create(
        {"interview": str, "place": int, "concept": str, "name": str, "label": str, "broader": str, "era": str},
        pk=("interview", "place"),
        foreign_keys=[("interview", "interviews", "id")],
    )
    # file: its name in media_files, where a picture belongs to no recording. recording: empty where it has no moment.
    db.table("pictures").create(
        {"interview": str, "place": int, "file": str, "caption": str, "alt": str, "credit": str, "date": str}
        | {"recording": str, "start_ms": int},
        pk=("interview", "place"),
        foreign_keys=[("interview", "interviews", "id")],
    )


def _create_said(db: Database) -> None:
    # changes: [[start_ms, end_ms, "version"], …], when a stretch was last changed since the interview was first public.
    db.table("tracks").create(
        {
            "id": int,
            "interview": str,
            "recording": str,
            "language": str,
            "translated_from": str,
            "form": str,
            "is_machine_made": int,
            "made_by": str,
            "made_on": str,
            "approved_by": str,
            "approved_on": str,
            "version": str,
            "changes": str,
        },
        pk="id",
        foreign_keys=[("interview", "interviews", "id")],
    )
    # words: [[start_ms, end_ms, "text"], …], empty where no word times are known. word_times: the same as a page needs
    # it, of each word its number of characters and its start in hundredths of a second from the cue's: "2 0 3 41".
    db.table("cues").create(
        {"id": int, "track": int, "start_ms": int, "end_ms": int, "speaker": str, "text": str, "word_times": str}
        | {"words": str},
        pk="id",
        foreign_keys=[("track", "tracks", "id")],
    )


def _create_searched(db: Database) -> None:
    db.table("descriptions").create(
        {"id": int, "interview": str, "kind": str, "language": str, "recording": str, "start_ms": int, "end_ms": int}
        | {"text": str},
        pk="id",
        foreign_keys=[("interview", "interviews", "id")],
    )
    # One document an interview and language: what is ranked and counted. Narrow, so that counting reads little. What
    # there may be several of is a line each; media and status are joined by commas.
    db.table("documents").create(
        {"id": int, "interview": str, "language": str, "collection": str, "date": str, "year": int, "media": str}
        | {"duration_ms": int, "status": str}
        | dict.fromkeys(("people", "places", "topics", "organisations", "eras"), str),
        pk="id",
        foreign_keys=[("interview", "interviews", "id")],
    )
    # Its text as it is searched, by archive.index.streams; ``…_starts``: where in it each cue or description begins.
    # ``tracks``: [[track, number of cues, status], …], in order; from ``first_heading`` on, descriptions are index
    # points. ``verbatim``: {"cue of an edited text": [first, one after the last verbatim cue at that moment], …}.
    # ``voices``: [[speaker, role], …]; ``voice_of``: a byte a cue, which of them. ``facts``: archive.index.facts.
    # What is short comes first: whoever reads a column passes over all that stand before it.
    db.table("document_texts").create(
        {"id": int, "tracks": str, "verbatim": str, "first_heading": int, "voices": str, "voice_of": bytes}
        | {f"{column}_starts": bytes for column in PIECED_COLUMNS}
        | {column: str for column in reversed(FULL_TEXT_COLUMNS)},
        pk="id",
    )
    db.execute(_FULL_TEXT)


def _create_known_words(db: Database) -> None:
    # Names that the record gives in two scripts, each for the other: ``term`` is folded, ``other`` as written.
    db.table("other_words").create({"interview": str, "term": str, "other": str}, pk=("interview", "term", "other"))
    db.table("other_words").create_index(["term"])
    # Every word of the archive, for whoever spells one otherwise: a view of the full text that takes no room.
    db.execute("create virtual table vocabulary using fts5vocab(documents_fts, 'col')")


def _create_counted(db: Database) -> None:
    # By archive.index.counts: how much is said, Chinese characters counted as words; ``verbatim`` is the status of the
    # text that says the same moment word for word, where this one is edited.
    db.table("word_counts").create(
        {"document": int, "place": int, "speaker": str, "role": str, "status": str, "verbatim": str, "words": int},
        pk=("document", "place"),
        foreign_keys=[("document", "documents", "id")],
    )
    # Every word again, wherever it stands: a view of the full text that takes no room.
    db.execute("create virtual table term_places using fts5vocab(documents_fts, 'instance')")
    # Of words that are said so often that going from place to place takes long, ``counts``: {"document": how often, …}.
    # Written when an index is made whole; who finds nothing here counts the places.
    db.table("common_terms").create({"term": str, "column": str, "counts": str}, pk=("term", "column"))
