"""CSL-JSON 1.0.2: what Zotero, Pandoc and citeproc read. The type is ``interview``, the narrators its authors."""

from __future__ import annotations

from typing import Any

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.names import parsed
from archive.exchange.citations.work import Work


def as_csl(work: Work) -> dict[str, Any]:
    """One item; ask for the passage in its note, since CSL has locators only where something is cited."""
    item: dict[str, Any] = {
        "id": f"{work.archive} {work.id}",
        "type": "interview",
        "title": work.title or f"Interview {work.id}",
        "author": [_name(each) for each in work.narrators],
        "interviewer": [_name(each) for each in work.interviewers],
        "issued": _date(work.date),
        "accessed": {"date-parts": [[work.accessed.year, work.accessed.month, work.accessed.day]]},
        "event-place": work.place,
        "collection-title": work.collection,
        "archive": work.archive,
        "publisher": work.archive,
        "number": work.id,
        "medium": phrases.kind(work),
        "genre": "口述历史访谈" if work.tongue == "zh" else "Oral history interview",
        "version": work.text.version if work.text else "",
        "language": work.language,
        "URL": work.link,
        "note": noted(work),
    }
    return {name: value for name, value in item.items() if value}


def noted(work: Work) -> str:
    """What a format has no field for: the passage, and who answers for the words."""
    told = (phrases.place_in(work), phrases.state(work.text, work.tongue))
    return "；".join(filter(None, told)) if work.tongue == "zh" else "; ".join(filter(None, told))


def _name(written: str) -> dict[str, str]:
    name = parsed(written)
    if not name.family:
        return {"literal": name.whole}
    told = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in told.items() if value}


def _date(edtf: str) -> dict[str, Any]:
    """The date in parts where they are known; as it was written in any case."""
    found = dates.days(edtf)
    if found is None or any(each and not each.year.isdecimal() for each in found):
        return {"literal": edtf} if edtf else {}
    parts = [_parts(each) for each in found if each]
    date: dict[str, Any] = {"date-parts": parts, "raw": edtf}
    return date | ({"circa": True} if any(each and each.mark for each in found) else {})


def _parts(day: dates.Day) -> list[int]:
    known = (int(day.year), day.month if day.month <= 12 else 0, int(day.day or 0))
    return [each for place, each in enumerate(known) if all(known[: place + 1])]
