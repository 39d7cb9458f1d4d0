"""Numbers spelt digit by digit, in figures or in words of either language, and what such a number may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

NumberKind = Literal["telephone", "identity", "bank card", "account"]

_SPOKEN = {"oh": "0", "o": "0", "zero": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
_SPOKEN |= {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_HAN = {"〇": "0", "零": "0", "○": "0", "洞": "0", "幺": "1", "两": "2", "拐": "7", "勾": "9"}
_HAN |= {each: str(n) for n, each in enumerate("一二三四五六七八九", 1)}
_WORD = "|".join(sorted(_SPOKEN, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<figures>[0-9]+)|(?P<han>[{''.join(_HAN)}])|(?P<times>double|triple)[ -](?P<repeated>{_WORD})\b"
    rf"|\b(?P<word>{_WORD})\b"
    r"|(?<=[0-9一二三四五六七八九零〇])(?P<check>[ ]?(?:x(?![a-z])|叉|艾克斯))"
)
_BETWEEN = re.compile(r"[ \-–—.()/、,，]{0,3}(?:(?:uh|um|er|嗯|呃|啊|那个|然后)[ ,，、]{0,2})?")
_COMMA = re.compile("[,，、]")
_COUNTED = re.compile("[十百千万亿年月号日块元岁个人%]")

_MOBILE = re.compile(r"(?:(?:00)?86)?(1(?:3[0-9]|4[4-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])[0-9]{8})")
_LANDLINE = re.compile(r"(?:0[1-9][0-9]{8,10}|(?:00)?86[1-9][0-9]{8,10}|00[1-9][0-9]{8,13})")
_NORTH_AMERICAN = re.compile(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")
_IDENTITY = re.compile(r"[1-9][0-9]{5}((?:18|19|20)[0-9]{2})([01][0-9])([0-3][0-9])[0-9]{3}[0-9X]")
_OLD_IDENTITY = re.compile(r"[1-9][0-9]{5}([0-9]{2})([01][0-9])([0-3][0-9])[0-9]{3}")
_YEARS = re.compile(r"(?:1[89]|20)[0-9]{2}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_TOLD: dict[NumberKind, re.Pattern[str]] = {
    "telephone": re.compile(
        "电话|手机|号码|打给|拨|phone|telephone|mobile|call me|cell|my number|his number|her number"
    ),
    "identity": re.compile(
        "身份证|证件|护照|身分證|passport|social security|identity card|id card|id number|insurance number"
    ),
    "bank card": re.compile("卡号|银行卡|账号|帐号|存折|账户|bank card|credit card|account number|card number"),
    "account": re.compile("qq|微信|wechat|车牌"),
}
_TELLING_REACH = 24
_SHORTEST_TOLD = {"telephone": 7, "identity": 8, "bank card": 8, "account": 5}


@dataclass(frozen=True, slots=True)
class Number:
    """Digits spoken one after another, and where; ``groups`` are their lengths as they were written or paused."""

    digits: str
    start: int
    end: int
    groups: tuple[str, ...]


def spelt(text: str) -> Iterator[Number]:
    """Every number of at least five digits that is spelt in a folded text."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if run and not _goes_on(text, run[-1], token):
            yield from _number(text, run)
            run = []
        run.append(token)
    yield from _number(text, run)


def _goes_on(text: str, before: re.Match[str], token: re.Match[str]) -> bool:
    between = text[before.end() : token.start()]
    if before["check"] or not _BETWEEN.fullmatch(between):
        return False
    is_list = len(before["figures"] or "") > 1 or len(token["figures"] or "") > 1
    return not (is_list and _COMMA.search(between))


def _number(text: str, run: list[re.Match[str]]) -> Iterator[Number]:
    if run and _COUNTED.match(text, run[-1].end()):
        run = run[:-1]  # the last figure counts something: 一三 八 五个人
    groups = tuple(map(_worth, run))
    digits = "".join(groups)
    if len(digits) >= 5:
        yield Number(digits, run[0].start(), run[-1].end(), groups)


def _worth(token: re.Match[str]) -> str:
    if token["times"]:
        return _SPOKEN[token["repeated"]] * (2 if token["times"] == "double" else 3)
    if token["check"]:
        return "X"
    return token["figures"] or _HAN.get(token["han"] or "", "") or _SPOKEN[token["word"]]


def kind_of(number: Number, text: str) -> tuple[NumberKind, bool] | None:
    """What a number in a folded text may be, and whether its check digit says so; None where nothing speaks for it."""
    told = _told_beside(number, text)
    digits = number.digits
    if all(_YEARS.fullmatch(each) for each in number.groups):
        return None
    if _is_identity(digits):
        return "identity", len(digits) == 18 and has_identity_check(digits)
    if _MOBILE.fullmatch(digits):
        return "telephone", False
    if 16 <= len(digits) <= 19 and has_luhn_check(digits):
        return "bank card", True
    if told and len(digits) >= _SHORTEST_TOLD[told]:
        return told, False
    is_spelt = len(number.groups) >= 3
    if is_spelt and (_LANDLINE.fullmatch(digits) or _NORTH_AMERICAN.fullmatch(digits)):
        return "telephone", False
    return ("telephone", False) if _LANDLINE.fullmatch(digits) and len(number.groups) == 2 else None


def _told_beside(number: Number, text: str) -> NumberKind | None:
    beside = text[max(number.start - _TELLING_REACH, 0) : number.end + _TELLING_REACH // 2]
    return next((kind for kind, said in _TOLD.items() if said.search(beside)), None)


def _is_identity(digits: str) -> bool:
    if found := _IDENTITY.fullmatch(digits):
        return _is_day(int(found[1]), int(found[2]), int(found[3]))
    found = _OLD_IDENTITY.fullmatch(digits)
    return bool(found and _is_day(1900 + int(found[1]), int(found[2]), int(found[3])))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def has_identity_check(digits: str) -> bool:
    """Whether the last of 18 digits of a Chinese identity number follows from the others (GB 11643)."""
    total = sum(int(each) * weight for each, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return digits[17] == _CHECKS[total % 11]


def has_luhn_check(digits: str) -> bool:
    """Whether the last digit of a card's number follows from the others (ISO/IEC 7812-1)."""
    if not digits.isdigit():
        return False
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
