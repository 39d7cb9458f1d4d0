"""The forms in which consent, access and embargo are decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from archive.errors import BadInput
from archive.intake.details import edtf_date
from archive.records import CLOSED, HIDDEN, LANGUAGE_TAG, OPEN, PARTS, USES, Access, Consent
from archive.site.desk.typed import in_lines, one_line

_LONGEST_TEXT, _LONGEST_LINE = 8_000, 300
_REASONS = {"public_reason_zh": "zh-Hans", "public_reason_en": "en"}


def _line(label: Any, *validators: Callable[..., Any]) -> StringField:
    return StringField(label, [*validators, Length(max=_LONGEST_LINE)], filters=[one_line])


def _is_past_day(_form: FlaskForm, field: Field) -> None:
    day = _day(field.data)
    if day > date.today():
        raise ValidationError(_("That day has not come yet."))


def _is_day_to_come(_form: FlaskForm, field: Field) -> None:
    if _day(field.data) <= date.today():
        raise ValidationError(_("Choose a day to come: an embargo that is over is lifted, not set."))


def _is_some_day(_form: FlaskForm, field: Field) -> None:
    field.data = _day(field.data).isoformat()


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValidationError(_("Write the day as 2031-05-03.")) from None


class ConsentForm(FlaskForm):  # type: ignore[misc]
    """What the narrator allowed: in words, use by use, when, to whom and within which limits."""

    statement = TextAreaField(
        _l("What the narrator allowed, in words"),
        [DataRequired(_l("Write what the narrator allowed.")), Length(max=_LONGEST_TEXT)],
        filters=[in_lines],
    )
    allows_text = BooleanField(_l("The words may be read"))
    allows_translation = BooleanField(_l("They may be read in other languages"))
    allows_sound = BooleanField(_l("The voice may be heard, and a film seen"))
    allows_processing = BooleanField(_l("Machines of this archive may transcribe it"))
    allows_external = BooleanField(_l("It may be given to machines or services elsewhere"))
    given_on = _line(_l("Given on"))
    given_by = _line(_l("Given by, if not the narrator"))
    explained_by = _line(_l("Explained by"))
    language = _line(
        _l("Language it was explained in"),
        Optional(),
        Regexp(rf"{LANGUAGE_TAG.pattern}\Z", message=_l("A language tag is wanted: zh, en, yue …")),
    )
    limits = TextAreaField(_l("Limits"), [Length(max=_LONGEST_TEXT)], filters=[in_lines])

    def validate_given_on(self, field: Field) -> None:
        """A day, or as much of it as is known."""
        try:
            edtf_date(field.data)
        except BadInput:
            raise ValidationError(_("Write the day as 2016-03-14, or 2016-03, or 2016?.")) from None
        if field.data > date.today().isoformat() and field.data[:4].isdigit():
            raise ValidationError(_("That day has not come yet."))

    def validate_allows_text(self, _field: Field) -> None:
        """Consent is to some use; what allows none was taken back, and says so on a form of its own."""
        if not self.uses():
            raise ValidationError(_("Choose at least one. Whoever allows nothing gave no consent."))

    def uses(self) -> tuple[str, ...]:
        """The uses that were ticked."""
        return tuple(each for each in USES if self[f"allows_{each}"].data)

    @classmethod
    def of(cls, consent: Consent | None) -> ConsentForm:
        """The form as the record fills it in; empty where there is no consent that counts."""
        if consent is None or consent.withdrawn_on:
            return cls(formdata=None)
        allowed = {f"allows_{each}": each in consent.uses for each in USES}
        return cls(formdata=None, obj=consent, **allowed)

    def consent(self) -> Consent:
        """What was filled in."""
        return Consent(
            statement=self.statement.data,
            uses=self.uses(),
            given_on=self.given_on.data,
            given_by=self.given_by.data,
            explained_by=self.explained_by.data,
            language=self.language.data,
            limits=self.limits.data,
        )


class TakenBackForm(FlaskForm):  # type: ignore[misc]
    """When and how a narrator took consent back."""

    withdrawn_on = _line(_l("Taken back on"), DataRequired(_l("Write the day as 2031-05-03.")), _is_past_day)
    how = _line(_l("How, and why"))


class AccessForm(FlaskForm):  # type: ignore[misc]
    """How far each part of an interview is open."""

    metadata = SelectField(_l("Description"))
    transcript = SelectField(_l("Words, in every language"))
    sound = SelectField(_l("Sound and film"))
    metadata_not_before = _line(_l("Not before"), Optional(), _is_some_day)
    transcript_not_before = _line(_l("Not before"), Optional(), _is_some_day)
    sound_not_before = _line(_l("Not before"), Optional(), _is_some_day)
    public_reason_zh = _line(_l("Why, for readers, in Chinese"))
    public_reason_en = _line(_l("Why, for readers, in English"))
    access_reason = _line(_l("Why, for staff"))

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        self.metadata.choices = [
            (OPEN, _("open: all that is written about it")),
            (CLOSED, _("closed: only the title, and that it is closed")),
            (HIDDEN, _("hidden: not even listed")),
        ]
        for each in (self.transcript, self.sound):
            each.choices = [
                (OPEN, _("open")),
                (CLOSED, _("closed: that it exists, no more")),
                (HIDDEN, _("hidden: not even that it exists")),
            ]

    @classmethod
    def of(cls, access: Access) -> AccessForm:
        """The form as the record fills it in."""
        told = {f"{part}_not_before": access.not_before.get(part, "") for part in PARTS}
        told |= {name: access.public_reason.get(tag, "") for name, tag in _REASONS.items()}
        return cls(formdata=None, obj=access, access_reason=access.reason, **told)

    def validate(self, extra_validators: Any = None) -> bool:
        """What each field demands; and that no part is opened before its day."""
        is_right = super().validate(extra_validators)
        for part in PARTS:
            day = self[f"{part}_not_before"]
            if self[part].data == OPEN and not day.errors and (day.data or "") > date.today().isoformat():
                day.errors = [_("Close it until then: what is open does not wait for a day.")]
                is_right = False
        return bool(is_right)

    def told(self, before: Access) -> dict[str, Any]:
        """What was chosen, for a record whose access was this ``before``: reasons in other languages stay."""
        reasons = {**before.public_reason, **{tag: self[name].data for name, tag in _REASONS.items()}}
        days = {part: self[f"{part}_not_before"].data for part in PARTS}
        return {
            **{part: self[part].data for part in PARTS},
            "not_before": {part: day for part, day in days.items() if day},
            "public_reason": {tag: text for tag, text in reasons.items() if text},
            "reason": self.access_reason.data or "",
        }


class EmbargoForm(FlaskForm):  # type: ignore[misc]
    """Until which day words and sound are closed, and why."""

    until = _line(_l("Closed until"), DataRequired(_l("Write the day as 2031-05-03.")), _is_day_to_come)
    embargo_reason = _line(_l("Why"))
