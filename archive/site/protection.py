"""What every answer carries to protect the reader: a strict content policy, and nothing that identifies anybody."""

from __future__ import annotations

from flask import Flask, Response, g

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Our own pages may know that a reader came from a search (so that a hit plays at once); nobody else may.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

FRAMED = HEADERS | {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Frame-Options": "",
}
"""For the one page that other sites show in a frame: the same, but for who may frame it."""


def let_be_framed() -> None:
    """Let the answer to this request be shown in a frame of any site."""
    g.is_framed = True


def protect(app: Flask) -> None:
    """Set the headers on every answer, errors among them."""

    @app.after_request
    def with_headers(response: Response) -> Response:
        is_framed = g.get("is_framed") and response.status_code < 400
        for name, value in (FRAMED if is_framed else HEADERS).items():
            if value:
                response.headers.setdefault(name, value)
        return response
