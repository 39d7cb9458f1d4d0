"""Words → every place where they are said, and how often that is.

``concordance`` counts the places of a query and lists them as lines; ``trends`` compares how often words are said in
different years, collections and roles. Both count exactly what search finds in what was said.
"""

from __future__ import annotations

from archive.counting.concordance import (
    COUNTED_FACETS,
    MOST_SORTED,
    SORTS,
    Concordance,
    Place,
    Sort,
    concordance,
    in_archive_order,
    in_order,
)
from archive.counting.context import Line, lines
from archive.counting.trends import FEW, FEW_WORDS, GROUPS, PER, Cell, Term, trend

__all__ = [
    "COUNTED_FACETS",
    "FEW",
    "FEW_WORDS",
    "GROUPS",
    "MOST_SORTED",
    "PER",
    "SORTS",
    "Cell",
    "Concordance",
    "Line",
    "Place",
    "Sort",
    "Term",
    "concordance",
    "in_archive_order",
    "in_order",
    "lines",
    "trend",
]
