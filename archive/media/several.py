"""Many files looked into by one process: starting one takes longer than looking into a short file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.errors import MediaFault
from archive.media.limits import in_worker
from archive.media.measure import Probe, probe
from archive.settings import Settings

_AT_ONCE = 100


def probe_several(settings: Settings, sources: Sequence[tuple[Path, str]]) -> list[Probe | MediaFault]:
    """What each file is, given with the name to call it by, or why it cannot be used.

    One that brings a process down, or uses up its limits, does so to itself alone.
    """
    found: list[Probe | MediaFault] = []
    for first in range(0, len(sources), _AT_ONCE):
        some = list(sources[first : first + _AT_ONCE])
        try:
            found += in_worker(probe_each, some, settings=settings)
        except MediaFault:
            found += [_by_itself(settings, path, name) for path, name in some]
    return found


def probe_each(sources: Sequence[tuple[Path, str]]) -> list[Probe | MediaFault]:
    """The same, within one process."""
    found: list[Probe | MediaFault] = []
    for path, name in sources:
        try:
            found.append(probe(path, shown_as=name))
        except MediaFault as fault:
            found.append(fault)
    return found


def _by_itself(settings: Settings, path: Path, name: str) -> Probe | MediaFault:
    try:
        return in_worker(probe, path, settings=settings, shown_as=name)
    except MediaFault as fault:
        return fault
