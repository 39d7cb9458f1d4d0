"""The MLA Handbook, 9th edition: an interview in a container, those who asked being other contributors."""

from __future__ import annotations

from collections.abc import Sequence

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.names import parsed
from archive.exchange.citations.phrases import chinese, commas, italic, sentences
from archive.exchange.citations.work import Work


def reference(work: Work) -> str:
    """The entry of the list of works cited: the interview, whose passages are named in the text."""
    if work.tongue == "zh":
        return _in_chinese(work)
    begins = _authors(work.narrators)
    title = phrases.with_mark(work.title, ".") if work.title else ""
    state = phrases.state(work.text, "en")
    return sentences(
        begins,
        title,
        _asked_by(work),
        commas(
            italic(work.collection) if work.collection else "",
            italic(work.archive) if not work.collection else work.archive,
            f"interview {work.id}",
            dates.told_in(work.date, dates.day_first, circa="circa {}"),
            work.url,
        ),
        f"Accessed {dates.day_first(phrases.day(work.accessed))}",
        f"{phrases.kind(work)[0].upper()}{phrases.kind(work)[1:]}{f', {state}' if state else ''}",
    )


def in_text(work: Work) -> str:
    """What stands in brackets in the text."""
    if work.tongue == "zh":
        who = phrases.names_chinese(work.narrators, 2) or phrases.title_chinese(work)
        return f"（{' '.join(filter(None, (who, phrases.span(work.passage))))}）"
    names = [parsed(each).short for each in work.narrators]
    who = f"{names[0]} et al." if len(names) > 2 else phrases.people(names, "and")
    return f"({' '.join(filter(None, (who or phrases.quoted(work.title), phrases.span(work.passage))))})"


def _authors(names: Sequence[str]) -> str:
    told = [parsed(each).whole if place else parsed(each).inverted for place, each in enumerate(names)]
    others = ["et al."] if len(told) > 2 else [f"and {each}" for each in told[1:]]
    # Only a name that was turned round ends with a comma.
    return (", " if "," in "".join(told[:1]) else " ").join([*told[:1], *others])


def _asked_by(work: Work) -> str:
    names = [parsed(each).whole for each in work.interviewers]
    told = f"{names[0]} et al." if len(names) > 2 else phrases.people(names, "and")
    return f"Interview by {told}" if told else ""


def _in_chinese(work: Work) -> str:
    told = (
        phrases.names_chinese(work.narrators, 2),
        phrases.title_chinese(work),
        phrases.asked_by_chinese(work),
        chinese(
            f"《{work.collection}》" if work.collection else "",
            work.archive,
            f"访谈编号{work.id}",
            phrases.date_chinese(work),
            work.url,
        ),
        phrases.accessed_chinese(work),
        chinese(phrases.kind(work), phrases.state(work.text, "zh")),
    )
    return "".join(f"{each}。" for each in told if each)
