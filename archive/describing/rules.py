"""What can be kept of what people write in a part of a record: the one place that knows, for pages and scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from archive.errors import BadInput
from archive.files import is_slug
from archive.intake.details import edtf_date, language_tag
from archive.records import Person

Wrong = Literal[
    "date",
    "language",
    "slug",
    "country",
    "script",
    "long",
    "nameless",
    "twice",
    "born",
    "moment",
    "concept",
    "untitled",
]
"""Why something cannot be kept as it is: it is no date, no language tag … a person without a name, a moment at which
something else begins, a subject that no vocabulary has, a heading that says nothing.
"""

LONGEST_TEXT: Final = 20_000
LONGEST_LINE: Final = 1_000
MOST_LINES: Final = 2_000

_TEXTS = ("summary", "description", "staff_note", "synopsis")
_LISTS = ("glossary", "keywords", "subjects")


def faults(told: Mapping[str, Any]) -> dict[str, Wrong]:
    """What cannot be kept of these parts of a record, by their names."""
    return {name: found for name, value in told.items() if (found := wrong(name, value))}


def wrong(name: str, value: Any) -> Wrong | None:
    """Why this cannot stand in that part of a record; None where it can."""
    field = name.partition(".")[0]
    if isinstance(value, str):
        return _wrong_text(field, value)
    if field in ("narrators", "interviewers"):
        return _wrong_people(value)
    return _too_long(value) if field in _LISTS else None


def _wrong_text(field: str, text: str) -> Wrong | None:
    if len(text) > (LONGEST_TEXT if field in _TEXTS else LONGEST_LINE):
        return "long"
    if not text or field not in _RULES:
        return None
    named, is_right = _RULES[field]
    return None if is_right(text) else named


def _wrong_people(people: Sequence[Person]) -> Wrong | None:
    named = [each.name for each in people]
    if not all(named):
        return "nameless"
    if any(_wrong_text("born", each.born) for each in people):
        return "born"
    return "twice" if len(set(named)) < len(named) else _too_long([*named, *(each.note for each in people)])


def _too_long(lines: Sequence[str]) -> Wrong | None:
    return "long" if len(lines) > MOST_LINES or any(len(each) > LONGEST_LINE for each in lines) else None


def _accepted_by(check: Callable[[str], object]) -> Callable[[str], bool]:
    def is_right(text: str) -> bool:
        try:
            check(text)
        except BadInput:
            return False
        return True

    return is_right


_RULES: dict[str, tuple[Wrong, Callable[[str], object]]] = {
    "date": ("date", _accepted_by(edtf_date)),
    "born": ("born", _accepted_by(edtf_date)),
    "language": ("language", _accepted_by(language_tag)),
    "collection": ("slug", is_slug),
    "slug": ("slug", is_slug),
    "country": ("country", re.compile(r"[A-Z]{2}").fullmatch),  # ISO 3166-1
    "script": ("script", ("Hans", "Hant").__contains__),
}
