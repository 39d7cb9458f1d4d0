"""What is done to the passages of a text: by a form for each, or by the script of the page, which sends the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, flash, get_template_attribute, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as Answer

from archive import correcting
from archive.correcting import Outcome, Text, Wish, keys_of, version_of
from archive.files import TrackName
from archive.records import Cue
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.rows import Row, readings_of, rows_of
from archive.site.desk.texts import pair_of, text_name, words_beside
from archive.site.desk.wishes import wish_from, wishes_from_form

_MOST_ROWS = 500


@desk.post("/interviews/<interview_id>/texts/<stem>/wishes.json")
@open_to("archivist", "editor")
def make_correction(interview_id: str, stem: str) -> Response:
    """Do one thing to a text and say what came of it, and how the text stands now."""
    name, sent = text_name(stem), _sent()
    if isinstance(sent, dict) and sent.get("by", agent()) != agent():
        raise Forbidden  # somebody else signed in at this browser while it was typed: nothing is said in their name
    outcome = correcting.correct(files(), interview_id, name, wish_from(sent), by=agent())
    after = outcome.correction.after if not outcome.disputed else ()
    told = _state(outcome.text)
    changed = [each for each in rows_of(outcome.text.track) if any(each.cue is cue or each.cue == cue for cue in after)]
    beside = words_beside(pair_of(files(), interview_id, name))
    return jsonify(
        told
        | {
            "outcome": "disputed" if outcome.disputed else "joined" if outcome.took_in else "saved",
            "correction": outcome.correction.id,
            "after": [_plain(each.key, each.cue) for each in changed],
            "rows": {each.key: _row_html(interview_id, name, each, beside) for each in changed},
            "disputes": _readings_html(outcome.text),
        }
    )


def _sent() -> object:
    """What a script sent, whatever that is; nothing if it makes no sense."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists in lists in lists: the parser gives up by this, which is no ValueError
        return None


@desk.get("/interviews/<interview_id>/texts/<stem>/state.json")
@open_to("archivist", "editor", "reader")
def text_state(interview_id: str, stem: str) -> Response:
    """How a text stands: the names of its passages in order, unless that is what the asker knows already."""
    text = correcting.read_text(files(), interview_id, text_name(stem))
    told = _state(text)
    if request.args.get("known") == told["version"]:
        return jsonify({"version": told["version"], "disputed": told["disputed"]})
    return jsonify(told | {"disputes": _readings_html(text)})


@desk.get("/interviews/<interview_id>/texts/<stem>/rows.json")
@open_to("archivist", "editor", "reader")
def text_rows(interview_id: str, stem: str) -> Response:
    """Passages by their names, as they stand in the page."""
    name = text_name(stem)
    wanted = set(request.args.get("keys", "").split(",")[:_MOST_ROWS])
    rows = rows_of(correcting.read_text(files(), interview_id, name).track)
    beside = words_beside(pair_of(files(), interview_id, name))
    return jsonify({each.key: _row_html(interview_id, name, each, beside) for each in rows if each.key in wanted})


@desk.post("/interviews/<interview_id>/texts/<stem>")
@open_to("archivist", "editor")
def correct_by_form(interview_id: str, stem: str) -> Answer:
    """Do to a text what the form of one passage asks, and go back to it."""
    outcome = _done(interview_id, text_name(stem), wishes_from_form(request.form))
    if request.form.get("act") == "undo":
        flash(_("Your last change is taken back."), "done")
    else:
        _say(outcome)
    there = outcome.correction.after or outcome.correction.before
    anchor = f"t{there[0].start_ms}" if there else "text"
    cue = f"{there[0].start_ms}-{there[0].end_ms}" if outcome.correction.after and not outcome.disputed else None
    return redirect(url_for("desk.correct_text", interview_id=interview_id, stem=stem, cue=cue, _anchor=anchor), 303)


def _done(interview_id: str, name: TrackName, wishes: Sequence[Wish]) -> Outcome:
    """What came of the last of these wishes about a passage, each made of what the one before left."""
    first, *others = wishes
    outcome = correcting.correct(files(), interview_id, name, first, by=agent())
    for wish in others:
        if outcome.disputed:
            break
        wish = replace(wish, cues=(*outcome.correction.after, *wish.cues[1:]))
        outcome = correcting.correct(files(), interview_id, name, wish, by=agent())
    return outcome


def _say(outcome: Outcome) -> None:
    if outcome.disputed:
        flash(_("Somebody changed this passage while you did. Both readings are kept: choose one."), "wrong")
    elif outcome.took_in:
        flash(_("Saved, together with what somebody else changed in this passage."), "done")
    else:
        flash(_("Saved."), "done")


# --- how it stands ---------------------------------------------------------------------------------------------------


def _state(text: Text) -> dict[str, Any]:
    keys = keys_of(text.cues)
    return {
        "version": version_of(text, keys),
        "keys": keys,
        "heard": correcting.confirmed(text.cues),
        "disputed": len(text.disputes),
    }


def _plain(key: str, cue: Cue) -> dict[str, Any]:
    return {
        "key": key,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "speaker": cue.speaker,
        "text": cue.text,
    }


def _readings_html(text: Text) -> str:
    return render_template(
        "desk/disputes.html", interview_id=text.interview_id, name=text.name, readings=readings_of(text)
    )


def _row_html(interview_id: str, name: TrackName, row: Row, beside: Mapping[int, str]) -> str:
    write = get_template_attribute("desk/cue.html", "cue_row")
    written: str = write(row, interview_id, name, beside.get(row.cue.start_ms, ""))
    return written
