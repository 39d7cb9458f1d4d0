"""A database is a memory of the files: thrown away and made again, it answers every question as before."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from archive import create_app, describing, publication, transcripts
from archive.files import Files
from archive.jobs import keep_house
from archive.records import Collection, Cue, Interview, Recording, Track, Word
from archive.settings import Settings
from tests.conftest import described, take_in_described

ENGLISH = [
    "the",
    "list",
    "was",
    "read",
    "out",
    "in",
    "the",
    "canteen",
    "and",
    "nobody",
    "spoke",
    "on",
    "the",
    "way",
    "home",
    "through",
    "the",
    "snow",
    "my",
    "father",
    "drove",
]
CHINESE = "名单念到我的时候食堂里一点声音都没有回家的路上谁也没说话雪很大我数着电线杆走的矿上下岗工人鹤岗"
QUERIES = (
    *ENGLISH,
    *("名单", "食堂", "下岗", "下崗", "岗", "鹤岗", "Hegang", "我", "雪", "声音", "回家的路上", "電線桿"),
    *('"the list was"', '"read out in"', "can*", "snow father", '"nobody spoke on the way"', "canteens", "xia gang"),
    *("list 名单", "zzzz", "", "'", '"', "NEAR(a b)", "AND", "the -list", "speaker:x", "%", "\\", "1998", "father's"),
)


def _track(chance: random.Random, language: str, translated_from: str = "") -> Track:
    cues = []
    for number in range(40):
        start = number * 3000
        if language == "zh-Hans":
            at = chance.randrange(len(CHINESE) - 12)
            said = list(CHINESE[at : at + 12])
        else:
            said = [f"{each} " for each in chance.choices(ENGLISH, k=9)]
        words = tuple(Word(start + 200 * place, start + 200 * place + 150, each) for place, each in enumerate(said))
        cues.append(Cue(start, start + 2900, "".join(said), speaker=chance.choice(["Lin", "问"]), words=words))
    return Track(
        language=language, cues=tuple(cues), origin="person", made_by="M. Lin", translated_from=translated_from
    )


@pytest.fixture
def filled(files: Files, settings: Settings) -> Files:
    """Twelve published interviews in two languages."""
    chance = random.Random(7)
    describing.keep_collection(files, Collection(slug="mines", title={"en": "Mines", "zh-Hans": "矿"}), agent="x")
    for number in range(12):
        interview: Interview = described(
            title={"en": f"Interview {number}"},
            collection="mines" if number % 2 else "",
            date=f"{1995 + number % 4}-03",
            recordings=(Recording(name="recording-1", kind="none", duration_ms=120_000),),
        )
        made = take_in_described(files, interview)
        for track in (_track(chance, "zh-Hans"), _track(chance, "en", "zh-Hans")):
            transcripts.keep_text(files, made.id, "recording-1", track, agent="M. Lin", detail="")
        publication.publish(files, made.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    return files


def _answers(settings: Settings) -> list[object]:
    client = create_app(settings).test_client()
    told = []
    for query in QUERIES:
        answer = json.loads(client.get("/search.json", query_string={"q": query}).data)
        answer.pop("took_ms")
        told.append(answer)
    return told


def test_instance_deleted_and_made_again_answers_every_query_alike(filled: Files, settings: Settings) -> None:
    assert len(QUERIES) >= 50
    before = _answers(settings)
    assert sum(bool(each["total"]) for each in before) > 25  # type: ignore[index]
    shutil.rmtree(settings.instance)
    keep_house(filled, settings)
    assert _answers(settings) == before


def test_indexing_one_interview_again_equals_rebuilding_all(filled: Files, settings: Settings, tmp_path: Path) -> None:
    from archive.index import open_index
    from archive.search import search

    desk = settings.instance / "desk.sqlite"

    def answers() -> list[object]:
        with open_index(desk) as index:
            found = [search(index, each) for each in QUERIES]
        return [(each.total, each.facets, each.results) for each in found]

    rebuilt = answers()
    for interview_id in ("2026-003", "2026-011", "2026-001"):
        publication.restrict(filled, interview_id, {"sound": "closed"}, by="M. Lin", on="2026-05-03")
        keep_house(filled, settings)
    again = answers()
    desk.unlink()
    keep_house(filled, settings)
    assert answers() == again
    assert [each[0] for each in again] == [each[0] for each in rebuilt]  # type: ignore[index]
