"""People's names as styles want them: turned round, shortened, in a row. What is not plainly a name stays as it is.

A record has a name as one line, and the public often meets a pseudonym (*Winch operator*): only what looks like a given
and a family name is taken apart. A Chinese name has the family name first in any script and is not turned round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive import language

_PARTICLES = frozenset(
    re.findall("[a-z]+", "af al bin da de del della den der des di do dos du el ibn la le ten ter van von y zu")
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_CALLED = frozenset(
    re.findall(
        "[-a-z]+",
        "aunt auntie brother comrade doctor dr elder elderly father grandfather granny grandma grandmother grandpa "
        "lady madam master mister miss mother mr mrs ms old old-timer professor prof sister the uncle young younger",
    )
)
"""Words before a name or in place of one: what begins with them is an address or a pseudonym, not two names."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f.'’\-]+")
_COMPOUND = frozenset({"ouyang", "sima", "shangguan", "zhuge", "situ", "xiahou", "murong", "linghu"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its parts; one without a family name is only ``whole``. ``is_chinese``: the family name is first."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    is_chinese: bool = False

    @property
    def inverted(self) -> str:
        """As a list of authors has it: ``Lin, Anna``; ``Lin Guihua`` and ``Winch operator`` as they are."""
        if not self.family or self.is_chinese:
            return self.whole
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def initials(self) -> str:
        """``Lin, A. M.``, as APA has it."""
        if not self.family:
            return self.whole
        return ", ".join(filter(None, (self.family, _initials(self.given, "."), self.suffix)))

    @property
    def initials_first(self) -> str:
        """``A. M. Lin``, as APA names those who are not the author."""
        if not self.family or self.is_chinese:
            return self.whole
        return " ".join(filter(None, (_initials(self.given, "."), self.family, self.suffix)))

    @property
    def capitals(self) -> str:
        """``LIN A M``, as GB/T 7714 has it: the family name first, in capitals; a pinyin given name may stay whole."""
        if not self.family:
            return self.whole
        return f"{self.family.upper()} {self.given if self.is_chinese else _initials(self.given, '')}"

    @property
    def short(self) -> str:
        """What stands in running text: the family name alone, or the whole."""
        return self.family or self.whole

    @property
    def filed(self) -> str:
        """``Lin, Guihua``, as programs keep it."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix))) or self.whole


def parsed(written: str) -> Name:
    """A name as its parts, where it is plain which those are."""
    whole = " ".join(written.split())
    if "," in whole:
        family, _, given = whole.partition(",")
        return (
            Name(f"{given.strip()} {family.strip()}", family.strip(), given.strip()) if given.strip() else Name(whole)
        )
    parts = whole.split(" ")
    suffix = parts.pop() if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]) else ""
    if len(parts) < 2 or not _is_name(parts):
        return Name(whole)
    if len(parts) == 2 and (chinese := _chinese(whole, *parts)):
        return chinese
    at = next((place for place, part in enumerate(parts[1:], 1) if part in _PARTICLES), len(parts) - 1)
    return Name(whole, " ".join(parts[at:]), " ".join(parts[:at]), suffix)


def _is_name(parts: Sequence[str]) -> bool:
    if parts[0].strip(".").lower() in _CALLED or not all(map(_LATIN.fullmatch, parts)):
        return False
    # "Winch operator": words that are not names begin small, and a family name never does.
    return parts[-1][0].isupper() and all(part[0].isupper() or part in _PARTICLES for part in parts)


def _chinese(whole: str, first: str, second: str) -> Name | None:
    """Lin Guihua; nothing for Guihua Lin; Wei Chen as it is, for nobody can tell which of the two is the family's."""
    family, given = (re.sub("[-'’]", "", each).lower() for each in (first, second))
    if not (language.is_syllable(family) or family in _COMPOUND):
        return None
    if language.is_syllable(given):
        return Name(whole) if language.is_syllable(family) else Name(whole, first, second, is_chinese=True)
    is_given = any(len(reading) == 2 for reading in language.pinyin_readings(given))
    return Name(whole, first, second, is_chinese=True) if is_given else None


def _initials(given: str, stop: str) -> str:
    """``Anna-Maria J.`` as ``A.-M. J.`` or, without stops, ``A M J``."""
    dash = "-" if stop else " "
    return " ".join(
        dash.join(f"{half[0].upper()}{stop}" for half in part.split("-") if half) for part in given.split(" ")
    )
