"""Words → moments.

``search`` asks an open index and answers with interviews and, under each, the passages where the words are said.
``grammar`` is the query language; ``written`` writes it for those who fill in a form.
"""

from __future__ import annotations

from archive.search.asking import search
from archive.search.excerpts import excerpt
from archive.search.facets import FACETS, Filters
from archive.search.grammar import Misread
from archive.search.marking import Marker, highlight, marker, warm
from archive.search.other_words import OtherWords
from archive.search.spelling import Suggestion
from archive.search.values import NOT_FOUND, FacetValue, Hit, Mark, Marked, Passage, Results
from archive.search.writing import BOXES, written

__all__ = [
    "BOXES",
    "FACETS",
    "NOT_FOUND",
    "FacetValue",
    "Filters",
    "Hit",
    "Mark",
    "Marked",
    "Marker",
    "Misread",
    "OtherWords",
    "Passage",
    "Results",
    "Suggestion",
    "excerpt",
    "highlight",
    "marker",
    "search",
    "warm",
    "written",
]
