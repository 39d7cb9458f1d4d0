"""Who has looked at what before an interview is published: kept as an event, and good for what was there to be seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from archive import fixity, provenance
from archive.access import as_open, as_published, shown
from archive.errors import BadRecord
from archive.files import Files, from_json, looked_file, to_json
from archive.records import Interview, LookedAt, Tick
from archive.sensitivity.seeing import Sight, sights
from archive.sentences import enumerated, sentence
from archive.settings import Settings
from archive.transcripts import earlier_kept

LOOKED = "looked at before publishing"
NAMES = {
    "passages": sentence("passages that may give somebody away"),
    "names": sentence("names that stand as they are"),
    "files": sentence("what the files carry"),
    "together": sentence("what points to one person"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One of the four things, and who last looked at it; ``is_ticked`` where they saw what is there, or more."""

    sight: Sight
    tick: Tick | None
    is_ticked: bool


def look(
    files: Files, settings: Settings, interview_id: str, decided: Callable[[Interview], Interview] = as_published
) -> tuple[Looked, ...]:
    """The four things as they would be if it were ``decided`` so, each with who last looked; raises :class:`BadRecord`.

    Whoever has looked at all there would be to read if everything were open has looked at each part of it. A note of
    ticks that cannot be read counts for nothing.
    """
    there = sights(files, settings, interview_id, decided)
    ticks = {each.what: each for each in _read(files, interview_id)}
    marks = {(each.what, each.seen) for each in there}
    interview = files.read_interview(interview_id)
    if shown(decided(interview)) != shown(as_open(interview)) and ticks:
        marks |= {(each.what, each.seen) for each in sights(files, settings, interview_id, as_open)}
    return tuple(Looked(each, tick, _counts(tick, marks)) for each in there for tick in (ticks.get(each.what),))


def _counts(tick: Tick | None, marks: Collection[tuple[LookedAt, str]]) -> bool:
    return tick is not None and (tick.what, tick.seen) in marks


def unlooked(looked: Sequence[Looked]) -> tuple[LookedAt, ...]:
    """What nobody has looked at as it is now."""
    return tuple(each.sight.what for each in looked if not each.is_ticked)


def tick(
    files: Files, interview_id: str, there: Sequence[Sight], seen: Mapping[LookedAt, str], *, by: str
) -> tuple[LookedAt, ...]:
    """Keep that somebody has looked; returns what they have not seen as it is now, of which nothing is kept.

    ``seen`` has, by what was looked at, the mark of what there was to be seen then.
    """
    as_it_is = {each.what: each.seen for each in there}
    stale = tuple(what for what, mark in seen.items() if as_it_is.get(what) != mark)
    fresh = [what for what in seen if what not in stale]
    if fresh:
        with files.lock(interview_id):
            provenance.clear_the_way(files, interview_id)
            detail = enumerated(NAMES[each] for each in fresh)
            event = provenance.next_event(files, interview_id, LOOKED, by, detail=detail)
            new = (Tick(what=each, seen=seen[each], by=by, at=event.at) for each in fresh)
            after = (*(each for each in _read(files, interview_id) if each.what not in fresh), *new)
            key = looked_file(interview_id)
            writes = earlier_kept(files, key, event) | {key: to_json(after)}
            provenance.perform(files, provenance.planned(event, writes=writes))
            fixity.settle(files, interview_id)
    return stale


def _read(files: Files, interview_id: str) -> tuple[Tick, ...]:
    key = looked_file(interview_id)
    try:
        return from_json(files.store.read(key), tuple[Tick, ...], key=key) if files.store.exists(key) else ()
    except BadRecord:
        return ()  # nobody has looked: they are asked again
