"""The texts of documents as the index keeps them: one statement, however many there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from archive.index import Index
from archive.index.streams import COLUMNS, Stream, unpacked
from archive.search.choosing import Text
from archive.search.near import stand_together
from archive.search.places import begins
from archive.search.scope import counting
from archive.search.ways import NearBy, Query, Said, Way

# Only the columns that the query needs, and as bytes, which is how SQLite keeps text.
_TEXTS = """
    select id, tracks, verbatim, first_heading, case when :scope then voices else '[]' end,
           case when :scope then voice_of else x'' end, case when :facts then facts else '' end,
           case when :words then cast(words as blob) end, words_starts,
           case when :stems then cast(stems as blob) end, stems_starts,
           case when :pinyin then cast(pinyin as blob) end, pinyin_starts,
           case when :words then cast(about_words as blob) end, about_words_starts,
           case when :stems then cast(about_stems as blob) end, about_stems_starts,
           case when :pinyin then cast(about_pinyin as blob) end, about_pinyin_starts
      from document_texts
     where id in (select value from json_each(:rows))
"""


def texts(
    index: Index, query: Query, documents: Sequence[int], found_by_other_words: Collection[int] = ()
) -> Iterator[Text]:
    """These documents as the query reads them; those found by other words, with these among the clauses."""
    wanted: dict[str, Any] = {column: column in query.columns for column in COLUMNS}
    wanted |= {"scope": bool(query.scope), "facts": query.is_for_python, "rows": json.dumps(list(documents))}
    for id_, tracks, verbatim, first_heading, voices, voice_of, facts, *columns in index.each(_TEXTS, wanted):
        of_tracks = json.loads(tracks)
        is_other = id_ in found_by_other_words
        yield Text(
            document=id_,
            clauses=query.wide if is_other else query.clauses,
            tracks=[(track, cues) for track, cues, _ in of_tracks],
            verbatim={int(cue): range(*said) for cue, said in json.loads(verbatim).items()},
            first_heading=first_heading,
            said=_streams(columns[:6]),
            about=_streams(columns[6:]),
            facts=facts,
            is_question=query.is_question,
            counts=_counts(query.scope, json.loads(voices), voice_of, of_tracks),
        )


def confirmed(index: Index, query: Query, documents: Sequence[int], wide: Collection[int] = ()) -> set[int]:
    """Of documents that SQL proposes, those in which each clause is said where words count, and near what it must."""
    return {
        text.document
        for text in texts(index, query, documents, wide)
        if all(any(_is_said(text, way) for way in clause) for clause in text.clauses)
    }


def _is_said(text: Text, way: Way | NearBy) -> bool:
    if text.counts is not None:
        return any(text.counts[piece] for piece in begins(text.said, way)) or _is_fact(text, way)
    if isinstance(way, NearBy):
        return stand_together(text.said, way) or stand_together(text.about, way)
    return _is_fact(text, way) or any(True for streams in (text.said, text.about) for _ in begins(streams, way))


def _is_fact(text: Text, way: Way | NearBy) -> bool:
    if isinstance(way, NearBy) or way.column != "facts":
        return False
    return f" {' '.join(way.terms)}{'' if way.is_prefix else ' '}" in text.facts


def _counts(scope: Sequence[Said], voices: Any, voice_of: bytes, tracks: Any) -> bytes | None:
    statuses = [(cues, kinds) for _, cues, kinds in tracks]
    return counting(scope, voices, voice_of, statuses)


def _streams(columns: Sequence[bytes | None]) -> dict[str, Stream]:
    pairs = zip(COLUMNS, columns[::2], columns[1::2], strict=True)
    return {column: Stream(text or b"", unpacked(starts or b"")) for column, text, starts in pairs}
