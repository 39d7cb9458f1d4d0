"""The lines of a concordance: each place with what stands before and after it, as it is written, and who says it when.

One statement for the cues around all places of a page, and one for the times of their words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.counting.concordance import Place
from archive.counting.cutting import beginning, ending
from archive.index import Index
from archive.index.numbers import first_cue
from archive.language import spans
from archive.records import Form
from archive.search.passages import joined, said_at

VOICES = " / "
"""Stands where another voice begins."""

_CUES_AROUND = 4
_LONGEST = 40
"""Cues that a line may reach over, however far apart its words stand."""

_DOCUMENTS = """
    select id, tracks, voices, voice_of
      from document_texts
     where id in (select value from json_each(:rows))
"""
_CUES = """
    select cues.id, cues.speaker, cues.text
      from cues
     where cues.id in (select value from json_each(:rows))
"""
_SAID = """
    select cues.id, tracks.recording, tracks.language, tracks.translated_from, tracks.form, tracks.is_machine_made,
           cues.start_ms, cues.end_ms, cues.words
      from cues
      join tracks on tracks.id = cues.track
     where cues.id in (select value from json_each(:rows))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place: what was found, as it is written, with what stands before and after it; ``role`` may be empty.

    It is said from ``start_ms``, in a cue that ends at ``end_ms``.
    """

    interview: str
    recording: str
    language: str
    is_translation: bool
    form: Form
    is_machine_made: bool
    start_ms: int
    end_ms: int
    speaker: str
    role: str
    left: str
    hit: str
    right: str


@dataclass(frozen=True, slots=True)
class _Where:
    """The row of the cue in which a place begins, the rows around it in the same transcript, and the voice's role."""

    row: int
    before: range
    after: range
    role: str


def lines(index: Index, places: Sequence[Place]) -> list[Line]:
    """These places as lines, in the same order."""
    documents = _rows(index, _DOCUMENTS, {each.counted.document for each in places})
    known = {id_: (json.loads(tracks), json.loads(voices), voice_of) for id_, tracks, voices, voice_of in documents}
    where = [_where(each, *known[each.counted.document]) for each in places]
    around = {row for each in where for row in (*each.before, each.row, *each.after)}
    texts = {row: (speaker, text) for row, speaker, text in _rows(index, _CUES, around)}
    said = {row[0]: row[1:] for row in _rows(index, _SAID, {each.row for each in where})}
    return [_line(place, each, texts, said[each.row]) for place, each in zip(places, where, strict=True)]


def _rows(index: Index, statement: str, rows: Iterable[int]) -> list[tuple[Any, ...]]:
    return index.rows(statement, {"rows": json.dumps(sorted(rows))})


def _where(place: Place, tracks: Iterable[tuple[int, int, str]], voices: Any, voice_of: bytes) -> _Where:
    piece, upto = place.occurrence.piece, 0
    role = voices[voice_of[piece]][1] if voice_of[piece] < len(voices) else ""
    for track, count, _ in tracks:
        if piece < upto + count:
            row, end = first_cue(track) + piece - upto, first_cue(track) + count
            length = min(place.occurrence.over - place.occurrence.first, _LONGEST)
            before = range(max(row - _CUES_AROUND, first_cue(track)), row)
            return _Where(row, before, range(row + 1, min(row + 1 + length + _CUES_AROUND, end)), role)
        upto += count
    raise AssertionError("a place stands in some transcript")


# --- one line --------------------------------------------------------------------------------------------------------


def _line(place: Place, where: _Where, texts: Mapping[int, tuple[str, str]], said: tuple[Any, ...]) -> Line:
    recording, language, translated_from, form, is_machine_made, start_ms, end_ms, words = said
    speaker, text = texts[where.row]
    of_text = spans(text)
    start = of_text[place.occurrence.first][0]
    runs = [(speaker, text[start:]), *(texts[row] for row in where.after)]
    hit, right = _parted(runs, place.occurrence.over - place.occurrence.first)
    return Line(
        interview=place.counted.interview,
        recording=recording,
        language=language,
        is_translation=bool(translated_from),
        form=form,
        is_machine_made=bool(is_machine_made),
        start_ms=said_at(json.loads(words), [(start, start)], start_ms) if words else start_ms,
        end_ms=end_ms,
        speaker=speaker,
        role=where.role,
        left=ending(_together([*(texts[row] for row in where.before), (speaker, text[:start])])),
        hit=hit,
        right=beginning(right),
    )


def _parted(runs: Sequence[tuple[str, str]], terms: int) -> tuple[str, str]:
    """So many terms from the beginning of these cues, and what comes after them."""
    hit: list[tuple[str, str]] = []
    for number, (speaker, text) in enumerate(runs):
        of_text = spans(text)
        if len(of_text) >= terms:
            end = of_text[terms - 1][1]
            after = [(speaker, text[end:]), *runs[number + 1 :]]
            return _together([*hit, (speaker, text[:end])]), _together(after)
        hit.append((speaker, text))
        terms -= len(of_text)
    return _together(hit), ""


def _together(runs: Iterable[tuple[str, str]]) -> str:
    """Cues as one text, with a stroke where another voice begins."""
    return VOICES.join(map(joined, _by_voice(runs)))


def _by_voice(runs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    speaker, texts = "", list[str]()
    for voice, text in runs:
        if texts and voice != speaker:
            yield texts
            texts = []
        texts.append(text)
        speaker = voice
    if texts:
        yield texts
