"""The passages of the interviews on one page: one statement for their texts, one for their cues, none a passage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.index import Index
from archive.language import is_unspaced
from archive.search.choosing import Chosen, choose
from archive.search.facets import Document
from archive.search.marking import marks
from archive.search.texts import texts
from archive.search.values import Mark, Moment, Passage
from archive.search.ways import Query

_CUES = """
    select cues.id, tracks.recording, tracks.language, tracks.translated_from, tracks.form, tracks.is_machine_made,
           cues.start_ms, cues.end_ms, cues.speaker, cues.text, cues.words
      from cues
      join tracks on tracks.id = cues.track
     where cues.id in (select value from json_each(:rows))
"""
_MOMENTS = """
    select cues.id, tracks.recording, cues.start_ms
      from cues
      join tracks on tracks.id = cues.track
     where cues.id in (select value from json_each(:rows))
"""
_DESCRIPTIONS = """
    select id, recording, language, start_ms, end_ms, text
      from descriptions
     where id in (select value from json_each(:rows))
"""

Found = tuple[int, tuple[Passage, ...], tuple[Moment, ...]]
"""How many passages match; the best of them, in order of time; and when some of all of them are said."""


def find_passages(
    index: Index, query: Query, documents: Mapping[str, Sequence[Document]], most: int
) -> dict[str, Found]:
    """What was found in each of these interviews; at most ``most`` passages of each."""
    ids = [each.id for of_interview in documents.values() for each in of_interview]
    every = (each for several in documents.values() for each in several)
    found_by_other_words = {each.id for each in every if query.wide and not each.is_direct}
    found = {text.document: text for text in texts(index, query, ids, found_by_other_words)}
    choices = {
        interview: choose(interview, [found[each.id] for each in _best_first(of_interview)], most)
        for interview, of_interview in documents.items()
    }
    chosen = [each for choice in choices.values() for each in choice.chosen]
    cues = _rows(index, _CUES, (row for each in chosen if each.is_said for row in each.rows))
    descriptions = _rows(index, _DESCRIPTIONS, (row for each in chosen if not each.is_said for row in each.rows))
    moments = _rows(index, _MOMENTS, (row for choice in choices.values() for row in choice.begin))
    return {
        interview: (
            choice.matches,
            _in_time(_passage(each, cues, descriptions) for each in choice.chosen),
            tuple(Moment(*moments[row]) for row in choice.begin),
        )
        for interview, choice in choices.items()
    }


def _best_first(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (each.rank, each.id))


def _rows(index: Index, statement: str, rows: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    ids = list(rows)
    return {row[0]: row[1:] for row in index.rows(statement, {"rows": json.dumps(ids)})} if ids else {}


def _in_time(these: Iterable[Passage]) -> tuple[Passage, ...]:
    def order(passage: Passage) -> tuple[object, ...]:
        number = passage.recording.rpartition("-")[2]
        return (int(number) if number.isdigit() else 0, passage.start_ms, passage.is_translation, passage.language)

    return tuple(sorted(these, key=order))


# --- one passage -----------------------------------------------------------------------------------------------------


def _passage(
    chosen: Chosen, cues: Mapping[int, tuple[Any, ...]], descriptions: Mapping[int, tuple[Any, ...]]
) -> Passage:
    if chosen.is_said:
        return _of_cues([cues[row] for row in chosen.rows], chosen)
    recording, language, start_ms, end_ms, text = descriptions[chosen.rows[0]]
    return Passage(
        recording=recording,
        language=language,
        start_ms=start_ms,
        end_ms=end_ms,
        speaker="",
        text=text,
        marks=marks(text, chosen.matches),
        source="index point" if recording else "description",
    )


def _of_cues(cues: Sequence[tuple[Any, ...]], chosen: Chosen) -> Passage:
    recording, language, translated_from, form, is_machine_made, start_ms, _, speaker, _, words = cues[0]
    text = joined([cue[8] for cue in cues])
    found = marks(text, chosen.matches)
    return Passage(
        recording=recording,
        language=language,
        start_ms=said_at(json.loads(words), found, start_ms) if words else start_ms,
        end_ms=cues[-1][6],
        speaker=speaker,
        text=text,
        marks=found,
        is_translation=bool(translated_from),
        form=form,
        is_machine_made=bool(is_machine_made),
    )


def joined(texts: Sequence[str]) -> str:
    """Cues as one text: with a space between words that are spaced."""
    whole = texts[0]
    for text in texts[1:]:
        touching = (whole[-1:] + text[:1]).strip()
        whole += text if len(touching) < 2 or any(map(_needs_no_space, touching)) else f" {text}"
    return whole


def _needs_no_space(char: str) -> bool:
    """Whether a character is a word by itself, or a mark of Chinese punctuation; full-width letters are letters."""
    return is_unspaced(char) or (not char.isalnum() and ("\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff65"))


def said_at(words: Sequence[tuple[int, int, str]], found: Sequence[Mark], otherwise_ms: int) -> int:
    """When the first word that was found begins."""
    upto = 0
    for start_ms, _, text in words:
        upto += len(text)
        if found and upto > found[0][0]:
            return start_ms
    return otherwise_ms
