"""The fields of the query language: what they are called in both languages, and what their values may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.index.voices import ROLES
from archive.language import fold, language_called, terms
from archive.search.grammar import FieldName

_CALLED: dict[FieldName, str] = {
    "speaker": "speaker voice 说话人 发言人",
    "role": "role 角色 身份",
    "place": "place 地点 地名",
    "person": "person people 人物 人名",
    "topic": "topic subject keyword 主题 话题",
    "organisation": "organisation organization org 机构 单位 组织",
    "era": "era 时代 时期",
    "year": "year date 年份 年代",
    "collection": "collection series 专题 系列",
    "language": "language lang 语言 语种",
    "status": "status 状态",
}
_STATUSES = {
    "checked": "checked approved 已核对 核对",
    "machine": "machine unchecked 机器 未核对",
    "verbatim": "verbatim 逐字",
    "edited": "edited 整理",
    "original": "original 原文 原话",
    "translation": "translation translated 译文 翻译",
}

SCOPES = frozenset({"speaker", "role", "status"})
"""Fields that say which words count: all that is looked for must be said there."""

_RANGE = re.compile(r"(\d{4})?\s*(?:\.\.+|…|-|–|—|~|至|到)\s*(\d{4})?", re.ASCII)
_EARLIEST, _LATEST = 0, 9999


def field_named(written: str) -> FieldName | None:
    """The field of this name, in either language and script; None where there is none."""
    return _by_name(_CALLED).get(fold(written).text)  # type: ignore[return-value]


def role_called(written: str) -> str:
    """``narrator`` or ``interviewer``, by any of their names; nothing where it is neither."""
    return _by_name({role: " ".join(called) for role, called in ROLES.items()}).get(_flat(written), "")


def status_called(written: str) -> str:
    """Which of the ways that a text may have been made; nothing where it is none."""
    return _by_name(_STATUSES).get(_flat(written), "")


def language_tag(written: str) -> tuple[str, ...]:
    """The folded parts of the tag of a language, given by its name or by the tag itself."""
    return tuple(terms(language_called(_flat(written)))) if "-" not in written else tuple(terms(written))


def years(written: str) -> tuple[int, int] | None:
    """The first and the last year of ``1998``, ``1990..1999``, ``1990..`` or ``..1999``, and of ``1990s``.

    None for anything else, and for what ends before it begins.
    """
    plain = fold(written).text.removesuffix("年").strip()
    if re.fullmatch(r"\d{4}", plain, re.ASCII):
        return int(plain), int(plain)
    if re.fullmatch(r"\d{3}0('?s|年代)", plain, re.ASCII):
        return int(plain[:4]), int(plain[:4]) + 9
    found = _RANGE.fullmatch(plain)
    if not found or not any(found.groups()):
        return None
    first, last = int(found[1] or _EARLIEST), int(found[2] or _LATEST)
    return (first, last) if first <= last else None


def year_beginnings(first: int, last: int) -> Iterator[tuple[str, bool]]:
    """The years from first to last by as few beginnings as will do: ``198`` stands for ten, and is no whole year."""
    while first <= last:
        step = next(each for each in (1000, 100, 10, 1) if first % each == 0 and first + each - 1 <= last)
        yield f"{first:04d}"[: 5 - len(str(step))], step > 1
        first += step


def _flat(written: str) -> str:
    return "".join(terms(written))


def _by_name(called: dict[str, str] | dict[FieldName, str]) -> dict[str, str]:
    return _names(tuple(called.items()))


@cache
def _names(called: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(name).text: each for each, names in called for name in names.split()}
