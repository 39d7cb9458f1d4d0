"""What is to be looked for, in the terms of the index. Whatever was typed is words; none of it is syntax for FTS5.

All parts must hold, each as a clause of alternatives; negations stand apart, and so do the conditions on who says the
words and in what kind of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product

from archive.language import is_syllable, terms
from archive.search.fields import SCOPES
from archive.search.grammar import AllOf, AnyOf, Fault, Field, Misread, Near, Not, Part, Phrase, Word
from archive.search.questions import telling_words
from archive.search.reading import read
from archive.search.ways import (
    Clause,
    NearBy,
    Query,
    Said,
    Typed,
    Way,
    clauses_of,
    columns_of,
    facts_of,
    member,
    members,
    other_writings,
    values_of,
)

LONGEST_QUERY = 10_000
MOST_CLAUSES = 24
MOST_TERMS = 240
"""What is beyond is left out, so that any query is answered in bounded time; FTS5 itself stops at 256 parts."""
LONGEST_PHRASE = 1000
"""Terms of a phrase that stands first; a page quoted whole is one part to FTS5."""

_MOST_SYLLABLES = 6


def parse(query: str) -> Query:
    """What a visitor's words ask for; no words at all ask for nothing."""
    reading = read(query[:LONGEST_QUERY])
    compiler = _Compiler(reading.misread)
    compiler.add(reading.parts)
    return compiler.query()


class _Compiler:
    """Gathers what the parts of a query come to."""

    def __init__(self, misread: Iterable[Misread]) -> None:
        self._misread = [*misread]
        self._found: list[Typed] = []
        self._left: list[tuple[tuple[Said, ...], tuple[Clause, ...]]] = []
        self._scope: list[Said] = []
        self._room = MOST_TERMS
        self._clauses = MOST_CLAUSES
        self._left_out = 0

    def add(self, parts: Iterable[Part]) -> None:
        """Take parts that must all hold."""
        for part in parts:
            match part:
                case AllOf(within):
                    self.add(within)
                case Not(Not(inner)):
                    self.add([inner])
                case Not(inner):
                    said = tuple(_said(inner, is_wanted=False))
                    self._left.append((said, tuple(clause for _, clause in self._conjuncts(inner))))
                case _:
                    self._scope += _said(part, is_wanted=True)
                    self._found += self._conjuncts(part)

    def query(self) -> Query:
        """What has been gathered, as far as there is room for it."""
        kept: dict[Clause, str] = {}
        telling = None if self._left or self._misread else telling_words(self._found)
        for typed, clause in _with_spaced_pinyin(telling or self._found):
            if clause not in kept and self._has_room([clause]):
                kept[clause] = typed
        words = {clause: typed for clause, typed in kept.items() if columns_of([clause]) != {"facts"}}
        # Without words, `-speaker:` leaves out the interviews where somebody speaks; with words, the words they say.
        unsaid = [each for said, _ in self._left for each in said if words]
        without = [clauses for said, clauses in self._left if clauses and not (said and words)]
        return Query(
            clauses=tuple(words),
            typed=tuple(words.values()),
            facts=tuple(each for each in kept if each not in words),
            without=tuple(each for each in dict.fromkeys(without) if self._has_room(each)),
            scope=tuple(dict.fromkeys((*self._scope, *unsaid))),
            also=tuple(
                dict.fromkeys(each for clause, typed in words.items() for each in other_writings(clause, typed))
            ),
            left_out=self._left_out,
            misread=tuple(dict.fromkeys(self._misread)),
            is_question=telling is not None,
        )

    def _has_room(self, clauses: Sequence[Clause]) -> bool:
        length = sum(map(_length, clauses))
        room = LONGEST_PHRASE if self._room == MOST_TERMS and len(clauses) == len(clauses[0]) == 1 else self._room
        if length > room or len(clauses) > self._clauses:
            self._left_out += length
            return False
        self._room = max(self._room - length, 0)
        self._clauses -= len(clauses)
        return True

    def _conjuncts(self, part: Part) -> list[Typed]:
        """The clauses that a part comes to, of which all must hold."""
        match part:
            case AllOf(parts):
                return [each for inner in parts for each in self._conjuncts(inner)]
            case AnyOf(parts):
                return list(_products([found for each in parts if (found := self._conjuncts(each))]))
            case Not(inner):
                self._misread.append(Misread("beside or", _shown(inner)))
                return self._conjuncts(inner)
            case Near(parts, within):
                ways = tuple(way for each in parts for way in member(each))
                return [(_shown(part), (NearBy(ways, within),))]
            case Field():
                return self._field(part)
            case _:
                return list(clauses_of(part))

    def _field(self, field: Field) -> list[Typed]:
        if clause := tuple(facts_of(field)):
            return [(field.value, clause)]
        faults: dict[str, Fault] = {"year": "year", "role": "role", "status": "status"}
        self._misread.append(Misread(faults.get(field.name, "field"), field.value))
        return list(clauses_of(Word(field.value)))


def _said(part: Part, *, is_wanted: bool) -> Iterator[Said]:
    """The condition that a field, or alternatives of one field, set to the words around them."""
    parts = part.parts if isinstance(part, AnyOf) else (part,)
    fields = [each for each in parts if isinstance(each, Field) and each.name in SCOPES]
    if len(fields) == len(parts) and len({each.name for each in fields}) == 1:
        values = tuple(value for each in fields for value in values_of(each))
        if values:
            yield Said(fields[0].name, values, is_wanted)


def _products(every: Sequence[list[Typed]]) -> Iterator[Typed]:
    """(a b) OR c is (a OR c) (b OR c); what would be too much of it is cut."""
    for number, combination in enumerate(product(*every) if every else ()):
        if number == MOST_CLAUSES:
            break
        typed, clauses = zip(*combination, strict=True)
        yield " OR ".join(typed), tuple(dict.fromkeys(way for clause in clauses for way in clause))


def _length(clause: Clause) -> int:
    """How many terms a clause looks for; the sounds of a word count with it."""
    ways = [way for each in clause for way in members(each)]
    named = [way for way in ways if way.column != "pinyin"] or ways[:1]
    return sum(len(way.terms) for way in named)


def _shown(part: Part) -> str:
    match part:
        case Word(text) | Phrase(text):
            return text
        case Field(name, value):
            return f"{name}:{value}"
        case Not(inner):
            return f"-{_shown(inner)}"
        case Near(members=parts):
            return f"NEAR({' '.join(map(_shown, parts))})"
        case AnyOf(several) | AllOf(several):
            return " ".join(map(_shown, several))


def _with_spaced_pinyin(found: Iterable[Typed]) -> Iterator[Typed]:
    """The same clauses; *xia gang* is each of its words, or for both of them 下岗."""
    for are_syllables, group in groupby(found, key=_is_syllable):
        run = list(group)
        if are_syllables and 1 < len(run) <= _MOST_SYLLABLES:
            together = Way("pinyin", tuple(syllable.replace("v", "u") for typed, _ in run for syllable in terms(typed)))
            yield from ((typed, (*clause, together)) for typed, clause in run)
        else:
            yield from run


def _is_syllable(found: Typed) -> bool:
    typed, clause = found
    is_word = isinstance(clause[0], Way) and clause[0].column == "stems" and len(terms(typed)) == 1
    return is_word and is_syllable(terms(typed)[0])
