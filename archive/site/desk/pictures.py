"""The pictures of an interview: taken in, described, placed at a moment, and opened to the public one by one."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import gallery
from archive.describing import mark
from archive.errors import ArchiveError, BadInput, Conflict, NotFound
from archive.intake.details import edtf_date
from archive.moments import clock, moment
from archive.records import HIDDEN, OPEN, Part, Photo
from archive.site.desk.attached import attached
from archive.site.desk.doors import agent, archive_settings, desk, files, may, open_to
from archive.site.desk.typed import one_line

LANGUAGES = {"zh-Hans": "中文", "en": "English"}
"""The languages in which a picture is described here; what stands in others is kept."""

_LONGEST = 2_000


@desk.get("/interviews/<interview_id>/pictures")
@open_to("archivist", "editor", "reader")
def pictures(interview_id: str) -> str:
    """All pictures of an interview, each with what is said of it."""
    return _page(interview_id)


def _page(interview_id: str, *, file: str = "", fault: ArchiveError | None = None) -> str:
    """The page; what was typed about the picture ``file`` stands in its form, with what speaks against keeping it."""
    interview = files().read_interview(interview_id)
    return render_template(
        "desk/pictures.html",
        interview=interview,
        sheets={each.file: _as_typed(each) if each.file == file else _sheet(each) for each in interview.gallery},
        marks={each.file: mark(each) for each in interview.gallery},
        faulty=file,
        fault=fault,
        languages_of_pictures=LANGUAGES,
    )


def _sheet(photo: Photo) -> dict[str, str]:
    """What is said of a picture, by the controls of its form."""
    return {
        **{f"caption-{language}": photo.caption.get(language, "") for language in LANGUAGES},
        **{f"alt-{language}": photo.alt.get(language, "") for language in LANGUAGES},
        "credit": photo.credit,
        "date": photo.date,
        "recording": photo.recording,
        "moment": clock(photo.start_ms),
        "open": "on" if photo.access == OPEN else "",
    }


def _as_typed(photo: Photo) -> dict[str, str]:
    before = _sheet(photo)
    typed = {name: request.form.get(name, "") for name in before}
    return typed if may("archivist") else typed | {"open": before["open"]}


@desk.post("/interviews/<interview_id>/pictures")
@open_to("archivist")
def add_picture(interview_id: str) -> Answer:
    """Take in a picture."""
    missing = BadInput("No picture was chosen.", next_step="Choose a JPEG, PNG, TIFF, WebP or GIF.")
    with attached("picture", missing) as picture:
        gallery.add_picture(files(), archive_settings(), interview_id, picture, agent=agent())
    flash(_("The picture was taken in. Nobody else sees it until you open it."), "done")
    return redirect(url_for("desk.pictures", interview_id=interview_id), 303)


@desk.post("/interviews/<interview_id>/pictures/<file>")
@open_to("archivist", "editor")
def describe_picture(interview_id: str, file: str) -> Answer | tuple[str, int]:
    """Keep what is said of a picture, and whether it is open, or give the form back with what stands in the way."""
    before = _photo(interview_id, file)
    started_from = request.form.get("started_from") or None
    try:
        gallery.describe_picture(files(), interview_id, _told(before), agent=agent(), started_from=started_from)
    except (BadInput, Conflict, NotFound) as fault:
        return _page(interview_id, file=file, fault=fault), fault.status
    flash(_("%(name)s was kept.", name=file), "done")
    return redirect(url_for("desk.pictures", interview_id=interview_id), 303)


def _told(before: Photo) -> Photo:
    """What the form says of a picture; whether the public may see it is an archivist's to say."""
    access: Part = OPEN if "open" in request.form else HIDDEN
    return Photo(
        file=before.file,
        caption=_texts("caption", dict(before.caption)),
        alt=_texts("alt", dict(before.alt)),
        credit=_said("credit"),
        date=edtf_date(_said("date")),
        recording=_said("recording"),
        start_ms=_start_ms(before),
        access=access if may("archivist") else before.access,
    )


@desk.get("/interviews/<interview_id>/pictures/<file>")
@open_to("archivist", "editor", "reader")
def picture(interview_id: str, file: str) -> Response:
    """The copy of a picture, as the public would see it."""
    photo = _photo(interview_id, file)
    response = make_response(files().store.read(gallery.public_copy(interview_id, photo)))
    response.mimetype = "image/jpeg"
    return response


def _photo(interview_id: str, file: str) -> Photo:
    found = [each for each in files().read_interview(interview_id).gallery if each.file == file]
    if not found:
        raise NotFound(
            "%(interview)s has no picture %(file)r.",
            next_step="Look at its gallery.",
            interview=interview_id,
            file=file,
        )
    return found[0]


def _texts(name: str, before: dict[str, str]) -> dict[str, str]:
    """The texts as they were, with those of the form in their place; what is emptied is taken out."""
    told = before | {language: _said(f"{name}-{language}") for language in LANGUAGES}
    return {language: text for language, text in told.items() if text}


def _said(name: str) -> str:
    said = one_line(request.form.get(name, ""))
    if len(said) > _LONGEST:
        raise BadInput("That is longer than %(num)s characters.", next_step="Shorten it.", num=_LONGEST)
    return said


def _start_ms(before: Photo) -> int:
    """The moment of the form; one that nobody touched stays as exact as it was."""
    if not _said("recording"):
        return 0
    return before.start_ms if _said("moment") == clock(before.start_ms) else moment(_said("moment") or "0:00")
