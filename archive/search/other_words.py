"""Words of the other language: so that *mine* finds 矿井 in testimony that nobody has translated, and 下岗 *laid off*.

The archive's own pairs of names come first, then the dictionary. Only words that the archive holds are looked for, and
few of them: a search that finds everything has found nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.index import Index
from archive.language import is_han, stem, terms
from archive.search import dictionary
from archive.search.questions import EVERYDAY
from archive.search.ways import Clause, Query, Way

MOST_OTHERS = 4
"""Other words for one that was typed."""

_MOST_LOOKED_UP = 60
_FURTHEST_DOWN = 3
_LONGEST_TERM = 3
_OFTEN = 50
_HELD = f"""
    select value, (select count(*) from (select 1 from documents_fts where documents_fts match value limit {_OFTEN}))
      from json_each(:candidates)
"""
_OWN_PAIRS = """
    select distinct term, other
      from other_words
     where term in (select value from json_each(:terms))
"""

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
# Characters that every testimony is full of: other words for them would find all of it.
_IN_CHINESE = frozenset(
    "我你您他她它们咱俺的地得了着过是在有不没也都就还又很这那哪个一些么什怎样吗呢吧啊和与跟同给把被让叫到去来上下"
)


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What was also searched for something typed, as written, and who says that it means the same."""

    typed: str
    others: tuple[str, ...]
    source: Literal["archive", "dictionary"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Another word for clauses ``first`` up to ``over``, how far down it stands, and how it is looked for."""

    first: int
    over: int
    written: str
    rank: int
    way: Way
    is_own: bool = False

    @property
    def expression(self) -> str:
        return f'{{{self.way.column} about_{self.way.column}}} : "{" ".join(self.way.terms)}"'


def widened(index: Index, query: Query) -> tuple[Query, tuple[OtherWords, ...]]:
    """The query with words of the other language beside its own, and which they are."""
    candidates = [] if query.is_question else _candidates(index, query)[:_MOST_LOOKED_UP]
    if not candidates:
        return query, ()
    held = dict(index.rows(_HELD, {"candidates": json.dumps([each.expression for each in candidates])}))
    kept: list[_Candidate] = []
    for span in _spans(candidates):
        # Where a term of several words is found (coal mine, 煤矿), none of them is put in other words by itself.
        if not any(each.first <= span[0] and span[1] <= each.over for each in kept):
            kept += _best([each for each in candidates if _at(each) == span], held)
    if not kept:
        return query, ()
    wide = tuple(
        tuple(dict.fromkeys((*clause, *(each.way for each in kept if each.first <= place < each.over))))
        for place, clause in enumerate(query.clauses)
    )
    return replace(query, wide=wide), tuple(_told(query, kept))


def _candidates(index: Index, query: Query) -> list[_Candidate]:
    asked = [(first, over, " ".join(words)) for first, over, words in _terms_asked_for(query.clauses, query.typed)]
    own = index.rows(_OWN_PAIRS, {"terms": json.dumps([words for _, _, words in asked])}) if asked else []
    found = [
        _Candidate(first, over, other, 1, _way(other), is_own=True)
        for first, over, words in asked
        for term, other in own
        if term == words
    ]
    return found + [each for first, over, words in asked for each in _by_dictionary(first, over, words)]


def _terms_asked_for(clauses: Sequence[Clause], typed: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """One clause or several side by side, the longest first, and the folded words in them."""
    words = [_words(clause, each) for clause, each in zip(clauses, typed, strict=True)]
    for length in range(_LONGEST_TERM, 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            if all(run) and (length == 1 or all(each[0].isascii() for each in run)):
                yield first, first + length, [word for each in run for word in each]


def _words(clause: Clause, typed: str) -> list[str]:
    """What was typed, if it is one plain word of either language; nothing for what must be exact."""
    way = clause[0]
    if not isinstance(way, Way) or way.column == "facts" or way.is_prefix or typed.startswith('"') or " OR " in typed:
        return []
    folded = terms(typed)
    if way.column == "stems":
        return folded
    return ["".join(folded)] if all(map(is_han, folded)) else []


def _by_dictionary(first: int, over: int, words: str) -> Iterator[_Candidate]:
    if is_han(words[0]):
        for rank, english in enumerate(dictionary.in_english(words)[:_FURTHEST_DOWN], start=1):
            if english not in EVERYDAY and len(words) > 1:
                yield _Candidate(first, over, english, rank, _way(english))
        return
    for form in filter(_is_telling, _forms(words)):
        for chinese, rank in sorted(dictionary.in_chinese(form), key=lambda each: each[1]):
            if rank <= _FURTHEST_DOWN and not frozenset(chinese) <= _IN_CHINESE and (len(chinese) > 1 or rank == 1):
                yield _Candidate(first, over, chinese, rank, _way(chinese))


def _is_telling(words: str) -> bool:
    return len(words) > 2 and words not in EVERYDAY


def _forms(words: str) -> Iterator[str]:
    """A word as it stands, and as a dictionary would have it: miners, miner; families, family; working, work."""
    yield words
    for ending, instead in _ENDINGS:
        form = words.removesuffix(ending) + instead
        if words.endswith(ending) and " " not in words and stem(form) == stem(words):
            yield form


def _way(word: str) -> Way:
    folded = terms(word)
    if all(map(is_han, folded)):
        return Way("words", tuple(folded))
    return Way("stems", tuple(map(stem, folded)))


def _at(candidate: _Candidate) -> tuple[int, int]:
    return candidate.first, candidate.over


def _spans(candidates: Sequence[_Candidate]) -> list[tuple[int, int]]:
    """From which clause to which other words were found for, the longest first."""
    return sorted(dict.fromkeys(map(_at, candidates)), key=lambda span: span[0] - span[1])


def _best(candidates: Sequence[_Candidate], held: dict[str, int]) -> list[_Candidate]:
    """Of the words that the archive holds, its own, then those that mean first of all what was typed."""
    here = [each for each in candidates if held.get(each.expression)]
    if any(len(each.way.terms) > 1 or each.is_own for each in here):
        # A single character stands in many words, so it is looked for only where there is no better one.
        here = [each for each in here if len(each.written) > 1]
    here.sort(key=lambda each: (not each.is_own, -held[each.expression] / each.rank**2, each.written))
    return list({each.way: each for each in reversed(here[:MOST_OTHERS])}.values())[::-1]


def _told(query: Query, kept: Sequence[_Candidate]) -> Iterator[OtherWords]:
    for first, over in _spans(kept):
        of_span = [each for each in kept if _at(each) == (first, over)]
        typed = " ".join(query.typed[first:over])
        for source, is_own in (("archive", True), ("dictionary", False)):
            others = tuple(each.written for each in of_span if each.is_own == is_own)
            if others:
                yield OtherWords(typed, others, source)  # type: ignore[arg-type]
