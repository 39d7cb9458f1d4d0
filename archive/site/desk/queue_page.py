"""The queue: what runs, waits, failed and was done; stopping it, asking again, and asking in another way."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from archive import jobs, transcribe
from archive.jobs import Step
from archive.records import LANGUAGE_TAG, Sides, Wish
from archive.site.desk.board import Row, board_lately, board_now, office
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.typed import one_line
from archive.site.wording import duration


class HearAgain(FlaskForm):  # type: ignore[misc]
    """With which model, in which language and knowing which words a recording is to be heard again."""

    model = SelectField(_l("Model"), validate_choice=True)
    language = StringField(
        _l("Language spoken"),
        [
            Optional(),
            Length(max=35),
            Regexp(rf"{LANGUAGE_TAG.pattern}\Z", message=_l("A language tag is wanted: zh, en, yue …")),
        ],
    )
    sides = SelectField(_l("The two sides of the tape"), validate_choice=True)
    glossary = TextAreaField(_l("Names and words to listen for"), [Length(max=4000)])

    def wish(self) -> Wish:
        """What was filled in."""
        lines = (self.glossary.data or "").replace("，", "\n").replace(",", "\n").splitlines()
        glossary = tuple(filter(None, map(one_line, lines)))
        return Wish(
            model=self.model.data or "",
            language=one_line(self.language.data),
            glossary=glossary,
            sides=cast(Sides, self.sides.data or ""),
        )


@desk.get("/queue")
@open_to("archivist", "editor", "reader")
def queue() -> str:
    """The whole board."""
    return render_template("desk/queue.html", board=board_now())


@desk.get("/queue.json")
@open_to("archivist", "editor", "reader")
def queue_json() -> Response:
    """How far the running steps are, and a state that changes when the page is to be asked for again."""
    board = board_lately()
    return jsonify({"state": board.state, "running": [_told(row) for row in board.running]})


@desk.post("/queue/cancel")
@open_to("archivist")
def cancel_step() -> Answer:
    """Stop a step, or keep it from beginning."""
    step = _step_asked_for()
    jobs.cancel(files(), step, agent=agent())
    flash(_("Cancelled. Whoever was at it stops within seconds."), "done")
    return redirect(url_for("desk.queue"), 303)


@desk.post("/queue/retry")
@open_to("archivist")
def retry_step() -> Answer:
    """Have a step that failed or was cancelled done after all."""
    jobs.retry(files(), _step_asked_for(), agent=agent())
    office().queue.nudge()
    flash(_("It waits its turn again."), "done")
    return redirect(url_for("desk.queue"), 303)


@desk.route("/interviews/<interview_id>/hear-again", methods=["GET", "POST"])
@open_to("archivist")
def hear_again(interview_id: str) -> Answer | tuple[str, int] | str:
    """Have an interview transcribed anew, with another model, in another language, or knowing more words."""
    interview = files().read_interview(interview_id)
    usual = Wish() if not interview.recordings else interview.recordings[0].wish
    usual = replace(usual, language=usual.language or interview.language)
    form = HearAgain(model=usual.model, language=usual.language, glossary="\n".join(usual.glossary), sides=usual.sides)
    today = archive_settings().whisper_model
    form.model.choices = [("", _("As usual: %(model)s", model=today)), *((n, n) for n in transcribe.known_models())]
    form.sides.choices = [
        ("", _("As is measured")),
        ("apart", _("Different voices: hear each by itself")),
        ("together", _("One sound: hear them together")),
    ]
    if not form.validate_on_submit():
        page = render_template("desk/hear-again.html", form=form, interview=interview)
        return page, 422 if form.errors else 200
    jobs.hear_again(files(), interview_id, form.wish(), agent=agent())
    office().queue.nudge()
    flash(_("It will be heard again. The text there was is kept among the versions."), "done")
    return redirect(url_for("desk.queue"), 303)


def _step_asked_for() -> Step:
    asked = {name: request.form.get(name, "") for name in ("interview", "recording", "step")}
    return jobs.find_step(files(), archive_settings(), asked["interview"], asked["recording"], asked["step"])


def _told(row: Row) -> dict[str, object]:
    progress = row.progress
    total_ms = progress.total_ms if progress else 0
    return {
        "key": row.key,
        "done_ms": min(progress.done_ms, total_ms) if progress else 0,
        "total_ms": total_ms,
        "left": _("about %(length)s left", length=duration(row.left_ms)) if row.left_ms else "",
    }
