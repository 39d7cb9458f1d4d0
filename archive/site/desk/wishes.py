"""What is asked to be done to a passage, read from what a script or a plain form sends; pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.correcting import Wish
from archive.errors import BadInput
from archive.moments import moment
from archive.records import LATEST_MS, Cue
from archive.site.desk.texts import LONGEST_NAME
from archive.site.desk.typed import one_line, visible

LONGEST_TEXT = 20_000
_LONGEST_THERE_IS = 4_000_000
_LEAVES_IT_WHOLE = frozenset({"text", "heard", "speaker", "times", "remove"})
_CUTS_IT_ANEW = frozenset({"split", "join"})
"""The buttons under the one form of a passage."""


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
        text=_words(told, seen),
        at=_place(told),
        start_ms=_number(told, "start_ms"),
        end_ms=_number(told, "end_ms"),
        speaker=_speaker(told, seen),
        of=_text(told, "of", 40),
    )


def wishes_from_form(form: Mapping[str, str]) -> list[Wish]:
    """What the form of a passage asks, one thing after the other: whichever button was pressed, all that was typed in
    it is done first.

    The passages are as they were when the page was made. A passage is split where its text has a line break.
    """
    wish = _wish_from_form(form)
    return [*(replace(wish, act=act, cues=wish.cues[:1]) for act in _typed_besides(form, wish)), wish]


def _wish_from_form(form: Mapping[str, str]) -> Wish:
    act, text = form.get("act", ""), visible(form.get("text", "").replace("\r\n", "\n")).strip()
    cues = [_form_cue(form, "")] if form.get("from_start_ms") else []
    if act == "join" and form.get("from_next_start_ms"):
        cues.append(_form_cue(form, "next_"))
    at = text.find("\n") if act == "split" else 0
    if act == "split" and at < 0:
        raise BadInput("It is not said where to split.", next_step="Begin a new line where the second part starts.")
    return Wish(
        act=_text(form, "act", 20),
        cues=tuple(cues),
        text=_words({"text": _in_one_line(text)}, cues),
        at=at,
        start_ms=moment(form["start"]) if form.get("start") else 0,
        end_ms=moment(form["end"]) if form.get("end") else 0,
        speaker=_speaker(form, cues),
        of=_text(form, "of", 40),
    )


def _typed_besides(form: Mapping[str, str], wish: Wish) -> list[str]:
    """What else somebody changed in the form, besides what its button asks."""
    if wish.act not in _LEAVES_IT_WHOLE | _CUTS_IT_ANEW or not wish.cues:
        return []
    cue = wish.cues[0]
    is_typed = {
        "text": bool(wish.text) and wish.text != _in_one_line(cue.text),
        "speaker": "speaker" in form and wish.speaker != cue.speaker,
        "times": bool(form.get("start") and form.get("end"))
        and (wish.start_ms, wish.end_ms) != (cue.start_ms, cue.end_ms),
    }
    return [act for act, typed in is_typed.items() if typed and act != wish.act]


def _in_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _form_cue(form: Mapping[str, str], prefix: str) -> Cue:
    names = ("start_ms", "end_ms", "speaker", "text")
    told: dict[str, Any] = {name: form.get(f"from_{prefix}{name}", "") for name in names}
    for name in ("start_ms", "end_ms"):
        told[name] = int(told[name]) if told[name].isascii() and told[name].isdigit() and len(told[name]) < 13 else -1
    told["text"] = told["text"].replace("\r\n", "\n")
    return _cue(told)


# --- the parts of a wish ---------------------------------------------------------------------------------------------


def _cue(told: object) -> Cue:
    if not isinstance(told, dict):
        raise BadInput("A passage has times, a speaker and a text.")
    return Cue(
        _number(told, "start_ms"),
        _number(told, "end_ms"),
        _text(told, "text", _LONGEST_THERE_IS),
        speaker=_text(told, "speaker", _LONGEST_THERE_IS),
    )


def _words(told: Mapping[str, Any], cues: Sequence[Cue]) -> str:
    """What is to be said; what came in from elsewhere may be longer than one may write, or nobody could split it."""
    text = visible(_text(told, "text", _LONGEST_THERE_IS))
    if len(text) > LONGEST_TEXT + sum(len(each.text) for each in cues):
        raise BadInput("That is too long for one passage.", next_step="Split it first.")
    return text


def _place(told: Mapping[str, Any]) -> int:
    """The character to split before, counted without those that nobody sees."""
    at, text = _number(told, "at"), _text(told, "text", _LONGEST_THERE_IS)
    return len(visible(text[:at])) if 0 < at <= len(text) else at


def _speaker(told: Mapping[str, Any], cues: Sequence[Cue]) -> str:
    """The voice that is asked for; one that is there may stay, however long its name."""
    there = {each.speaker for each in cues}
    wanted = _text(told, "speaker", _LONGEST_THERE_IS).strip()
    if wanted in there:
        return wanted
    if len(wanted := one_line(wanted)) > LONGEST_NAME:
        raise BadInput("That name is too long.", next_step="Write who speaks.")
    return wanted


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise BadInput("“%(name)s” is to be text.", name=name)
    if len(value) > most:
        raise BadInput("“%(name)s” is longer than anything that can be asked.", name=name)
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
