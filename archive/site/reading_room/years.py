"""When interviews were made, year by year: counted, and drawn as bars. Pure.

Dates are EDTF: 1974 is a year for sure, 1974? perhaps, and 197X or 1974/1976 perhaps each of their years.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.index import Listed, years_of

HEIGHT = 120
"""Of the drawing; across, all is in hundredths of its width, so that it fits a phone and a wide screen alike."""
_LEAST_DRAWN, _MOST_DRAWN = 24, 150
"""Years that have room side by side: a few must not become walls, and very many would be hairs."""
_BAR = 0.7
"""How much of a year's room its bar takes."""
_MOST_NAMED = 9
"""Years that can be written side by side on the narrowest phone."""
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
    """A year as it is drawn: where its bar begins, how wide it is and where its middle stands, in hundredths across;
    and how high its two parts are.

    ``is_named`` is whether there is room to write the year under it.
    """

    year: Year
    x: float
    width: float
    middle: float
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
    slots = max(years[-1].year - first + 1, _LEAST_DRAWN)
    room = 100 / slots
    drawn = []
    for each in years:
        is_named = each.year == first or (each.year - named) * _MOST_NAMED >= slots
        named = each.year if is_named else named
        middle = (each.year - first + 0.5) * room
        begins, width = round(middle - room * _BAR / 2, 2), round(room * _BAR, 2)
        heights = round(each.sure * unit, 1), round(each.perhaps * unit, 1)
        drawn.append(Bar(each, begins, width, round(middle, 2), *heights, is_named))
    return tuple(drawn)
