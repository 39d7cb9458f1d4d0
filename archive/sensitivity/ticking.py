"""Who has looked at what before an interview is published: kept as an event, and good for what was there to be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive import fixity, provenance
from archive.errors import BadRecord, Refused
from archive.files import Files, from_json, looked_file, to_json
from archive.records import LookedAt, Tick
from archive.sensitivity.seeing import Sight
from archive.sentences import Sentence, enumerated, sentence
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
    """One of the four things, and who last looked at it; ``is_ticked`` where they saw what is there now."""

    sight: Sight
    tick: Tick | None

    @property
    def is_ticked(self) -> bool:
        """Whether somebody has looked at it as it is."""
        return self.tick is not None and self.tick.seen == self.sight.seen


def looked_at(files: Files, interview_id: str, there: Sequence[Sight]) -> tuple[Looked, ...]:
    """The four things, each with who last looked at it; a note of that which cannot be read counts for nothing."""
    ticks = {each.what: each for each in _read(files, interview_id)}
    return tuple(Looked(each, ticks.get(each.what)) for each in there)


def unlooked(looked: Sequence[Looked]) -> tuple[LookedAt, ...]:
    """What nobody has looked at as it is now."""
    return tuple(each.sight.what for each in looked if not each.is_ticked)


def insist(interview_id: str, missing: Sequence[LookedAt], because: str) -> None:
    """Raise :class:`Refused` where nobody has looked at something, nor said why it is published all the same."""
    if missing and not because.strip():
        raise Refused(
            "Nobody has looked at %(what)s of %(interview)s.",
            next_step="`earwitness look %(interview)s` shows it; or say --because, and the log keeps why.",
            what=enumerated(NAMES[each] for each in missing),
            interview=interview_id,
        )


def regardless(missing: Sequence[LookedAt], because: str) -> Sentence:
    """What an event says where an interview is published although nobody has looked at all there is."""
    what = sentence("nobody had looked at: %(what)s", what=enumerated(NAMES[each] for each in missing))
    return sentence("%(what)s. Published because: %(why)s", what=what, why=because)


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
