"""What a pattern has found in a text that may be a date, and how dates are written (EDTF)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a folded text that says a date: outright, as years before the recording, or as the narrator's age.

    ``back`` and ``ages`` are each the least and the most that the words may mean.
    """

    start: int
    end: int
    edtf: str = ""
    back: tuple[int, int] | None = None
    ages: tuple[int, int] | None = None
    is_era: bool = False


def century(year: int, recorded: int) -> int:
    """The year that two digits mean: in this century if it was over when the recording was made, else in the last."""
    return 2000 + year if year <= max(recorded - 2000, 9) else 1900 + year


def decade(first: int, third: int) -> str:
    """A decade by its first year, or its first, second or last third."""
    if not third:
        return f"{first // 10}X"
    since, until = ((0, 3), (4, 6), (7, 9))[third - 1]
    return f"{first + since}/{first + until}"


def in_year(year: int, month: int, day: int) -> str:
    """A day or month of a year; what the calendar does not have is left out."""
    if not 1 <= month <= 12:
        return str(year)
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def part_of_era(edtf: str, part: str) -> str:
    """The time before or after an era, its beginning, its end, or all of it."""
    since, _, until = edtf.partition("/")
    until = until or since
    if part == "before":
        return f"../{since}"
    if part == "after":
        return f"{since if until == '..' else until}/.."
    if part == "begin" and since != "..":
        return f"{since.rstrip('?~%')}~"
    if part == "end" and until != "..":
        return f"{until.rstrip('?~%')}~"
    return edtf
