"""A record as a form: what stands in each part, what of it cannot be kept, and what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import correcting, provenance
from archive.correcting import Part
from archive.describing import Described, Differing, Wrong, is_part, parts, version_of, wrong
from archive.moments import exact_clock
from archive.records import Collection, Interview, Person
from archive.site.desk.doors import desk, files, may, open_to
from archive.site.desk.typed import in_lines, one_line

WORDS = ("title", "summary", "staff_note", "description", "glossary")
"""What editors may write; all else that is described is an archivist's."""

_SEVERAL_LINES = ("summary", "description", "staff_note", "synopsis")
_ACTS = ("description kept", "collection kept", "index points kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What somebody else wrote in a part, and, if they are alike, what differs between it and what is in the form."""

    text: str
    differs: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The form of one record: ``said`` by part, the ``version`` it began from, ``faults`` in words, ``theirs``."""

    said: Mapping[str, Any]
    version: str
    faults: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, Theirs] = field(default_factory=dict)
    by: str = ""

    @property
    def first(self) -> str:
        """The part where whoever gets the form back goes on."""
        return next((name for name in self.said if name in self.faults or name in self.theirs), "")

    def may_write(self, name: str) -> bool:
        """Whether this part is for whoever is at the desk to write."""
        return may_write(name)


def sheet_of(record: Described) -> Sheet:
    """A record as it stands."""
    return Sheet(said=parts(record), version=version_of(record))


def returned(record: Interview | Collection, told: Mapping[str, Any], found: Mapping[str, Wrong]) -> Sheet:
    """The form as it was sent, with what cannot be kept of it."""
    said = parts(record) | dict(told)
    return Sheet(said=said, version=version_sent(), faults={name: in_words(each) for name, each in found.items()})


def beside(differing: Differing, folder: str) -> Sheet:
    """The form as it was sent, with what others changed taken in, and where both did, the two beside each other."""
    mine, now = parts(differing.mine), parts(differing.now)
    theirs = {}
    for name in differing.parts:
        one, other = _as_text(now.get(name, "")), _as_text(mine.get(name, ""))
        theirs[name] = Theirs(text=one, differs=told_apart(one, other))
    said = dict.fromkeys(differing.parts, "") | mine
    return Sheet(said=said, version=version_of(differing.now), theirs=theirs, by=_last_writer(folder))


def told_apart(one: str, other: str) -> tuple[Part, ...]:
    """What differs between two writings; nothing where they have so little in common that marks would only confuse."""
    found = correcting.compared(one, other)
    shared = sum(len(each.text) for each in found if each.kind == "same")
    return found if 2 * shared > max(len(one), len(other)) else ()


def _last_writer(folder: str) -> str:
    kept = [each for each in provenance.events(files(), folder) if each.type in _ACTS]
    return kept[-1].agent if kept else ""


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, int):
        return exact_clock(value)
    if isinstance(value, str):
        return value
    return "\n".join(_of_person(each) if isinstance(each, Person) else each for each in value)


def _of_person(person: Person) -> str:
    told = ", ".join(filter(None, (person.note, person.born and f"* {person.born}")))
    return f"{person.name} ({told})" if told else person.name


# --- what was sent ----------------------------------------------------------------------------------------------------


def may_write(name: str) -> bool:
    """Whether who is at the desk may write this part of a record."""
    return may("editor") if name.partition(".")[0] in WORDS else may("archivist")


def version_sent() -> str:
    """The version from which the form began that was sent."""
    return request.form.get("version", "")


def told_of(record: Interview | Collection, **lists: Sequence[Any]) -> dict[str, Any]:
    """What the form that was sent says otherwise than the record, of what its sender may write and did not let go.

    A part that the form does not have is not touched. ``lists`` are those that take more than one control to write.
    """
    before = parts(record)
    told: dict[str, Any] = dict(lists)
    for name in request.form:
        was = before.get(name, "")
        if isinstance(was, str | bool) and is_part(record, name):
            told[name] = request.form.getlist(name)[-1] == "yes" if isinstance(was, bool) else _said(name)
    return {
        name: value
        for name, value in told.items()
        if may_write(name) and not is_let_go(name) and value != _as_shown(name, before.get(name, ""))
    }


def is_let_go(name: str) -> bool:
    """Whether somebody who was shown both leaves what another wrote in a part."""
    return request.form.get(f"choose.{name}") == "theirs"


def _said(name: str) -> str:
    return tidy(name, request.form.get(name, ""))


def _as_shown(name: str, value: Any) -> Any:
    return tidy(name, value) if isinstance(value, str) else value


def tidy(name: str, text: str) -> str:
    """What somebody typed in a part, without what nobody sees: control characters, spaces and lines at its ends."""
    return in_lines(text) if name.partition(".")[0] in _SEVERAL_LINES else one_line(text)


def lines(name: str) -> tuple[str, ...]:
    """The lines of a control, each once, without the empty ones."""
    return tuple(dict.fromkeys(line for each in request.form.get(name, "").splitlines() if (line := tidy("", each))))


# --- what cannot be kept ----------------------------------------------------------------------------------------------


@desk.get("/check.json")
@open_to("archivist", "editor")
def check_part() -> Answer:
    """Whether what somebody typed can stand in that part of a record; by the same rules as when it is kept."""
    name = request.args.get("part", "")
    found = wrong(name, tidy(name, request.args.get("said", "")))
    return jsonify({"says": in_words(found) if found else ""})


def in_words(found: Wrong) -> str:
    """Why something cannot be kept, and what to write."""
    told: dict[Wrong, str] = {
        "date": _("That is no date. Write 2016-03-14, 2016-03, 1974? if it is not certain, 197X or 1998/1999."),
        "language": _("That is no language tag. Write zh, zh-Hans, en, fr …"),
        "slug": _("Use small letters from a to z, digits and hyphens: after-the-mine."),
        "country": _("Write the two capital letters of the country: CN."),
        "script": _("Choose one of the scripts."),
        "long": _("That is too long to be kept here. Shorten it."),
        "nameless": _("Somebody here has no name."),
        "twice": _("Somebody stands here twice."),
        "born": _("That is no year of birth. Write 1961, or 1961? if it is not certain."),
        "moment": _("That is no moment of this recording. Write minutes and seconds: 12:34."),
        "concept": _("The vocabulary has no concept of that name."),
        "untitled": _("A heading needs a title, in one language at least."),
    }
    return told[found]
