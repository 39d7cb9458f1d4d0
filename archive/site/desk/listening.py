"""Sound and film for staff: the copy made for browsers, by ranges, of any interview, open or closed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

from archive.errors import NotFound
from archive.files import Files, is_derived, media_folder
from archive.site.desk.doors import archive_settings, desk, files, open_to
from archive.site.reading_room.listening import MIME_TYPES, asked_range

PIECE = 64 * 1024


@desk.get("/media/<interview_id>/<name>")
@open_to("archivist", "editor", "reader")
def desk_media(interview_id: str, name: str) -> Response:
    """A file made for browsers, whole or the part asked for; it comes from the store, wherever that is."""
    if not is_derived(name):
        raise NotFound("There is no such file.")
    return sent(f"{media_folder(interview_id)}/{name}")


def sent(key: str, *, goes_on: Callable[[], bool] = lambda: True) -> Response:
    """A file of the store, whole or the part asked for; what is still to be sent when it no longer ``goes_on``, is not.

    Raises :class:`NotFound` for what no browser plays, or is not there.
    """
    held, kind = files(), MIME_TYPES.get(key.rsplit(".", 1)[-1])
    if kind is None or not held.store.exists(key):
        raise NotFound("There is no such file.")
    size = held.store.size(key)
    span = asked_range(request.headers.get("Range"), size, archive_settings().range_bytes)
    response = _whole(held, key, goes_on) if span is None else _part(held, key, span, size)
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


class _Pieces(FileWrapper):
    """A file piece by piece, for as long as it may be sent; closed by whoever sends it."""

    def __init__(self, stream: BinaryIO, goes_on: Callable[[], bool]) -> None:
        super().__init__(stream, PIECE)
        self._goes_on = goes_on

    def __next__(self) -> bytes:
        if not self._goes_on():
            raise StopIteration
        return super().__next__()


def _whole(held: Files, key: str, goes_on: Callable[[], bool]) -> Response:
    open_until_sent = ExitStack()
    stream = open_until_sent.enter_context(held.store.open(key))
    response = Response(_Pieces(stream, goes_on), direct_passthrough=True)
    response.content_length = held.store.size(key)
    response.call_on_close(open_until_sent.close)
    return response
