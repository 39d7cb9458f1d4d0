"""What a reader sees when something goes wrong: our own errors in their own words, anything else as nothing.

An address that never was, an interview that is hidden and one that was withdrawn are answered with the same bytes,
unless it was agreed what to say in place of the last.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadHost, HTTPException

from archive.errors import ArchiveError, Withdrawn
from archive.sentences import UNSAID, Sentence
from archive.site.interface import interface_language
from archive.site.telling import in_words


def show_faults(app: Flask) -> None:
    """One place for all of them."""
    app.register_error_handler(ArchiveError, _ours)
    app.register_error_handler(HTTPException, show_fault_of_the_web)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: Exception) -> Response:
    assert isinstance(error, ArchiveError)
    if error.status >= 500:
        current_app.logger.error("%s %s: %s", request.method, request.path, error)
    # What to do about a fault of ours, or which file it is in, is for whoever keeps the archive, not for its readers.
    says = {404: UNSAID, 410: UNSAID, 500: UNSAID, 503: error.fault}.get(error.status, error.sentence)
    return _answer(error.status, says, error.wording if isinstance(error, Withdrawn) else {})


def show_fault_of_the_web(error: Exception) -> Response:
    """The page of an answer that HTTP has a number for: no such address, not by that method …"""
    assert isinstance(error, HTTPException)
    if isinstance(error, BadHost):
        return _without_page()
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _answer(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Content-Range"):
            response.headers[name] = value
    return response


def _without_page() -> Response:
    """Where the request names no host there can be, no address can be built, and so no page that links to any."""
    response = make_response(_("This address makes no sense to us") + "\n", 400)
    response.mimetype = "text/plain"
    response.headers["Content-Language"] = interface_language()
    response.headers["Cache-Control"] = "no-store"
    return response


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(500)


def _answer(status: int, says: Sentence = UNSAID, wording: Mapping[str, str] | None = None) -> Response:
    """``wording`` is what people wrote for this address, by language."""
    if request.path.endswith(".json"):
        response = jsonify({"error": {"status": status, "says": wording or in_words(says)}})
    else:
        response = make_response(render_template("fault.html", status=status, says=says, wording=wording or {}))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
