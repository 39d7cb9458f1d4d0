"""Words about an interview as people give them, on a form or in a table, made into its record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day

from archive import language
from archive.errors import BadInput
from archive.files import is_slug
from archive.records import LANGUAGE_TAG, OPEN, USES, USUAL_USES, Access, Consent, Interview, Person
from archive.sentences import enumerated


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is told of an interview when it comes in; every field may be empty. ``uses`` are those consented to."""

    title: str = ""
    narrators: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    collection: str = ""
    language: str = ""
    date: str = ""
    place: str = ""
    summary: str = ""
    rights_holder: str = ""
    licence: str = ""
    consent: str = ""
    uses: tuple[str, ...] = ()

    def faults(self) -> dict[str, BadInput]:
        """What cannot be kept as it is, by field."""
        checks = {"collection": _collection, "language": language_tag, "date": edtf_date}
        found: dict[str, BadInput] = {}
        for name, check in checks.items():
            try:
                check(getattr(self, name))
            except BadInput as fault:
                found[name] = fault
        if unknown := sorted(set(self.uses) - set(USES)):
            found["uses"] = BadInput(
                "%(name)r is no use.",
                next_step="Name some of %(known)s.",
                name=unknown[0],
                known=enumerated(USES),
            )
        elif self.uses and not self.consent:
            found["uses"] = BadInput("Uses without consent.", next_step="Say in words what was allowed.")
        return found

    def interview(self, *, today: Day) -> Interview:
        """The record of an interview without an id; raises the first of :meth:`faults`."""
        for fault in self.faults().values():
            raise fault
        return Interview(
            id="",
            title=in_its_language(self.title),
            summary=in_its_language(self.summary),
            narrators=_people(self.narrators),
            interviewers=_people(self.interviewers),
            collection=self.collection,
            language=self.language,
            date=self.date,
            place=self.place,
            rights_holder=self.rights_holder,
            licence=self.licence,
            access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
            consent=self._consent(today),
        )

    def _consent(self, today: Day) -> Consent | None:
        if not self.consent:
            return None
        return Consent(statement=self.consent, uses=self.uses or USUAL_USES, given_on=today.isoformat())


def in_its_language(text: str) -> Mapping[str, str]:
    """A title or a summary under the tag of the language it is in."""
    if not text:
        return {}
    if guessed := language.guess_language(text):
        return {guessed: text}
    letters = [each for each in text if each.isalpha()]
    return {"en" if all(unicodedata.name(each, "").startswith("LATIN") for each in letters) else "und": text}


def language_tag(tag: str) -> str:
    """The tag, or nothing; raises :class:`BadInput` for what is no tag."""
    if tag and not LANGUAGE_TAG.fullmatch(tag):
        raise BadInput("%(tag)r is not a language tag.", next_step="Use BCP 47: zh, zh-Hans, en, fr …", tag=tag)
    return tag


_ONE = r"\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?|\d{2}(?:\dX|XX)[?~%]?|\d{4}-(?:2[1-4]|XX)[?~%]?|\d{4}-\d\d-XX[?~%]?"
_EDTF = re.compile(rf"(?:{_ONE})|(?:{_ONE}|\.\.|)/(?:{_ONE}|\.\.|)")
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")


def edtf_date(written: str) -> str:
    """The date, or nothing; raises :class:`BadInput` for what is neither a date nor an uncertain one (EDTF)."""
    if written and (not _EDTF.fullmatch(written) or written == "/" or not all(map(_is_a_day, _DAY.findall(written)))):
        raise BadInput(
            "%(written)r is not a date.",
            next_step="Write 2016-03-14, 2016-03, 1974? (perhaps), 197X or 1998/1999.",
            written=written,
        )
    return written


def _is_a_day(found: Sequence[str]) -> bool:
    year, month, day = (int(each or 1) for each in found)
    if month in range(21, 25) and not found[2]:
        return True  # a season
    try:
        Day(max(year, 1), month, day)
    except ValueError:
        return False
    return True


def _collection(slug: str) -> None:
    if slug and not is_slug(slug):
        raise BadInput("%(slug)r cannot name a collection.", next_step="Use a-z, 0-9 and hyphens.", slug=slug)


def _people(names: Sequence[str]) -> tuple[Person, ...]:
    return tuple(Person(name=each) for each in names if each)
