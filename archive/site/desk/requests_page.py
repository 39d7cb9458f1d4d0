"""What people ask to have withheld: a form without an account, and the queue in which archivists answer.

The form lives at the desk because the public process can write nothing (decision 0021). What keeps machines out needs
nobody else's service: a field no person sees, a signed moment at which the page was opened, and counting.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_network
from typing import Any, Final

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from archive import takedown
from archive.errors import BadInput
from archive.records import Answer as Given
from archive.records import Request
from archive.site.desk.doors import agent, desk, files, open_to, open_to_anybody
from archive.site.desk.publishing import today
from archive.site.desk.typed import in_lines, one_line
from archive.site.telling import translated

SOONEST_S: Final = 4
"""Nobody reads the page and writes a request in less."""
LATEST_S: Final = 24 * 3600
A_HOUSEHOLD: Final = 5
"""Requests from one address in an hour. Counted in this process alone: who asks is noted down nowhere."""

_asked: dict[str, list[float]] = {}


class RequestForm(FlaskForm):  # type: ignore[misc]
    """What is asked, about what, and how to answer; ``website`` is for machines, and no person sees it."""

    about = StringField(_l("Which interview, or its address"), [Length(max=500)], filters=[one_line])
    wanted = RadioField(_l("What you ask for"), default="other")
    words = TextAreaField(
        _l("In your words"),
        [DataRequired(_l("Write what you ask for.")), Length(max=takedown.LONGEST)],
        filters=[in_lines],
    )
    contact = StringField(_l("How we can answer you"), [Length(max=300)], filters=[one_line])
    website = StringField(validators=[Optional()])
    opened = HiddenField()

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        self.wanted.choices = wanted_names()


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What an archivist decided about a request."""

    outcome = SelectField(_l("What was decided"))
    words = TextAreaField(_l("In words"), [Length(max=takedown.LONGEST)], filters=[in_lines])

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        self.outcome.choices = outcome_names()


def wanted_names() -> list[tuple[str, str]]:
    """What may be asked for, in the language of the page."""
    return [
        ("withdraw", _("that a whole interview is taken down")),
        ("name", _("that a name is not shown")),
        ("passage", _("that a passage is not read or heard")),
        ("sound", _("that a voice is not heard")),
        ("other", _("something else")),
    ]


def outcome_names() -> list[tuple[str, str]]:
    """How a request may be answered."""
    return [
        ("done", _("done as asked, or in a way agreed on")),
        ("declined", _("declined")),
        ("asked back", _("asked back: it waits for an answer")),
    ]


@desk.route("/request", methods=["GET", "POST"])
@open_to_anybody
def ask_us() -> Response:
    """The form, open to everybody; what is asked is kept, and a person answers."""
    form = RequestForm()
    if request.method == "GET":
        form.about.data = one_line(request.args.get("about", ""))[:500]
        return _asking(form)
    if not form.validate_on_submit():
        return _asking(form, status=422)
    if fault := _not_a_person(form):
        return _asking(form, status=422, fault=fault)
    told = Request(words=form.words.data, wanted=form.wanted.data, about=form.about.data, contact=form.contact.data)
    try:
        _count(_household(request.remote_addr or ""))
        kept = takedown.ask(files(), told, now=datetime.now(UTC))
    except takedown.TooManyRequests as full:  # what somebody wrote stays before them, to be sent later
        return _asking(form, status=full.status, fault=translated(full.sentence))
    return make_response(render_template("desk/asked.html", number=kept.number, contact=kept.contact))


def _asking(form: RequestForm, *, status: int = 200, fault: str = "") -> Response:
    form.opened.data = _signer().dumps("")
    return make_response(render_template("desk/request.html", form=form, fault=fault), status)


def _not_a_person(form: RequestForm) -> str:
    """Why this looks like the work of a machine, in words for a person whom it hits by mistake."""
    if form.website.data:
        return str(_("One field is not to be filled in. Send it once more."))
    try:
        _told, opened = _signer().loads(form.opened.data or "", max_age=LATEST_S, return_timestamp=True)
    except BadData:
        return str(_("The page was open for too long. Send it once more."))
    if (datetime.now(UTC) - opened).total_seconds() < SOONEST_S:
        return str(_("That was very quick. Read it once more, then send it."))
    return ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="request form")


def _household(address: str) -> str:
    """Whose an address is: of the newer kind (IPv6), every household has more than there are people, alike in half."""
    try:
        return str(ip_network((IPv6Address(address), 64), strict=False))
    except ValueError:
        return address


def _count(household: str) -> None:
    since = time.monotonic() - 3600
    for each in [each for each, times in _asked.items() if times[-1] <= since]:
        del _asked[each]
    lately = [each for each in _asked.get(household, ()) if each > since]
    if len(lately) >= A_HOUSEHOLD:
        raise takedown.TooManyRequests(
            "There were several requests from your address.", next_step="Try again in an hour, or write to the archive."
        )
    _asked[household] = [*lately, time.monotonic()]


@desk.get("/requests")
@open_to("archivist")
def request_queue() -> str:
    """All requests: those that wait first, and below them what was decided about the others."""
    told = {"wanted": dict(wanted_names()), "outcomes": dict(outcome_names())}
    return render_template(
        "desk/requests.html", asked=takedown.requests(files()), form=AnswerForm(formdata=None), **told
    )


@desk.post("/requests/<int:number>")
@open_to("archivist")
def answer_request(number: int) -> Answer:
    """Keep what was decided about a request; what follows from it is done on the pages of the interview."""
    form = AnswerForm()
    if not form.validate_on_submit():
        raise BadInput("That is no decision.", next_step="Choose one of those named.")
    given = Given(outcome=form.outcome.data, by=agent(), on=today(), words=form.words.data or "")
    takedown.answer(files(), number, given)
    flash(_("The decision about request %(number)s was kept.", number=number), "done")
    return redirect(url_for("desk.request_queue", _anchor=f"request-{number}"), 303)
