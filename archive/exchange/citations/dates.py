"""Dates as they were written (EDTF), in the words of a style; an uncertain one stays uncertain, whatever the style."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
SEASONS = {21: ("Spring", "春"), 22: ("Summer", "夏"), 23: ("Autumn", "秋"), 24: ("Winter", "冬")}

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%]?)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or as much of it as is known: ``month`` may be a season (21 to 24), ``day`` may be ``14–16``."""

    year: str
    month: int = 0
    day: str = ""
    mark: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it is a year, neither uncertain nor approximate."""
        return self.year.isdecimal() and not self.mark


Written = Callable[[Day], str]
"""How a style writes a day that is sure."""


def days(edtf: str) -> tuple[Day | None, Day | None] | None:
    """The day a date names, and where it is an interval the day that ends it (None: open); None for anything else."""
    first, slash, last = edtf.strip().partition("/")
    start, end = _day(first), _day(last) if slash else None
    if (start is None and first not in ("..", "")) or (slash and end is None and last not in ("..", "")):
        return None
    if start is None and end is None:
        return None
    return start, end


def is_interval(edtf: str) -> bool:
    """Whether a date runs from one day to another."""
    return "/" in edtf


def _day(written: str) -> Day | None:
    match = _POINT.fullmatch(written)
    if not match:
        return None
    year, month, day, mark = match.groups()
    number = int(month) if month and month.isdecimal() else 0
    if number and not (1 <= number <= 12 or number in SEASONS):
        return None
    known = str(int(day)) if day and day.isdecimal() and 1 <= number <= 12 and 1 <= int(day) <= 31 else ""
    return Day(year, number, known, mark)


def told_in(edtf: str, day: Written, *, circa: str = "ca. {}", doubt: str = "[{}?]", decades: str = "{}s") -> str:
    """A date in words: ``March 14, 2016``, ``ca. 1974``, ``[1974?]``, ``1970s``, ``1974–1976``; else as written."""
    found = days(edtf)
    if found is None:
        return edtf

    def one(each: Day) -> str:
        sure = decades.format(each.year.replace("X", "0")) if "X" in each.year else day(each)
        if each.mark == "?":
            return doubt.format(sure)
        return circa.format(f"{sure}{'?' if each.mark == '%' else ''}") if each.mark else sure

    start, end = found
    if not is_interval(edtf):
        return one(start) if start else edtf
    if start and end and _is_one_month(start, end):
        return day(Day(start.year, start.month, f"{start.day}–{end.day}"))
    return f"{one(start) if start else ''}–{one(end) if end else ''}"


def _is_one_month(start: Day, end: Day) -> bool:
    is_sure = start.is_sure and end.is_sure and start.day and end.day
    return bool(is_sure) and (start.year, start.month) == (end.year, end.month)


def year_of(edtf: str) -> str:
    """The date without months and days, still as uncertain as it is: ``1974?``, ``197X``, ``1974/1976``."""
    found = days(edtf)
    if found is None:
        return edtf
    start, end = (f"{each.year}{each.mark}" if each else ".." for each in found)
    if not is_interval(edtf) or start == end:
        return start
    return f"{start}/{end}"


def american(day: Day) -> str:
    """``March 14, 2016``."""
    if day.month in SEASONS:
        return f"{SEASONS[day.month][0]} {day.year}"
    if not day.month:
        return day.year
    month = MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if day.day else f"{month} {day.year}"


def day_first(day: Day) -> str:
    """``14 Mar. 2016``."""
    if day.month in SEASONS:
        return f"{SEASONS[day.month][0]} {day.year}"
    if not day.month:
        return day.year
    return " ".join(filter(None, (day.day, SHORT_MONTHS[day.month - 1], day.year)))


def year_first(day: Day) -> str:
    """``2016, March 14``."""
    if day.month in SEASONS:
        return f"{day.year}, {SEASONS[day.month][0]}"
    if not day.month:
        return day.year
    return f"{day.year}, {MONTHS[day.month - 1]}{f' {day.day}' if day.day else ''}"


def month_and_day(day: Day) -> str:
    """``March 14``: what is left of a date beside its year."""
    if day.month in SEASONS:
        return SEASONS[day.month][0]
    return f"{MONTHS[day.month - 1]}{f' {day.day}' if day.day else ''}" if day.month else ""


def chinese(day: Day) -> str:
    """``2016年3月14日``."""
    if day.month in SEASONS:
        return f"{day.year}年{SEASONS[day.month][1]}"
    month = f"{day.month}月" if day.month else ""
    return f"{day.year}年{month}{f'{day.day}日' if day.day else ''}"


def numbers(day: Day) -> str:
    """``2016-03-14``."""
    if day.month in SEASONS or not day.month:
        return day.year
    digits = re.sub(r"\d+", lambda match: match[0].zfill(2), day.day)
    return f"{day.year}-{day.month:02}{f'-{digits}' if digits else ''}"
