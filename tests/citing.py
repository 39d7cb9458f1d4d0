"""Ten interviews to cite, all invented, and everything that is made of them; ``python -m tests.citing`` writes it down.

What it wrote lies in ``tests/citations/`` and was compared by eye with the patterns of the manuals: after a change,
read the differences before they are kept.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

from archive.exchange.citations import Passage, Text, Tongue, Work, as_bibtex, as_csl, as_plain, as_ris, cited
from archive.exchange.citations.work import work
from archive.records import OPEN
from archive.release import Released, ReleasedRecording, ReleasedTrack

KEPT = Path(__file__).parent / "citations"
TODAY = date(2026, 11, 25)
SITE = "https://hegang.example"
COLLECTION = {"en": "After the Mine", "zh-Hans": "矿井之后"}

CHECKED = ReleasedTrack(
    recording="recording-1",
    language="zh-Hans",
    is_machine_made=False,
    approved_by="M. Lin",
    approved_on="2026-05-03",
    version="2026-05-03",
)
MACHINE = ReleasedTrack(recording="recording-1", language="zh-Hans", version="2026-04-20")
ENGLISH = replace(CHECKED, language="en", translated_from="zh-Hans", version="2026-05-03.2")
EDITED = replace(CHECKED, language="en", form="edited")


def told(interview_id: str, title: dict[str, str], *, kind: str = "audio", **fields: object) -> Released:
    """An interview that is public."""
    recording = ReleasedRecording(name="recording-1", kind=kind, duration_ms=3_600_000)  # type: ignore[arg-type]
    return Released(
        id=interview_id,
        title=title,
        transcript=OPEN,
        sound=OPEN,
        recordings=(recording,),
        **fields,  # type: ignore[arg-type]
    )


def passage(interview_id: str, start_ms: int, end_ms: int | None, *speakers: str, tape: str = "") -> Passage:
    """A passage of it, with its address."""
    ends = f",{end_ms / 1000:g}" if end_ms else ""
    url = f"{SITE}/interviews/{interview_id}?t={start_ms / 1000:g}{ends}&v=2026-05-03"
    return Passage(url=url, start_ms=start_ms, end_ms=end_ms, tape=tape, speakers=speakers)


SAMPLES: dict[str, tuple[Released, ReleasedTrack | None, Passage | None]] = {
    "1-a-checked-interview-in-two-languages": (
        told(
            "2016-014",
            {"en": "A Winter Underground", "zh-Hans": "井下的冬天"},
            narrators=("Lin Guihua",),
            interviewers=("M. Lin",),
            collection="after-the-mine",
            language="zh-Hans",
            date="2016-03-14",
            place="Hegang",
        ),
        CHECKED,
        None,
    ),
    "2-a-passage-of-it-in-translation": (
        told(
            "2016-014",
            {"en": "A Winter Underground", "zh-Hans": "井下的冬天"},
            narrators=("Lin Guihua",),
            interviewers=("M. Lin",),
            collection="after-the-mine",
            language="zh-Hans",
            date="2016-03-14",
            place="Hegang",
        ),
        ENGLISH,
        passage("2016-014", 754_200, 790_000, "Lin Guihua", tape="Tape 1"),
    ),
    "3-names-in-chinese": (
        told(
            "2017-002",
            {"zh-Hans": "名单"},
            narrators=("柳桂花",),
            interviewers=("林敏", "阿依古丽·买买提"),
            collection="after-the-mine",
            language="zh-Hans",
            date="2017-06",
            place="鹤岗",
        ),
        MACHINE,
        passage("2017-002", 61_000, 75_500, "柳桂花"),
    ),
    "4-under-a-pseudonym": (
        told(
            "2017-003",
            {"en": "What the Winch Heard", "zh-Hans": "绞车听见的"},
            narrators=("Winch operator",),
            interviewers=("Anna-Maria van der Berg",),
            language="zh",
            date="2017",
            place="Jixi",
        ),
        MACHINE,
        passage("2017-003", 3_661_000, None, "Winch operator"),
    ),
    "5-two-narrators-one-speaks": (
        told(
            "2018-001",
            {"en": "Two Brothers, One Shaft"},
            narrators=("Wang Jianguo", "Wang Jianmin"),
            interviewers=("John Patrick O’Neill Jr.",),
            collection="after-the-mine",
            language="en",
            date="1974?",
            place="Jixi",
        ),
        replace(CHECKED, language="en"),
        passage("2018-001", 12_000, 47_000, "Wang Jianmin", tape="Side B"),
    ),
    "6-five-narrators-three-interviewers": (
        told(
            "2018-002",
            {"en": "Did You Hear the Whistle?"},
            narrators=("Anna Lin", "Robert Hall", "Sister Zhao", "Marie-Claire de la Cruz", "O. Brandt"),
            interviewers=("Karl Weber", "M. Lin", "Jo Smith"),
            language="en",
            date="1974~",
        ),
        EDITED,
        None,
    ),
    "7-a-decade-on-film": (
        told(
            "2019-001",
            {"en": "The Canteen"},
            kind="video",
            narrators=("Hall, Robert",),
            interviewers=("Wei Chen",),
            language="en",
            date="197X",
            rights_holder="The narrator",
            licence="CC BY 4.0",
        ),
        replace(MACHINE, language="en"),
        passage("2019-001", 5_000, 9_500),
    ),
    "8-days-from-to": (
        told(
            "2019-004",
            {"en": "Three Afternoons with “the Keeper”", "zh-Hans": "与“守灯人”的三个下午"},
            narrators=("Keeper of the lamps",),
            interviewers=("Ouyang Lianfang",),
            language="en",
            date="2016-03-14/2016-03-16",
            place="Shuangyashan",
        ),
        replace(CHECKED, language="en", approved_by=""),
        None,
    ),
    "9-nobody-named-no-date": (
        told("2020-001", {"en": "The Shift Whistle 100% & {loud}", "zh-Hans": "汽笛"}, language="zh"),
        None,
        None,
    ),
    "10-words-without-a-recording": (
        told(
            "2020-003",
            {"en": "Counting the Hooks"},
            kind="none",
            narrators=("Madam Guo",),
            interviewers=("A neighbour",),
            language="en",
            date="1949/1951",
        ),
        replace(CHECKED, language="en"),
        None,
    ),
}


def sample(name: str, tongue: Tongue) -> Work:
    """One of them, made ready to be cited in a language."""
    interview, track, at = SAMPLES[name]
    return work(
        interview,
        tongue=tongue,
        archive="Earwitness" if tongue == "en" else "耳证档案馆",
        url=f"{SITE}/interviews/{interview.id}",
        accessed=TODAY,
        collection=COLLECTION if interview.collection else None,
        track=track,
        passage=at,
    )


def everything(name: str) -> str:
    """All that is made of an interview, in both languages."""
    told = []
    for tongue in get_args(Tongue):
        of = sample(name, tongue)
        told.append(f"=== {tongue} ===\n")
        for each in cited(of):
            told.append(f"[{each.style.label if tongue == 'en' else each.style.label_zh}]\n{as_plain(each.entry)}\n")
            told += [f"{as_plain(each.in_text)}\n"] if each.in_text else []
        csl = json.dumps(as_csl(of), ensure_ascii=False, indent=1)
        told += [as_bibtex(of), as_ris(of).replace("\r\n", "\n"), f"{csl}\n"]
    return "\n".join(told)


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for each in SAMPLES:
        (KEPT / f"{each}.txt").write_text(everything(each), "utf-8")

__all__ = ["SAMPLES", "Text", "everything", "sample"]
