"""How often words are said, measured by all that is said: by year, by collection and by the speaker's role.

A term is counted in the texts of one language, the one in which it is said most often unless another is asked for: an
interview and its translation say the same thing, and must not say it twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.counting.concordance import counted_query, matched
from archive.counting.occurrences import tally
from archive.counting.reading import Spoken, by_text, spoken
from archive.index import Index
from archive.language import is_han
from archive.search.facets import Document
from archive.search.grammar import Misread
from archive.search.matching import every_document
from archive.search.scope import counting
from archive.search.ways import Query, Said, members

PER = 10_000
"""Rates are occurrences in so many words; of Chinese, in so many characters."""

FEW, FEW_WORDS = 5, 10_000
"""A rate from fewer occurrences, or from fewer words, says little."""

GROUPS = ("year", "collection", "role")
ROLES = ("narrator", "interviewer", "")

_WORDS = """
    select document, speaker, role, status, verbatim, words
      from word_counts
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a term is said among so many words, in so many interviews where it could have been said."""

    count: int = 0
    words: int = 0
    interviews: int = 0

    @property
    def rate(self) -> float | None:
        """Occurrences in :data:`PER` words; none where nothing was said."""
        return PER * self.count / self.words if self.words else None

    @property
    def is_small(self) -> bool:
        """Whether a few words more or less would make another rate of it; among many words, never is a fact."""
        return 0 < self.count < FEW or self.words < FEW_WORDS


@dataclass(frozen=True, slots=True)
class Term:
    """One term: counted in the texts of ``language``, and in those of others only by ``elsewhere``.

    ``by`` has for ``year``, ``collection`` and ``role`` each value with its numbers; an empty value is what the record
    does not say. ``undated`` are the interviews without a year.
    """

    query: str
    language: str = ""
    total: Cell = Cell()
    by: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    undated: tuple[str, ...] = ()
    misread: tuple[Misread, ...] = ()
    has_words: bool = True


def trend(index: Index, query: str, *, filters: Mapping[str, str]) -> Term:
    """How often the words of ``query`` are said, wherever search would find all of it; no query raises."""
    asked = counted_query(index, query, filters)
    if not asked.clauses:
        return Term(query, misread=asked.misread, has_words=False)
    counts = _counts(index, asked, filters)
    documents = _could_hold(index, asked, filters)
    in_languages = Counter[str]()
    for document, by_role in counts.items():
        in_languages[_language(documents[document])] += by_role.total()
    language = _chosen(in_languages, asked, documents.values())
    here = {id_: each for id_, each in documents.items() if _language(each) == language}
    words = _words(index, asked, here)
    del in_languages[language]
    return Term(
        query=query,
        language=language,
        total=_cell(here.values(), counts, words),
        by={group: _grouped(group, here, counts, words) for group in GROUPS},
        elsewhere=dict(in_languages.most_common()),
        undated=tuple(dict.fromkeys(each.interview for each in here.values() if each.year is None)),
        misread=asked.misread,
    )


# --- how often, among how many words ---------------------------------------------------------------------------------

_ByRole = Mapping[int, Counter[int]]
"""Numbers by document, and in it by role, as its place among :data:`ROLES`."""


def _counts(index: Index, query: Query, filters: Mapping[str, str]) -> dict[int, Counter[int]]:
    documents = sorted(matched(index, query, filters))
    counted = {each.text.document: tally(each.text, _roles(each)) for each in spoken(index, query, documents)}
    return {document: by_role for document, by_role in counted.items() if by_role}


def _roles(spoken: Spoken) -> bytes:
    """For each cue the role of its voice."""
    of_voices = [_place(role) for _, role in spoken.voices]
    return spoken.voice_of.translate(bytes((*of_voices, *[ROLES.index("")] * (256 - len(of_voices)))))


def _place(role: str) -> int:
    return ROLES.index(role) if role in ROLES else ROLES.index("")


def _could_hold(index: Index, query: Query, filters: Mapping[str, str]) -> dict[int, Document]:
    """The documents in which the words could have been said: all that the rest of the query allows."""
    if query.facts or query.without:
        return matched(index, replace(query, clauses=(), typed=(), scope=()), filters)
    return {each.id: each for each in every_document(index, {**filters, "status": ""})}


def _words(index: Index, query: Query, documents: Mapping[int, Document]) -> dict[int, Counter[int]]:
    """How many words of these documents count for the query."""
    words: dict[int, Counter[int]] = defaultdict(Counter)
    for document, speaker, role, status, verbatim, count in index.each(_WORDS, {}):
        is_new = not (verbatim and _holds(by_text(query), speaker, role, verbatim))
        if document in documents and is_new and _holds(query.scope, speaker, role, status):
            words[document][_place(role)] += count
    return words


def _holds(scope: Sequence[Said], speaker: str, role: str, status: str) -> bool:
    counts = counting(scope, [(speaker, role)], b"\0", [(1, status)])
    return counts is None or bool(counts[0])


def _grouped(group: str, here: Mapping[int, Document], counts: _ByRole, words: _ByRole) -> dict[str, Cell]:
    if group == "role":
        return {role: _cell(here.values(), counts, words, place) for place, role in enumerate(ROLES)}
    values: dict[str, list[Document]] = defaultdict(list)
    for each in here.values():
        values[(str(each.year) if each.year else "") if group == "year" else each.collection].append(each)
    return {value: _cell(values[value], counts, words) for value in sorted(values, key=lambda each: (not each, each))}


def _cell(documents: Iterable[Document], counts: _ByRole, words: _ByRole, role: int | None = None) -> Cell:
    none: Counter[int] = Counter()
    count = said = 0
    interviews = set()
    for each in documents:
        of_count, of_words = counts.get(each.id, none), words.get(each.id, none)
        count += of_count.total() if role is None else of_count[role]
        here = of_words.total() if role is None else of_words[role]
        said += here
        if here:
            interviews.add(each.interview)
    return Cell(count, said, len(interviews))


# --- in which language -----------------------------------------------------------------------------------------------


def _language(document: Document) -> str:
    return document.language.partition("-")[0]


def _chosen(counts: Counter[str], query: Query, documents: Iterable[Document]) -> str:
    """Where it is said most often; what is said nowhere is measured by what is written in its script."""
    if counts:
        return min(counts, key=lambda each: (-counts[each], each))
    typed = [term for clause in query.clauses for way in clause for each in members(way) for term in each.terms]
    wanted = any(map(is_han, typed))
    there = Counter(map(_language, documents))
    return min(there, key=lambda each: ((each == "zh") != wanted, -there[each], each), default="")
