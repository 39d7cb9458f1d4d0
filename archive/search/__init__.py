"""Words → moments.

``search`` asks an open index and answers with interviews and, under each, the passages where the words are said.
"""

from __future__ import annotations

from archive.search.asking import search
from archive.search.marking import Marker, highlight, marker, warm
from archive.search.values import FacetValue, Hit, Mark, Marked, Passage, Results

__all__ = [
    "FacetValue",
    "Hit",
    "Mark",
    "Marked",
    "Marker",
    "Passage",
    "Results",
    "highlight",
    "marker",
    "search",
    "warm",
]
