"""GB/T 7714-2015, 信息与文献 参考文献著录规则, for electronic resources:

主要责任者. 题名: 其他题名信息[文献类型标识/文献载体标识]. 其他责任者//专题. 版本项. 出版者, 出版年: 引文页码
(更新或修改日期)[引用日期]. 获取和访问路径.

An interview is part of its collection, as a chapter is of a book: the strokes of 析出文献 lead to it. Before the
publisher and a colon stands only ever a town, and an archive on the web need not name one.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.names import parsed
from archive.exchange.citations.work import Work

_MOST = 3


def reference(work: Work) -> str:
    """The entry of the list of references; the passage stands where a book has its page."""
    is_chinese = work.tongue == "zh"
    asked = _people(work.interviewers, is_chinese)
    role = "采访" if is_chinese else "interviewer" if len(work.interviewers) < 2 else "interviewers"
    whole = f"//{work.collection}" if work.collection else ""
    told = (
        _people(work.narrators, is_chinese),
        f"{_title(work, is_chinese)}[EB/OL]{'' if asked else whole}",
        f"{asked}, {role}{whole}" if asked else "",
        _capital(_ascii_commas(phrases.state(work.text, work.tongue))),
        f"{_kept(work)}{_where(work)}{_days(work)}",
        work.link,
    )
    return phrases.sentences(*told)


def _people(names: Sequence[str], is_chinese: bool) -> str:
    told = [parsed(each).capitals for each in names[:_MOST]]
    return ", ".join(told if len(names) <= _MOST else [*told, "等" if is_chinese else "et al"])


def _title(work: Work, is_chinese: bool) -> str:
    kind = f"{'口述历史访谈' if is_chinese else 'oral history interview'} {work.id}"
    return f"{work.title}: {kind}" if work.title else kind


def _kept(work: Work) -> str:
    is_chinese = work.tongue == "zh"
    circa, decades, unknown = ("[约{}]", "{}年代", "[日期不详]") if is_chinese else ("[ca. {}]", "{}s", "[n.d.]")
    when = dates.told_in(work.date, dates.numbers, circa=circa, decades=decades).replace("–", "/")
    return f"{work.archive}, {when or unknown}"


def _where(work: Work) -> str:
    place = _ascii_commas(phrases.place_in(work, "-"))
    return f": {place}" if place else ""


def _days(work: Work) -> str:
    """The day of the text's version, and that of the visit."""
    version = work.text.version[:10] if work.text else ""
    return f"{f'({version})' if version else ''}[{work.accessed.isoformat()}]"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ascii_commas(text: str) -> str:
    return text.replace("，", ", ").replace("（", "(").replace("）", ")").replace("、", ", ")
