"""Sound and film for staff: the copy made for browsers, by ranges, of any interview, open or closed."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

from archive.errors import NotFound
from archive.files import Files, is_derived, media_folder
from archive.site.desk.doors import archive_settings, desk, files, open_to
from archive.site.reading_room.listening import MIME_TYPES, asked_range


@desk.get("/media/<interview_id>/<name>")
@open_to("archivist", "editor", "reader")
def desk_media(interview_id: str, name: str) -> Response:
    """A file made for browsers, whole or the part asked for; it comes from the store, wherever that is."""
    held, key = files(), f"{media_folder(interview_id)}/{name}"
    kind = MIME_TYPES.get(name.rsplit(".", 1)[-1])
    if not is_derived(name) or kind is None or not held.store.exists(key):
        raise NotFound("There is no such file.")
    size = held.store.size(key)
    span = asked_range(request.headers.get("Range"), size, archive_settings().range_bytes)
    response = _whole(held, key) if span is None else _part(held, key, span, size)
    response.mimetype = kind
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _part(held: Files, key: str, span: tuple[int, int], size: int) -> Response:
    first, last = span
    if first > last:
        raise RequestedRangeNotSatisfiable(size)
    with held.store.open(key) as stream:
        stream.seek(first)
        response = Response(stream.read(last - first + 1), 206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _whole(held: Files, key: str) -> Response:
    open_until_sent = ExitStack()
    stream = open_until_sent.enter_context(held.store.open(key))
    response = Response(FileWrapper(stream, 64 * 1024), direct_passthrough=True)
    response.content_length = held.store.size(key)
    response.call_on_close(open_until_sent.close)
    return response
