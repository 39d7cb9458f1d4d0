"""The texts of documents as they are counted: what was said, and nothing of what is told of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive.index import Index
from archive.index.streams import COLUMNS, Stream, unpacked
from archive.search.choosing import Text
from archive.search.scope import Voice, counting
from archive.search.ways import Query, Said

# A column that is not needed is not touched: SQLite reads a long text through to find what stands after it.
_SAID = """
    select id, tracks, verbatim, voices, voice_of,
           words_starts, case when :words then cast(words as blob) end,
           stems_starts, case when :stems then cast(stems as blob) end,
           pinyin_starts, case when :pinyin then cast(pinyin as blob) end
      from document_texts
     where id in (select value from json_each(:rows))
     order by id
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A document's text, the voices in it, and for each cue the number of its voice; ``tracks`` as the index has them.

    In ``text.counts`` are the cues that count for the query: those in its scope, and no speech twice.
    """

    text: Text
    voices: Sequence[Voice]
    voice_of: bytes
    tracks: Sequence[tuple[int, int, str]] = field(default=())

    def voice(self, piece: int) -> Voice:
        """Who says a cue, and in what role; nobody where there are more voices than the index numbers."""
        number = self.voice_of[piece]
        return self.voices[number] if number < len(self.voices) else ("", "")


def spoken(index: Index, query: Query, documents: Sequence[int], *, with_words: bool = False) -> Iterator[Spoken]:
    """These documents, by number, with the columns that the query needs; and those of words, if they are wanted."""
    wanted: dict[str, Any] = {column: column in query.columns for column in COLUMNS}
    wanted |= {"rows": json.dumps(list(documents))} | ({"words": True} if with_words else {})
    for id_, tracks, verbatim, voices, voice_of, *columns in index.each(_SAID, wanted):
        of_tracks = json.loads(tracks)
        text = Text(
            document=id_,
            clauses=query.clauses,
            tracks=[(track, cues) for track, cues, _ in of_tracks],
            verbatim={int(cue): range(*said) for cue, said in json.loads(verbatim).items()},
            first_heading=0,
            said=_streams(columns),
            about={},
        )
        found = Spoken(text, [(who, role) for who, role in json.loads(voices)], voice_of, of_tracks)
        yield replace(found, text=replace(text, counts=_counts(query, found)))


def _counts(query: Query, found: Spoken) -> bytes | None:
    statuses = [(cues, kinds) for _, cues, kinds in found.tracks]
    counts = counting(query.scope, found.voices, found.voice_of, statuses)
    if not found.text.verbatim:
        return counts
    in_texts = counting(by_text(query), found.voices, found.voice_of, statuses)
    once = bytearray(counts if counts is not None else b"\1" * len(found.voice_of))
    for cue, verbatim in found.text.verbatim.items():
        once[cue] &= in_texts is not None and not in_texts[verbatim.start]
    return bytes(once)


def by_text(query: Query) -> tuple[Said, ...]:
    """Conditions on the kind of text: where a verbatim one meets them, the edited one beside it says nothing new."""
    return tuple(each for each in query.scope if each.field == "status")


def _streams(columns: Sequence[bytes | None]) -> dict[str, Stream]:
    pairs = zip(COLUMNS, columns[::2], columns[1::2], strict=True)
    return {column: Stream(text or b"", unpacked(starts or b"")) for column, starts, text in pairs}
