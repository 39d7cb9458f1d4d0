"""What a file is, before anybody decides about it: looked into in a process of its own, with limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from archive import media
from archive.accession import Examine, Facts
from archive.errors import MediaFault
from archive.sentences import Sentence, sentence
from archive.settings import Settings

Remark = Callable[[str], None]
"""Told what a person should know of a file that is taken in all the same."""


def examiner(settings: Settings, *, remark: Remark) -> Examine:
    """Looks into a file in a worker of its own, under the limits of the settings; refuses one that was cut short."""

    def examine(path: Path, shown_as: str) -> Facts:
        return facts_of(_probed(settings, path, shown_as, remark), shown_as)

    return examine


def as_damaged(settings: Settings, *, remark: Remark) -> Examine:
    """The same for files of which no better copy is left: one that was cut short is taken in, and said to be so."""

    def examine(path: Path, shown_as: str) -> Facts:
        probe = _probed(settings, path, shown_as, remark)
        if probe.missing_ms:
            remark(str(cut_short(probe, shown_as)))
        return Facts(kind=probe.kind, duration_ms=probe.duration_ms)

    return examine


def look_into(settings: Settings, sources: Sequence[tuple[Path, str]]) -> list[Facts | MediaFault]:
    """What each of many files is, given with the name to call it by, or why it cannot be used."""
    probes = media.probe_several(settings, sources)
    return [_facts_or_fault(each, name) for each, (_, name) in zip(probes, sources, strict=True)]


def facts_of(probe: media.Probe, name: str) -> Facts:
    """What accession needs to know; raises :class:`MediaFault` for a file that was cut short."""
    if probe.missing_ms:
        raise MediaFault(
            cut_short(probe, name), next_step="Copy it again; if no copy is whole, take it in as damaged (--damaged)."
        )
    return Facts(kind=probe.kind, duration_ms=probe.duration_ms)


def cut_short(probe: media.Probe, name: str) -> Sentence:
    """A sentence on how much of a file is missing."""
    whole_ms = probe.duration_ms + probe.missing_ms
    return sentence(
        "%(name)s is cut short: %(missing)s of its %(whole)s seconds are missing.",
        name=name,
        missing=f"{probe.missing_ms / 1000:.0f}",
        whole=f"{whole_ms / 1000:.0f}",
    )


def remarks_on(probe: media.Probe, name: str) -> tuple[Sentence, ...]:
    """What a person should know of a recording that can be taken in."""
    lost = sentence(
        "%(name)s is damaged: what is lost of its sound (%(count)s packets) is silent here.",
        name=name,
        count=probe.lost_packets,
    )
    return (lost,) if probe.lost_packets else ()


def _facts_or_fault(found: media.Probe | MediaFault, name: str) -> Facts | MediaFault:
    if isinstance(found, MediaFault):
        return found
    try:
        return facts_of(found, name)
    except MediaFault as fault:
        return fault


def _probed(settings: Settings, path: Path, shown_as: str, remark: Remark) -> media.Probe:
    probe = media.in_worker(media.probe, path, settings=settings, shown_as=shown_as)
    for each in remarks_on(probe, shown_as):
        remark(str(each))
    return probe
