"""Where a cue is shown on a picture: cue settings and regions, by https://www.w3.org/TR/webvtt1/ §6.2 and §6.3.

The archive has no use for them itself; they are read so that nothing of a file that comes in is misunderstood.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

_PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_LINE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_COUNT = re.compile(r"0*([0-9]{1,9})")
_WHITESPACE = re.compile(r"[ \t\n\f\r]+")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture in which cues are shown; sizes and points in per cent."""

    id: str = ""
    width: float = 100
    lines: int = 3
    anchor: tuple[float, float] = (0, 100)
    viewport_anchor: tuple[float, float] = (0, 100)
    scroll: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a cue is placed; ``line`` and ``position`` are None where the player chooses (the standard's ``auto``)."""

    vertical: str = ""
    line: float | None = None
    snap_to_lines: bool = True
    line_align: str = "start"
    position: float | None = None
    position_align: str = "auto"
    size: float = 100
    align: str = "center"
    region: Region | None = None


def parse_region(text: str) -> Region:
    """The region a REGION block defines; what makes no sense in it is passed over (§6.2)."""
    region = Region()
    for name, value in _settings(text):
        region = _with_region_setting(region, name, value)
    return region


def parse_layout(text: str, regions: Mapping[str, Region]) -> Layout:
    """The layout a timing line asks for, with ``regions`` by id; what makes no sense in it is passed over (§6.3)."""
    layout = Layout()
    for name, value in _settings(text):
        if name == "region":
            layout = replace(layout, region=regions.get(value))
        elif name in _READERS:
            layout = _READERS[name](layout, value)
    return layout


def _settings(text: str) -> Iterator[tuple[str, str]]:
    for setting in _WHITESPACE.split(text):
        name, _, value = setting.partition(":")
        if name and value:
            yield name, value


def _percentage(text: str) -> float | None:
    match = _PERCENTAGE.fullmatch(text)
    number = float(match[1]) if match else math.inf
    return number if number <= 100 else None


# --- regions ---------------------------------------------------------------------------------------------------------


def _with_region_setting(region: Region, name: str, value: str) -> Region:
    match name:
        case "id":
            return replace(region, id=value)
        case "width":
            width = _percentage(value)
            return region if width is None else replace(region, width=width)
        case "lines":
            lines = _COUNT.fullmatch(value)
            return replace(region, lines=int(lines[1])) if lines else region
        case "regionanchor":
            return replace(region, anchor=_point(value) or region.anchor)
        case "viewportanchor":
            return replace(region, viewport_anchor=_point(value) or region.viewport_anchor)
        case "scroll" if value == "up":
            return replace(region, scroll="up")
    return region


def _point(text: str) -> tuple[float, float] | None:
    across, _, down = text.partition(",")
    x, y = _percentage(across), _percentage(down)
    return None if x is None or y is None else (x, y)


# --- cues ------------------------------------------------------------------------------------------------------------


def _vertical(layout: Layout, value: str) -> Layout:
    if value in {"rl", "lr"}:
        layout = replace(layout, vertical=value)
    return replace(layout, region=None) if layout.vertical else layout


def _line(layout: Layout, value: str) -> Layout:
    where, comma, align = value.partition(",")
    line = _percentage(where) if where.endswith("%") else _line_number(where)
    if line is None or (comma and align not in {"start", "center", "end"}):
        return layout
    snap = not where.endswith("%")
    return replace(layout, line=line, snap_to_lines=snap, line_align=align or layout.line_align, region=None)


def _line_number(text: str) -> float | None:
    number = float(text) if _LINE_NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None


def _position(layout: Layout, value: str) -> Layout:
    where, comma, align = value.partition(",")
    position = _percentage(where)
    if position is None or (comma and align not in {"line-left", "center", "line-right"}):
        return layout
    return replace(layout, position=position, position_align=align or layout.position_align)


def _size(layout: Layout, value: str) -> Layout:
    size = _percentage(value)
    if size is None:
        return layout
    return replace(layout, size=size, region=None if size != 100 else layout.region)


def _align(layout: Layout, value: str) -> Layout:
    return replace(layout, align=value) if value in {"start", "center", "end", "left", "right"} else layout


_READERS: dict[str, Callable[[Layout, str], Layout]] = {
    "vertical": _vertical,
    "line": _line,
    "position": _position,
    "size": _size,
    "align": _align,
}
