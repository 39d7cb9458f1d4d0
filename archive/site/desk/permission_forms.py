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
from archive.records import CLOSED, HIDDEN, LANGUAGE_TAG, OPEN, PUBLIC_USES, Access, Consent, Part
from archive.site.desk.typed import in_lines, one_line

_LONGEST_TEXT, _LONGEST_LINE = 8_000, 300
_PARTS = ("metadata", "transcript", "sound")


def _line(label: Any, *validators: Callable[..., Any]) -> StringField:
    return StringField(label, [*validators, Length(max=_LONGEST_LINE)], filters=[one_line])


def _is_past_day(_form: FlaskForm, field: Field) -> None:
    day = _day(field.data)
    if day > date.today():
        raise ValidationError(_("That day has not come yet."))


def _is_day_to_come(_form: FlaskForm, field: Field) -> None:
    if _day(field.data) <= date.today():
        raise ValidationError(_("Choose a day to come: an embargo that is over is lifted, not set."))


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
    given_on = _line(_l("Given on"))
    given_by = _line(_l("Given by, if not the narrator"))
    language = _line(
        _l("Language it was asked in"),
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
        return tuple(each for each in PUBLIC_USES if self[f"allows_{each}"].data)

    @classmethod
    def of(cls, consent: Consent | None) -> ConsentForm:
        """The form as the record fills it in; empty where there is no consent that counts."""
        if consent is None or consent.withdrawn_on:
            return cls(formdata=None)
        allowed = {f"allows_{each}": each in consent.uses for each in PUBLIC_USES}
        return cls(formdata=None, obj=consent, **allowed)

    def consent(self) -> Consent:
        """What was filled in."""
        return Consent(
            statement=self.statement.data,
            uses=self.uses(),
            given_on=self.given_on.data,
            given_by=self.given_by.data,
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
    access_reason = _line(_l("Why"))

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
        return cls(formdata=None, obj=access)

    def parts(self) -> dict[str, Part]:
        """What was chosen."""
        return {name: self[name].data for name in _PARTS}


class EmbargoForm(FlaskForm):  # type: ignore[misc]
    """Until which day words and sound are closed, and why."""

    until = _line(_l("Closed until"), DataRequired(_l("Write the day as 2031-05-03.")), _is_day_to_come)
    embargo_reason = _line(_l("Why"))
