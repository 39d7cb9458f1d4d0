"""Files on their way in, by tus 1.0 (https://tus.io/protocols/resumable-upload): core, creation, termination, checksum
and expiration. Everybody sees and carries on their own uploads only.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, make_response, request, url_for
from werkzeug.exceptions import PreconditionFailed, UnsupportedMediaType
from werkzeug.http import http_date

from archive import uploads
from archive.errors import BadInput, NotFound
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.uploads import TooLong, Upload

_VERSION = "1.0.0"
_EXTENSIONS = "creation,termination,checksum,expiration"
_NUMBER = re.compile(r"[0-9]{1,18}")

_View = TypeVar("_View", bound=Callable[..., Any])


def _speaks_tus(view: _View) -> _View:
    """Refuse other versions of the protocol, and say on every answer which one this is."""

    @wraps(view)
    def speaking(**told: Any) -> Response:
        if request.headers.get("Tus-Resumable") != _VERSION:
            refused = PreconditionFailed(f"tus {_VERSION} is spoken here.").get_response()
            refused.headers["Tus-Version"] = _VERSION
            return cast(Response, refused)
        response = make_response(view(**told))
        response.headers["Tus-Resumable"] = _VERSION
        return response

    return cast(_View, speaking)


@desk.route("/uploads/", methods=["OPTIONS"], provide_automatic_options=False)
@open_to("archivist")
def what_tus() -> Response:
    """What of the protocol is spoken here."""
    response = make_response("", 204)
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = _VERSION
    response.headers["Tus-Extension"] = _EXTENSIONS
    response.headers["Tus-Checksum-Algorithm"] = ",".join(uploads.ALGORITHMS)
    return response


@desk.post("/uploads/")
@open_to("archivist")
@_speaks_tus
def begin_upload() -> Response:
    """Make a place for a file that is to come."""
    length, name = _number("Upload-Length"), _metadata().get("filename", "")
    upload = uploads.begin(files(), archive_settings(), name=name, length=length, by=agent())
    response = _standing(upload, 201)
    response.headers["Location"] = url_for("desk.carry_on", upload_id=upload.id)
    return response


@desk.route("/uploads/<upload_id>", methods=["HEAD"], provide_automatic_options=False)
@open_to("archivist")
@_speaks_tus
def how_far(upload_id: str) -> Response:
    """How far an upload has come."""
    upload = own_upload(upload_id)
    response = _standing(upload, 200)
    response.headers["Upload-Length"] = str(upload.length)
    return response


@desk.patch("/uploads/<upload_id>")
@open_to("archivist")
@_speaks_tus
def carry_on(upload_id: str) -> Response:
    """Take the next part of a file, as it arrives; with a checksum, whole or not at all."""
    if request.mimetype != "application/offset+octet-stream":
        raise UnsupportedMediaType
    upload, offset = own_upload(upload_id), _number("Upload-Offset")
    if offset + (request.content_length or 0) > upload.length:
        raise TooLong(
            "%(name)s was to be %(length)s bytes.",
            next_step="Begin again.",
            name=upload.name,
            length=f"{upload.length:,}",
        )
    checksum = request.headers.get("Upload-Checksum")
    if checksum is None:
        upload = uploads.receive(files(), upload, request.stream, offset=offset)
    else:
        algorithm, digest = _checksum(checksum)
        upload = uploads.receive_checked(
            files(), upload, request.stream, offset=offset, algorithm=algorithm, digest=digest
        )
    return _standing(upload, 204)


@desk.delete("/uploads/<upload_id>")
@open_to("archivist")
@_speaks_tus
def discard_upload(upload_id: str) -> Response:
    """Remove an upload and what has arrived of it."""
    uploads.discard(files(), own_upload(upload_id))
    return make_response("", 204)


def own_upload(upload_id: str) -> Upload:
    """The upload of that id, if whoever asks began it; raises :class:`NotFound` otherwise."""
    upload = uploads.find(files(), upload_id)
    if upload.by != agent():
        raise NotFound("There is no such upload (any more).", next_step="Send the file again.")
    return upload


def _standing(upload: Upload, status: int) -> Response:
    response = make_response("", status)
    response.headers["Upload-Offset"] = str(upload.offset)
    response.headers["Upload-Expires"] = http_date(uploads.expires(upload, archive_settings()))
    return response


def _number(header: str) -> int:
    said = request.headers.get(header, "")
    if not _NUMBER.fullmatch(said):
        raise BadInput("%(header)s must be a number of bytes.", header=header)
    return int(said)


def _metadata() -> dict[str, str]:
    """Upload-Metadata: ``name base64, name base64 …``."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        found[name] = _from_base64(value).decode(errors="replace")
    return found


def _checksum(said: str) -> tuple[str, bytes]:
    algorithm, _, digest = said.partition(" ")
    return algorithm, _from_base64(digest)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("A header that should be base64 is not.") from error
