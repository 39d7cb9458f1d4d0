"""The Publication Manual of the APA, 7th edition: an interview kept in an archive, its narrator as the author."""

from __future__ import annotations

from collections.abc import Sequence

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.names import parsed
from archive.exchange.citations.phrases import chinese, italic, sentences
from archive.exchange.citations.work import Work

_MOST = 20


def reference(work: Work) -> str:
    """The entry of the list of references, without the passage; retrieved on a day, for transcripts change."""
    if work.tongue == "zh":
        return _in_chinese(work)
    when = f"({_date(work)})"
    title = italic(work.title) if work.title else f"[Interview {work.id}]"
    asked = [parsed(each).initials_first for each in work.interviewers]
    told = f"{title} ({_joined(asked)}, Interviewer{'s' * (len(asked) > 1)})" if asked else title
    described = f"{told} [{_kind(work)}]"
    authors = _authors(work.narrators)
    kept = "; ".join(filter(None, (work.collection, work.archive)))
    begins = (authors, when, described) if authors else (described, when)
    retrieved = f"Retrieved {dates.american(phrases.day(work.accessed))}, from {work.url}"
    return f"{sentences(*begins, kept)} {retrieved}"


def in_text(work: Work) -> str:
    """What stands in brackets in the text: of a passage, the moment at which it begins."""
    moment = phrases.clock(work.passage.start_ms) if work.passage and work.passage.start_ms is not None else ""
    if work.tongue == "zh":
        who = phrases.names_chinese(work.narrators, 2) or phrases.title_chinese(work)
        return f"（{chinese(who, _date(work, year_only=True), moment)}）"
    names = [parsed(each).family or each for each in work.narrators]
    who = f"{names[0]} et al." if len(names) > 2 else _joined(names)
    told = filter(None, (who or italic(work.title), _date(work, year_only=True), moment))
    return f"({', '.join(told)})"


def _authors(names: Sequence[str]) -> str:
    told = [parsed(each).initials for each in names]
    if len(told) > _MOST:
        told = [*told[: _MOST - 1], f". . . {told[-1]}"]
        return ", ".join(told)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])}, & {told[-1]}" if told else ""


def _joined(names: Sequence[str]) -> str:
    if len(names) < 3:
        return " & ".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _kind(work: Work) -> str:
    state = phrases.state(work.text, "en")
    told = phrases.kind(work)
    return f"{told[0].upper()}{told[1:]}{f'; {state}' if state else ''}; interview {work.id}"


def _date(work: Work, *, year_only: bool = False) -> str:
    edtf = dates.year_of(work.date) if year_only else work.date
    if work.tongue == "zh":
        return dates.told_in(edtf, dates.chinese, circa="约{}", doubt="约{}", decades="{}年代") or "无日期"
    return dates.told_in(edtf, dates.year_first, doubt="ca. {}") or "n.d."


def _in_chinese(work: Work) -> str:
    asked = phrases.asked_by_chinese(work)
    kind = chinese(phrases.kind(work), phrases.state(work.text, "zh"), f"访谈编号{work.id}")
    described = f"{phrases.title_chinese(work)}{f'（{asked}）' if asked else ''}［{kind}］"
    who = phrases.names_chinese(work.narrators, _MOST)
    when = f"（{_date(work)}）"
    kept = "；".join(filter(None, (work.collection, work.archive)))
    begins = f"{who}{when}。{described}" if who else f"{described}{when}"
    return f"{begins}。{kept}。{dates.chinese(phrases.day(work.accessed))}取自 {work.url}"
