"""When interviews were made, year by year: counted, and drawn as bars. Pure.

Dates are EDTF: 1974 is a year for sure, 1974? perhaps, and 197X or 1974/1976 perhaps each of their years.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.index import Listed, years_of

HEIGHT, STEP, BAR = 120, 24, 16
"""Of the drawing: how high it is, how far its years are apart, and how wide a bar."""
_MOST_DRAWN = 150
_APART = 2
"""Years from one that is written under its bar to the next."""
_UNSURE = re.compile(r"[?~%]")


@dataclass(frozen=True, slots=True)
class Year:
    """How many interviews are of a year for sure, and how many more may be."""

    year: int
    sure: int
    perhaps: int

    @property
    def count(self) -> int:
        """All that a search for this year finds."""
        return self.sure + self.perhaps


@dataclass(frozen=True, slots=True)
class Bar:
    """A year as it is drawn: from the left, and how high its two parts are, in the units of the drawing.

    ``is_named`` is whether there is room to write the year under it.
    """

    year: Year
    x: int
    sure: float
    perhaps: float
    is_named: bool


def by_year(interviews: Iterable[Listed]) -> tuple[Year, ...]:
    """Every year that a date names or may mean, in order; interviews without one are in none."""
    sure: Counter[int] = Counter()
    perhaps: Counter[int] = Counter()
    for each in interviews:
        meant = years_of(each.date)
        (perhaps if len(meant) > 1 or _UNSURE.search(each.date) else sure).update(meant)
    return tuple(Year(year, sure[year], perhaps[year]) for year in sorted(sure | perhaps))


def is_dated(interview: Listed) -> bool:
    """Whether its date names a year, or years."""
    return bool(years_of(interview.date))


def bars(years: Sequence[Year]) -> tuple[Bar, ...]:
    """The years from the first to the last, empty ones left out but for their room; none where they are too many."""
    if not years or years[-1].year - years[0].year >= _MOST_DRAWN:
        return ()
    unit = HEIGHT / max(each.count for each in years)
    first = named = years[0].year
    drawn = []
    for each in years:
        is_named = each.year == first or each.year >= named + _APART
        named = each.year if is_named else named
        x = (each.year - first) * STEP
        drawn.append(Bar(each, x, round(each.sure * unit, 1), round(each.perhaps * unit, 1), is_named))
    return tuple(drawn)
