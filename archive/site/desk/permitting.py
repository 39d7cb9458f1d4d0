"""Decisions about what may be public: consent, access, embargo, and the names by which the public meets people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import opening, publication, sensitivity
from archive.access import NOTHING, decisions, newly_open, shown
from archive.errors import BadInput, Conflict
from archive.sentences import Sentence
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.permission_forms import AccessForm, ConsentForm, EmbargoForm, TakenBackForm
from archive.site.desk.publishing import because, decided, publishing_page, today
from archive.site.desk.typed import one_line

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Widening:
    """What the public would at once meet more of, were a form kept as it is; ``missing`` nobody has looked at so.

    ``asks_why`` once somebody said yes all the same, and not why.
    """

    parts: tuple[str, ...]
    missing: tuple[Sentence, ...]
    asks_why: bool


@desk.post("/interviews/<interview_id>/publishing/consent")
@open_to("archivist")
def keep_consent(interview_id: str) -> Answer | tuple[str, int]:
    """Keep what the narrator allowed; asks once more where the public would at once meet more."""
    form = ConsentForm()
    if not form.validate_on_submit():
        return _again(interview_id, "consent", form)
    consent = form.consent()
    if widening := _widening(interview_id, partial(decisions.allowed_as_told, consent=consent)):
        return _again(interview_id, "consent", form, widening)
    try:
        opening.record_consent(files(), archive_settings(), interview_id, consent, **_as_it_was_read())
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
    told = form.told(files().read_interview(interview_id).access)
    if widening := _widening(interview_id, partial(decisions.restricted_as_told, told=told, on=today())):
        return _again(interview_id, "access", form, widening)
    try:
        opening.restrict(files(), archive_settings(), interview_id, told, on=today(), **_as_it_was_read())
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
    until, reason = form.day(), form.embargo_reason.data or ""
    try:
        publication.embargo(files(), interview_id, until=until, by=agent(), reason=reason, started_from=_started_from())
    except Conflict:
        return _conflict(interview_id, "embargo", form)
    return decided(interview_id, _("Words and sound are closed until somebody lifts the embargo."))


@desk.post("/interviews/<interview_id>/publishing/embargo/lifted")
@open_to("archivist")
def lift_embargo(interview_id: str) -> Answer | tuple[str, int]:
    """Decide that the embargo is over; its day must have come. Asks once more where the public would meet more."""
    by, on = agent(), today()
    if widening := _widening(interview_id, partial(decisions.embargo_lifted, by=by, on=on)):
        return publishing_page(interview_id, widening={"lifting": widening}), 422
    opening.lift_embargo(files(), archive_settings(), interview_id, by=by, on=on, because=because())
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


def _as_it_was_read() -> dict[str, Any]:
    """Who decides, on having read what, and why although nobody has looked at all there is."""
    return {"by": agent(), "because": because(), "started_from": _started_from()}


def _widening(interview_id: str, decided: opening.Decided) -> Widening | None:
    """What the public would at once meet besides; None once somebody said yes, having looked or written why not."""
    now = files().read_interview(interview_id)
    then = decided(now)
    parts = newly_open(shown(now), shown(then))
    is_confirmed = request.form.get("confirmed") == "yes"
    if not parts or (is_confirmed and because()):
        return None
    missing = opening.unlooked(files(), archive_settings(), interview_id, lambda _: then)
    if is_confirmed and not missing:
        return None
    return Widening(parts, tuple(sensitivity.NAMES[each] for each in missing), asks_why=is_confirmed)


def _again(interview_id: str, name: str, form: object, widening: Widening | None = None) -> tuple[str, int]:
    """The page once more, with this form as it was filled in."""
    asked = {name: widening} if widening else {}
    return publishing_page(interview_id, **{name: form, "widening": asked}), 422


def _conflict(interview_id: str, name: str, form: object) -> tuple[str, int]:
    """The same, beside what somebody else decided in between."""
    return publishing_page(interview_id, **{name: form, "conflict": name}), 409
