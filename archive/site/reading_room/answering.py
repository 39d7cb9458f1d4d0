"""How pages travel: asked for again only when they changed, and smaller than they are."""

from __future__ import annotations

import gzip

from flask import Response, request

_SMALL = 1400
"""Bytes that fit in one packet anyway."""

_TEXTS = ("text/", "application/json", "image/svg+xml")


def answer_conditionally(response: Response) -> Response:
    """Let a browser keep a page and ask whether it still holds; a withdrawal must not linger in anyone's cache."""
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.status_code != 200 or response.direct_passthrough:
        return response
    is_text = (response.mimetype or "").startswith(_TEXTS)
    if is_text:
        response.vary.add("Accept-Encoding")
    response.add_etag()
    response.make_conditional(request)
    if is_text and response.status_code == 200 and len(response.get_data()) > _SMALL:
        _squeeze(response)
    return response


def _squeeze(response: Response) -> None:
    if request.accept_encodings.quality("gzip") <= 0:
        return
    # Nothing secret is ever on these pages, so compressing them gives nothing away.
    response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
    response.content_encoding = "gzip"
    etag, _ = response.get_etag()
    response.set_etag(etag or "", weak=True)
