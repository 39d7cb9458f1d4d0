"""To whom from outside an interview is granted: which guest, until when, and why; decided and ended by archivists."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from archive import accounts, publication
from archive.access import not_to_be_granted
from archive.records import Grant
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.hours import hour, this_zone
from archive.site.desk.typed import one_line

_LONGEST = 300


class GrantForm(FlaskForm):  # type: ignore[misc]
    """To whom, until when, why, and how much."""

    reader = SelectField(_l("Guest"), [DataRequired(_l("Choose a guest."))])
    day = StringField(_l("Until the day"), [DataRequired(_l("Write the day as 2031-05-03."))], filters=[one_line])
    clock = StringField(_l("and the hour"), filters=[one_line])
    reason = TextAreaField(
        _l("Why"),
        [DataRequired(_l("Write why: whoever asks later must find it.")), Length(max=_LONGEST)],
        filters=[one_line],
    )
    real_names = BooleanField(_l("They may read the real names"))
    withheld_too = BooleanField(_l("They may read and hear what is withheld"))

    def validate_day(self, field: Field) -> None:
        """A day and an hour to come."""
        try:
            until = self.until()
        except (ValueError, OverflowError):
            raise ValidationError(_("Write the day as 2031-05-03, the hour as 17:00.")) from None
        if datetime.fromisoformat(until) <= datetime.now(UTC):
            raise ValidationError(_("That hour has come already."))

    def until(self) -> str:
        """When it ends, as it is kept; raises :class:`ValueError`."""
        return publication.kept_hour(date.fromisoformat(self.day.data or ""), self.clock.data or "")


@desk.route("/interviews/<interview_id>/readers", methods=["GET", "POST"])
@open_to("archivist")
def readers(interview_id: str) -> Answer | tuple[str, int]:
    """To whom this interview is granted, and the form that grants it."""
    interview, form = files().read_interview(interview_id), GrantForm()
    guests = [each.name for each in accounts.people(archive_settings()) if each.role == "guest"]
    form.reader.choices = [("", _("Choose …")), *((each, each) for each in guests)]
    if form.validate_on_submit():
        publication.grant_reading(files(), interview_id, _granted(form))
        flash(_("Granted to %(name)s until %(hour)s.", name=form.reader.data, hour=hour(form.until())), "done")
        return redirect(url_for("desk.readers", interview_id=interview_id), 303)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    grants = publication.read_grants(files(), interview_id)
    page = render_template(
        "desk/readers.html",
        interview=interview,
        form=form,
        guests=guests,
        grants=sorted(grants, key=lambda each: (each.until <= now, each.until)),
        now=now,
        hour=hour,
        zone=this_zone(),
        why_not=not_to_be_granted(interview),
    )
    return page, 422 if form.errors else 200


@desk.post("/interviews/<interview_id>/readers/ended")
@open_to("archivist")
def end_grant(interview_id: str) -> Answer:
    """Take a grant back before its hour."""
    reader, reason = request.form.get("reader", ""), one_line(request.form.get("reason", ""))[:_LONGEST]
    publication.end_grant(files(), interview_id, reader, by=agent(), reason=reason)
    flash(_("%(name)s can no longer read it.", name=reader), "done")
    return redirect(url_for("desk.readers", interview_id=interview_id), 303)


def _granted(form: GrantForm) -> Grant:
    return Grant(
        reader=form.reader.data,
        until=form.until(),
        by=agent(),
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        reason=form.reason.data,
        real_names=form.real_names.data,
        withheld_too=form.withheld_too.data,
    )
