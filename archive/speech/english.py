"""Dates as they are said in English, in folded text.

*Ninety-eight* is a year where a preposition or a season leads to it and no noun follows: in *ninety-eight people*,
*sixty-two yuan* and *in his sixties* there is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.speech.finding import Found, century, decade, in_year
from archive.speech.numbers import NUMBER, ONE, ORDINAL, TEEN, TEN, TWO_DIGITS, from_english

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_APOSTROPHE = "['’‘]"
# After a year a sentence ends, or goes on with a word that begins something new; a noun would be what is counted.
_NEW = (
    "when|and|i|we|he|she|they|you|it|the|that|this|there|but|to|until|till|or|so|because|after|before|as|my|our|his|her|"
    "their|at|in|on|with|for|a|an|was|were|is|then|which|if|where|while|who|by|from|through|though|already|everything|"
    "everybody|everyone|nobody|nothing|things|all|no|not|just|only|about|because|since|again|during|up|onwards|yes|came|"
    "had|maybe|probably|until|now|still"
)
_NO_NOUN = rf"(?=[ ]*(?:[,.;:!?)\]\"”—–\0]|-(?= )|$|(?:{_NEW})\b))"
_LED = (
    r"(?:\b(?:in|since|by|until|till|around|about|during|before|after|from|to|of|was|is|year|back in|early|late|"
    r"summer|winter|spring|autumn|fall)[ ])"
)
_SPELT = rf"nineteen[ -](?:{TEN})(?:[ -](?:{ONE}))?|nineteen[ -](?:{TEEN})|nineteen[ -](?:oh|o)[ -](?:{ONE})"
_THIS_CENTURY = (
    rf"two thousand(?: and)?(?: (?:{TWO_DIGITS}|{ONE}))?|twenty[ -](?:oh[ -](?:{ONE})|{TEEN}|twenty(?:[ -](?:{ONE}))?)"
)
_FULL = rf"(?P<spelt>{_SPELT}|{_THIS_CENTURY})|(?P<figures>1[89][0-9]{{2}}|20[0-4][0-9])(?![0-9])"
_SHORT = (
    rf"(?P<short>(?:{TEN})[ -](?:{ONE})|(?:oh|o)[ -](?:{ONE})|{_APOSTROPHE} ?[0-9]{{2}}(?![0-9])"
    r"|(?P<bare>[4-9][1-9](?![0-9.,:]\w)))"
)
_PART = (
    r"(?:(?P<when>early|late|mid|the beginning of|the start of|the end of"
    rf"|(?:the |that )?(?:{'|'.join(_SEASONS)})(?: of| in)?"
    rf"|(?:(?:the )?(?P<before>{ORDINAL}|[0-9]{{1,2}}(?:st|nd|rd|th)?) (?:of )?)?(?P<month>{'|'.join(_MONTHS)})"
    rf"(?:,? (?:the )?(?P<day>{ORDINAL}|[0-9]{{1,2}}(?:st|nd|rd|th)?))?,?(?: of| in)?)[ -])"
)
_YEAR_IN_FULL = re.compile(rf"\b(?:{_PART})?(?:the year )?(?:{_FULL})(?!s\b){_NO_NOUN}")
_YEAR_IN_SHORT = re.compile(
    rf"(?:{_PART}|\b(?:in|since|back in|until|till|year)[ ])(?:the year )?{_SHORT}(?!s\b){_NO_NOUN}"
)
_LEADS = re.compile(rf"{_LED}(?:the year )?$")
_TENS = {f"{ten[:-1]}ies": (n + 2) * 10 for n, ten in enumerate(TEN.split("|"))}
_DECADE = re.compile(
    rf"\bthe (?:(?P<third>very early|early|mid|middle|late)[ -])?(?:"
    rf"(?:nineteen[ -])?(?P<ten>{'|'.join(_TENS)})|(?P<first>1[89][0-9]0|20[0-3]0){_APOSTROPHE}?s"
    rf"|{_APOSTROPHE}?(?P<short>[2-9]0){_APOSTROPHE}?s)\b"
)
_AGO = re.compile(rf"\b(?P<number>{NUMBER}|a couple of) years ago\b")
_LARGER = re.compile(rf"(?:\b(?:{TEN}|hundred|thousand|point|or|to)|[0-9.])[ -]*(?:and )?$")
_RELATIVE = {
    re.compile(r"\bthe year before last\b"): 2,
    re.compile(
        r"(?<!the )(?<!my )(?<!our )(?<!his )(?<!her )(?<!before )\blast year\b(?! of\b| at\b| in (?:school|office))"
    ): 1,
}
_AGE = re.compile(
    r"\b(?:when i was|when i turned|i was|by the time i was|since i was|until i was|at(?: the age of)?)"
    rf"(?: only| just| about| around)? (?P<age>{TWO_DIGITS}|{ONE}|[0-9]{{1,2}})(?P<old>[ -]years?[ -]old)?{_NO_NOUN}"
)
_CAME = re.compile(
    r"(?P<lead>before|after|until|till|since|during|at the time of|in|through"
    r"|at the (?:start|beginning|end) of|at) (?:the )?$"
)
_PARTS = {"before": "before", "until": "before", "till": "before", "after": "after", "since": "after"}


def dates(text: str, *, recorded: int) -> Iterator[Found]:
    """Every date in a folded text; ``recorded`` is the year of the recording, or 0."""
    for year in _YEAR_IN_FULL.finditer(text):
        is_led = year["when"] or year["spelt"] or _LEADS.search(text, 0, year.start())
        if is_led:
            yield Found(*year.span(), _within(_full_year(year), year))
    for year in _YEAR_IN_SHORT.finditer(text):
        if year["month"] and year["bare"]:  # May 30 is a day
            continue
        start = year.start("when") if year["when"] else year.start("short")
        yield Found(start, year.end(), _within(century(_short(year["short"]), recorded), year))
    for each in _DECADE.finditer(text):
        first = _TENS.get(each["ten"] or "", 0) or int(each["first"] or each["short"])
        yield Found(*each.span(), decade(first if first > 99 else 1900 + first, _third(each["third"] or "")))
    yield from _relative(text)


def _full_year(found: re.Match[str]) -> int:
    if found["figures"]:
        return int(found["figures"])
    first, rest = re.split("[ -]", found["spelt"], maxsplit=1)
    if first == "two":
        return 2000 + from_english(rest.removeprefix("thousand").replace(" and", ""))
    return (1900 if first == "nineteen" else 2000) + from_english(rest)


def _short(written: str) -> int:
    return int(written[-2:]) if written[-1].isdigit() else from_english(written)


def _within(year: int, found: re.Match[str]) -> str:
    """A part of a year; what cannot be in it is left out."""
    when = found["when"] or ""
    if found["month"]:
        day = found["before"] or found["day"] or ""
        return in_year(year, _MONTHS.index(found["month"]) + 1, from_english(day) if day else 0)
    for season, number in _SEASONS.items():
        if season in when:
            return f"{year}-{number}"
    if when.startswith(("early", "the beginning", "the start")):
        return f"{year}-01/{year}-04"
    if when.startswith("mid"):
        return f"{year}-05/{year}-08"
    return f"{year}-09/{year}-12" if when else str(year)


def _third(part: str) -> int:
    """Which third of a decade is meant: 1, 2, 3, or 0 for all of it."""
    return 0 if not part else 1 if "early" in part else 3 if part == "late" else 2


def _relative(text: str) -> Iterator[Found]:
    for pattern, back in _RELATIVE.items():
        yield from (Found(*each.span(), back=(back, back)) for each in pattern.finditer(text))
    for each in _AGO.finditer(text):
        if _LARGER.search(text, max(each.start() - 20, 0), each.start()):
            continue
        years = 2 if each["number"].startswith("a ") else from_english(each["number"])
        yield Found(*each.span(), back=(years, years))
    for each in _AGE.finditer(text):
        age, is_told = from_english(each["age"]), each["old"] or not each[0].startswith(("at ", "i was"))
        if 3 <= age <= 99 and (is_told or text.startswith(" when", each.end())):
            yield Found(*each.span(), ages=(age, age + 1))


def around_era(text: str, start: int, end: int) -> tuple[int, int, str]:
    """From where to where an era is named with the words that belong to it, and which part of it they mean."""
    lead = _CAME.search(text, max(start - 40, 0), start)
    if not lead:
        return start, end, ""
    told = lead["lead"]
    part = _PARTS.get(told) or ("begin" if "start" in told or "beginning" in told else "end" if "end" in told else "")
    return lead.start(), end, part
