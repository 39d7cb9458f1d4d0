"""The Chicago Manual of Style, 18th edition: notes and bibliography, and author-date.

The manual's own pattern of an archived interview: *Benjamin Spock, interview by Milton J. E. Senn, November 20, 1974,
interview 67A, transcript, Senn Oral History Collection, …*
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.exchange.citations import dates, phrases
from archive.exchange.citations.names import parsed
from archive.exchange.citations.phrases import chinese, commas, sentences
from archive.exchange.citations.work import Work

_MOST_IN_A_NOTE, _MOST_IN_A_LIST, _OF_MORE = 2, 6, 3


def note(work: Work) -> str:
    """The footnote, with the passage."""
    if work.tongue == "zh":
        return _note_in_chinese(work)
    title = phrases.with_mark(work.title, ",") if work.title else ""
    return phrases.stopped(
        commas(
            _in_a_note(work.narrators),
            title,
            _asked_by(work.interviewers, "interview by"),
            work.place,
            dates.told_in(work.date, dates.american),
            f"interview {work.id}",
            phrases.kind(work),
            phrases.place_in(work),
            phrases.state(work.text, "en"),
            work.collection,
            work.archive,
            phrases.accessed_american(work),
            work.link,
        )
    )


def bibliography(work: Work) -> str:
    """The entry of the list at the end: the interview, without the passage."""
    if work.tongue == "zh":
        return _listed_in_chinese(work, phrases.date_chinese(work))
    return sentences(
        _in_a_list(work.narrators),
        _titled(work),
        _asked_by(work.interviewers, "Interview by"),
        _begun(commas(work.place, dates.told_in(work.date, dates.american))),
        _held(work),
        commas(work.collection, work.archive),
        _begun(phrases.accessed_american(work)),
        work.url,
    )


def author_date(work: Work) -> str:
    """The reference list of the author-date system: the interview, whose passages are named in the text."""
    if work.tongue == "zh":
        return _listed_in_chinese(work, "", year=_year_in_chinese(work))
    rest = dates.told_in(work.date, dates.month_and_day, doubt="{}", circa="{}") if _is_in_one_year(work) else ""
    begins = _in_a_list(work.narrators)
    return sentences(
        begins or _titled(work),
        _year(work),
        _titled(work) if begins else "",
        _asked_by(work.interviewers, "Interview by"),
        commas(work.place, rest),
        _held(work),
        commas(work.collection, work.archive),
        _begun(phrases.accessed_american(work)),
        work.url,
    )


def in_text(work: Work) -> str:
    """What stands in brackets in the text of the author-date system."""
    if work.tongue == "zh":
        return f"（{chinese(f'{_short_chinese(work)} {_year_in_chinese(work)}', phrases.span(work.passage))}）"
    names = [parsed(each).short for each in work.narrators]
    who = phrases.people(names, "and") if len(names) <= _MOST_IN_A_NOTE else f"{names[0]} et al."
    return f"({commas(f'{who or phrases.quoted(work.title)} {_year(work)}', phrases.span(work.passage))})"


def _in_a_note(names: Sequence[str]) -> str:
    whole = [parsed(each).whole for each in names]
    return f"{whole[0]} et al." if len(whole) > _MOST_IN_A_NOTE else phrases.people(whole, "and")


def _in_a_list(names: Sequence[str]) -> str:
    kept = names if len(names) <= _MOST_IN_A_LIST else names[:_OF_MORE]
    told = [parsed(each).whole if place else parsed(each).inverted for place, each in enumerate(kept)]
    if len(kept) < len(names):
        return f"{', '.join(told)}, et al."
    # A turned name ends with a comma of its own: Lin, Anna, and Bob Lee.
    return f"{told[0]}, and {told[1]}" if len(told) == 2 and "," in told[0] else phrases.people(told, "and")


def _titled(work: Work) -> str:
    return phrases.with_mark(work.title, ".") if work.title else ""


def _asked_by(names: Sequence[str], words: str) -> str:
    return f"{words} {_in_a_note(names)}" if names else ""


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _held(work: Work) -> str:
    told = commas(f"interview {work.id}", phrases.kind(work), phrases.state(work.text, "en"))
    return _begun(told)


def _is_in_one_year(work: Work) -> bool:
    """Whether what is left of the date beside its year is known: a day, or from which to which day of that year."""
    found = [each for each in dates.days(work.date) or () if each]
    days = 2 if dates.is_interval(work.date) else 1
    return len(found) == days and all(each.is_sure for each in found) and len({each.year for each in found}) == 1


def _year(work: Work) -> str:
    return dates.told_in(dates.year_of(work.date), lambda day: day.year, circa="[ca. {}]") or "n.d."


# --- in Chinese, as journals of history in China set it --------------------------------------------------------------


def _note_in_chinese(work: Work) -> str:
    narrators = phrases.names_chinese(work.narrators)
    asked = phrases.asked_by_chinese(work)
    by = "，".join(filter(None, (phrases.beside(narrators, "口述") if narrators else "", asked)))
    begins = "：".join(filter(None, (by, phrases.title_chinese(work))))
    told = (
        begins,
        work.place,
        phrases.date_chinese(work),
        f"访谈编号{work.id}",
        phrases.kind(work),
        phrases.place_in(work),
        phrases.state(work.text, "zh"),
        _kept_in_chinese(work),
        phrases.accessed_chinese(work),
        work.link,
    )
    return f"{chinese(*told)}。"


def _listed_in_chinese(work: Work, when: str, year: str = "") -> str:
    who = phrases.names_chinese(work.narrators)
    title = phrases.title_chinese(work)
    begins = (who or title) + (f"（{year}）" if year else "")
    held = (phrases.asked_by_chinese(work), work.place, when, f"访谈编号{work.id}", phrases.kind(work))
    told = (
        begins,
        title if who else "",
        chinese(*held, phrases.state(work.text, "zh")),
        _kept_in_chinese(work),
        phrases.accessed_chinese(work),
    )
    return "。".join((*filter(None, told), work.url))


def _kept_in_chinese(work: Work) -> str:
    return chinese(f"“{work.collection}”" if work.collection else "", work.archive)


def _short_chinese(work: Work) -> str:
    return phrases.names_chinese(work.narrators, 2) or phrases.title_chinese(work)


def _year_in_chinese(work: Work) -> str:
    found = dates.told_in(dates.year_of(work.date), lambda day: day.year, circa="约{}", doubt="{}?", decades="{}年代")
    return found or "无日期"
