"""The page that says what the public meets of an interview and what stands in the way; publishing, and taking back."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from archive import opening, publication, sensitivity
from archive.access import as_open, under_embargo
from archive.describing import mark
from archive.errors import Conflict, Refused
from archive.opening import Outlook, Unlooked
from archive.records import UNTIL_DECIDED, Interview
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.following import let_the_edition_follow
from archive.site.desk.looking import asks_as_open, look, may_be_opened
from archive.site.desk.permission_forms import AccessForm, ConsentForm, EmbargoForm, TakenBackForm
from archive.site.desk.typed import one_line

LONGEST_REASON = 2_000


class Withdrawal(FlaskForm):  # type: ignore[misc]
    """Why an interview is withdrawn and, as the second step, its id, written by hand."""

    reason = TextAreaField(
        _l("Why"),
        [DataRequired(_l("Write why: whoever asks later must find it.")), Length(max=LONGEST_REASON)],
        filters=[one_line],
    )
    tombstone_zh = TextAreaField(
        _l("What its address says, in Chinese"), [Length(max=LONGEST_REASON)], filters=[one_line]
    )
    tombstone_en = TextAreaField(
        _l("What its address says, in English"), [Length(max=LONGEST_REASON)], filters=[one_line]
    )
    confirmed = StringField(_l("Write the number of the interview"), filters=[one_line])


@desk.get("/interviews/<interview_id>/publishing")
@open_to("archivist", "editor", "reader")
def publishing(interview_id: str) -> str:
    """What the public meets of this interview, why no more, and the decisions about it."""
    return publishing_page(interview_id)


@desk.post("/interviews/<interview_id>/publishing")
@open_to("archivist")
def publish(interview_id: str) -> Answer | tuple[str, int]:
    """Decide that the interview is public, if it would be met as the page said it would."""
    outlook = opening.outlook(files(), archive_settings(), interview_id)
    if outlook.hindrances:
        raise Refused(
            "%(id)s cannot be published: something stands in the way.",
            next_step="The page “Publishing” says what.",
            id=interview_id,
        )
    if changed := [name for name, mark in outlook.told.items() if request.form.get(f"told.{name}") != mark]:
        return publishing_page(interview_id, changed=changed), Conflict.status
    told = {"by": agent(), "on": today(), "because": because(), "started_from": outlook.told["decisions"]}
    try:
        opening.publish(files(), archive_settings(), [interview_id], **told)
    except Unlooked:
        return publishing_page(interview_id, asks_why=True), 422
    return decided(interview_id, _("Published. What the public meets now is written below."))


@desk.post("/interviews/<interview_id>/publishing/taken-back")
@open_to("archivist")
def unpublish(interview_id: str) -> Answer:
    """Take the interview back from the public until somebody publishes it again."""
    publication.unpublish(files(), interview_id, by=agent(), reason=one_line(request.form.get("reason", "")))
    return decided(interview_id, _("Taken back: the public no longer meets it. It can be published again."))


@desk.post("/interviews/<interview_id>/publishing/edition")
@open_to("archivist")
def make_edition(interview_id: str) -> Answer:
    """Have the edition made that follows from what was decided."""
    files().read_interview(interview_id)
    return decided(interview_id, _("The edition is made: the public reads it as it was decided."))


@desk.route("/interviews/<interview_id>/withdrawal", methods=["GET", "POST"])
@open_to("archivist")
def withdraw(interview_id: str) -> Answer | tuple[str, int] | str:
    """Withdraw the interview for good: first the reason, then once more, by writing its number."""
    interview = files().read_interview(interview_id)
    if interview.withdrawn is not None:
        return redirect(url_for("desk.publishing", interview_id=interview_id), 303)
    form = Withdrawal()
    told = {"interview": interview, "form": form}
    if not form.validate_on_submit():
        return render_template("desk/withdrawal.html", **told, asks_again=False), 422 if form.errors else 200
    if "confirmed" not in request.form:
        return render_template("desk/withdrawal.html", **told, asks_again=True)
    if form.confirmed.data != interview_id:
        form.confirmed.errors = [_("That is not the number of this interview: %(id)s.", id=interview_id)]
        return render_template("desk/withdrawal.html", **told, asks_again=True), 422
    wording = {"zh-Hans": form.tombstone_zh.data or "", "en": form.tombstone_en.data or ""}
    publication.withdraw(files(), interview_id, by=agent(), on=today(), reason=form.reason.data, tombstone=wording)
    return decided(interview_id, _("Withdrawn. The public no longer meets it anywhere on this site."))


def decided(interview_id: str, says: str) -> Answer:
    """Back to the head of the page after a decision, with the edition made that follows from it."""
    if let_the_edition_follow(interview_id):
        flash(says, "done")
    return redirect(url_for("desk.publishing", interview_id=interview_id, _anchor="main"), 303)


def publishing_page(interview_id: str, **told: object) -> str:
    """The page, with a form that came back in place of the one for what is on record."""
    outlook = opening.outlook(files(), archive_settings(), interview_id)
    interview = outlook.interview
    if told.get("conflict"):
        says = _(
            "Somebody else decided this anew in between. Below is what you filled in: compare it with what is on "
            "record, then decide."
        )
        flash(says, "wrong")
    return render_template(
        "desk/publishing.html",
        **(_as_on_record(interview) | told),
        **_looking(interview, is_asked=bool(told.get("widening"))),
        outlook=outlook,
        interview=interview,
        state=_state(outlook),
        is_under_embargo=under_embargo(interview),
        may_be_lifted=_may_be_lifted(interview),
        mark=mark,
    )


def _as_on_record(interview: Interview) -> dict[str, object]:
    """The forms as they are filled in before anybody writes in them, and nothing that is asked or told of one."""
    return {
        "consent": ConsentForm.of(interview.consent),
        "taken_back": TakenBackForm(formdata=None, withdrawn_on=today()),
        "access": AccessForm.of(interview.access),
        "embargo": EmbargoForm(
            formdata=None,
            until="" if interview.embargo_until == UNTIL_DECIDED else interview.embargo_until,
            undecided=interview.embargo_until == UNTIL_DECIDED,
        ),
        "marks": {name: mark(getattr(interview, name)) for name in ("consent", "access", "embargo_until")},
        "widening": {},
        "conflict": "",
        "changed": (),
        "named": {},
        "reveals": "",
        "asks_why": False,
    }


def _looking(interview: Interview, *, is_asked: bool) -> dict[str, object]:
    """What to look at: as it is decided or, where somebody ``is_asked`` or asks to, as if all of it were open."""
    looked = look(interview)
    is_as_open = may_be_opened(interview) and (is_asked or asks_as_open())
    return {
        "look": look(interview, as_open) if is_as_open else looked,
        "is_as_open": is_as_open,
        "may_be_opened": may_be_opened(interview),
        "unlooked": [sensitivity.NAMES[each] for each in sensitivity.unlooked(looked or ())],
    }


def because() -> str:
    """Why something is opened although nobody has looked at all there is, as whoever decides it wrote."""
    return one_line(request.form.get("because", ""))[:LONGEST_REASON]


def _state(outlook: Outlook) -> str:
    """How record and edition stand to each other: one word, which the page puts into a sentence."""
    should_be = outlook.interview.published is not None and outlook.released is not None
    if outlook.is_public and not should_be:
        return "still public"
    if outlook.interview.withdrawn:
        return "withdrawn"
    if not should_be:
        return "not public"
    if not outlook.is_public:
        return "not public yet"
    return "public" if outlook.is_followed else "public as it was"


def _may_be_lifted(interview: Interview) -> bool:
    """Whether the day of the embargo has come, so that somebody may lift it."""
    if interview.embargo_until == UNTIL_DECIDED:
        return True
    try:
        return date.fromisoformat(interview.embargo_until) <= date.today()
    except ValueError:
        return False


def today() -> str:
    """The day on which a decision is made."""
    return date.today().isoformat()
