"""Signing in and out, one's own password, and the language of the desk."""

from __future__ import annotations

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from archive import accounts
from archive.accounts import TooManyAttempts, WrongPassword
from archive.accounts.passwords import SHORTEST
from archive.errors import BadInput
from archive.site.desk import oidc
from archive.site.desk.doors import (
    SESSION,
    archive_settings,
    desk,
    local_address,
    open_to,
    open_to_anybody,
    signed_in,
    visitor,
)
from archive.site.interface import LANGUAGES

_LONGEST = 1000


class SignIn(FlaskForm):  # type: ignore[misc]
    """A name and a password."""

    name = StringField(_l("Name"), [InputRequired(_l("Write your name.")), Length(max=200)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password.")), Length(max=_LONGEST)])


class NewPassword(FlaskForm):  # type: ignore[misc]
    """The password one has, and twice the one to come."""

    current = PasswordField(
        _l("The password you have"), [InputRequired(_l("Write your password.")), Length(max=_LONGEST)]
    )
    password = PasswordField(_l("The new password"), [InputRequired(_l("Write the new one.")), Length(max=_LONGEST)])
    again = PasswordField(_l("The new password again"), [EqualTo("password", _l("The two are not the same."))])


@desk.route("/sign-in", methods=["GET", "POST"])
@open_to_anybody
def sign_in() -> Answer | tuple[str, int]:
    """The sign-in page; who signs in goes on to where they were going, in a new session."""
    onward = local_address(request.values.get("next", ""))
    if visitor() is not None:
        return redirect(onward, 303)
    settings = archive_settings()
    form = SignIn()
    if not form.validate_on_submit():
        return sign_in_page(422 if form.errors else 200, form=form, onward=onward)
    try:
        address = request.remote_addr or ""
        token = accounts.sign_in(settings, form.name.data or "", form.password.data or "", address=address)
    except WrongPassword:
        return sign_in_page(403, form=form, onward=onward, refused=_("That name and password do not match."))
    except TooManyAttempts:
        refused = _("There were too many attempts. Wait a quarter of an hour, or ask an archivist for a new password.")
        return sign_in_page(429, form=form, onward=onward, refused=refused)
    return let_in(token, onward)


def sign_in_page(status: int, *, onward: str, form: SignIn | None = None, refused: str = "") -> tuple[str, int]:
    """The sign-in page, which says why somebody was refused."""
    settings = archive_settings()
    page = render_template(
        "desk/sign-in.html",
        form=form or SignIn(formdata=None),
        onward=onward,
        refused=refused,
        nobody_yet=not accounts.people(settings),
        house=settings.oidc_name if oidc.has_provider() else "",
    )
    return page, status


@desk.post("/sign-out")
@open_to("archivist", "editor", "reader", "guest")
def sign_out() -> Answer:
    """End this session; the browser is asked to forget what it kept."""
    accounts.end_session(archive_settings(), request.cookies.get(SESSION, ""))
    session.clear()
    response = redirect(url_for("desk.sign_in"), 303)
    response.delete_cookie(SESSION, path="/desk")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@desk.route("/password", methods=["GET", "POST"])
@open_to("archivist", "editor", "reader", "guest")
def password() -> Answer | tuple[str, int] | str:
    """Change one's own password: all other sessions end, this one goes on as a new one."""
    form = NewPassword()
    if not form.validate_on_submit():
        return _password_page(form)
    settings, name = archive_settings(), signed_in().name
    try:
        # By the same door as signing in, so that guesses at an open desk are counted too.
        accounts.check_password(settings, name, form.current.data or "", address=request.remote_addr or "")
        accounts.change_password(settings, name, form.password.data or "", by=name)
    except (WrongPassword, TooManyAttempts) as fault:
        wrong = _("This is not the password you have.")
        form.current.errors = [wrong if isinstance(fault, WrongPassword) else _("Too many attempts; wait a while.")]
        return _password_page(form)
    except BadInput:
        form.password.errors = [_("Too easy to guess: take at least %(num)s characters, say four words.", num=SHORTEST)]
        return _password_page(form)
    return let_in(accounts.begin_session(settings, name), url_for("desk.first_page"))


@desk.post("/language")
@open_to("archivist", "editor", "reader", "guest")
def language() -> Answer:
    """Speak one of our languages to this person from now on, whatever the browser asks for."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        accounts.prefer_language(archive_settings(), signed_in().name, wanted)
    return redirect(local_address(request.form.get("next", "")), 303)


def _password_page(form: NewPassword) -> tuple[str, int]:
    return render_template("desk/password.html", form=form), 422 if form.errors else 200


def let_in(token: str, onward: str) -> Answer:
    """On to the desk in a session of its own; what a form cookie held before is worth nothing any more."""
    session.clear()
    g.pop("csrf_token", None)
    response = redirect(onward, 303)
    is_https = request.is_secure or archive_settings().site_url.startswith("https:")
    response.set_cookie(SESSION, token, path="/desk", httponly=True, samesite="Lax", secure=is_https)
    return response
