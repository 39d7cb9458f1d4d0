"""How things are looked for in the terms of the index: words by form and by sound, words near others, and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from archive.index.facts import fact_terms
from archive.index.streams import COLUMNS, Column
from archive.language import is_unspaced, pinyin_readings, stem, terms
from archive.search.fields import language_tag, role_called, status_called, year_beginnings, years
from archive.search.grammar import Field, FieldName, Misread, Phrase, Word

_JOINTS = re.compile("['’ʼ\u2010-]")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find a clause: terms side by side in one column; the last may go on if ``is_prefix``."""

    column: Column | Literal["facts"]
    terms: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class NearBy:
    """Another: all of these, in any order, with at most ``within`` terms between the first and the last."""

    members: tuple[Way, ...]
    within: int


Clause = tuple[Way | NearBy, ...]
"""Something that must occur, in one of these ways."""


@dataclass(frozen=True, slots=True)
class Said:
    """A condition on the words that count: by whom, or in what kind of text, one of ``values`` being enough."""

    field: FieldName
    values: tuple[tuple[str, ...], ...]
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be looked for.

    ``clauses`` are words, each in ``typed`` as it was written, and ``wide`` the same with what other words would do
    (as many, or none); ``facts`` must be true of the interview; ``without`` are things of which none may hold anywhere
    in it, each several clauses; words count only where ``scope`` holds. Where it ``is_question``, some of the words
    will do. ``also`` names writings other than what was typed, ``left_out`` counts terms, ``misread`` is what was no
    query.
    """

    clauses: tuple[Clause, ...] = ()
    wide: tuple[Clause, ...] = ()
    typed: tuple[str, ...] = ()
    facts: tuple[Clause, ...] = ()
    without: tuple[tuple[Clause, ...], ...] = ()
    scope: tuple[Said, ...] = ()
    also: tuple[str, ...] = ()
    left_out: int = 0
    misread: tuple[Misread, ...] = ()
    is_question: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a text that must be read; those of words, too, where a recording's end must be seen."""
        clauses = (*self.clauses, *self.wide)
        near = any(isinstance(way, NearBy) for clause in clauses for way in clause)
        needed = columns_of(clauses) | ({"words"} if near else frozenset())
        return tuple(each for each in COLUMNS if each in needed)

    @property
    def is_for_python(self) -> bool:
        """Whether SQL can only propose: it knows neither who says a word nor where a recording ends."""
        ways = (way for clause in (*self.clauses, *self.wide) for way in clause)
        return bool(self.clauses and self.scope) or any(isinstance(way, NearBy) for way in ways)

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.clauses or self.facts or self.without)


def columns_of(clauses: Iterable[Clause]) -> frozenset[str]:
    """The columns in which these clauses are looked for."""
    return frozenset(way.column for clause in clauses for each in clause for way in members(each))


def members(way: Way | NearBy) -> tuple[Way, ...]:
    """The ways that this one is made of."""
    return way.members if isinstance(way, NearBy) else (way,)


def pattern(way: Way) -> bytes:
    """What to look for in a stream, where every term has a space on both sides."""
    return f" {' '.join(way.terms)}{'' if way.is_prefix else ' '}".encode()


Typed = tuple[str, Clause]
"""A clause as it was typed, and as it is looked for."""


# --- words -----------------------------------------------------------------------------------------------------------


def clauses_of(part: Word | Phrase) -> Iterator[Typed]:
    """A word or phrase, in every way that it is found."""
    words = tuple(terms(part.text))
    if not words:
        return
    is_prefix = part.text.endswith("*") and not is_unspaced(words[-1])
    # A number after a Chinese character may go on: 第1 is a part of 第15.
    is_open = is_prefix or (len(words) > 1 and words[-1].isdigit() and is_unspaced(words[-2]))
    if isinstance(part, Phrase):
        yield f'"{part.text}"', (Way("words", words, is_open),)
    elif is_open:
        yield part.text, (Way("words", words, is_open),)
    else:
        yield part.text, (_plain(words), *_by_sound(part.text, words))


def member(part: Word | Phrase) -> Iterator[Way]:
    """The same where it must stand near others: as it is written, and not as it sounds."""
    for _, clause in clauses_of(part):
        yield from members(clause[0])


def _plain(words: tuple[str, ...]) -> Way:
    if len(words) > 1 or is_unspaced(words[0]):
        return Way("words", words)
    return Way("stems", (stem(words[0]),))


def _by_sound(typed: str, words: tuple[str, ...]) -> Iterator[Way]:
    if len(words) == 1 or _JOINTS.search(typed):
        for syllables in pinyin_readings("".join(words)):
            yield Way("pinyin", syllables)


def other_writings(clause: Clause, typed: str) -> Iterator[str]:
    """What is looked for that was not typed: how it sounds, and the other script."""
    for way in (way for each in clause for way in members(each)):
        if way.column == "pinyin":
            yield " ".join(way.terms)
    first = members(clause[0])[0]
    if first.column != "facts" and all(map(is_unspaced, first.terms)) and "".join(first.terms) not in typed:
        yield "".join(first.terms)


# --- fields ----------------------------------------------------------------------------------------------------------


def values_of(field: Field) -> list[tuple[str, ...]]:
    """What the field of a thing must hold, as folded terms; nothing where the value makes no sense."""
    if field.name == "role":
        return [(called,)] if (called := role_called(field.value)) else []
    if field.name == "status":
        return [(called,)] if (called := status_called(field.value)) else []
    return [language_tag(field.value) if field.name == "language" else tuple(terms(field.value))]


def facts_of(field: Field) -> Iterator[Way]:
    """How an interview is found of which it is true; no way where the value makes no sense."""
    if field.name != "year":
        for value in values_of(field):
            yield Way("facts", fact_terms(field.name, value))
        return
    for beginning, is_prefix in year_beginnings(*(years(field.value) or (1, 0))):
        yield Way("facts", fact_terms("year", (beginning,)), is_prefix)


def with_titles(query: Query, slugs: Mapping[tuple[str, ...], Iterable[tuple[str, ...]]]) -> Query:
    """The query with collections that were named by their title found by their slug; both are terms of facts."""

    def widened(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(
            (
                *clause,
                *(Way("facts", slug) for way in clause for each in members(way) for slug in slugs.get(each.terms, ())),
            )
            for clause in clauses
        )

    without = tuple(map(widened, query.without))
    return replace(query, facts=widened(query.facts), clauses=widened(query.clauses), without=without)


def fields_asked(query: Query, name: FieldName) -> list[tuple[str, ...]]:
    """The terms of every way that asks for a field."""
    every = (*query.facts, *query.clauses, *(clause for clauses in query.without for clause in clauses))
    ways = (way for clause in every for each in clause for way in members(each) if way.column == "facts")
    mark = fact_terms(name, [""])[0]
    return list(dict.fromkeys(way.terms for way in ways if way.terms[0].startswith(mark)))
