"""The edition one request reads: opened by the pointer once, used throughout, closed at the end."""

from __future__ import annotations

from flask import current_app, g

from archive import index
from archive.errors import NotFound
from archive.index import Index
from archive.records import INTERVIEW_ID
from archive.release import Released


def edition() -> Index:
    """What is public, as this request found it; raises :class:`Unavailable` before the first edition."""
    if "edition" not in g:
        g.edition = index.open_current(current_app.config["ARCHIVE"].instance / "edition")
    opened: Index = g.edition
    return opened


def close_edition(_error: BaseException | None) -> None:
    """Give the edition back when the request is over."""
    opened: Index | None = g.pop("edition", None)
    if opened is not None:
        opened.close()


def public_interview(interview_id: str) -> Released:
    """An interview that is public; raises :class:`NotFound` for every other, whatever the reason."""
    found = index.interview(edition(), interview_id) if INTERVIEW_ID.fullmatch(interview_id) else None
    if found is None:
        raise NotFound("There is no such interview.")
    return found


def is_closed(interview: Released) -> bool:
    """Whether only the interview's title and collection are public."""
    return interview.transcript != "open" and interview.sound != "open"
