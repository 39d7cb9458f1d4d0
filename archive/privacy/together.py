"""What points to one person when it is read together: how old they are, what work they did, and for whom.

None of it names anybody. In a town where everybody knows everybody, three of them often do. Patterns of both languages,
on what was said; a town's name is for the gazetteer and the record to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.speech import Speech, Spoken

ClueKind = Literal["age", "job", "employer"]

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBER = f"(?:[0-9]{{1,2}}|[a-z]+teen|ten|eleven|twelve|(?:{_TENS})(?:[- ][a-z]+)?)"
_HAN_NUMBER = "[0-9一二三四五六七八九十零〇两]"
_WORKS = (
    "operator|driver|teacher|nurse|doctor|clerk|miner|electrician|foreman|engineer|cook|accountant|welder|fitter|mechanic"
    "|manager|director|secretary|headmaster|headmistress|announcer|editor|lampman|technician|surveyor|blaster|carpenter"
    "|policeman|soldier|shopkeeper|cashier|translator|librarian|cadre|team leader|section chief"
)
_HAN_WORKS = (
    "绞车司机|电车司机|司机|绞车工|灯工|瓦斯员|安全员|爆破工|放炮工|采煤工|掘进工|通风工|电工|钳工|焊工|瓦工|木工|锅炉工|会计|出纳|教师|老师"
    "|校长|医生|大夫|护士|班长|队长|段长|井长|矿长|厂长|书记|科长|处长|主任|工程师|技术员|测量员|广播员|炊事员|保管员|警察|翻译|记者"
)
_PLACES_OF_WORK = (
    "Mine|Mines|Colliery|Pit|Factory|Works|Mill|Bureau|Ministry|School|College|University|Hospital|Clinic|Company"
    "|Corporation|Plant|Station|Railway|Cooperative|Police"
)
_AGE = (
    re.compile(rf"\b(?:i (?:was|am)|i'm|aged|turned|at the age of) (?:just |only |about |barely )?{_NUMBER}\b"),
    re.compile(r"\bborn in (?:[a-z]+,? )?(?:1[89]|20)[0-9]{2}\b"),
    re.compile(rf"(?:我|那年|当时|今年|那时候)[^,。，]{{0,5}}?{_HAN_NUMBER}{{1,3}}岁"),
    re.compile(
        "[0-9一二三四五六七八九零〇]{2,4}年(?:[0-9一二三四五六七八九十]{1,3}月)?(?:出生|生人|生的)|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]的"
    ),
)
_JOB = (
    re.compile(
        rf"\b(?:i (?:was|became|am|worked as)|i'm|my (?:husband|wife|father|mother) was|worked as|job as)"
        rf" (?:an? |the )?(?:[a-z]+ ){{0,2}}(?:{_WORKS})\b"
    ),
    re.compile(f"(?:我|我是|当|当过|做|做过|干|干过|是)[^,。，]{{0,6}}?(?:{_HAN_WORKS})"),
)
_WRITTEN = (
    (
        "age",
        re.compile(
            rf"\b(?:she|he) (?:was|is) (?:just |only |about |barely )?{_NUMBER}\b|\b{_NUMBER}[- ]years?[- ]old\b"
        ),
    ),
    ("age", re.compile(rf"{_HAN_NUMBER}{{1,3}}岁")),
    ("job", re.compile(rf"\b(?:an? |the |her |his |as )(?:[a-z]+ ){{0,2}}?(?:{_WORKS})\b")),
    ("job", re.compile(f"(?:{_HAN_WORKS})")),
)
"""How it is written *about* somebody. Who speaks says so of anybody; in a title it is the narrator."""
_EMPLOYER = re.compile(
    rf"\b(?:[A-Z][\w'’-]+ ){{1,3}}(?:{_PLACES_OF_WORK})\b|\b(?:Mine|Pit|Factory|School) (?:No\.? ?|Number )[0-9]+\b"
)
_HAN_EMPLOYER = re.compile(
    "[\u4e00-\u9fff]{2,4}?(?:煤矿|矿务局|矿业集团|矿(?![工井区山长灯车务业难上里])|钢铁厂|机械厂|水泥厂|纺织厂|发电厂|洗煤厂|林业局|供电局|中学|小学|医院)"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """Something said that narrows down who somebody is."""

    kind: ClueKind
    spoken: Spoken


def clues(speech: Speech) -> Iterator[Clue]:
    """What in a speech tells of an age, a job or an employer, in order within each kind."""
    folded = speech.folded.text
    for kind, patterns in (("age", _AGE), ("job", _JOB)):
        for pattern in patterns:
            yield from (Clue(kind, speech.spoken_folded(*each.span())) for each in pattern.finditer(folded))  # type: ignore[arg-type]
    yield from _employers(speech)


def clues_written(speech: Speech) -> Iterator[Clue]:
    """The same in what is written about an interview, where nobody says *I*."""
    folded = speech.folded.text
    for kind, pattern in _WRITTEN:
        yield from (Clue(kind, speech.spoken_folded(*each.span())) for each in pattern.finditer(folded))  # type: ignore[arg-type]
    yield from _employers(speech)


def _employers(speech: Speech) -> Iterator[Clue]:
    # A name of a place of work has capitals, which folding takes away.
    for pattern in (_EMPLOYER, _HAN_EMPLOYER):
        yield from (Clue("employer", speech.spoken(*each.span())) for each in pattern.finditer(speech.text))
