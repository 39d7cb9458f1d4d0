"""What a reader is told of how a search was understood, in the words of the interface."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.search import Misread, Passage
from archive.site.wording import language_name

_SAYS = {
    "quote": _l("A quotation mark is not closed: the words after it were searched one by one."),
    "bracket": _l("A bracket is not closed: it was read to the end."),
    "near": _l("NEAR needs two words or more and a closing bracket: NEAR(coal lamp, 10). Read as words."),
    "near field": _l("NEAR takes words and phrases alone, no field, no OR and no minus. Read as words."),
    "or": _l("OR stands between two words: coal OR 煤. It was left out."),
    "not": _l("NOT stands before a word: NOT coal, or -coal. It was left out."),
    "beside or": _l("“%(text)s” cannot be left out beside OR: it was searched like the others."),
    "year": _l("“%(text)s” is no year: write year:1998, year:1990..1999 or year:1990... Read as words."),
    "role": _l("“%(text)s” is no role: write role:narrator or role:interviewer. Read as words."),
    "status": _l(
        "“%(text)s” is no status: write checked, machine, verbatim, edited, original or translation. Read as words."
    ),
    "field": _l("One cannot search by “%(text)s:”. Read as words."),
}


def read_as_words(misread: Iterable[Misread]) -> list[dict[str, str]]:
    """For programs: which parts of a query were read as words, and why."""
    return [{"fault": each.fault, "text": each.text} for each in misread]


def misread_as_words(misread: Misread) -> str:
    """Why a part of a query was read as words, and how it would be written."""
    return str(_SAYS[misread.fault]) % {"text": misread.text}


def found_in(passage: Passage, *, is_unchecked_told: bool) -> str:
    """Which text of an interview a passage is from, where it is not what was said; and who made it, unless told."""
    if passage.source != "transcript" or not passage.is_translation:
        return ""
    language = language_name(passage.language)
    if passage.is_machine_made and not is_unchecked_told:
        return str(_("in the %(language)s translation, by machine, not yet checked", language=language))
    return str(_("in the %(language)s translation", language=language))
