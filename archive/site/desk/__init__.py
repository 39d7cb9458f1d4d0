"""The desk: where staff take in, check, correct and publish; everything under ``/desk``.

``doors`` says who may come in and carries the blueprint; each other module is a page or a few that belong together
and hangs its routes on it (``from archive.site.desk.doors import desk, open_to``). The public process never imports
this package.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from archive.accounts import secret_key
from archive.intake import LARGEST
from archive.site.desk import (
    batches,
    checking,
    collections,
    concepts,
    consent_documents,
    contents_page,
    corrections,
    due_page,
    first_page,
    intake,
    interviews,
    listening,
    log_page,
    looking,
    narrators_review,
    permitting,
    pictures,
    protecting_page,
    publishing,
    queue_page,
    readers,
    record,
    requests_page,
    review,
    sending,
    sheets,
    shelf,
    signing,
    signing_elsewhere,
    texts,
    vocabularies,
    voices_page,
    withholding,
)
from archive.site.desk.doors import desk, guard_forms, show_lost
from archive.site.desk.oidc import open_provider
from archive.site.interface import interface_language

__all__ = [
    "batches",
    "checking",
    "collections",
    "concepts",
    "consent_documents",
    "contents_page",
    "corrections",
    "due_page",
    "first_page",
    "intake",
    "interviews",
    "listening",
    "log_page",
    "looking",
    "mount_desk",
    "narrators_review",
    "permitting",
    "pictures",
    "protecting_page",
    "publishing",
    "queue_page",
    "readers",
    "record",
    "requests_page",
    "review",
    "sending",
    "sheets",
    "shelf",
    "signing",
    "signing_elsewhere",
    "texts",
    "vocabularies",
    "voices_page",
    "withholding",
]

_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def mount_desk(app: Flask) -> None:
    """Open the desk in a house: a key for its forms, a guard at each, and all its pages."""
    settings = app.config["ARCHIVE"]
    public = urlsplit(settings.site_url)
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_NAME="earwitness_form",
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=public.scheme == "https",
        WTF_CSRF_TIME_LIMIT=None,  # a text may lie open all day; the token ends with the session
    )
    if public.hostname:  # whoever is led here under another name has been led by somebody
        app.config["TRUSTED_HOSTS"] = [public.hostname, *_THIS_MACHINE]
        app.register_error_handler(SecurityError, _by_another_name)
    if settings.proxies:  # or everybody would seem to sign in from the same address
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    app.url_map.merge_slashes = False  # its redirects would repeat whatever host was asked for
    app.request_class = intake.SentFiles
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST  # a table of interviews, or the text of one
    guard_forms.init_app(app)
    open_provider(app, settings)
    app.register_blueprint(desk)
    app.jinja_env.globals["requests_at"] = lambda about="": (
        settings.requests_at or url_for("desk.ask_us", about=about or None)
    )
    for status in (404, 405):
        app.register_error_handler(status, show_lost)


def _by_another_name(_error: Exception) -> tuple[str, int, dict[str, str]]:
    # No page: nothing knows its own address when the host that was asked for is not ours.
    says = _("This archive answers to another name.") + "\n"
    return says, 400, {"Content-Type": "text/plain; charset=utf-8", "Content-Language": interface_language()}
