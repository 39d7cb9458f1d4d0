"""Sound and film, by byte ranges: a listener gets them in pieces, so that one who stalls holds up nobody else."""

from __future__ import annotations

import re

from flask import Response, current_app, request, send_file, url_for
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from archive import index
from archive.errors import NotFound
from archive.site.reading_room.edition import edition, folder, missing

MIME_TYPES = {
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "jpg": "image/jpeg",
    "json": "application/json",
}
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def media(interview_id: str, name: str) -> Response:
    """A file made for browsers, whole or the part asked for; never more of it at once than the settings allow."""
    stored = index.media_file(edition(), interview_id, name)
    if stored is None or stored.extension not in MIME_TYPES:
        raise missing(interview_id)
    if not _wants_part(stored.sha256):
        request.environ.pop("HTTP_RANGE", None)
    _ask_within(stored.bytes, current_app.config["ARCHIVE"].range_bytes)
    try:
        response = send_file(
            index.media_path(folder(), stored),
            mimetype=MIME_TYPES[stored.extension],
            conditional=True,
            etag=stored.sha256,
            # The same address is silent once the interview is withdrawn: a browser must ask each time.
            max_age=0,
        )
    except FileNotFoundError:
        # The next edition took its place between the two lines above, and does not list it.
        raise NotFound("There is no such file.") from None
    # When a server copied a file says nothing of its content, and two servers copied it at two times.
    del response.headers["Last-Modified"]
    return response


def media_url(interview_id: str, name: str) -> str:
    """Where a page of the reading room finds a file made for browsers; a page of another room says so for itself."""
    return url_for("reading_room.media", interview_id=interview_id, name=name)


def _wants_part(sha256: str) -> bool:
    """Whether a range counts: of a GET, by a browser that has not got the whole, nor a part of another content.

    So the conditions are met before the range, even one that does not fit (RFC 9110, 13.2.2 and 14.2).
    """
    whole_is_known = request.if_none_match.contains(sha256)
    part_of = request.headers.get("If-Range", f'"{sha256}"')
    return request.method == "GET" and not whole_is_known and part_of == f'"{sha256}"'


def _ask_within(size: int, most: int) -> None:
    """Shorten the range in the request to what we send at once; a range nobody can read counts as not given."""
    asked = request.headers.get("Range")
    if asked is None:
        return
    span = asked_range(asked, size, most)
    if span is None:
        request.environ.pop("HTTP_RANGE")
        return
    first, last = span
    if first > last:
        raise RequestedRangeNotSatisfiable(size)
    request.environ["HTTP_RANGE"] = f"bytes={first}-{last}"


def asked_range(asked: str | None, size: int, most: int) -> tuple[int, int] | None:
    """First and last byte to send of those asked for, at most so many; None where no range was asked for in earnest.

    The first is after the last where no byte fits. A shorter 206 than was asked for is a full answer to it (RFC 9110,
    15.3.7): the browser asks for the rest.
    """
    span = _span(asked, size) if asked is not None else None
    return (span[0], min(span[1], span[0] + most - 1)) if span else None


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte, the first after the last where no byte fits; None for what is not one range of bytes."""
    match = _ONE_RANGE.fullmatch(asked.strip())
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return max(0, size - int(match[2])) if int(match[2]) else size, size - 1
    if match[2] and int(match[2]) < int(match[1]):
        return None
    return int(match[1]), min(int(match[2] or size), size - 1)
