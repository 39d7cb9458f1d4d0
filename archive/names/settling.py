"""What a program proposes, settled: a spelling is one kind of name wherever one speech says it, or it is no name.

A recogniser reads a few sentences at a time, and takes *Wales* for a country here and for a company there. Who looks at
all of them sees which it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.language import is_han, is_ordinary, terms
from archive.names.recognising import NameKind, Piece
from archive.places import Known
from archive.vocabulary import phrase_key

_MOST_WORDS = 10
_CALLED = """
    chair chairman chairwoman chairperson speaker minister president professor doctor dr mr mrs ms miss madam sir
    mum mom dad mother father grandma grandpa uncle aunt auntie
"""
_OFFICES = frozenset(_CALLED.split())
"""What people are called by: an office or a kinship alone is nobody's name."""

_COMMON = """
    house houses government cabinet parliament senate congress assembly committee commission council board department
    ministry party union company college university school church court master euro euros pound pounds dollar dollars
    cent cents yuan american arab australian british canadian chinese dutch english european french german greek indian
    irish italian japanese korean latin mandarin cantonese polish portuguese russian scottish spanish swedish turkish
    welsh
"""
_NO_NAMES = frozenset(_COMMON.split())
"""Nor is a house, money, a people or its language alone a name: *the House* says which only to those who sat in it."""
_DETERMINED = re.compile(
    r"\b(?:a|an|the|this|that|these|those|your|our|their|its|my|each|every|any)\s+$", re.IGNORECASE
)
"""What stands before a thing: *a Bill* is nobody."""

_TIMES, _EVERY = 2, 3
"""Taken for a name so many times, and every third time that it is said: then it is one the other times too."""

_STANDS_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|around|outside|into|across|through|towards?|left|leave)\s+(?:the\s+)?"
    r"|[在到去从從回往住离離至来來过過][了过過]?)$",
    re.IGNORECASE,
)
"""What is said before the name of a place, and seldom before another."""

_REACH = 12  # characters before a name
_IS_IN_NAME = re.compile(
    r"\b(?:valley|street|road|avenue|river|lake|hills?|mountains?|village|county|district|province|island|bay|mine|pit"
    r"|colliery|station|square|bridge|harbour|harbor)$|..[省市县縣区區镇鎮乡鄉村屯沟溝矿礦]$",
    re.IGNORECASE,
)

_RANK: Mapping[NameKind, int] = {"place": 2, "organisation": 1, "person": 0}


def settled(text: str, pieces: Sequence[Piece], places: Known) -> list[Piece]:
    """The names in a text, in order; none stands within another."""
    proposed = [each for each in pieces if each.kind and _may_be_a_name(text[each.start : each.end])]
    spellings = {phrase_key(text[each.start : each.end]) for each in proposed}
    said: dict[str, list[Piece]] = {}
    for each in pieces:
        if (spelling := phrase_key(text[each.start : each.end])) in spellings:
            said.setdefault(spelling, []).append(each)
    small = Counter(re.findall(r"(?<!\w)[a-z]+(?!\w)", text))
    kinds = {
        spelling: kind
        for spelling, several in said.items()
        if (kind := _kind(text, several, places)) and len(several) > small[spelling]
    }
    known = [each for each in proposed if phrase_key(text[each.start : each.end]) in kinds]
    found = {(each.start, each.end) for each in (*known, *_said_again(text, known, pieces))}
    return [Piece(start, end, kinds[phrase_key(text[start:end])]) for start, end in _apart(found)]


def _may_be_a_name(written: str) -> bool:
    words = terms(written)
    if is_han(written[:1]):
        return 2 <= len(words) <= _MOST_WORDS * 2
    return written[:1].isupper() and 0 < len(words) <= _MOST_WORDS and len("".join(words)) > 1 and not _is_called(words)


def _is_called(words: Sequence[str]) -> bool:
    return _OFFICES.issuperset(words) or (len(words) == 1 and words[0] in _NO_NAMES)


def _kind(text: str, said: Sequence[Piece], places: Known) -> NameKind | None:
    """What a spelling names, wherever a program noticed it; None where it is a plain word, or another kind of name.

    Where the gazetteer knows a place of this name, whoever took it once for one is right. Where it knows none, or the
    name is a word as well (安定, 开封), it must have been said as the name of a place.
    """
    written = text[said[0].start : said[0].end]
    votes = Counter(each.kind for each in said)
    meant = places.meant(written)
    if meant.is_own and not meant.like:
        return "place"
    is_word = is_han(written[:1]) and is_ordinary("".join(terms(written)))
    if (meant.place or meant.others) and not meant.like and "place" in votes and not is_word:
        return "place"
    if meant.is_own and _is_said_as_place(text, said):
        return "place"
    kind = max(votes, key=lambda each: (votes[each], _RANK[each] if each else -1))
    if kind == "place":
        return kind if _is_said_as_place(text, said) else None
    return None if is_word or (kind == "person" and _is_a_thing(text, said)) else kind


def _is_a_thing(text: str, said: Sequence[Piece]) -> bool:
    determined = (_DETERMINED.search(text[max(0, each.start - _REACH) : each.start]) for each in said)
    return 2 * sum(each is not None for each in determined) > len(said)


def _is_said_as_place(text: str, said: Iterable[Piece]) -> bool:
    return any(
        _STANDS_BEFORE.search(text[max(0, each.start - _REACH) : each.start])
        or _IS_IN_NAME.search(text[each.start : each.end])
        for each in said
    )


def _said_again(text: str, found: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Where names stand that the program saw elsewhere; in Chinese only as whole words of its."""
    times = Counter(text[each.start : each.end] for each in found)
    often = sorted((each for each in times if times[each] >= _TIMES), key=len, reverse=True)
    if not often:
        return
    starts, ends = {each.start for each in pieces}, {each.end for each in pieces}
    said: dict[str, list[Piece]] = {}
    for each in re.finditer("|".join(_pattern(name) for name in often), text):
        if not is_han(each[0][:1]) or (each.start() in starts and each.end() in ends):
            said.setdefault(each[0], []).append(Piece(*each.span()))
    for name, where in said.items():
        if times[name] * _EVERY >= len(where):
            yield from where


def _pattern(name: str) -> str:
    return re.escape(name) if is_han(name[:1]) else rf"(?<!\w){re.escape(name)}(?!\w)"


def _apart(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = 0
    for start, end in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= reached:
            yield start, end
            reached = end
