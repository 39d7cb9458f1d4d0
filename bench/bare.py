"""What search is measured against: the same cues, kept and asked by nothing but sqlite-utils and SQL.

``plain`` is the obvious way, one table with full text over it. ``two_level`` is DESIGN §4 to the letter: a row a
transcript for ranking and a row a cue for passages, with the edge where a phrase may cross; SQL proposes, and nobody
decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.language import is_han, terms
from archive.release import Released

_EDGE = 11
_CUES_A_TRACK = 10_000

_TWO_LEVELS = """
    create table cue(id integer primary key, track, start_ms, end_ms, text, folded, edge);
    create table track(id integer primary key, folded);
    create virtual table cue_fts using fts5(folded, edge, content='cue', content_rowid='id',
        tokenize="porter unicode61 remove_diacritics 2", prefix='2 3 4');
    create virtual table track_fts using fts5(folded, content='track', content_rowid='id',
        tokenize="porter unicode61 remove_diacritics 2", prefix='2 3 4');
"""
_RANKED = "select rowid, rank from track_fts where track_fts match :match order by rank"
_PROPOSED = """
    select cue.id, cue.start_ms, cue.end_ms, cue.text
      from cue_fts
      join cue on cue.id = cue_fts.rowid
     where cue_fts match :match and cue_fts.rowid between :first and :last
     limit 3
"""
_PROPOSED_BEST_FIRST = _PROPOSED.replace("limit", "order by cue_fts.rank limit")


def build_plain(path: Path, released: Iterable[Released]) -> None:
    """Every cue into one table by sqlite-utils, with its full text enabled."""
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        db.table("cues").insert_all(_plain_rows(released))
        db.table("cues").enable_fts(["text"], tokenize="porter")


def _plain_rows(released: Iterable[Released]) -> Iterator[dict[str, object]]:
    for each in released:
        for track in each.tracks:
            for cue in track.cues:
                yield {
                    "interview": each.id,
                    "recording": track.recording,
                    "language": track.language,
                    "start_ms": cue.start_ms,
                    "end_ms": cue.end_ms,
                    "speaker": cue.speaker,
                    "text": cue.text,
                }


def build_two_level(path: Path, released: Iterable[Released]) -> None:
    """Both levels, by SQL."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TWO_LEVELS)
        track = 0
        for each in released:
            for of_language in each.tracks:
                _add_track(db, track := track + 1, [terms(cue.text) for cue in of_language.cues], of_language.cues)
        db.execute("insert into cue_fts(cue_fts) values ('rebuild')")
        db.execute("insert into track_fts(track_fts) values ('rebuild')")


def _add_track(db: sqlite3.Connection, track: int, folded: list[list[str]], cues: Iterable) -> None:  # type: ignore[type-arg]
    following = [word for each in folded for word in each]
    rows, upto = [], 0
    for place, (cue, words) in enumerate(zip(cues, folded, strict=True)):
        upto += len(words)
        edge = " ".join(words[-_EDGE:] + following[upto : upto + _EDGE])
        rows.append((track * _CUES_A_TRACK + place, track, cue.start_ms, cue.end_ms, cue.text, " ".join(words), edge))
    db.executemany("insert into cue values (?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("insert into track values (?, ?)", (track, " ".join(following)))


@dataclass(frozen=True, slots=True)
class TwoLevel:
    """The two levels opened for asking."""

    connection: sqlite3.Connection

    def ask(self, query: str) -> int:
        """Rank the transcripts, and propose the first three passages of those on the first page; how many there are."""
        return self._ask(query, _PROPOSED)

    def ask_for_the_best(self, query: str) -> int:
        """The same with the three best passages, by SQLite's own ranking."""
        return self._ask(query, _PROPOSED_BEST_FIRST)

    def _ask(self, query: str, proposing: str) -> int:
        found = terms(query)
        match = '"' + " ".join(found) + '"' if any(map(is_han, query)) else " ".join(f'"{each}"' for each in found)
        ranked = self.connection.execute(_RANKED, {"match": match}).fetchall()
        for track in self._of_twenty_interviews([row for row, _ in ranked]):
            first = track * _CUES_A_TRACK
            parameters = {"match": match, "first": first, "last": first + _CUES_A_TRACK - 1}
            self.connection.execute(proposing, parameters).fetchall()
        return len(ranked)

    def _of_twenty_interviews(self, tracks: list[int]) -> list[int]:
        page = list(dict.fromkeys((track - 1) // 2 for track in tracks))[:20]
        return [track for track in tracks if (track - 1) // 2 in page]
