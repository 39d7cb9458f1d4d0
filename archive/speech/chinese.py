"""Dates as they are said in Chinese, in folded (simplified) text.

What is a date is told by 年 and what stands around it: 九八年 is a year, 九八个人 are people, and 五六年 may be *five
or six years* as well as 1956, so it counts only where something beside it speaks for the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.speech.finding import Found, century, decade, in_year
from archive.speech.numbers import HAN_DIGIT, HAN_NUMBER, digits, from_han

_NO_NUMBER = "(?<![0-9〇零○一二三四五六七八九十百千万亿几多点第两])"
_PART = (
    "(?:年?的?(?P<season>春天|夏天|秋天|冬天|开春|入冬|春季|夏季|秋季|冬季|年初|年底|年末|初(?![中一二三])|底|末|上半年|下半年)"
    f"|(?P<month>{HAN_NUMBER})月(?:份)?(?:(?P<day>{HAN_NUMBER})[号日])?)?"
)
_NO_YEAR = "(?![轻纪龄薪费级多来间]|代(?![表理替]))"
_FULL = re.compile(
    f"{_NO_NUMBER}(?P<year>[12一二]{HAN_DIGIT}{{3}}|[一二]千[零〇]?[一二三四五六七八九]?|两千(?:[零〇][一二三四五六七八九])?)年{_NO_YEAR}{_PART}"
)
_SHORT = re.compile(
    f"(?P<before>[\u4e00-\u9fff]{{0,2}}){_NO_NUMBER}(?P<year>{HAN_DIGIT}{{2}})年{_NO_YEAR}{_PART}(?P<after>[\u4e00-\u9fff]{{0,3}})"
)
_LASTS_BEFORE = re.compile("[了过有近约整快满活这那差用花晚早隔去国]$|将近$|差不多$|长达$|至少$")
_LASTS_AFTER = re.compile("以?前|之前|以来|了|多|的?时间|没|里|内|的?工龄|之久|左右|的?历史|功夫|工夫|才|的(?![时那])")
_YEAR_BEFORE = re.compile("[在从到自是于打]$|大概$|应该$")
_YEAR_AFTER = re.compile(
    "那年|那会|的时候|时候|出生|生人|生的|参加|下乡|参军|入|毕业|结婚|下岗|恢复|平反|搬|回城|返城|分|考|光复|解放|大跃进|土改|[我他她]"
)
_DECADE = re.compile(
    f"{_NO_NUMBER}(?:(?:上个?|二十)世纪的?)?(?:一九|19)?(?P<ten>[二三四五六七八九]十|[一二三四五六七八九][〇零]|[1-9]0)年代"
    "(?P<part>初期?|早期|前期|中期?|中叶|末期?|后期|晚期|底)?"
)
_SOME_YEAR = re.compile(
    f"{_NO_NUMBER}(?:一九|19)?(?P<ten>[〇零二三四五六七八九])几年(?!前|以前|之前|了|没|的时间|里|工龄)"
)
_YEARS_AGO = re.compile(
    f"{_NO_NUMBER}(?P<number>{HAN_NUMBER}|[一二三四五六七八][二三四五六七八九])年(?:以前|之前|前)(?!后|[年几])"
)
_RELATIVE = {
    re.compile("大前年"): 3,
    re.compile("(?<![大从以之目先生空眼提当])前年(?![轻纪龄])"): 2,
    re.compile("(?<![过出进回失除])去年(?![轻纪龄])"): 1,
}
_AGE = re.compile(
    "我(?:自己)?(?:那年|那时候?|当时|才|刚|也|是|是在|在|到|从|差不多|大概|大约|满){0,3}"
    f"(?P<age>{HAN_NUMBER})岁(?:那一?年|那时候?|那会儿?|的?时候|时|上|就|开始|参加|下井|当兵|结婚)"
)
_AROUND = re.compile("前后")
_BEFORE = re.compile("以前|之前|前(?![途后进面])")
_AFTER = re.compile("以后|之后|后(?![来面悔果])|结束后")
_DURING = re.compile("那几年|那些年|那一?年|那阵子?|那会儿?|那时候?|时期|期间|的?时候|时|年代|中")
_BEGIN, _END = re.compile("刚?开始|初期|初"), re.compile("末期|后期|末|结束")
_SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}


def dates(text: str, *, recorded: int) -> Iterator[Found]:
    """Every date in a folded text; ``recorded`` is the year of the recording, or 0."""
    for year in _FULL.finditer(text):
        number = _full_year(year["year"])
        if 1800 <= number < 2050:
            yield Found(*year.span(), _within(number, year))
    yield from _short_years(text, recorded)
    for ten in _DECADE.finditer(text):
        first = 1900 + from_han(ten["ten"]) if "十" in ten["ten"] else 1900 + int(digits(ten["ten"]))
        yield Found(*ten.span(), decade(first, _third(ten["part"] or "")))
    for ten in _SOME_YEAR.finditer(text):
        yield Found(*ten.span(), decade(2000 if ten["ten"] in "〇零" else 1900 + int(digits(ten["ten"])) * 10, 0))
    yield from _relative(text)


def _short_years(text: str, recorded: int) -> Iterator[Found]:
    for year in _SHORT.finditer(text):
        spelt, start = digits(year["year"]), year.start("year")
        is_told = bool(year["season"] or year["month"] or _YEAR_AFTER.match(year["after"]))
        is_led = _YEAR_BEFORE.search(year["before"]) and not _LASTS_AFTER.match(year["after"])
        is_told |= bool(is_led and not (year["year"].isascii() and _is_count(int(spelt))))
        if not is_told and (_may_last(year["year"], spelt) or _LASTS_AFTER.match(year["after"])):
            continue
        is_within = year["season"] or year["month"]
        if year["before"].endswith("国") or (
            _LASTS_BEFORE.search(year["before"]) and not is_within
        ):  # 民国 counts otherwise
            continue
        yield Found(start, year.start("after"), _within(century(int(spelt), recorded), year))


def _may_last(written: str, spelt: str) -> bool:
    """Whether this may say how long something took: 五六年, 32年; 三二年 is a year, as 32 years are 三十二年."""
    return int(spelt[1]) == int(spelt[0]) + 1 or (written.isascii() and _is_count(int(spelt)))


def _is_count(number: int) -> bool:
    """Whether people rather count so many years than name one so: 32, 50, but not 98."""
    return number < 40 or number % 10 == 0


def _full_year(written: str) -> int:
    if "千" not in written:
        return int(digits(written))
    thousands, _, rest = written.partition("千")
    return int(digits(thousands)) * 1000 + int(digits(rest) or "0")


def _within(year: int, found: re.Match[str]) -> str:
    """A part of a year; what cannot be in it is left out."""
    season = (found["season"] or "").removeprefix("年")
    if season[:1] in _SEASONS or season in ("开春", "入冬"):
        return f"{year}-{_SEASONS[season[0] if season[0] in _SEASONS else season[1]]}"
    halves = {"上半年": f"{year}-01/{year}-06", "下半年": f"{year}-07/{year}-12"}
    if season:
        return halves.get(season) or f"{year}-{'01' if season == '初' else '12'}~"
    month, day = (from_han(found[name]) if found[name] else 0 for name in ("month", "day"))
    return in_year(year, month, day)


def _third(part: str) -> int:
    """Which third of a decade is meant: 1, 2, 3, or 0 for all of it."""
    return 0 if not part else 1 if part[0] in "初早前" else 2 if part[0] == "中" else 3


def _relative(text: str) -> Iterator[Found]:
    for pattern, back in _RELATIVE.items():
        yield from (Found(*each.span(), back=(back, back)) for each in pattern.finditer(text))
    for each in _YEARS_AGO.finditer(text):
        number = each["number"]
        is_between = len(number) == 2 and "十" not in number and not number.isascii()
        one, other = (number[0], number[1]) if is_between else (number, number)
        years = tuple(sorted((from_han(one), from_han(other))))
        yield Found(*each.span(), back=(years[0], years[1]))
    for each in _AGE.finditer(text):
        # People count the year of birth as one, or do not: 虚岁 and 周岁.
        age = from_han(each["age"])
        yield Found(*each.span(), ages=(age - 1, age))


def around_era(text: str, start: int, end: int) -> tuple[int, int, str]:
    """From where to where an era is named with the words that belong to it, and which part of it they mean."""
    for part, pattern in (
        ("", _AROUND),
        ("before", _BEFORE),
        ("after", _AFTER),
        ("begin", _BEGIN),
        ("end", _END),
        ("", _DURING),
    ):
        if found := pattern.match(text, end):
            return start, found.end(), part
    if text.startswith(("刚", "临"), start - 1) and start:
        return start - 1, end, "before" if text[start - 1] == "临" else "begin"
    return start, end, ""
