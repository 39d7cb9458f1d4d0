"""The record of an interview as one form: who, when, where, in which words; what is decided has a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import zip_longest

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import opening
from archive.describing import Differing, faults, with_parts
from archive.errors import ArchiveError, Refused
from archive.files import Files, is_slug
from archive.opening import Unapproved
from archive.records import Collection, Interview, Person, Texts
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.sheets import Sheet, beside, returned, sheet_of, tidy, told_of, version_sent
from archive.site.desk.typed import one_line
from archive.site.wording import by_language

LICENCES = ("CC0 1.0", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY-NC-ND 4.0")


@desk.get("/interviews/<interview_id>/record")
@open_to("archivist", "editor", "reader")
def record(interview_id: str) -> str:
    """What is written about an interview."""
    interview = files().read_interview(interview_id)
    return _page(interview, sheet_of(interview))


@desk.post("/interviews/<interview_id>/record")
@open_to("archivist", "editor")
def describe_interview(interview_id: str) -> Answer | tuple[str, int]:
    """Keep what is written, or give the form back with what stands in the way."""
    held = files()
    interview = held.read_interview(interview_id)
    told = told_of(interview, **_people(interview))
    if found := faults(told):
        return _page(interview, returned(interview, told, found)), 422
    try:
        why = one_line(request.form.get("because", ""))
        record = with_parts(interview, told)
        opening.keep_record(held, record, started_from=version_sent(), agent=agent(), because=why)
    except Differing as differing:
        return _page(interview, beside(differing, interview_id)), differing.status
    except Refused as refused:
        return _page(interview, returned(interview, told, {}), refused), refused.status
    flash(_("Kept."), "done")
    return redirect(url_for("desk.record", interview_id=interview_id), 303)


def _page(interview: Interview, sheet: Sheet, fault: ArchiveError | None = None) -> str:
    return render_template(
        "desk/record.html",
        interview=interview,
        sheet=sheet,
        fault=fault,
        asks_why=isinstance(fault, Unapproved),
        tags=languages_of(sheet),
        collection=_collection(files(), interview.collection),
        collections=_choices(collection_titles(files(), also=sheet.said["collection"])),
        licences=LICENCES,
    )


def languages_of(sheet: Sheet) -> list[str]:
    """In which languages a record is written here: Chinese and English always, and whatever else it has."""
    there = [tag for name in sheet.said for field, _, tag in [name.partition(".")] if field in _IN_LANGUAGES]
    usual = [
        next((tag for tag in there if tag.split("-")[0] == each.split("-")[0]), each) for each in ("zh-Hans", "en")
    ]
    return list(dict.fromkeys((*usual, *there)))


_IN_LANGUAGES = ("title", "summary", "description", "synopsis")


def collection_titles(held: Files, *, also: str = "") -> dict[str, Texts]:
    """The titles of all collections by their slugs; one that is only named, or cannot be read, has none."""
    slugs = sorted({*held.collection_slugs(), *([also] if also else [])})
    return {each: found.title if (found := _collection(held, each)) else {} for each in slugs}


def _choices(titles: dict[str, Texts]) -> list[tuple[str, str]]:
    named = ((slug, next((text for _tag, text in by_language(texts)), slug)) for slug, texts in titles.items())
    return [("", "–"), *named]


def _collection(held: Files, slug: str) -> Collection | None:
    with suppress(ArchiveError):
        return held.read_collection(slug) if is_slug(slug) else None
    return None


def _people(interview: Interview) -> dict[str, Sequence[Person]]:
    """The people as the form has them, in its order; whom it does not name is no longer among them."""
    if "person-name" not in request.form:
        return {}
    known = (*interview.narrators, *interview.interviewers)
    by_name = {each.name: each for each in known}
    told: dict[str, list[Person]] = {"narrators": [], "interviewers": []}
    sent = (request.form.getlist(f"person-{each}") for each in ("name", "part", "note", "born"))
    for row in zip_longest(*sent):
        name, part, note, born = (tidy("", each or "") for each in row)
        if name or note or born:
            before = by_name.get(name, Person(name=name))
            # A page that was opened before it had this field says nothing of it.
            told_born = born if "person-born" in request.form else before.born
            person = Person(name=name, pseudonym=before.pseudonym, note=note, born=told_born)
            told["interviewers" if part == "interviewer" else "narrators"].append(person)
    return {part: tuple(people) for part, people in told.items()}
