"""Did you mean: words and names of the archive that are spelt, or sound, nearly as what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from archive.index import Index
from archive.language import stem, terms
from archive.search import dictionary
from archive.search.ways import Query, Way

MOST_SUGGESTED = 3
_ALIKE = 80
_SHORTEST = 4
_NEAR_LENGTHS = """
    select term, sum(doc)
      from vocabulary
     where term >= :first and term < :over
       and col in ('words', 'about_words')
       and length(term) between :shortest and :longest
     group by term
"""
_KNOWN = """
    select 1
      from vocabulary
     where (term = :word or term = :stem) and col in ('words', 'stems', 'about_words', 'about_stems')
     limit 1
"""
_HELD = """
    select value
      from json_each(:words)
     where exists (select 1 from documents_fts where documents_fts match '{words about_words} : "' || value || '"')
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The query with a word of it put otherwise; ``name`` is what is so called where that is written in Chinese."""

    query: str
    word: str
    name: str = ""


def suggestions(index: Index, query: Query, written: str) -> tuple[Suggestion, ...]:
    """Other spellings of a query's words that the archive does hold, the nearest first."""
    found = []
    for clause, typed in zip(query.clauses, query.typed, strict=True):
        folded = terms(typed)
        way = clause[0]
        is_word = isinstance(way, Way) and len(folded) == 1 and folded[0].isascii() and folded[0].isalpha()
        if is_word and len(folded[0]) >= _SHORTEST and not _is_held(index, folded[0]):
            others = [*_spelt_alike(index, folded[0]), *_sounding_alike(index, folded[0])]
            others.sort(key=lambda each: -each[0])
            plain = typed.strip('"*')
            found += [
                (likeness, Suggestion(written.replace(plain, word, 1), word, name)) for likeness, word, name in others
            ]
    found.sort(key=lambda each: -each[0])
    unique = {each.word: each for _, each in reversed(found)}
    return tuple(list(unique.values())[::-1][:MOST_SUGGESTED])


def _is_held(index: Index, word: str) -> bool:
    return bool(index.rows(_KNOWN, {"word": word, "stem": stem(word)}))


def _spelt_alike(index: Index, word: str) -> Iterator[tuple[float, str, str]]:
    near = {"shortest": len(word) - 2, "longest": len(word) + 2}
    # Whoever misspells a word seldom misses its first letter, and then most often by one that was left out.
    words: dict[str, int] = {}
    for first in dict.fromkeys((word[0], word[1])):
        words |= dict(index.rows(_NEAR_LENGTHS, {**near, "first": first, "over": first + "\U0010ffff"}))
    words.pop(word, None)
    alike = process.extract(word, list(words), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST_SUGGESTED)
    return ((score + min(words[each], 9) / 10, each, "") for each, score, _ in alike)


def _sounding_alike(index: Index, word: str) -> Iterator[tuple[float, str, str]]:
    """Names that are spelt nearly so in pinyin, where the archive has them in Chinese."""
    alike = process.extract(word, dictionary.spellings(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=12)
    names = {name: (score, spelt) for spelt, score, _ in alike if spelt != word for name in dictionary.named(spelt)}
    held = _held(index, list(names))
    return ((names[each][0], names[each][1].capitalize(), each) for each in names if each in held)


def _held(index: Index, names: Sequence[str]) -> set[str]:
    spaced = {" ".join(terms(name)): name for name in names}
    return {spaced[each] for (each,) in index.rows(_HELD, {"words": json.dumps(list(spaced))})} if spaced else set()
