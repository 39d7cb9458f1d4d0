"""What a search answers with: frozen values, free of addresses and of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from archive.records import Form, Texts
from archive.search.grammar import Misread
from archive.search.other_words import OtherWords
from archive.search.spelling import Suggestion

Mark = tuple[int, int]
"""Where in a text something was found: first character, and the one after the last."""


class Moment(NamedTuple):
    """When something is said: in which recording, and how far into it."""

    recording: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Marked:
    """What of a query stands in one of several texts; ``begins`` is whether any of it begins there."""

    marks: tuple[Mark, ...]
    begins: bool


NOT_FOUND = Marked((), begins=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where the words are said: from the first word that was found, to the end of the cue that holds the last.

    ``source`` is ``transcript``, ``index point`` (a heading over a moment) or ``description`` (title, summary, names:
    no moment of a recording, so ``recording`` is empty). ``marks`` are in ``text`` as it is written.
    """

    recording: str
    language: str
    start_ms: int
    end_ms: int
    speaker: str
    text: str
    marks: tuple[Mark, ...]
    is_translation: bool = False
    form: Form = "verbatim"
    is_machine_made: bool = False
    source: Literal["transcript", "index point", "description"] = "transcript"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An interview in which everything asked for occurs.

    ``matches`` is exact: how many passages hold as much of the query as any passage of their transcript does.
    ``passages`` are the best of these, in order of time. ``recordings`` are its recordings in order, by name, with the
    length of each in ms; ``moments`` are when passages are said: of all there are, evenly, as many as can be drawn.
    ``is_direct`` is whether it was found by what was typed, and not only by words of the other language for it.
    """

    id: str
    title: Texts
    summary: Texts
    narrators: tuple[str, ...]
    collection: str
    date: str
    place: str
    languages: tuple[str, ...]
    duration_ms: int
    recordings: Mapping[str, int]
    is_machine_made: bool
    synthetic: bool
    matches: int
    passages: tuple[Passage, ...]
    moments: tuple[Moment, ...]
    is_direct: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One way to narrow the results, and exactly how many would be left."""

    value: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of what was found; ``total`` and every facet's count are exact numbers of interviews.

    ``facets`` are those of :data:`archive.search.facets.FACETS`, each counted as if only it were not chosen, the most
    frequent values of each. ``typed`` are the words and phrases that must all occur; where it ``is_question``,
    interviews that hold only some of them come after those that hold all. ``also_searched`` names other writings that
    were looked for, ``other_words`` those of the other language; ``misread`` is what was typed and could only be read
    as words; ``did_you_mean`` what else to ask where little was found; ``left_out`` is how many words of a query too
    long to search whole were not looked for.
    """

    query: str
    total: int
    took_ms: float
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    results: tuple[Hit, ...] = ()
    page: int = 1
    next_page: int | None = None
    typed: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()
    other_words: tuple[OtherWords, ...] = ()
    misread: tuple[Misread, ...] = ()
    is_question: bool = False
    did_you_mean: tuple[Suggestion, ...] = ()
    left_out: int = 0
