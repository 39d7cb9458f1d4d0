"""The query language, as a tree of frozen values.

    query  = { any }                          all of them, as it is with AND between them
    any    = one { "OR" one }                 at least one of them; binds closer than standing side by side
    one    = ( "-" | "NOT" ) one | atom       "-" touches what it leaves out
    atom   = near | field | group | phrase | word
    near   = "NEAR(" ( word | phrase ) { word | phrase } [ "," number ] ")"
    field  = name ":" ( phrase | word )       no space after the colon
    group  = "(" { any } ")"
    phrase = a pair of quotation marks and what is between them
    word   = letters, digits and what joins them; with "*" at its end, the beginning of a word

Quotation marks, brackets, commas, colons and the minus may be Chinese or half width. Everything can be read: what does
not fit is words (:mod:`archive.search.reading`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldName = Literal[
    "speaker", "role", "place", "person", "topic", "organisation", "era", "year", "collection", "language", "status"
]

NEAR_BY = 10
"""How many words may stand between those of a NEAR that does not say."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms, or how one begins if it ends with ``*``; Chinese stands as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as they stand between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words and phrases in any order, with at most ``within`` other words between the first and the last."""

    members: tuple[Word | Phrase, ...]
    within: int = NEAR_BY


@dataclass(frozen=True, slots=True)
class Field:
    """What must be true of an interview, of its text, or of whoever speaks."""

    name: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be found."""

    part: Part


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives, of which one is enough."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """What stands in a pair of brackets."""

    parts: tuple[Part, ...]


Part = Word | Phrase | Near | Field | Not | AnyOf | AllOf

Fault = Literal[
    "quote", "bracket", "near", "or", "not", "field", "year", "role", "status", "without any", "near field", "beside or"
]


@dataclass(frozen=True, slots=True)
class Misread:
    """Something typed that is no query, and was read as words: what is wrong, and where. The site finds the words."""

    fault: Fault
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed as it was understood."""

    parts: tuple[Part, ...]
    misread: tuple[Misread, ...] = ()
