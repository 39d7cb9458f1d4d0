"""Numbers as they are spoken, in English and in Chinese, in folded text."""

from __future__ import annotations

import re

DIGITS = {"〇": 0, "零": 0, "○": 0, "幺": 1, "两": 2} | {each: n for n, each in enumerate("零一二三四五六七八九") if n}
HAN_DIGIT = "[〇零○一二三四五六七八九0-9]"
HAN_NUMBER = "(?:[0-9]{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
"""A number below a hundred, not spelt digit by digit."""

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
WORTH = (
    {word: n for n, word in enumerate(_ONES, 1)}
    | {word: n for n, word in enumerate(_TEENS, 10)}
    | {word: n * 10 for n, word in enumerate(_TENS, 2)}
    | {word: n for n, word in enumerate(_ORDINALS, 1)}
    | {"oh": 0, "o": 0, "zero": 0, "nought": 0, "twentieth": 20, "thirtieth": 30, "a": 1, "couple": 2}
)
"""What English words are worth, up to ninety."""

ONE = "|".join(_ONES)
TEEN = "|".join(_TEENS)
TEN = "|".join(_TENS)
TWO_DIGITS = rf"(?:(?:{TEN})[ -](?:{ONE})|{TEN}|{TEEN})"
NUMBER = rf"(?:{TWO_DIGITS}|{ONE}|[0-9]{{1,2}})"
ORDINAL = rf"(?:(?:twenty|thirty)[ -](?:{'|'.join(_ORDINALS[:9])})|twentieth|thirtieth|{'|'.join(reversed(_ORDINALS))})"

_WORDS = re.compile("[a-z]+")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")


def from_english(words: str) -> int:
    """The number below a hundred that *ninety-eight*, *third*, *3rd* or *98* says."""
    if day := _DAY.fullmatch(words):
        return int(day[1])
    return sum(WORTH[each] for each in _WORDS.findall(words))


def from_han(text: str) -> int:
    """The number below a hundred that 九十八, 十八, 八 or 98 says; 九八 is read digit by digit."""
    if "十" not in text:
        return int(digits(text))
    tens, _, ones = text.partition("十")
    return (int(digits(tens)) if tens else 1) * 10 + (int(digits(ones)) if ones else 0)


def digits(text: str) -> str:
    """Chinese digits, one after another, as figures."""
    return "".join(str(DIGITS.get(each, each)) for each in text)
