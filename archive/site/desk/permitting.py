"""Decisions about what may be public: consent, access, embargo, and the names by which the public meets people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import publication
from archive.access import NOTHING, decisions, newly_open, shown
from archive.errors import BadInput, Conflict
from archive.records import Interview
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.permission_forms import AccessForm, ConsentForm, EmbargoForm, TakenBackForm
from archive.site.desk.publishing import decided, publishing_page, today
from archive.site.desk.typed import one_line

_LONGEST_NAME = 200


@desk.post("/interviews/<interview_id>/publishing/consent")
@open_to("archivist")
def keep_consent(interview_id: str) -> Answer | tuple[str, int]:
    """Keep what the narrator allowed; asks once more where the public would at once meet more."""
    form = ConsentForm()
    if not form.validate_on_submit():
        return _again(interview_id, "consent", form)
    interview = files().read_interview(interview_id)
    if widens := _widens(interview, replace(interview, consent=form.consent())):
        return _again(interview_id, "consent", form, widens=widens)
    try:
        publication.record_consent(files(), interview_id, form.consent(), by=agent(), started_from=_started_from())
    except Conflict:
        return _conflict(interview_id, "consent", form)
    return decided(interview_id, _("The consent was kept."))


@desk.post("/interviews/<interview_id>/publishing/consent/taken-back")
@open_to("archivist")
def take_back_consent(interview_id: str) -> Answer | tuple[str, int]:
    """Keep that the narrator took consent back: nothing of the interview is public any more."""
    consent, form = files().read_interview(interview_id).consent, TakenBackForm()
    if consent is not None and consent.withdrawn_on:
        return decided(interview_id, _("It is on record already that consent was taken back."))
    if not form.validate_on_submit():
        return _again(interview_id, "taken_back", form)
    on, how = date.fromisoformat(form.withdrawn_on.data).isoformat(), form.how.data or ""
    publication.take_back_consent(files(), interview_id, by=agent(), on=on, reason=how)
    return decided(interview_id, _("It is kept that consent was taken back. Nothing of it is public any more."))


@desk.post("/interviews/<interview_id>/publishing/access")
@open_to("archivist")
def keep_access(interview_id: str) -> Answer | tuple[str, int]:
    """Open, close or hide the parts of the interview; asks once more where the public would at once meet more."""
    form = AccessForm()
    if not form.validate_on_submit():
        return _again(interview_id, "access", form)
    interview = files().read_interview(interview_id)
    told = form.told(interview.access)
    then = decisions.restricted(interview, replace(interview.access, **told), on=today())
    if widens := _widens(interview, then):
        return _again(interview_id, "access", form, widens=widens)
    try:
        publication.restrict(files(), interview_id, told, by=agent(), on=today(), started_from=_started_from())
    except Conflict:
        return _conflict(interview_id, "access", form)
    return decided(interview_id, _("What is open was kept."))


@desk.post("/interviews/<interview_id>/publishing/embargo")
@open_to("archivist")
def set_embargo(interview_id: str) -> Answer | tuple[str, int]:
    """Close words and sound until a day to come."""
    form = EmbargoForm()
    if not form.validate_on_submit():
        return _again(interview_id, "embargo", form)
    until, reason = date.fromisoformat(form.until.data), form.embargo_reason.data or ""
    try:
        publication.embargo(files(), interview_id, until=until, by=agent(), reason=reason, started_from=_started_from())
    except Conflict:
        return _conflict(interview_id, "embargo", form)
    return decided(interview_id, _("Words and sound are closed until somebody lifts the embargo."))


@desk.post("/interviews/<interview_id>/publishing/embargo/lifted")
@open_to("archivist")
def lift_embargo(interview_id: str) -> Answer:
    """Decide that the embargo is over; its day must have come."""
    publication.lift_embargo(files(), interview_id, by=agent(), on=today())
    return decided(interview_id, _("The embargo is lifted."))


@desk.post("/interviews/<interview_id>/publishing/names")
@open_to("archivist")
def keep_pseudonym(interview_id: str) -> Answer | tuple[str, int]:
    """Let the public meet somebody under another name, or under their own again, which is asked once more."""
    name, pseudonym = request.form.get("name", ""), one_line(request.form.get("pseudonym", ""))
    if len(pseudonym) > _LONGEST_NAME or not pseudonym.isprintable():
        raise BadInput("That cannot be a name.", next_step="Write up to %(num)s letters.", num=_LONGEST_NAME)
    is_own = pseudonym in ("", name)
    if is_own and _reveals(interview_id, name):
        return publishing_page(interview_id, named={name: pseudonym}, reveals=name), 422
    by, started_from = agent(), _started_from()
    try:
        if is_own:
            publication.take_back_pseudonym(files(), interview_id, name, by=by, started_from=started_from)
        else:
            publication.give_pseudonym(files(), interview_id, name, pseudonym, by=by, started_from=started_from)
    except Conflict:
        return publishing_page(interview_id, named={name: pseudonym}, conflict="names"), 409
    if is_own:
        return decided(interview_id, _("The public meets %(name)s by the name on record.", name=name))
    return decided(interview_id, _("The public meets %(pseudonym)s.", pseudonym=pseudonym))


def _reveals(interview_id: str, name: str) -> bool:
    """Whether the public would at once read a name it was not told, unless somebody has said yes to that already."""
    interview = files().read_interview(interview_id)
    has_another = bool(publication.pseudonym_of(interview, name))
    return has_another and shown(interview) != NOTHING and request.form.get("confirmed") != "yes"


def _started_from() -> str | None:
    return request.form.get("started_from") or None


def _widens(now: Interview, then: Interview) -> tuple[str, ...]:
    """What the public would at once meet besides, unless somebody has said yes to that already."""
    if request.form.get("confirmed") == "yes":
        return ()
    return newly_open(shown(now), shown(then))


def _again(interview_id: str, name: str, form: object, *, widens: tuple[str, ...] = ()) -> tuple[str, int]:
    """The page once more, with this form as it was filled in."""
    return publishing_page(interview_id, **{name: form, "widens": {name: widens}}), 422


def _conflict(interview_id: str, name: str, form: object) -> tuple[str, int]:
    """The same, beside what somebody else decided in between."""
    return publishing_page(interview_id, **{name: form, "conflict": name}), 409
