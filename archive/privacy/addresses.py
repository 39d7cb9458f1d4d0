"""Addresses of houses and of mail, as they are said or written, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = "(?:[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,6})"
_INSIDE = f"(?:{_NUMBER}(?:号楼|栋|幢|座|单元|门|室|户|楼|层|号)){{0,4}}"
_STREET = re.compile(
    f"[\u4e00-\u9fff]{{1,6}}?(?:大街|街|路|胡同|巷|弄|大道)(?:[东西南北中]段)?{_NUMBER}(?:之{_NUMBER})?号(?![线公文令矿井车])(?:院)?{_INSIDE}"
)
_HOUSE = re.compile(
    f"{_NUMBER}(?:号楼|栋|幢)(?:{_NUMBER}(?:单元|门))(?:{_NUMBER}(?:室|号|楼|层))?|{_NUMBER}单元{_NUMBER}(?:室|号|楼|户)"
    f"|{_NUMBER}(?:号楼|栋|幢){_NUMBER}(?:室|号)"
)
_ROAD = "Street|Road|Avenue|Lane|Drive|Boulevard|Court|Terrace|Crescent|Square|Row|Gardens|St|Rd|Ave|Blvd"
_ENGLISH = re.compile(
    r"\b(?:[1-9][0-9]{0,4}[a-zA-Z]?|[Nn]umber (?:[0-9]+|[a-z]+(?:-[a-z]+)?)),? "
    rf"(?:(?!The\b|This\b|And\b)[A-Z][a-z’']+ ){{1,3}}(?:{_ROAD})\b"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDINGS = "com|org|net|edu|cn|uk|de|info|gov"
_SPOKEN_MAIL = re.compile(
    rf"\b[a-z0-9]+(?:(?: dot | underscore |[._])[a-z0-9]+)* at [a-z0-9-]+(?: dot [a-z0-9-]+)* dot (?:{_ENDINGS})\b"
    rf"|[a-z0-9._]+ ?(?:艾特|圈a|小老鼠) ?[a-z0-9]+ ?点 ?(?:{_ENDINGS})"
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where a folded text names a house in Chinese: a street with its number, or a block with entrance and door."""
    for pattern in (_STREET, _HOUSE):
        yield from (each.span() for each in pattern.finditer(text))


def english_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where a text as written names a house in English: a number and a street by its name."""
    yield from (each.span() for each in _ENGLISH.finditer(text))


def mail(text: str) -> Iterator[tuple[int, int]]:
    """Where a folded text has an address for e-mail, written or spoken."""
    for pattern in (_MAIL, _SPOKEN_MAIL):
        yield from (each.span() for each in pattern.finditer(text))
