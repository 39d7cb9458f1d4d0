"""The review queue: what programs suggest meets its evidence, and somebody decides; by a form, or by one key."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import places, tags, vocabulary
from archive.errors import BadInput, NotFound
from archive.files import Files
from archive.intake.details import edtf_date
from archive.language import is_han
from archive.records import Referent, Tag
from archive.site.desk.doors import agent, desk, files, local_address, may, open_to, wants_data
from archive.site.desk.suggestions import choices, concept_named, name_of, review, tag_everything, wanted_by
from archive.site.desk.typed import one_line

_LONGEST_PHRASE = 200


@desk.get("/review")
@open_to("archivist", "editor", "reader")
def review_queue() -> str:
    """The suggestions that wait, or those of an interview, a collection, a kind or a concept, and what was decided."""
    held, wanted = files(), wanted_by(request.args)
    found = concept_named(held, wanted.concept) if wanted.concept else None
    return render_template(
        "desk/review.html",
        review=review(held, wanted, first=request.args.get("from", 0, type=int)),
        concept=found[1] if found else None,
        vocabulary=found[0] if found else "",
        choices=choices(held) if may("editor") else [],
        name_of=name_of,
        here=request.full_path.rstrip("?"),
    )


@desk.get("/interviews/<interview_id>/review")
@open_to("archivist", "editor", "reader")
def review_interview(interview_id: str) -> Answer:
    """The queue of one interview."""
    return redirect(url_for("desk.review_queue", interview=files().read_interview(interview_id).id))


@desk.post("/review/<interview_id>/<recording>/<tag_id>")
@open_to("archivist", "editor")
def decide_tag(interview_id: str, recording: str, tag_id: str) -> Answer:
    """Decide about one tag, or by it for its spelling, and go on where the form says."""
    act = request.form.get("act", "")
    if act not in _ACTS:
        raise BadInput("Nobody knows what that decides.", next_step="Reload the page.")
    tag = _tag(files(), interview_id, recording, tag_id)
    count = _ACTS[act](interview_id, recording, tag)
    after = _tag(files(), interview_id, recording, tag_id)
    if wants_data():
        return jsonify({"status": after.status, "means": name_of(after.means), "by": after.decided_by, "count": count})
    flash(_said(after, count), "done")
    return redirect(local_address(request.form.get("back", "")) + "#waiting", 303)


def _said(tag: Tag, count: int) -> str:
    told = {"accepted": _("Accepted"), "rejected": _("Rejected"), "suggested": _("Undone: it waits again")}[tag.status]
    many = ngettext("%(num)s tag", "%(num)s tags", count)
    return str(_("%(what)s: “%(text)s”, %(many)s", what=told, text=tag.text, many=many))


def _tag(held: Files, interview_id: str, recording: str, tag_id: str) -> Tag:
    for each in tags.read_tags(held, interview_id, recording):
        if each.id == tag_id:
            return each
    raise NotFound(
        "The tag %(id)s is not here any more.", next_step="Reload the page: it was suggested anew.", id=tag_id
    )


# --- what can be decided ---------------------------------------------------------------------------------------------


def _accept(interview_id: str, recording: str, tag: Tag) -> int:
    return len(tags.accept(files(), interview_id, recording, [tag.id], agent=agent()))


def _reject(interview_id: str, recording: str, tag: Tag) -> int:
    return len(tags.reject(files(), interview_id, recording, [tag.id], agent=agent()))


def _change(interview_id: str, recording: str, tag: Tag) -> int:
    return len(tags.change(files(), interview_id, recording, [tag.id], _meant(tag), agent=agent()))


def _undo(interview_id: str, recording: str, tag: Tag) -> int:
    return len(tags.undo(files(), interview_id, recording, [tag.id], agent=agent()))


def _accept_everywhere(interview_id: str, _recording: str, tag: Tag) -> int:
    return sum(tags.rule(files(), interview_id, tag, "accepted", agent=agent()).tags.values())


def _reject_everywhere(interview_id: str, _recording: str, tag: Tag) -> int:
    return sum(tags.rule(files(), interview_id, tag, "rejected", agent=agent()).tags.values())


def _undo_everywhere(interview_id: str, _recording: str, tag: Tag) -> int:
    return sum(tags.rule(files(), interview_id, tag, "suggested", agent=agent()).tags.values())


def _teach(interview_id: str, recording: str, tag: Tag) -> int:
    """The tag means another concept, and so do its words wherever they are said from now on."""
    found = concept_named(files(), _typed())
    if found is None:
        raise _no_such_concept()
    count = _change(interview_id, recording, tag)
    slug, concept = found
    vocabulary.add(files(), slug, concept.uri, tag.text, tag.language, as_="synonym", agent=agent())
    tag_everything(first=[interview_id])
    return count


_ACTS = {
    "accept": _accept,
    "reject": _reject,
    "change": _change,
    "undo": _undo,
    "teach": _teach,
    "accept everywhere": _accept_everywhere,
    "reject everywhere": _reject_everywhere,
    "undo everywhere": _undo_everywhere,
}


def _typed() -> str:
    return one_line(request.form.get("meaning", ""))[:_LONGEST_PHRASE]


def _meant(tag: Tag) -> Referent:
    """What somebody says a tag means: one of the alternatives, a date, a name, or a concept by its name."""
    chosen = request.form.get("alternative", "")
    for each in tag.alternatives:
        if each.id and each.id == chosen:
            return each
    typed = _typed()
    if not typed:
        raise BadInput("Nothing was written that it means.", next_step="Write the name of a concept, or a date.")
    if tag.kind == "date":
        return Referent(id=edtf_date(typed))
    if tag.kind == "place" and (place := places.known().meant(typed).place):
        names = {"en": place.english, "zh-Hans": place.chinese}
        return Referent(id=place.id, label={language: name for language, name in names.items() if name})
    if tag.kind in ("person", "place", "organisation"):
        return Referent(id="" if tag.kind == "place" else typed, label={tag.language: typed})
    found = concept_named(files(), typed)
    if found is None:
        raise _no_such_concept()
    return Referent(id=found[1].uri, label=found[1].labels)


def _no_such_concept() -> BadInput:
    return BadInput(
        "The vocabulary has no concept of that name.", next_step="Choose one from the list: it opens while you type."
    )


# --- more words for a concept ----------------------------------------------------------------------------------------


@desk.post("/review/phrases")
@open_to("archivist", "editor")
def add_phrase() -> Answer:
    """Give a concept another phrase that people say for it; what says it is suggested at once."""
    phrase = one_line(request.form.get("phrase", ""))[:_LONGEST_PHRASE]
    found = concept_named(files(), request.form.get("concept", ""))
    if found is None:
        raise _no_such_concept()
    slug, concept = found
    language = request.form.get("language", "") or ("zh" if any(map(is_han, phrase)) else "en")
    vocabulary.add(files(), slug, concept.uri, phrase, language, as_="synonym", agent=agent())
    says = _(
        "“%(phrase)s” is found as %(concept)s now.", phrase=phrase, concept=name_of(Referent(label=concept.labels))
    )
    flash(says + tag_everything(), "done")
    if back := request.form.get("back", ""):
        return redirect(local_address(back), 303)
    return redirect(url_for("desk.review_queue", concept=concept.uri), 303)
