"""What somebody looks at before an interview is published: in what the public would read, ticked for what was seen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive import describing, jobs, media, opening, provenance, publication, sensitivity, tags, transcripts
from archive.errors import BadRecord, Refused
from archive.files import Files, looked_file
from archive.jobs import find_step
from archive.jobs.remembering import interview_state
from archive.jobs.steps import ACCESS_COPY
from archive.privacy import clues
from archive.records import Cue, IndexPoint, NameSpoken, Person, Recording, Redaction, Referent, Tag, Texts, Tick, Track
from archive.sensitivity import Sight
from archive.settings import Settings
from archive.speech import running
from tests.conftest import PROJECT, described, take_in_described
from tests.sound import tone

HELD = "2026-001"


def told_of(language: str, *texts: str) -> set[tuple[str, str]]:
    cues = tuple(Cue(number * 1_000, number * 1_000 + 900, text) for number, text in enumerate(texts))
    return {(each.kind, each.spoken.text) for each in clues(running(cues, language))}


@pytest.mark.parametrize(
    ("language", "text", "kind", "said"),
    [
        ("en", "I was twenty-three then.", "age", "twenty-three"),
        ("en", "She was born in 1948 in the north.", "age", "born in 1948"),
        ("en", "I worked as a hoist operator.", "job", "hoist operator"),
        ("en", "My husband was a truck driver", "job", "truck driver"),
        ("en", "We were all at the Xing'an Coal Mine.", "employer", "Coal Mine"),
        ("zh-Hans", "我那时候二十三岁，刚进矿。", "age", "二十三岁"),
        ("zh-Hans", "我是一九四八年生的。", "age", "一九四八年生的"),
        ("zh-Hans", "我爱人是绞车司机。", "job", "绞车司机"),
        ("zh-Hans", "后来调到兴安煤矿了。", "employer", "兴安煤矿"),
    ],
)
def test_an_age_a_job_and_an_employer_are_known_by_what_is_said(language: str, text: str, kind: str, said: str) -> None:
    assert any(each == kind and said in words for each, words in told_of(language, text)), told_of(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was a long winter and the lamps were heavy."),
        ("en", "There were twenty-three lamps in the room."),
        ("zh-Hans", "那年冬天特别冷，矿灯都冻住了。"),
        ("zh-Hans", "矿上有二十三盏灯。"),
    ],
)
def test_what_tells_of_nobody_is_not_told(language: str, text: str) -> None:
    assert told_of(language, text) == set()


@pytest.fixture
def held(files: Files) -> Files:
    """An interview that could be published, with a number, a name, a voice and a small town."""
    people = (Person(name="Lin Guihua", pseudonym="Sister Zhao"),)
    interview = described(
        recordings=(Recording(name="recording-1", kind="none"),),
        narrators=people,
        interviewers=(Person(name="Wang Fang"),),
        place="Hegang",
    )
    take_in_described(files, interview)
    keep(
        files,
        "Ring me at one three eight zero four six eight five five two one.",
        "I was twenty-three. I worked as a hoist driver.",
    )
    return files


def keep(files: Files, *texts: str) -> None:
    cues = (Cue(number * 2_000, number * 2_000 + 1_500, text, speaker="Old Lin") for number, text in enumerate(texts))
    asked = Cue(90_000, 91_000, "And then?", speaker="采访人 1")
    track = Track(language="en", cues=(*cues, asked), origin="person", made_by="a typist")
    transcripts.keep_text(files, HELD, "recording-1", track, agent="a typist", detail="")


def seen(files: Files, settings: Settings) -> dict[str, Sight]:
    return {each.what: each for each in sensitivity.sights(files, settings, HELD)}


def says(sight: Sight) -> list[str]:
    return [f"{each.says} {each.words}".strip() for each in sight.points]


def test_four_things_are_told_in_plain_words(held: Files, settings: Settings) -> None:
    there = seen(held, settings)
    assert re.search("telephone number", str(there["passages"].points[0].says))
    assert says(there["names"]) == [
        "Wang Fang takes part and is met by this name.",
        "A voice is labelled “Old Lin”.",
    ]
    assert "采访人" not in str(says(there["names"])), "a role is nobody's name"
    assert says(there["together"])[0] == "The town: Hegang."
    assert "This tells of an age." in str(says(there["together"]))
    assert "may point to one person" in str(there["together"].warning)
    assert there["files"].points == ()


def test_a_number_into_which_somebody_says_yes_is_seen_once(files: Files, settings: Settings) -> None:
    take_in_described(files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    cues = (
        Cue(0, 1_000, "一三八零四六", speaker="Voice A"),
        Cue(1_000, 1_200, "嗯。", speaker="Voice B"),
        Cue(1_200, 2_500, "八五五二一，打这个。后来一三九三七二八五五二一不用了。", speaker="Voice A"),
    )
    track = Track(language="zh", cues=cues, origin="person", made_by="a typist")
    transcripts.keep_text(files, HELD, "recording-1", track, agent="a typist", detail="")
    said = [each.words for each in seen(files, settings)["passages"].points]
    assert sorted(said) == ["一三九三七二八五五二一", "一三八零四六 八五五二一"]


def test_what_is_redacted_is_not_seen_any_more(held: Files, settings: Settings) -> None:
    publication.redact(held, HELD, Redaction(recording="recording-1", start_ms=0, end_ms=1_500), by="M. Lin")
    assert seen(held, settings)["passages"].points == ()


def test_where_a_pseudonym_may_be_undone_by_what_is_said_is_told_until_somebody_decides(
    held: Files, settings: Settings
) -> None:
    keep(held, "They call me Lin Guihua.", "Old Lin, they said.")
    there = [f"{each.says} {each.words}" for each in seen(held, settings)["names"].points if each.stem]
    asks = "Lin Guihua may be named here: nobody has decided on the page “Kept back”."
    assert there == [f"{asks} Lin Guihua", f"{asks} Old Lin"]
    place = NameSpoken(recording="recording-1", start_ms=0, end_ms=1_500, name="Lin Guihua", said="Lin Guihua")
    publication.decide_names(held, HELD, [place], by="M. Lin")
    publication.redact(held, HELD, Redaction(recording="recording-1", start_ms=2_000, end_ms=3_500), by="M. Lin")
    assert not [each for each in seen(held, settings)["names"].points if each.stem]


def test_of_ever_so_many_passages_none_is_left_out_of_what_a_tick_is_for(held: Files, settings: Settings) -> None:
    numbers = [f"Ring me at 138046{each:05}." for each in range(240)]
    keep(held, *numbers)
    there = sensitivity.sights(held, settings, HELD)
    sensitivity.tick(held, HELD, there, {each.what: each.seen for each in there}, by="M. Lin")
    keep(held, *numbers, "And her at 13904685521.")
    assert opening.unlooked(held, settings, HELD) == ("passages",)


def test_the_name_by_which_a_passage_is_tagged_is_seen_also_where_nobody_says_it(
    held: Files, settings: Settings
) -> None:
    means = Referent(label={"en": "Guo Aiguo"})
    tag = Tag(kind="person", text="the foreman", language="en", start_ms=0, end_ms=900, refers_to=means)
    tags.add(held, HELD, "recording-1", tag, agent="Wang Fang")
    assert "A passage is tagged with the name Guo Aiguo." in says(seen(held, settings)["names"])


def summarise(files: Files, summary: Texts) -> None:
    now = files.read_interview(HELD)
    told = replace(now, summary=summary)
    describing.keep_record(files, told, started_from=describing.version_of(now), agent="M. Lin")


def test_what_is_written_and_not_said_is_looked_through_too(held: Files, settings: Settings) -> None:
    """Titles, headings, reasons and captions, in each language; the name of a pseudonym in another form as well."""
    point = IndexPoint(
        start_ms=0,
        end_ms=1_500,
        title={"en": "Old Lin at Nanshan Mine", "zh-Hans": "拨打13804685521"},
        synopsis={"en": "A hoist operator, nineteen years old."},
        keywords=("Guo Aiguo",),
        place="Xing'an",
    )
    describing.keep_index_points(held, HELD, "recording-1", [point], agent="M. Lin")
    tag = Tag(kind="person", text="Guo Aiguo", language="en", start_ms=0, end_ms=900)
    tags.add(held, HELD, "recording-1", tag, agent="Wang Fang")
    summarise(held, {"en": "Write to lin@example.org.", "zh-Hans": "老林的一生"})
    there = {
        what: {(str(each.where), each.words or str(each.says), each.language) for each in sight.points if not each.stem}
        for what, sight in seen(held, settings).items()
    }
    assert there["passages"] == {("a heading", "13804685521", "zh-Hans"), ("the summary", "lin@example.org", "en")}
    assert there["names"] >= {
        ("a heading", "Old Lin", "en"),
        ("a heading", "Guo Aiguo", ""),
        ("the summary", "老林", "zh-Hans"),
    }
    assert there["together"] >= {
        ("a heading", "Nanshan Mine", "en"),
        ("a heading", "A hoist operator", "en"),
        ("a heading", "nineteen years old", "en"),
        ("", "A place: Xing'an.", ""),
    }


def test_of_what_is_redacted_or_rejected_no_place_is_told(held: Files, settings: Settings) -> None:
    """Where nobody reads of the town any more, it points to nobody."""
    for start_ms, name in ((0, "Nanshan"), (2_000, "Xinglong")):
        tag = Tag(kind="place", text=name, language="en", start_ms=start_ms, end_ms=start_ms + 900)
        tags.add(held, HELD, "recording-1", tag, agent="Wang Fang")
    assert {"A place: Nanshan.", "A place: Xinglong."} <= {*says(seen(held, settings)["together"])}
    publication.redact(held, HELD, Redaction(recording="recording-1", start_ms=0, end_ms=1_500), by="M. Lin")
    (other,) = [each.id for each in tags.read_tags(held, HELD, "recording-1") if each.text == "Xinglong"]
    tags.reject(held, HELD, "recording-1", [other], agent="Wang Fang")
    assert not [each for each in says(seen(held, settings)["together"]) if each.startswith("A place")]


def test_a_pseudonym_is_not_taken_for_the_name_it_hides(held: Files, settings: Settings) -> None:
    publication.give_pseudonym(held, HELD, "Lin Guihua", "Old Lin of the north", by="M. Lin")
    summarise(held, {"en": "Lin Guihua, and Old Lin."})
    found = [each for each in seen(held, settings)["names"].points if each.where]
    assert [(each.words, each.after) for each in found] == [("Old Lin", ".")]


def test_a_tick_holds_for_what_was_seen_and_a_change_asks_again(held: Files, settings: Settings) -> None:
    there = sensitivity.sights(held, settings, HELD)
    before = interview_state(held, HELD)
    assert opening.unlooked(held, settings, HELD) == ("passages", "names", "files", "together")
    marks = {each.what: each.seen for each in there}
    assert sensitivity.tick(held, HELD, there, marks, by="M. Lin") == ()
    assert opening.unlooked(held, settings, HELD) == ()
    assert interview_state(held, HELD) == before, "the public reads the same"
    event = list(provenance.events(held, HELD))[-1]
    assert (event.type, event.agent) == (sensitivity.LOOKED, "M. Lin")
    assert "names that stand as they are" in str(event.detail)
    keep(
        held,
        "Ring me at one three nine one four six eight five five two one.",
        "I was twenty-three. I worked as a hoist driver.",
    )
    assert opening.unlooked(held, settings, HELD) == ("passages",)
    stale = sensitivity.tick(held, HELD, sensitivity.sights(held, settings, HELD), marks, by="M. Lin")
    assert stale == ("passages",), "what was ticked is not what is there"
    assert opening.unlooked(held, settings, HELD) == ("passages",)


def test_a_text_that_was_not_there_yet_was_looked_at_by_nobody_though_a_program_finds_nothing_in_it(
    files: Files, settings: Settings
) -> None:
    take_in_described(files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    for language in ("en", "zh-Hans"):
        there = sensitivity.sights(files, settings, HELD)
        sensitivity.tick(files, HELD, there, {each.what: each.seen for each in there}, by="M. Lin")
        assert opening.unlooked(files, settings, HELD) == ()
        said = Track(language=language, cues=(Cue(0, 900, "It rained all day."),), origin="person", made_by="a typist")
        transcripts.keep_text(files, HELD, "recording-1", said, agent="a typist", detail="")
        assert opening.unlooked(files, settings, HELD) == ("passages", "names", "together")


def test_ticks_that_cannot_be_read_count_for_nothing(held: Files, settings: Settings) -> None:
    held.store.write(looked_file(HELD), b"{")
    assert len(opening.unlooked(held, settings, HELD)) == 4
    (whatever, *_) = sensitivity.sights(held, settings, HELD)
    sensitivity.tick(held, HELD, (whatever,), {whatever.what: whatever.seen}, by="M. Lin")
    (kept,) = json.loads(held.store.read(looked_file(HELD)))
    assert Tick(**kept).by == "M. Lin"


def test_what_nobody_looked_at_is_told_in_the_log_of_a_publication(held: Files, settings: Settings) -> None:
    told = {"by": "M. Lin", "on": "2026-05-03"}
    with pytest.raises(Refused, match="Nobody has looked at passages that may give somebody away"):
        opening.publish(held, settings, [HELD], **told)
    assert held.read_interview(HELD).published is None
    opening.publish(held, settings, [HELD], **told, because="she asked for it today")
    opening.follow(held, settings, HELD)
    logged = [str(each.detail) for each in provenance.events(held, HELD) if each.type == "publication"]
    assert "nobody had looked at: passages that may give somebody away" in logged[0]
    assert logged[0].endswith("she asked for it today")


def test_a_record_nobody_can_read_was_looked_at_by_nobody(held: Files, settings: Settings) -> None:
    held.store.write(f"transcripts/{HELD}/recording-1.tags.json", b"{")
    assert len(opening.unlooked(held, settings, HELD)) == 4
    with pytest.raises(BadRecord):
        sensitivity.sights(held, settings, HELD)


def test_what_a_file_carries_is_told(tmp_path: Path) -> None:
    plain, noted = tmp_path / "plain.jpg", tmp_path / "noted.jpg"
    picture = Image.new("RGB", (8, 8))
    picture.save(plain)
    notes = picture.getexif()
    notes[0x010F] = "Seagull DF-1"
    picture.save(noted, exif=notes, comment=b"Lin at the gate")
    found = media.carried_by([plain, noted])
    assert found[0] == []
    assert ("Make", "Seagull DF-1") in found[1] and any("Lin at the gate" in text for _, text in found[1])


def test_our_own_copies_carry_nothing(tmp_path: Path) -> None:
    copy = media.make_access_copy(tone(tmp_path / "Lin Guihua.wav"), tmp_path, stem="recording-1")
    assert media.carried_by([copy.path]) == [[]]


def test_the_copy_of_an_interviews_sound_is_looked_into_once(files: Files, settings: Settings, tmp_path: Path) -> None:
    held = take_in_described(files, described(), tone(tmp_path / "Lin Guihua.wav")).id
    jobs.open_queue(files, settings).do(find_step(files, settings, held, "recording-1", ACCESS_COPY))
    for _ in range(2):
        (carried,) = [each for each in sensitivity.sights(files, settings, held) if each.what == "files"]
        assert carried.points == ()
    assert [json.loads(each.read_text("utf-8")) for each in (settings.instance / "carried").iterdir()] == [[]]


def test_the_guide_at_the_desk_is_the_one_in_docs() -> None:
    page = (PROJECT / "archive/site/templates/desk/protecting.en.html").read_text("utf-8")
    written = (PROJECT / "docs/protecting-narrators.md").read_text("utf-8")
    in_words = [re.sub(r"<[^>]+>|[#*`]|^- ", " ", each, flags=re.MULTILINE).split() for each in (page, written)]
    assert in_words[0] == in_words[1]
    chinese = (PROJECT / "archive/site/templates/desk/protecting.zh-Hans.html").read_text("utf-8")
    assert [chinese.count(each) for each in ("<h2>", "<li>", "<p>")] == [
        page.count(each) for each in ("<h2>", "<li>", "<p>")
    ]
