"""The doors of the desk: who is there, what they may open, and what every page of the desk has at hand.

A route says with :func:`open_to` which roles it is for; one that says nothing is shut to everybody.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from archive import accounts
from archive.accounts import ROLES, Account, Role
from archive.errors import ArchiveError, disk_full
from archive.files import Files, open_files
from archive.sentences import UNSAID, Sentence, sentence
from archive.settings import Settings
from archive.site.faults import show_fault_of_the_web
from archive.site.interface import LANGUAGES, speak_to
from archive.site.telling import in_words

SESSION = "earwitness_desk"
"""The cookie that carries a session's token."""

desk = Blueprint("desk", __name__, url_prefix="/desk")
guard_forms = CSRFProtect()

_View = TypeVar("_View", bound=Callable[..., Any])
_ANYBODY = "anybody"


def open_to(*roles: Role) -> Callable[[_View], _View]:
    """Open a route to these roles; an archivist may go wherever anybody may."""
    unknown = set(roles) - set(ROLES)
    assert roles and not unknown, f"a door must name roles, not {unknown or 'nothing'}"

    def opened(view: _View) -> _View:
        view.open_to = frozenset({*roles, "archivist"})  # type: ignore[attr-defined]
        return view

    return opened


def open_to_anybody(view: _View) -> _View:
    """Open a route to those who have not signed in: the sign-in page, and nothing that tells anything."""
    view.open_to = frozenset({_ANYBODY})  # type: ignore[attr-defined]
    return view


def roles_of(view: Callable[..., Any]) -> frozenset[str]:
    """Whom a route is open to; nobody, if it does not say."""
    return getattr(view, "open_to", frozenset())


def archive_settings() -> Settings:
    """The settings of this archive."""
    settings: Settings = current_app.config["ARCHIVE"]
    return settings


def files() -> Files:
    """The record of this archive."""
    if "files" not in g:
        g.files = open_files(archive_settings())
    held: Files = g.files
    return held


def signed_in() -> Account:
    """Who is at the desk; only behind a door that is open to a role."""
    somebody = visitor()
    if somebody is None:
        raise Forbidden
    return somebody


def agent() -> str:
    """Who signs what is done in this request, as events name them."""
    return signed_in().name


def visitor() -> Account | None:
    """Who has signed in, if anybody."""
    if "visitor" not in g:
        token = request.cookies.get(SESSION, "")
        g.visitor = accounts.account_of(archive_settings(), token) if token else None
    found: Account | None = g.visitor
    return found


def may(*roles: Role) -> bool:
    """Whether who is at the desk has one of these roles; for what a page offers, never in place of a door."""
    somebody = visitor()
    return somebody is not None and somebody.role in {*roles, "archivist"}


def local_address(wanted: str) -> str:
    """An address of the desk to go on to, or its first page for whatever leads elsewhere."""
    first = url_for("desk.first_page")
    parts = urlsplit(wanted)
    is_ours = parts.path.startswith(first) and not parts.scheme and not parts.netloc
    is_plain = wanted.isprintable() and "\\" not in wanted and "//" not in parts.path and "/.." not in parts.path
    return wanted if is_ours and is_plain else first


@desk.before_request
def keep_the_door() -> Answer | None:
    """Let in whom the route is open to; everybody else meets the sign-in page or is refused."""
    roles = roles_of(current_app.view_functions[request.endpoint or ""])
    somebody = visitor()
    speak_to(somebody.language if somebody else "")
    if _ANYBODY in roles:
        return None
    if somebody is None and request.method == "GET" and not wants_data():
        return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")), 303)
    if somebody is None or somebody.role not in roles:
        raise Forbidden
    return None


@desk.after_request
def keep_it_here(response: Response) -> Response:
    """Nothing of the desk stays in any cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@desk.context_processor
def at_hand() -> dict[str, object]:
    """What every template of the desk may use."""
    return {"account": visitor(), "may": may, "languages": LANGUAGES}


@desk.errorhandler(ArchiveError)
def show_fault(error: ArchiveError) -> Response:
    """A fault in its own words, with what to do about it: whoever reads it keeps the archive."""
    if error.status >= 500:
        current_app.logger.error("%s %s: %s", request.method, request.path, error)
    return refusal(error.status, error.fault, error.next_step)


@desk.errorhandler(OSError)
def show_full_disk(error: OSError) -> Response:
    """A full disk stops whatever would write; what was kept before stays, and who makes room can go on."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        raise error
    current_app.logger.error("%s %s: %s", request.method, request.path, error)
    full = disk_full()
    return refusal(full.status, full.fault, full.next_step)


def show_lost(error: HTTPException) -> Response:
    """No such address, or not one that is opened like a page: at the desk, a page of the desk."""
    is_ours = request.path.startswith(f"{desk.url_prefix}/") or request.path == desk.url_prefix
    somebody = visitor() if is_ours else None
    if somebody is None:
        return show_fault_of_the_web(error)
    speak_to(somebody.language)
    response = keep_it_here(refusal(error.code or 404))
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


@desk.errorhandler(Forbidden)
def show_shut_door(_error: Forbidden) -> Response:
    """What somebody sees who may not do this."""
    return refusal(403)


@desk.errorhandler(CSRFError)
def show_stale_form(_error: CSRFError) -> Response:
    """A form that was not ours, or of a session that is over."""
    return refusal(400, stale=True)


@desk.errorhandler(RequestEntityTooLarge)
def show_too_much(error: RequestEntityTooLarge) -> Response:
    """A form that carries more than one answer can hold: most likely hundreds of files at once."""
    return refusal(error.code, sentence("That is more than one form can carry."), sentence("Send it in parts."))


def refusal(status: int, fault: Sentence = UNSAID, next_step: Sentence = UNSAID, *, stale: bool = False) -> Response:
    """A page, or JSON for a script, that says what went wrong and what to do."""
    if wants_data():
        response = jsonify(
            {"error": {"status": status, "says": in_words(fault), "next_step": in_words(next_step)} | {"stale": stale}}
        )
    else:
        # An address that no route has is none of the blueprint's, so what is at hand there has to be said here.
        told = {"status": status, "fault": fault, "next_step": next_step, "stale": stale}
        response = make_response(render_template("desk/fault.html", **(at_hand() | told)))
    response.status_code = status
    return response


def wants_data() -> bool:
    """Whether a script asks, rather than a page to be read."""
    wanted = request.accept_mimetypes
    return request.path.endswith(".json") or request.is_json or wanted.best == "application/json"
