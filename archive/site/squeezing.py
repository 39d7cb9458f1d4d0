"""Static files travel smaller than they are: each is compressed once, and kept so for as long as the process lives."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

_TEXTS = ("text/", "application/json", "image/svg+xml")
_SMALL = 1400
"""Bytes that fit in one packet anyway."""


def squeeze_static_files(app: Flask) -> None:
    """Send scripts, styles and maps compressed to every browser that takes them so."""

    @app.after_request
    def squeezed(response: Response) -> Response:
        if request.endpoint != "static" or not (response.mimetype or "").startswith(_TEXTS):
            return response
        response.vary.add("Accept-Encoding")
        small = _squeezed(Path(app.static_folder or "", (request.view_args or {})["filename"]))
        if response.status_code == 200 and small and request.accept_encodings.quality("gzip") > 0:
            response.close()  # the file that would have been sent as it is
            response.direct_passthrough = False
            response.set_data(small)
            response.content_encoding = "gzip"
            response.set_etag((response.get_etag()[0] or ""), weak=True)
        return response


@cache
def _squeezed(path: Path) -> bytes:
    """The file compressed; nothing where that is not worth while."""
    whole = path.read_bytes() if path.is_file() else b""
    return gzip.compress(whole, compresslevel=9, mtime=0) if len(whole) > _SMALL else b""
