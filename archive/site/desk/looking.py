"""What somebody should look at before an interview is published: passages that may give somebody away, with the reason.

Nothing here is acted on by itself. Who has looked says so by name, and it is kept as an event of the interview.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.wrappers import Response as Answer

from archive import fixity, provenance, tags, transcripts, vocabulary
from archive.errors import ArchiveError, Unavailable
from archive.files import Files
from archive.privacy import Flag, flags
from archive.records import Event, Interview, Recording
from archive.sentences import sentence
from archive.site.desk.doors import agent, desk, files, open_to
from archive.speech import running

_MOST = 200
LOOKED = "sensitive passages looked at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag, with the text of the desk in which it stands: its recording, and the stem of its name."""

    flag: Flag
    recording: str
    stem: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The passages of an interview that somebody should look at, and when somebody last did."""

    flagged: list[Flagged]
    looked_at: Event | None


def look(held: Files, interview: Interview) -> Look | None:
    """What to look at before an interview is published; None where the record cannot be read for certain."""
    try:
        return Look(flagged=flagged(held, interview), looked_at=looked_at(held, interview.id))
    except Unavailable:
        raise
    except ArchiveError:
        return None  # the page says what is wrong with the record


def flagged(held: Files, interview: Interview) -> list[Flagged]:
    """The passages of an interview that somebody should look at, recording by recording."""
    return [each for recording in interview.recordings for each in _in(held, interview, recording)][:_MOST]


def _in(held: Files, interview: Interview, recording: Recording) -> Iterator[Flagged]:
    track = transcripts.spoken(held, interview.id, recording.name)
    if track is None:
        return
    names = tags.to_protect(interview, tags.read_tags(held, interview.id, recording.name))
    speech = running(track.cues, track.language)
    for flag in flags(speech, vocabularies=vocabulary.in_use(held), names=names):
        before, _, after = flag.evidence.partition(flag.spoken.text)
        stem = f"{recording.name}.{track.language}"
        yield Flagged(flag=flag, recording=recording.name, stem=stem, before=before, after=after)


def looked_at(held: Files, interview_id: str) -> Event | None:
    """When somebody last said that they have looked at these passages."""
    told = (each for each in provenance.events(held, interview_id) if each.type == LOOKED)
    return max(told, key=lambda each: each.at, default=None)


@desk.post("/interviews/<interview_id>/publishing/looked")
@open_to("archivist")
def look_at_flags(interview_id: str) -> Answer:
    """Keep that somebody has looked at the passages as they are now."""
    held = files()
    count = len(flagged(held, held.read_interview(interview_id)))
    with held.lock(interview_id):
        provenance.clear_the_way(held, interview_id)
        detail = sentence("%(count)s passages", count=count)
        event = provenance.next_event(held, interview_id, LOOKED, agent(), detail=detail)
        provenance.perform(held, provenance.planned(event, writes={}))
        fixity.settle(held, interview_id)
    return redirect(url_for("desk.publishing", interview_id=interview_id, _anchor="look"), 303)
