"""BibTeX, read by BibTeX and biblatex alike: ``@misc``, UTF-8, every value in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.csl import noted
from archive.exchange.citations.names import parsed
from archive.exchange.citations.work import Work

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SPECIAL |= {each: f"\\{each}" for each in "#$%&_{}"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(work: Work) -> str:
    """One entry, its key the id of the interview."""
    found = dates.days(work.date)
    day = found[0] if found and found[0] and not dates.is_interval(work.date) else None
    fields = {
        "author": _people(work.narrators),
        "title": f"{{{_escaped(work.title or f'Interview {work.id}')}}}",
        "howpublished": _escaped(_how(work)),
        "year": _escaped(dates.told_in(dates.year_of(work.date), lambda each: each.year)),
        "date": work.date if day and day.is_sure else "",
        "address": _escaped(work.place),
        "publisher": _escaped(work.archive),
        "series": _escaped(work.collection),
        "number": work.id,
        "version": work.text.version if work.text else "",
        "language": work.language,
        "note": _escaped(noted(work)),
        "url": _address(work.link),
        "urldate": work.accessed.isoformat(),
    }
    told = [f"  {name} = {{{value}}}" for name, value in fields.items() if value and value != "{}"]
    if day and day.is_sure and 1 <= day.month <= 12:
        told.insert(4, f"  month = {_MONTHS[day.month - 1]}")
    return ",\n".join((f"@misc{{interview-{work.id}", *told)) + "\n}\n"


def _people(names: Sequence[str]) -> str:
    """Names joined by ``and``; what is no given and family name is kept together by braces."""
    told = []
    for written in names:
        name = parsed(written)
        parts = ", ".join(_escaped(each) for each in (name.family, name.suffix, name.given) if each)
        told.append(parts if name.family else f"{{{_escaped(name.whole)}}}")
    return " and ".join(told)


def _how(work: Work) -> str:
    if work.tongue == "zh":
        return phrases.chinese("口述历史访谈", phrases.asked_by_chinese(work))
    names = phrases.people([parsed(each).whole for each in work.interviewers], "and")
    return f"Oral history interview by {names}" if names else "Oral history interview"


def _escaped(text: str) -> str:
    one_line = re.sub(r"\s+", " ", text).strip()
    return "".join(_SPECIAL.get(each, each) for each in one_line)


def _address(url: str) -> str:
    """An address as ``\\url`` takes it: braces would end the field, all else stands as it is."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
