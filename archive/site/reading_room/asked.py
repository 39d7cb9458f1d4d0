"""What a reader's address asks for. A parameter that makes no sense is as good as not given: no address is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

View = Literal["", "original", "translation", "both"]

LONGEST_QUERY = 2000
"""Characters of a search that are read, enough for any passage one would quote; the rest is cut off."""

_SECONDS = re.compile(r"(\d{1,6})(?:\.(\d{1,3})\d*)?", re.ASCII)
_VERSION = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d{1,5}))?", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which recording, which texts, which moment and which words an interview page was asked to show.

    With ``until_ms`` it is a passage; ``version`` names the text that a link was made from.
    """

    recording: str = ""
    view: View = ""
    language: str = ""
    form: Literal["", "edited"] = ""
    query: str = ""
    at_ms: int | None = None
    until_ms: int | None = None
    version: str = ""


def asked(args: Mapping[str, str]) -> Asked:
    """The parameters of an interview's address."""
    view = args.get("view", "")
    at_ms, until_ms = span(args.get("t", ""))
    return Asked(
        recording=args.get("recording", ""),
        view=view if view in get_args(View) else "",  # type: ignore[arg-type]
        language=args.get("language", ""),
        form="edited" if args.get("form") == "edited" else "",
        query=words(args),
        at_ms=at_ms,
        until_ms=until_ms,
        version=args.get("v", "") if order(args.get("v", "")) else "",
    )


def address(asked: Asked) -> str:
    """What follows the path of an interview's page that shows this, but for the moment."""
    given = {"recording": asked.recording, "view": asked.view, "language": asked.language}
    given |= {"form": asked.form, "q": asked.query}
    return "?" + urlencode({name: value for name, value in given.items() if value})


def words(args: Mapping[str, str]) -> str:
    """What is searched for, without what no text can hold."""
    return args.get("q", "").replace("\0", " ")[:LONGEST_QUERY].strip()


def moment(written: str) -> int | None:
    """Seconds as milliseconds; None for anything else."""
    match = _SECONDS.fullmatch(written)
    return int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else None


def span(written: str) -> tuple[int | None, int | None]:
    """``754.2,790`` as the milliseconds between which a passage lies; a moment has no end. None, None for neither."""
    first, _, last = written.partition(",")
    at_ms, until_ms = moment(first), moment(last)
    if at_ms is None or (until_ms is not None and until_ms <= at_ms):
        return at_ms, None
    return at_ms, until_ms


def order(version: str) -> tuple[str, int] | None:
    """Where a version stands among those of its recording: by day, then by number; None for what names none."""
    match = _VERSION.fullmatch(version)
    return (match[1], int(match[2] or 1)) if match else None


def page_number(args: Mapping[str, str]) -> int:
    """Which page of a list, from 1."""
    written = args.get("page", "")
    return int(written) if _NUMBER.fullmatch(written) else 1
