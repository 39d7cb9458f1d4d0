"""Vouching for a text by name: for the words somebody had before them, and what others have changed since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive import provenance, transcripts
from archive.correcting.journal import Correction, Text, corrections, kept_corrections, stood
from archive.correcting.keeping import begin, keep_as, versions
from archive.correcting.merging import is_same
from archive.correcting.states import version_of
from archive.errors import Conflict, Refused
from archive.files import Files, TrackName
from archive.records import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Who else changed a text after somebody looked at it, and the cues it had ``then``.

    ``then`` is None where nobody can say: the text was heard anew, or what was looked at lies in no version.
    """

    names: tuple[str, ...] = ()
    then: tuple[Cue, ...] | None = None


class Unseen(Conflict):
    """Whoever was about to vouch for a ``text`` would have vouched for words by others that they had not seen."""

    def __init__(self, fault: str, *, text: Text, since: Since, next_step: str = "") -> None:
        super().__init__(fault, next_step=next_step)
        self.text = text
        self.since = since


def approve(
    files: Files, interview_id: str, name: TrackName, *, by: str, on: str, started_from: str | None = None
) -> Text:
    """Let a named person vouch for the text as it stands: it is not labelled machine-made any more.

    ``started_from`` is the :func:`version_of` the text that they had before them; raises :class:`Unseen` where others
    changed it since. Raises :class:`Refused` while two readings of a passage wait for somebody to choose.
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        text = begin(files, interview_id, name, by=by)
        if text.disputes:
            raise Refused(
                "%(count)s passages have two readings.",
                next_step="Choose between them, then approve.",
                count=len(text.disputes),
            )
        if started_from is not None and (since := _since(files, text, started_from, by=by)):
            raise Unseen(
                "Others changed this text after you opened it.",
                next_step="Read what they changed, then approve it.",
                text=text,
                since=since,
            )
        track = transcripts.approved(text.track, by=by, on=on)
        return keep_as(files, text, track, act="transcript approved", by=by)


def changed_since_approval(files: Files, text: Text) -> list[str]:
    """Who has changed a text since somebody vouched for it: what they changed, nobody else has read."""
    if not text.track.approved_by:
        return []
    names: list[str] = []
    for version in versions(files, text.interview_id, text.name):
        if version.act in ("transcript approved", "transcript restored"):
            break
        names += _KEPT_FOR.findall(str(version.detail)) or [version.by]
    made = (each.by for each in text.made if each.before != each.after)
    return list(dict.fromkeys([*names, *made]))


_KEPT_FOR = re.compile(r"(.+?) [0-9]+(?:, |\Z)")


# --- since somebody looked -------------------------------------------------------------------------------------------


def _since(files: Files, text: Text, seen: str, *, by: str) -> Since | None:
    """What others changed since the text stood as ``seen``; None where it is nothing, or all of it is ``by``'s own."""
    if version_of(text) == seen:
        return None
    names: list[str] = []
    later = text.cues
    for earlier, who in _backwards(files, text):
        if who != by and not _say_the_same(earlier.cues, later):
            names.append(who)
        if version_of(earlier) == seen:
            others = tuple(dict.fromkeys(reversed(names)))
            return Since(names=others, then=earlier.cues) if others else None
        later = earlier.cues
    return Since()


def _backwards(files: Files, text: Text) -> Iterator[tuple[Text, str]]:
    """The text before each act on it, the latest act first, with who did it."""
    made = corrections(files, text.interview_id, text.name)
    yield from _taken_off(stood(text.interview_id, text.name, text.kept, made), made)
    for later, version in pairwise(versions(files, text.interview_id, text.name)):
        made = kept_corrections(files, text, later.stamp)
        states = stood(text.interview_id, text.name, files.store.read(version.key), made)
        yield states[-1], later.by
        yield from _taken_off(states, made)


def _taken_off(states: Sequence[Text], made: Sequence[Correction]) -> Iterator[tuple[Text, str]]:
    return zip(reversed(states[:-1]), (each.by for each in reversed(made)), strict=True)


def _say_the_same(one: Sequence[Cue], other: Sequence[Cue]) -> bool:
    return len(one) == len(other) and all(map(is_same, one, other))
