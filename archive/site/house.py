"""What every page of the site stands on: Flask itself, static files, headers, words and the showing of faults."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, request
from werkzeug.http import parse_date

from archive.settings import Settings
from archive.site.faults import show_faults
from archive.site.protection import protect
from archive.site.squeezing import squeeze_static_files
from archive.site.telling import tell
from archive.site.wording import speak

_STATIC = Path(__file__).parent / "static"
_A_YEAR = 365 * 24 * 3600
_DATED = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")


def make_house(settings: Settings) -> Flask:
    """An app without rooms; its settings are in ``app.config["ARCHIVE"]``."""
    app = Flask(
        "archive.site",
        static_folder=str(_STATIC),
        static_url_path=f"/static/{_version_of(_STATIC)}",
        template_folder="templates",
    )
    app.config["ARCHIVE"] = settings
    # Otherwise `//` anywhere is answered with an address made of whatever host the request claims, to be kept for good.
    app.url_map.merge_slashes = False
    # The address of a static file names its content, so it may be kept; modules find each other beside themselves.
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.globals["site_name"] = settings.site_name
    app.jinja_env.globals["requests_at"] = lambda about="": settings.requests_at
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(pass_over_impossible_dates)
    speak(app)
    tell(app)
    protect(app)
    squeeze_static_files(app)
    show_faults(app)
    return app


def pass_over_impossible_dates() -> None:
    """A condition whose date no calendar has is as good as not made; Werkzeug would break on its year."""
    for name in _DATED:
        try:
            parse_date(request.environ.get(name))
        except OverflowError:
            del request.environ[name]


def _version_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
