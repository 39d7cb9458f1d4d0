"""A chart as SVG, from values alone: lines over years, or bars for what has no order. Pure.

Colours, dashes and sizes are those of the stylesheet, by class; nothing is said by colour alone. The table beside a
chart is its data, so what is drawn is named and described, and not read out point by point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import ceil, floor, log10

WIDTH, HEIGHT = 560, 290
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 14, 34
_MOST_LABELS = 8
_BAR, _ROOM, _LONGEST = 20, 44, 0.6
_LETTERS = 18
_SHAPES = {
    1: (4.5, 0, "a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"),
    2: (4, 4, "h8v8h-8Z"),
    3: (0, 5.5, "l5.5 9.5h-11Z"),
    4: (0, 6, "l6 6l-6 6l-6 -6Z"),
    5: (4.5, 4.5, "l9 9m0 -9l-9 9"),
}
"""How far left and above of its point each series' mark begins, and its outline."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value where one is known; ``is_small`` if it rests on too little, and is drawn hollow."""

    value: float | None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn of one term: a point for each place along the chart."""

    name: str
    points: Sequence[Point]


def line_chart(years: Sequence[int], series: Sequence[Series], *, title: str, description: str) -> str:
    """Each series as a line over the years; only years that follow each other are joined: no gap looks known."""
    top = _rounded_up(_greatest(series))
    drawn = [_grid(top), _years(years)]
    for number, each in enumerate(series, 1):
        known = {year: point for year, point in zip(years, each.points, strict=True) if point.value is not None}
        places = [
            (_x(year, years), _y(known[year].value, top), known[year].is_small) if year in known else None
            for year in range(years[0], years[-1] + 1)
        ]
        marks = "".join(_mark(number, *place) for place in places if place)
        drawn.append(f'<g class="series-{number}">{"".join(_paths(places))}{marks}</g>')
    return _svg("".join(drawn), HEIGHT, title, description)


def bar_chart(labels: Sequence[str], series: Sequence[Series], *, title: str, description: str) -> str:
    """A bar for each label and series, under the label, with what it stands for beside it."""
    greatest = _greatest(series) or 1
    each_height = _ROOM + _BAR * len(series)
    drawn = []
    for place, label in enumerate(labels):
        top = place * each_height
        drawn.append(f'<text x="0" y="{top + 20}">{escape(label)}</text>')
        for number, each in enumerate(series, 1):
            y = top + 32 + (number - 1) * _BAR
            drawn.append(_bar(number, each.name, each.points[place], _LONGEST * WIDTH / greatest, y))
    return _svg("".join(drawn), each_height * max(len(labels), 1), title, description)


def swatch(number: int) -> str:
    """The mark of a series, for a legend beside the chart."""
    line = '<path class="line" d="M0 8H32"/>'
    drawn = f'<g class="series-{number}">{line}{_mark(number, 16, 8)}</g>'
    return f'<svg class="swatch" viewBox="0 0 32 16" aria-hidden="true">{drawn}</svg>'


# --- where things stand ----------------------------------------------------------------------------------------------


def _greatest(series: Sequence[Series]) -> float:
    return max((point.value for each in series for point in each.points if point.value is not None), default=0)


def _rounded_up(value: float) -> float:
    """The next number that is easily read: 1, 2 or 5, and any noughts."""
    if value <= 0:
        return 1
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * 0.999_999)


def _x(year: int, years: Sequence[int]) -> float:
    span = years[-1] - years[0]
    across = (year - years[0]) / span if span else 0.5
    return round(_LEFT + 12 + across * (WIDTH - _LEFT - _RIGHT - 24), 1)


def _y(value: float | None, top: float) -> float:
    return round(HEIGHT - _BOTTOM - (value or 0) / top * (HEIGHT - _TOP - _BOTTOM), 1)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _svg(content: str, height: float, title: str, description: str) -> str:
    named = f'<title id="chart-title">{escape(title)}</title><desc id="chart-about">{escape(description)}</desc>'
    opening = f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="chart-title chart-about">'
    return f"{opening}{named}{content}</svg>"


def _grid(top: float) -> str:
    steps = [top * quarter / 4 for quarter in range(5)]
    return "".join(
        f'<path class="grid" d="M{_LEFT} {_y(step, top)}H{WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(step, top) + 4}" text-anchor="end">{step:g}</text>'
        for step in steps
    )


def _years(years: Sequence[int]) -> str:
    """Years under the chart, so few that each can be read."""
    if not years:
        return ""
    step = max(1, ceil((years[-1] - years[0] + 1) / _MOST_LABELS))
    return "".join(
        f'<text x="{_x(year, years)}" y="{HEIGHT - 10}" text-anchor="middle">{year}</text>'
        for year in range(years[0], years[-1] + 1, step)
    )


def _bar(number: int, name: str, point: Point, scale: float, y: float) -> str:
    across = round(scale * (point.value or 0), 1)
    small = " small" if point.is_small else ""
    told = f"{name[: _LETTERS - 1]}…" if len(name) > _LETTERS else name
    return (
        f'<rect class="series-{number}{small}" x="0.5" y="{y}" width="{across}" height="{_BAR - 6}"/>'
        f'<text class="value" x="{across + 8}" y="{y + 11}">{escape(told)} {shown_rate(point.value)}</text>'
    )


def shown_rate(rate: float | None) -> str:
    """A rate with as many digits as tell something."""
    return "–" if rate is None else f"{rate:.1f}" if rate >= 10 else f"{rate:.2f}"


def _paths(places: Sequence[tuple[float, float, bool] | None]) -> Iterator[str]:
    """A line through the places that follow each other without a gap."""
    for is_there, run in groupby(places, key=lambda place: place is not None):
        points = [f"{place[0]} {place[1]}" for place in run if place]
        if is_there and len(points) > 1:
            yield f'<path class="line" d="M{"L".join(points)}"/>'


def _mark(number: int, x: float, y: float, is_small: bool = False) -> str:
    """A circle, a square, a triangle, a diamond or a cross, so that series are told apart without their colours."""
    small = " small" if is_small else ""
    left, top, outline = _SHAPES[number]
    return f'<path class="mark{small}" d="M{round(x - left, 1)} {round(y - top, 1)}{outline}"/>'
