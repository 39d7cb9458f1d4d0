"""A line of a concordance as it is shown, and as it is cited in a table: interview, speaker and second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import current_app, request, url_for

from archive.counting import Line
from archive.index import Index, Listed, listed
from archive.site.wording import clock, seconds

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
        _site() + shown.url,
    )


def _url(query: str, interview: Listed, line: Line) -> str:
    page = url_for("reading_room.interview", interview_id=interview.id)
    other_tape = {} if line.recording == "recording-1" else {"recording": line.recording}
    place = {"q": query} | other_tape | ({"form": "edited"} if line.form == "edited" else {})
    if not interview.duration_ms:
        # Words without a recording have no times to go by; a browser finds them by themselves.
        return f"{page}?{urlencode(place)}#:~:text={quote(line.hit, safe='')}"
    return f"{page}?{urlencode({'t': seconds(line.start_ms)} | place)}#here"


def _citation(shown: Shown) -> str:
    """Who says it, in which interview, when, and where that can be heard."""
    line, interview = shown.line, shown.interview
    who = line.speaker or "; ".join(interview.narrators)
    parts = [who, _title(interview), interview.id, interview.date, line.recording if _time(shown) else "", _time(shown)]
    page = url_for("reading_room.interview", interview_id=interview.id)
    moment = f"?t={seconds(line.start_ms)}" if _time(shown) else ""
    return f"{', '.join(filter(None, parts))}. {_site()}{page}{moment}"


def _time(shown: Shown) -> str:
    """When it is said; words without a recording have no time."""
    return clock(shown.line.start_ms) if shown.interview.duration_ms else ""


def _title(interview: Listed) -> str:
    return " / ".join(interview.title.values())


def _site() -> str:
    site = current_app.config["ARCHIVE"].site_url or (request.host_url if request.host else "")
    return str(site).rstrip("/")
