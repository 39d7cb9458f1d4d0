"""Index points among the files: one added, changed or taken out of those there are now, and that taken back again.

Every act is done to the index points as they stand when it is done, so that two people may work on one recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive import webvtt
from archive.describing import change_index_points, merged, version_of
from archive.describing.keeping import IndexPoints
from archive.errors import Conflict, NotFound, Refused
from archive.files import Files, recording_name, words_folder
from archive.records import LATEST_MS, IndexPoint, Texts
from archive.sentences import Sentence, sentence


class Gone(Conflict):
    """The index point that somebody is about to change is not there any more: another moved it or took it out."""


def add(files: Files, interview_id: str, recording: str, points: Sequence[IndexPoint], *, agent: str) -> str:
    """Add index points; each lasts until the next begins. Returns the stamp by which it is taken back.

    Raises :class:`Refused` where one begins at that moment already.
    """
    length_ms = _length_ms(files, interview_id, recording)

    def added(before: IndexPoints) -> tuple[IndexPoints, Sentence]:
        after = before
        for each in points:
            after = _with(after, each, length_ms)
        return after, _told(points)

    return change_index_points(files, interview_id, recording, added, agent=agent)


def change(
    files: Files, interview_id: str, recording: str, at_ms: int, told: IndexPoint, *, started_from: str, agent: str
) -> str:
    """Let the index point at a moment say what is ``told``, at the moment it then has.

    A part that was not touched since ``started_from`` stays as it is now; raises :class:`Differing` where both changed
    one, and :class:`Gone` where another moved the point or took it out.
    """
    length_ms = _length_ms(files, interview_id, recording)

    def changed(before: IndexPoints) -> tuple[IndexPoints, Sentence]:
        now = _at(before, at_ms)
        kept = merged(replace(now, end_ms=LATEST_MS), told, started_from)
        if kept.start_ms != at_ms:
            return _with(_without(before, now), kept, length_ms), _told([kept])
        kept = replace(kept, end_ms=now.end_ms)
        return tuple(kept if each is now else each for each in before), _told([kept])

    return change_index_points(files, interview_id, recording, changed, agent=agent)


def remove(files: Files, interview_id: str, recording: str, at_ms: int, *, seen: str, agent: str) -> str:
    """Take the index point at a moment out; the one before lasts on over its time. ``seen`` is its version then.

    Raises :class:`Gone` where another changed it since.
    """

    def removed(before: IndexPoints) -> tuple[IndexPoints, Sentence]:
        now = _at(before, at_ms)
        if version_of(now) != seen:
            raise Gone("Somebody else changed this heading in between.", next_step="Look at it as it is now.")
        return _without(before, now), _told([now])

    return change_index_points(files, interview_id, recording, removed, agent=agent)


def take_back(files: Files, interview_id: str, recording: str, stamp: str, *, agent: str) -> str:
    """Undo the act of that stamp, whatever was done elsewhere since; taking that back does it again.

    Raises :class:`Gone` where another has changed since what the act did.
    """
    was, became = _around(files, interview_id, recording, stamp)
    length_ms = _length_ms(files, interview_id, recording)
    put_back = [each for each in was if _said(each) not in map(_said, became)]
    take_out = [each for each in became if _said(each) not in map(_said, was)]

    def undone(before: IndexPoints) -> tuple[IndexPoints, Sentence]:
        after = before
        for each in take_out:
            now = next((one for one in after if _said(one) == _said(each)), None)
            if now is None:
                raise Gone("Somebody else changed this heading in between.", next_step="Look at it as it is now.")
            after = _without(after, now)
        for each in put_back:
            after = _with(after, each, length_ms)
        return after, _told([*put_back, *take_out])

    return change_index_points(files, interview_id, recording, undone, agent=agent)


def _around(files: Files, interview_id: str, recording: str, stamp: str) -> tuple[IndexPoints, IndexPoints]:
    """The index points before the act of a stamp, and after it."""
    folder, file = words_folder(interview_id), f"{recording_name(recording)}.index.vtt"
    kept = [each for each in files.store.names(f"{folder}/versions") if each.endswith(f".{file}")]
    earlier = f"{stamp}.{file}"
    later = next((each for each in kept if each > earlier), "")

    def read(name: str) -> IndexPoints:
        key = f"{folder}/versions/{name}" if name else f"{folder}/{file}"
        return webvtt.read_index_points(files.store.read(key).decode(errors="replace"))

    return (read(earlier) if earlier in kept else ()), read(later)


def _length_ms(files: Files, interview_id: str, recording: str) -> int:
    found = files.read_interview(interview_id).recording(recording)
    if found is None:
        raise NotFound("%(interview)s has no %(recording)s.", interview=interview_id, recording=recording)
    return found.duration_ms


# --- among those there are; pure -------------------------------------------------------------------------------------


def _at(points: IndexPoints, at_ms: int) -> IndexPoint:
    for each in points:
        if each.start_ms == at_ms:
            return each
    raise Gone(
        "This heading is not there any more: somebody moved it or took it out.", next_step="Look at the contents anew."
    )


def _with(points: IndexPoints, added: IndexPoint, length_ms: int) -> IndexPoints:
    """The points with one more, which lasts until the next begins; the one within which it begins ends there."""
    if any(each.start_ms == added.start_ms for each in points):
        raise Refused("Another heading begins at that very moment.", next_step="Choose another moment.")
    start = added.start_ms
    around = next((each for each in points if each.start_ms < start < each.end_ms), None)
    next_ms = min((each.start_ms for each in points if each.start_ms > start), default=max(length_ms, start))
    end_ms = min(around.end_ms, next_ms) if around else next_ms
    before = tuple(replace(each, end_ms=start) if each is around else each for each in points)
    return tuple(sorted((*before, replace(added, end_ms=end_ms)), key=lambda each: each.start_ms))


def _without(points: IndexPoints, gone: IndexPoint) -> IndexPoints:
    """The points without one; the one that ended where it begins lasts on to its end."""
    left = (each for each in points if each is not gone)
    return tuple(replace(each, end_ms=gone.end_ms) if each.end_ms == gone.start_ms else each for each in left)


def _said(point: IndexPoint) -> IndexPoint:
    """What somebody made of a point: all but its end, which follows from the others."""
    return replace(point, end_ms=point.start_ms)


def _told(points: Sequence[IndexPoint]) -> Sentence:
    first = points[0] if points else IndexPoint(start_ms=0, end_ms=0, title={})
    if len(points) > 1:
        return sentence("%(count)s headings, “%(text)s” the first", count=len(points), text=_name(first.title))
    return sentence("“%(text)s” at %(ms)s ms", text=_name(first.title), ms=first.start_ms)


def _name(title: Texts) -> str:
    return next(iter(title.values()), "?")
