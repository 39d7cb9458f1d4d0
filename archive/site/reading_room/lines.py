"""A line of a concordance as it is shown, and as a row of a table, with its citation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, url_for

from archive.counting import Line
from archive.exchange.citations import Passage, Text, Work, as_plain, in_tongue, note
from archive.index import Index, Listed, listed
from archive.moments import clock, seconds
from archive.site.reading_room.citing import interview_address, site_address, tape_name, tongue
from archive.site.reading_room.edition import public_collection
from archive.site.reading_room.moments import moment_url

CELLS = (
    *("line", "left", "hit", "right", "speaker", "role", "interview", "title", "narrators", "collection", "date"),
    *("place", "recording", "time", "start_ms", "end_ms", "language", "text", "citation", "url"),
)
"""What is told of each line, in data and in tables."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, its number in the whole concordance, the interview it is from, and where it is read and heard."""

    number: int
    line: Line
    interview: Listed
    url: str


def shown_lines(index: Index, these: list[Line], query: str, first: int) -> list[Shown]:
    """Lines with what is told of their interviews; the first has the number ``first``."""
    interviews = listed(index, {each.interview for each in these})
    return [
        Shown(number, each, interviews[each.interview], _url(query, interviews[each.interview], each))
        for number, each in enumerate(these, first)
    ]


def cells(shown: Shown) -> Iterable[str | int]:
    """What :data:`CELLS` name."""
    line, interview = shown.line, shown.interview
    made = "machine" if line.is_machine_made else "checked"
    return (
        shown.number,
        line.left,
        line.hit,
        line.right,
        line.speaker,
        line.role,
        interview.id,
        _title(interview),
        "; ".join(interview.narrators),
        interview.collection,
        interview.date,
        interview.place,
        line.recording,
        _time(shown),
        line.start_ms,
        line.end_ms,
        line.language,
        f"{made} {line.form} {'translation' if line.is_translation else 'original'}",
        _citation(shown),
        site_address() + shown.url,
    )


def _url(query: str, interview: Listed, line: Line) -> str:
    return moment_url(
        url_for("reading_room.interview", interview_id=interview.id),
        recording=line.recording,
        start_ms=line.start_ms if interview.duration_ms else None,
        query=query,
        form=line.form,
        says=line.hit,
    )


def _citation(shown: Shown) -> str:
    """The line as a note names it: who says it, in which interview and text, when, and where it is heard."""
    line, interview = shown.line, shown.interview
    series = public_collection(interview.collection)
    cited = Work(
        id=interview.id,
        tongue=tongue(),
        title=in_tongue(interview.title, tongue()),
        narrators=interview.narrators,
        interviewers=interview.interviewers,
        date=interview.date,
        place=interview.place,
        language=line.language,
        kind="video" if "video" in interview.media else "audio" if interview.media else "none",
        collection=in_tongue(series.title, tongue()) if series else "",
        archive=current_app.config["ARCHIVE"].site_name,
        url=interview_address(interview.id),
        accessed=datetime.now(UTC).date(),
        text=Text(
            language=line.language,
            is_translation=line.is_translation,
            form=line.form,
            is_machine_made=line.is_machine_made,
        ),
        passage=_passage(shown),
    )
    return as_plain(note(cited))


def _passage(shown: Shown) -> Passage:
    line, interview = shown.line, shown.interview
    is_the_narrator = line.role == "narrator" and len(interview.narrators) == 1
    speakers = (line.speaker,) if line.speaker and not is_the_narrator else ()
    if not _time(shown):
        return Passage(url=interview_address(interview.id), speakers=speakers)
    return Passage(
        url=f"{interview_address(interview.id)}?t={seconds(line.start_ms)}",
        start_ms=line.start_ms,
        tape=tape_name(line.recording) if len(interview.recordings) > 1 else "",
        speakers=speakers,
    )


def _time(shown: Shown) -> str:
    """When it is said; words without a recording have no time."""
    return clock(shown.line.start_ms) if shown.interview.duration_ms else ""


def _title(interview: Listed) -> str:
    return " / ".join(interview.title.values())
