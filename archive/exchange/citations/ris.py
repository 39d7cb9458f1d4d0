"""RIS, which every reference manager reads. Written by hand: twenty lines, CRLF, no record number in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.exchange.citations import dates
from archive.exchange.citations.csl import noted
from archive.exchange.citations.names import parsed
from archive.exchange.citations.work import Work

_TYPES = {"audio": "SOUND", "video": "VIDEO", "none": "MANSCPT"}


def as_ris(work: Work) -> str:
    """One record: narrators are authors, interviewers secondary authors."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in (*_fields(work), ("ER", "")))


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[work.kind]
    for name in work.narrators:
        yield "AU", parsed(name).filed
    for name in work.interviewers:
        yield "A2", parsed(name).filed
    accessed = work.accessed.strftime("%Y/%m/%d")
    told = (
        ("TI", work.title or f"Interview {work.id}"),
        ("T2", work.collection),
        ("PY", _year(work.date)),
        ("DA", _day(work.date)),
        ("CY", work.place),
        ("PB", work.archive),
        ("M1", work.id),
        ("ET", work.text.version if work.text else ""),
        ("LA", work.language),
        ("N1", noted(work)),
        ("UR", work.link),
        ("Y2", accessed),
    )
    yield from ((tag, value) for tag, value in told if value)


def _year(edtf: str) -> str:
    found = dates.days(edtf)
    return found[0].year if found and found[0] and found[0].year.isdecimal() else ""


def _day(edtf: str) -> str:
    """``2016/03/14/``, and what cannot be said so after the last stroke: ``1974///1974?``."""
    found = dates.days(edtf)
    day = found[0] if found else None
    if day is None or not day.year.isdecimal():
        return f"///{edtf}" if edtf else ""
    month = f"{day.month:02}" if 1 <= day.month <= 12 else ""
    number = day.day.zfill(2) if day.day else ""
    is_plain = day.is_sure and not dates.is_interval(edtf) and day.month <= 12
    return f"{day.year}/{month}/{number}/{'' if is_plain else edtf.replace('/', ' to ')}"


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()
