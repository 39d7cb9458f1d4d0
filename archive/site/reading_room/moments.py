"""Where a moment of an interview is read and heard, and what a tag leads to: the one way to write these addresses."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import url_for

from archive.index import tag_slug
from archive.moments import seconds
from archive.records import TagKind
from archive.release import ReleasedTag

_ROOMS: dict[TagKind, str] = {"concept": "topic", "date": "era"}


def tag_url(tag: ReleasedTag) -> str:
    """The page of what a tag names."""
    return url_for(f"reading_room.{_ROOMS.get(tag.kind, tag.kind)}", slug=tag_slug(tag))


def moment_url(
    page: str, *, recording: str, start_ms: int | None, query: str = "", form: str = "", says: str = ""
) -> str:
    """The page of an interview, opened at a moment with the words of ``query`` marked.

    Words without a recording have no times to go by (``start_ms`` is None): a browser finds what it ``says`` by itself.
    """
    marked = {"q": query} if query else {}
    other_tape = {} if recording == "recording-1" else {"recording": recording}
    place = marked | other_tape | ({"form": form} if form == "edited" else {})
    if start_ms is None:
        return f"{page}?{urlencode(place)}#:~:text={quote(says, safe='')}"
    return f"{page}?{urlencode({'t': seconds(start_ms)} | place)}#here"
