"""What is done to the passages of a text: by a form for each, or by the script of the page, which sends the same."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, flash, get_template_attribute, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as Answer

from archive import correcting
from archive.correcting import Outcome, Text, Wish
from archive.errors import BadInput
from archive.files import TrackName
from archive.records import LATEST_MS, Cue
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.rows import Row, keys_of, moment, readings_of, rows_of, version_of
from archive.site.desk.texts import LONGEST_NAME, pair_of, text_name, words_beside

LONGEST_TEXT = 20_000
_LONGEST_THERE_IS = 4_000_000
_MOST_ROWS = 500
_OF_A_PASSAGE = frozenset({"text", "heard", "speaker", "times", "remove"})
"""The buttons under the one form of a passage that leave it in one piece."""


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
    """Do one thing to a text from the form of one passage, and go back to it."""
    wish = wish_from_form(request.form)
    outcome = _done(interview_id, text_name(stem), wish, _changed(request.form, wish))
    _say(outcome)
    there = outcome.correction.after or outcome.correction.before
    anchor = f"t{there[0].start_ms}" if there else "text"
    cue = f"{there[0].start_ms}-{there[0].end_ms}" if outcome.correction.after and not outcome.disputed else None
    return redirect(url_for("desk.correct_text", interview_id=interview_id, stem=stem, cue=cue, _anchor=anchor), 303)


def _done(interview_id: str, name: TrackName, wish: Wish, more: Sequence[str]) -> Outcome:
    """What came of a wish, done after ``more``: acts that the same form asks for."""
    for act in more:
        outcome = correcting.correct(files(), interview_id, name, replace(wish, act=act), by=agent())
        if outcome.disputed:
            return outcome
        wish = replace(wish, cues=outcome.correction.after)
    return correcting.correct(files(), interview_id, name, wish, by=agent())


def _changed(form: Mapping[str, str], wish: Wish) -> list[str]:
    """What else somebody changed in the form of a passage: nothing typed is lost, whichever button was pressed."""
    if wish.act not in _OF_A_PASSAGE or len(wish.cues) != 1:
        return []
    cue = wish.cues[0]
    is_other = {
        "text": bool(wish.text) and wish.text != " ".join(cue.text.split("\n")),
        "speaker": "speaker" in form and wish.speaker != cue.speaker,
        "times": bool(form.get("start") and form.get("end"))
        and (wish.start_ms, wish.end_ms) != (cue.start_ms, cue.end_ms),
    }
    return [act for act, changed in is_other.items() if changed and act != wish.act]


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


# --- what is asked ---------------------------------------------------------------------------------------------------


def _sent() -> object:
    """What a script sent, whatever that is; nothing if it makes no sense."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists in lists in lists: the parser gives up by this, which is no ValueError
        return None


def wish_from(told: object) -> Wish:
    """What a script sends; raises :class:`BadInput` for anything that is not a wish."""
    if not isinstance(told, dict):
        raise BadInput("Nothing was asked.")
    cues = told.get("cues", [])
    if not isinstance(cues, list) or len(cues) > 2:
        raise BadInput("A wish is about one passage or two.")
    seen = tuple(_cue(each) for each in cues)
    return Wish(
        act=_text(told, "act", 20),
        cues=seen,
        id=_uuid(_text(told, "id", 40)),
        text=_text(told, "text", _longest_text(seen)),
        at=_number(told, "at"),
        start_ms=_number(told, "start_ms"),
        end_ms=_number(told, "end_ms"),
        speaker=_speaker(told, seen),
        of=_text(told, "of", 40),
    )


def wish_from_form(form: Mapping[str, str]) -> Wish:
    """What the form of a passage sends: the passage as it was when the page was made, and what it should become.

    A passage is split where its text has a line break.
    """
    act, text = form.get("act", ""), form.get("text", "").replace("\r\n", "\n").strip()
    cues = [_form_cue(form, "")] if form.get("from_start_ms") else []
    if act == "join" and form.get("from_next_start_ms"):
        cues.append(_form_cue(form, "next_"))
    at = text.find("\n") if act == "split" else 0
    if act == "split" and at < 0:
        raise BadInput("It is not said where to split.", next_step="Begin a new line where the second part starts.")
    return Wish(
        act=act,
        cues=tuple(cues),
        text=_text({"text": " ".join(text.split("\n"))}, "text", _longest_text(cues)),
        at=at,
        start_ms=moment(form["start"]) if form.get("start") else 0,
        end_ms=moment(form["end"]) if form.get("end") else 0,
        speaker=_speaker(form, cues),
        of=_text(form, "of", 40),
    )


def _form_cue(form: Mapping[str, str], prefix: str) -> Cue:
    names = ("start_ms", "end_ms", "speaker", "text")
    told: dict[str, Any] = {name: form.get(f"from_{prefix}{name}", "") for name in names}
    for name in ("start_ms", "end_ms"):
        told[name] = int(told[name]) if told[name].isascii() and told[name].isdigit() and len(told[name]) < 13 else -1
    told["text"] = told["text"].replace("\r\n", "\n")
    return _cue(told)


def _cue(told: object) -> Cue:
    if not isinstance(told, dict):
        raise BadInput("A passage has times, a speaker and a text.")
    return Cue(
        _number(told, "start_ms"),
        _number(told, "end_ms"),
        _text(told, "text", _LONGEST_THERE_IS),
        speaker=_text(told, "speaker", _LONGEST_THERE_IS),
    )


def _longest_text(cues: Sequence[Cue]) -> int:
    """How much may be written: what came in from elsewhere may be longer, and is to be split, not to be stuck."""
    return LONGEST_TEXT + sum(len(each.text) for each in cues)


def _speaker(told: Mapping[str, Any], cues: Sequence[Cue]) -> str:
    """The voice that is asked for; one that is there may stay, however long its name."""
    there = {each.speaker for each in cues}
    wanted = _text(told, "speaker", _LONGEST_THERE_IS).strip()
    if len(wanted) > LONGEST_NAME and wanted not in there:
        raise BadInput("That name is too long.", next_step="Write who speaks.")
    return wanted


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise BadInput("That is too long for one passage.", next_step="Split it first.")
    return value


def _number(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name, 0)
    if type(value) is not int or not -1 <= value <= LATEST_MS:
        raise BadInput("%(name)s is not a number of milliseconds.", name=name)
    return value


def _uuid(written: str) -> str:
    try:
        return str(uuid.UUID(written)) if written else ""
    except ValueError as error:
        raise BadInput("A wish is named by a UUID.") from error
