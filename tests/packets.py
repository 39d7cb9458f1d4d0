"""An interview for a narrator to read again, and the answers they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive import jobs, transcripts
from archive.exchange import make_packet, read_answers
from archive.files import Files
from archive.jobs import find_step
from archive.jobs.steps import ACCESS_COPY
from archive.records import Answers, Cue, Interview, Packet, Person, Track
from archive.settings import Settings
from tests.conftest import described, take_in_described
from tests.sound import tone

ASKS, TELLS = "李敏", "王秀英"
SAID = (
    (ASKS, "您小时候家住在哪儿？", "Where did you live as a child?"),
    (TELLS, "就在南井口上头，一排砖房。", "Right above the south shaft, in a row of brick houses."),
    (TELLS, "夜里能听见绞车响。", "At night you could hear the winch."),
    (TELLS, "班长姓赵，他把名单念了一遍。", "The foreman was called Zhao; he read out the list."),
)
STEP_MS = 2_000
SAVED_AT = "2026-11-28T12:00:00.000Z"


def held(files: Files, source: Path, **fields: object) -> Interview:
    """An interview in Chinese with an English translation, both made by people; eight seconds of sound."""
    known: dict[str, object] = {
        "title": {"zh-Hans": "绞车会说话", "en": "The winch talks"},
        "language": "zh",
        "narrators": (Person(name=TELLS),),
        "interviewers": (Person(name=ASKS),),
    }
    interview = take_in_described(files, described(**(known | fields)), tone(source, seconds=8))
    for language, place, translated_from in (("zh", 1, ""), ("en", 2, "zh")):
        cues = tuple(
            Cue(n * STEP_MS, n * STEP_MS + 1_900, str(each[place]), speaker=each[0]) for n, each in enumerate(SAID)
        )
        track = Track(
            language=language, cues=cues, origin="person", made_by="Zhou Lan", translated_from=translated_from
        )
        transcripts.keep_text(files, interview.id, "recording-1", track, agent="Zhou Lan", detail="")
    return interview


def with_sound(files: Files, settings: Settings, interview: Interview) -> None:
    """Make the copy that browsers play."""
    jobs.open_queue(files, settings).do(find_step(files, settings, interview.id, "recording-1", ACCESS_COPY))


def packed(files: Files, interview: Interview) -> Packet:
    """A packet of its texts."""
    return make_packet(files, interview.id, by="The archivist")


def answer(n: int, choice: str = "", *, at: str = SAVED_AT, comment: str = "", **words: str) -> dict[str, Any]:
    """What the page writes down for a passage."""
    return {
        "recording": "recording-1",
        "start_ms": n * STEP_MS,
        "end_ms": n * STEP_MS + 1_900,
        "answer": choice,
        "words": words,
        "comment": comment,
        "at": at,
    }


def answers_file(packet: Packet, /, *answers: dict[str, Any], **told: Any) -> bytes:
    """The file that the page saves."""
    texts = [{"recording": each.recording, "language": each.language, "version": each.version} for each in packet.texts]
    known = {
        "earwitness": "answers",
        "form": 1,
        "interview": packet.interview,
        "packet": packet.id,
        "saved_at": SAVED_AT,
        "texts": texts,
        "answers": answers,
    }
    return json.dumps(known | told, ensure_ascii=False).encode()


def answered(packet: Packet, /, *answers: dict[str, Any], **told: Any) -> Answers:
    """The same as it is read."""
    return read_answers(answers_file(packet, *answers, **told), name="answers.json")
