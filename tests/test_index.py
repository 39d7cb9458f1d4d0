"""What goes into an index comes out of it, however it was made; and what may not be met never gets in."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import Unavailable
from archive.index import (
    build,
    collections,
    interview,
    interviews,
    media_file,
    open_index,
    reindex,
    texts,
    word_times,
)
from archive.records import CLOSED, OPEN, Cue, IndexPoint, Word
from archive.release import Change, MediaFile, Released, ReleasedCollection, ReleasedRecording, ReleasedTrack
from archive.search import search

ENGLISH = ["coal", "mine", "mines", "shaft", "winch", "list", "name", "read", "laid", "off", "closed", "winter", "pit"]
CHINESE = ["鹤岗", "下岗", "下崗", "煤矿", "后來", "食堂", "Hegang"]
WORDS = ENGLISH + CHINESE

COPY = MediaFile(name="recording-1.access.m4a", key="", sha256="a" * 64, bytes=123_456, role="access copy")
STRIKE = IndexPoint(start_ms=0, end_ms=9000, title={"en": "The strike"}, synopsis={"zh": "罢工"}, keywords=("coal",))

MINER = Released(
    id="2026-014",
    title={"en": "The winch operator", "zh-Hans": "绞车司机"},
    summary={"en": "Thirty years below ground."},
    narrators=("Lin Guihua", "Chen Wei"),
    interviewers=("A. Hall",),
    collection="after-the-mine",
    language="zh-Hans",
    date="1974?",
    place="Hegang 鹤岗",
    transcript=OPEN,
    sound=OPEN,
    rights_holder="The narrators",
    licence="CC BY 4.0",
    synthetic=True,
    published_on="2026-05-03",
    recordings=(
        ReleasedRecording(
            name="recording-1",
            kind="audio",
            duration_ms=60_000,
            label="Side A",
            media=(COPY,),
            withheld=((1000, 2000, "a name"),),
            index_points=(STRIKE,),
        ),
        ReleasedRecording(name="recording-2", kind="video", duration_ms=30_000),
    ),
    tracks=(
        ReleasedTrack(
            recording="recording-1",
            language="en",
            translated_from="zh-Hans",
            is_machine_made=False,
            made_by="M. Lin",
            made_on="2026-02-03",
            approved_by="M. Lin",
            approved_on="2026-02-04",
            version="2026-02-03.2",
            changes=(Change(0, 900, "2026-02-03"), Change(2000, 2500, "2026-02-03.2")),
            cues=(Cue(0, 4000, "They read out the list."),),
        ),
        ReleasedTrack(
            recording="recording-1",
            language="zh-Hans",
            made_by="whisper base",
            cues=(
                Cue(0, 4000, "他们念了名单。", "林桂花", (Word(0, 900, "他们"), Word(900, 4000, "念了名单。"))),
                Cue(4000, 8000, "我下岗了。"),
            ),
        ),
        ReleasedTrack(
            recording="recording-1",
            language="zh-Hans",
            form="edited",
            is_machine_made=False,
            made_by="M. Lin",
            cues=(Cue(0, 8000, "他们念了名单，我就下岗了。", "林桂花"),),
        ),
    ),
)
CLOSED_ONE = Released(id="2026-015", title={"en": "Not before 2050"}, collection="after-the-mine")
COLLECTION = ReleasedCollection(
    slug="after-the-mine",
    title={"en": "After the Mine"},
    description={"en": "Three towns."},
    interviews=("2026-015", "2026-014"),
)


def test_what_was_released_is_what_a_page_gets(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [MINER, CLOSED_ONE], [COLLECTION])
    with open_index(tmp_path / "index.sqlite") as index:
        assert interview(index, "2026-014") == MINER
        assert interview(index, "2026-015") == CLOSED_ONE
        assert interview(index, "2026-016") is None
        assert interview(index, "' or 1") is None


def test_whoever_only_reads_gets_the_same_without_the_times_of_words(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [MINER], [COLLECTION])
    with open_index(tmp_path / "index.sqlite") as index:
        read = texts(index, "2026-014")
        assert read is not None
        said = [replace(each, cues=tuple(replace(cue, words=()) for cue in each.cues)) for each in MINER.tracks]
        assert read == replace(MINER, tracks=tuple(said))
        assert [word_times(index, read, each) for each in read.tracks] == [[""], ["2 0 5 90", ""], [""]]
        assert texts(index, "2026-015") is None


TIMES = st.integers(0, 10**7)
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
TEXTS = st.dictionaries(st.sampled_from(["en", "zh-Hans", "de"]), TEXT, max_size=2)


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start_ms = draw(TIMES)
    texts = [text for text in draw(st.lists(TEXT, max_size=3)) if text]
    words = tuple(Word(start_ms + place, start_ms + place + 1, text) for place, text in enumerate(texts))
    return Cue(start_ms, start_ms + draw(st.integers(3, 9999)), "".join(word.text for word in words), draw(TEXT), words)


@st.composite
def interviews_released(draw: st.DrawFn) -> Released:
    recordings = tuple(
        ReleasedRecording(
            name=f"recording-{number}",
            kind=draw(st.sampled_from(["audio", "video", "none"])),
            duration_ms=draw(TIMES),
            label=draw(TEXT),
            index_points=tuple(
                IndexPoint(
                    start_ms=0, end_ms=draw(TIMES), title=draw(TEXTS), synopsis=draw(TEXTS), keywords=(draw(TEXT),)
                )
                for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for number in range(1, draw(st.integers(1, 3)))
    )
    tracks = tuple(
        ReleasedTrack(
            recording=each.name, language=language, made_by=draw(TEXT), cues=tuple(draw(st.lists(cues(), max_size=4)))
        )
        for each in recordings
        for language in draw(st.permutations(["en", "zh-Hans"]))
    )
    return Released(
        id=f"{draw(st.integers(1000, 9999))}-{draw(st.integers(0, 999999)):03d}",
        title=draw(TEXTS),
        summary=draw(TEXTS),
        narrators=tuple(draw(st.lists(TEXT, max_size=2))),
        date=draw(TEXT),
        place=draw(TEXT),
        transcript=OPEN,
        sound=draw(st.sampled_from([OPEN, CLOSED])),
        closed_because=draw(TEXTS),
        recordings=recordings,
        tracks=tracks,
    )


@given(interviews_released())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interview_comes_out_as_it_went_in(tmp_path: Path, released: Released) -> None:
    build(tmp_path / "index.sqlite", [released], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert interview(index, released.id) == released


def test_lists_say_what_a_reader_chooses_by(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [CLOSED_ONE, MINER], [COLLECTION])
    with open_index(tmp_path / "index.sqlite") as index:
        miner, closed = interviews(index)
        (page,) = collections(index)
    assert (page.slug, page.interviews) == ("after-the-mine", (closed, miner))
    assert (miner.id, miner.year, miner.date) == ("2026-014", 1974, "1974?")
    assert miner.languages == ("zh-Hans", "en")
    assert miner.narrators == ("Lin Guihua", "Chen Wei")
    assert miner.duration_ms == 90_000 and miner.media == ("audio", "video")
    assert miner.is_machine_made and miner.synthetic and not miner.is_closed
    assert closed.is_closed and closed.title == {"en": "Not before 2050"}


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("1974?", 1974),
        ("2016-03", 2016),
        ("1974/1976", 1974),
        ("197X", None),
        ("", None),
        ("19745", None),
        ("~1974", None),
    ],
)
def test_a_year_is_read_from_a_date_only_where_it_names_one(tmp_path: Path, date: str, year: int | None) -> None:
    build(tmp_path / "index.sqlite", [replace(MINER, date=date)], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert [each.year for each in interviews(index)] == [year]


def test_a_media_address_stands_for_content(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [MINER], [])
    with open_index(tmp_path / "index.sqlite") as index:
        found = media_file(index, "2026-014", "recording-1.access.m4a")
        assert found is not None
        assert (found.sha256, found.bytes, found.extension) == ("a" * 64, 123_456, "m4a")
        assert media_file(index, "2026-014", "../interview.json") is None


# --- nothing that may not be met -------------------------------------------------------------------------------------


def test_a_closed_interview_is_listed_and_nothing_more(tmp_path: Path) -> None:
    """Even if somebody should hand the whole of it to the index."""
    closed = replace(MINER, transcript=CLOSED, sound=CLOSED)
    build(tmp_path / "index.sqlite", [closed], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert interview(index, "2026-014") == Released(id="2026-014", title=MINER.title, collection=MINER.collection)
        for words in ("list", "winch", "下岗", "Guihua", "strike", "Hegang"):
            assert search(index, words).total == 0
        assert media_file(index, "2026-014", "recording-1.access.m4a") is None
    held = (tmp_path / "index.sqlite").read_bytes()
    assert b"winch operator" in held
    for canary in (b"read out", "下岗".encode(), "下 岗".encode(), b"Guihua", b"guihua", b"strike", b"ground", b"aaaa"):
        assert canary not in held


def test_sound_alone_may_be_closed(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [replace(MINER, sound=CLOSED)], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert search(index, "list").total == 1
        assert media_file(index, "2026-014", "recording-1.access.m4a") is None


def test_words_alone_may_be_closed(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [replace(MINER, transcript=CLOSED)], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert search(index, "下岗").total == 0 and search(index, "winch").total == 1
        assert media_file(index, "2026-014", "recording-1.access.m4a") is not None
    assert "下 岗".encode() not in (tmp_path / "index.sqlite").read_bytes()


# --- made anew and made afresh are the same --------------------------------------------------------------------------


def spoken(number: int) -> Released:
    """An interview of random words, the same for a number each time."""
    chance = random.Random(number)

    def said(language: str, translated_from: str = "") -> ReleasedTrack:
        lines = [" ".join(chance.choices(WORDS, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 30))]
        said = tuple(Cue(place * 4000, place * 4000 + 4000, line) for place, line in enumerate(lines))
        return ReleasedTrack(recording="recording-1", language=language, translated_from=translated_from, cues=said)

    return Released(
        id=f"2026-{number:03d}",
        title={"en": f"Interview {number}"},
        collection=chance.choice(["north", "south"]),
        language="en",
        date=str(chance.randint(1990, 2020)),
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=120_000),),
        tracks=chance.choice(
            [(said("en"),), (said("en"), said("zh-Hans", "en")), (said("en"), replace(said("en"), form="edited"))]
        ),
    )


def fifty_queries() -> list[str]:
    chance = random.Random(50)
    single = [
        *WORDS,
        "min*",
        "cl*",
        "win*",
        '"laid off"',
        '"mine closed"',
        "mining",
        "岗",
        "下",
        "Interview",
        "nothing",
    ]
    return single + [" ".join(chance.sample(WORDS, 2)) for _ in range(50 - len(single))]


def answers(path: Path) -> Iterator[str]:
    with open_index(path) as index:
        for query in fifty_queries():
            found = asdict(search(index, query, passages=5))
            del found["took_ms"]
            yield json.dumps(found, ensure_ascii=False)
        for each in interviews(index):
            yield repr(interview(index, each.id))
        yield repr(collections(index))


def gathered(released: list[Released]) -> list[ReleasedCollection]:
    slugs = sorted({each.collection for each in released})
    return [
        ReleasedCollection(
            slug=slug, title={"en": slug}, interviews=tuple(e.id for e in released if e.collection == slug)
        )
        for slug in slugs
    ]


def test_one_interview_made_anew_is_as_if_all_were_made_afresh(tmp_path: Path) -> None:
    before = [spoken(number) for number in range(1, 25)]
    changed = replace(spoken(99), id="2026-007")
    after = [each for each in before if each.id not in {"2026-007", "2026-011"}] + [changed, spoken(40)]
    build(tmp_path / "anew.sqlite", before, gathered(before))
    reindex(tmp_path / "anew.sqlite", "2026-007", changed, gathered(after))
    reindex(tmp_path / "anew.sqlite", "2026-011", None, gathered(after))
    reindex(tmp_path / "anew.sqlite", "2026-040", spoken(40), gathered(after))
    reindex(tmp_path / "anew.sqlite", "2026-003", spoken(3), gathered(after))
    build(tmp_path / "afresh.sqlite", after, gathered(after))
    assert len(fifty_queries()) == 50
    assert list(answers(tmp_path / "anew.sqlite")) == list(answers(tmp_path / "afresh.sqlite"))


def test_an_interview_that_cannot_be_made_anew_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    build(path, [spoken(1), spoken(2)], [])
    before = list(answers(path))

    def fails() -> Iterator[ReleasedCollection]:
        raise OSError("the store went away")
        yield

    with pytest.raises(OSError, match="went away"):
        reindex(path, "2026-002", replace(spoken(3), id="2026-002"), fails())
    assert list(answers(path)) == before


def test_an_index_begun_interview_by_interview_is_as_if_made_at_once(tmp_path: Path) -> None:
    released = [spoken(number) for number in range(1, 12)]
    for each in random.Random(1).sample(released, len(released)):
        reindex(tmp_path / "by-one" / "desk.sqlite", each.id, each, gathered(released))
    build(tmp_path / "at-once.sqlite", released, gathered(released))
    assert list(answers(tmp_path / "by-one" / "desk.sqlite")) == list(answers(tmp_path / "at-once.sqlite"))


def test_the_same_interviews_make_the_same_bytes(tmp_path: Path) -> None:
    released = [spoken(number) for number in range(1, 12)]
    build(tmp_path / "one.sqlite", released, gathered(released))
    build(tmp_path / "other.sqlite", iter(released), iter(gathered(released)))
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()


def test_in_any_order_the_answers_are_the_same(tmp_path: Path) -> None:
    released = [spoken(number) for number in range(1, 12)]
    build(tmp_path / "one.sqlite", released, gathered(released))
    build(tmp_path / "other.sqlite", released[::-1], gathered(released)[::-1])
    assert list(answers(tmp_path / "one.sqlite")) == list(answers(tmp_path / "other.sqlite"))


def test_the_full_text_is_sound_after_changes(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    build(path, [spoken(number) for number in range(1, 9)], [])
    for number in (3, 5, 3):
        reindex(path, f"2026-{number:03d}", replace(spoken(number + 50), id=f"2026-{number:03d}"), [])
    with closing(sqlite3.connect(path)) as db:
        db.execute("insert into documents_fts(documents_fts, rank) values ('integrity-check', 1)")
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]


# --- what else lies about --------------------------------------------------------------------------------------------


def test_a_rebuild_is_not_undone_by_a_journal_that_a_dead_process_left(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    build(path, [spoken(1)], [])
    old = path.read_bytes()
    with closing(sqlite3.connect(path)) as dying:
        dying.execute("begin")
        dying.execute("delete from cues")
        journal = (tmp_path / "desk.sqlite-journal").read_bytes()
    (tmp_path / "desk.sqlite-journal").write_bytes(journal)
    build(path, [spoken(2)], [])
    with open_index(path) as index:
        assert [each.id for each in interviews(index)] == ["2026-002"]
    assert path.read_bytes() != old and not (tmp_path / "desk.sqlite-journal").exists()


def test_an_index_of_another_form_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    build(path, [spoken(1), spoken(2)], [])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update made_with set form = 'long ago'")
    reindex(path, "2026-001", spoken(1), [])
    with open_index(path) as index:
        assert [each.id for each in interviews(index)] == ["2026-001"]


def test_a_file_that_is_no_index_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_text("this is not a database, though it is long enough to look like one from afar" * 20)
    with pytest.raises(Unavailable, match="cannot be written"):
        reindex(path, "2026-001", spoken(1), [])
    with pytest.raises(Unavailable, match="no index"):
        open_index(tmp_path / "missing" / "desk.sqlite")


def test_an_index_cannot_be_written_by_its_readers(tmp_path: Path) -> None:
    build(tmp_path / "index.sqlite", [spoken(1)], [])
    with open_index(tmp_path / "index.sqlite") as index, pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.rows("delete from cues")
