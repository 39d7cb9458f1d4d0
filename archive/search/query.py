"""What a visitor typed, as what is to be looked for. Whatever they typed is words; none of it is ever syntax for FTS5.

Everything named must occur: single words in any of their forms, ``"quoted words"`` exactly, ``begin*`` by how a word
begins. Characters of unspaced scripts are looked for side by side, as typed. A word that can be read as Chinese
syllables, and syllables that stand side by side, are looked for by their sound as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.index.streams import Column
from archive.language import is_syllable, is_unspaced, pinyin_readings, stem, terms

LONGEST_QUERY = 10_000
MOST_CLAUSES = 24
MOST_TERMS = 240
"""What is beyond is left out, so that any query is answered in bounded time; FTS5 itself stops at 256 parts."""

_QUOTED = r"""
    "([^"]*)" | ＂([^＂]*)＂ | “([^”]*)” | „([^“”]*)[“”] | «([^»]*)» | 「([^」]*)」 | 『([^』]*)』
"""
_PARTS = re.compile(rf"{_QUOTED} | ([^\s,;!?，。、；：！？…()（）\[\]{{}}<>《》〈〉【】|]+)", re.VERBOSE)
_JOINTS = re.compile("['’ʼ\u2010-]")
_MOST_SYLLABLES = 6


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find a clause: terms side by side in one column; the last may go on if ``is_prefix``."""

    column: Column
    terms: tuple[str, ...]
    is_prefix: bool = False


Clause = tuple[Way, ...]
"""Something that must occur, in one of these ways."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be looked for; ``also`` names writings other than what was typed, ``left_out`` counts terms."""

    clauses: tuple[Clause, ...]
    also: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def columns(self) -> frozenset[Column]:
        """The columns that any clause needs."""
        return frozenset(way.column for clause in self.clauses for way in clause)


def parse(query: str) -> Query:
    """What a visitor's words ask for; no words at all ask for nothing."""
    clauses: dict[Clause, str] = {}
    room, left_out = MOST_TERMS, 0
    for typed, clause in _with_spaced_pinyin(_clauses(query[:LONGEST_QUERY])):
        length = len(clause[0].terms)
        if length <= room and len(clauses) < MOST_CLAUSES:
            clauses.setdefault(clause, typed)
            room -= length
        else:
            left_out += length
    also = dict.fromkeys(each for clause, typed in clauses.items() for each in _other_writings(clause, typed))
    return Query(tuple(clauses), tuple(also), left_out)


def _clauses(query: str) -> Iterator[tuple[str, Clause]]:
    for found in _PARTS.finditer(query):
        *quoted, plain = found.groups()
        typed = plain or next(filter(None, quoted), "")
        words = tuple(terms(typed))
        if not words:
            continue
        is_prefix = typed.endswith("*") and not is_unspaced(words[-1])
        if plain is None or is_prefix:
            yield typed, (Way("words", words, is_prefix),)
        else:
            yield typed, (_plain(words), *_by_sound(typed, words))


def _with_spaced_pinyin(found: Iterable[tuple[str, Clause]]) -> Iterator[tuple[str, Clause]]:
    """The same clauses; *xia gang* is each of its words, or for both of them 下岗."""
    for are_syllables, group in groupby(found, key=_is_syllable):
        run = list(group)
        if are_syllables and 1 < len(run) <= _MOST_SYLLABLES:
            together = Way("pinyin", tuple(syllable.replace("v", "u") for typed, _ in run for syllable in terms(typed)))
            yield from ((typed, (*clause, together)) for typed, clause in run)
        else:
            yield from run


def _is_syllable(found: tuple[str, Clause]) -> bool:
    typed, clause = found
    return clause[0].column == "stems" and is_syllable(terms(typed)[0])


def _plain(words: tuple[str, ...]) -> Way:
    if len(words) > 1 or is_unspaced(words[0]):
        return Way("words", words)
    return Way("stems", (stem(words[0]),))


def _by_sound(typed: str, words: tuple[str, ...]) -> Iterator[Way]:
    if len(words) == 1 or _JOINTS.search(typed):
        for syllables in pinyin_readings("".join(words)):
            yield Way("pinyin", syllables)


def _other_writings(clause: Clause, typed: str) -> Iterator[str]:
    for way in clause:
        if way.column == "pinyin":
            yield " ".join(way.terms)
    folded = clause[0].terms
    if all(map(is_unspaced, folded)) and "".join(folded) not in typed:
        yield "".join(folded)
