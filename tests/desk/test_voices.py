"""Who is speaking: asked, named and put right by plain forms; who may, and what the page says where it cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import correcting, publication, speakers
from archive.records import Consent, Person, Recording, Turn, Voices
from archive.site.desk.voices_page import strands
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff, part
from tests.test_speakers import ENGLISH, FLOOR, SAID, keep, text_of, weights

__all__ = ["weights"]
PAGE = "/desk/interviews/2026-001/voices"
TAPE = f"{PAGE}/recording-1"


@pytest.fixture
def held(desk: Desk) -> str:
    """An interview with a text and two tapes; of the first, voices are told apart."""
    tapes = (Recording(name="recording-1", duration_ms=9_000), Recording(name="recording-2", duration_ms=9_000))
    told = described(recordings=tapes, interviewers=(Person(name="Chen Yu"),))
    interview = take_in_described(desk.files, told)
    keep(desk.files, interview.id, SAID)
    draft = Voices(count=2, turns=FLOOR, made_by="a program", made_at="2026-05-03T10:00:00+00:00")
    speakers.keep_draft(desk.files, interview.id, "recording-1", draft)
    return interview.id


def test_the_page_asks_who_each_voice_is_and_shows_when_it_speaks(archivist: Staff, held: str) -> None:
    page = archivist.get(PAGE).text
    who = part(page, "who")
    assert re.findall(r'name="name-(\w)" value="([^"]*)"', who) == [("A", "Lin Guihua"), ("B", "Chen Yu")]
    assert "also_named" not in who and "suggested: listen first" in who
    line = part(page, "line")
    assert line.count("<svg") == 2 and "2 turns" in line and "a program" in line
    assert "to=0:09.000&amp;from=0:01.500#range" in line
    assert 'value="2"' in part(page, "count")
    other = archivist.get(f"{PAGE}?recording=recording-2").text
    assert 'id="who"' not in other and 'aria-current="page">Recording 2' in other
    assert archivist.get(f"{PAGE}?recording=recording-9").status_code == 404


def test_names_are_written_into_the_text_and_stand_on_the_line(desk: Desk, archivist: Staff, held: str) -> None:
    answer = archivist.post(
        f"{TAPE}/names", data={"name-A": " Lin  Guihua ", "name-B": "Chen Yu"}, follow_redirects=True
    )
    assert "3 passages have their speaker now." in answer.text
    assert [who for who, _ in text_of(desk.files, held)] == ["Chen Yu", "Lin Guihua", "Lin Guihua"]
    assert correcting.versions(desk.files, held, ENGLISH)[0].by == "The archivist"
    assert "In the text" in part(answer.text, "line") and "also_named" in answer.text
    assert "as in the text" in part(answer.text, "who")
    again = archivist.post(f"{TAPE}/names", data={"name-A": "Zhao"}, follow_redirects=True)
    assert "No passage was changed" in again.text
    archivist.post(f"{TAPE}/names", data={"name-A": "Zhao", "also_named": "on"})
    assert [who for who, _ in text_of(desk.files, held)] == ["Chen Yu", "Zhao", "Zhao"]
    assert "the voices named" in archivist.get(f"/desk/interviews/{held}/texts/recording-1.en/versions").text
    assert "The voices named" in archivist.get(f"/desk/interviews/{held}/log").text


def test_a_range_is_given_to_somebody_else(desk: Desk, archivist: Staff, held: str) -> None:
    asked = archivist.get(f"{PAGE}?recording=recording-1&from=0:03.000&to=0:04.000").text
    assert 'name="start" value="0:03.000"' in part(asked, "range")
    told = {"start": "0:03.000", "end": "0:04.000", "name": "Chen Yu"}
    answer = archivist.post(f"{TAPE}/range", data=told, follow_redirects=True)
    assert "From 0:03.000 to 0:04.000, Chen Yu speaks." in answer.text
    assert text_of(desk.files, held)[1:] == [("Chen Yu", "It was"), ("", "cold")]
    assert "nothing is to be changed" in archivist.post(f"{TAPE}/range", data=told, follow_redirects=True).text
    for wrong in ({"start": "later"}, {"end": "0:01"}, {"name": ""}, {"name": "x" * 201}):
        assert archivist.post(f"{TAPE}/range", data=told | wrong).status_code == 400


def test_voices_are_asked_for_by_number(desk: Desk, archivist: Staff, held: str, weights: Path) -> None:
    answer = archivist.post(f"{TAPE}/find", data={"count": "3"}, follow_redirects=True)
    assert "The voices are being told apart" in answer.text and "It waits its turn." in answer.text
    tape = desk.files.read_interview(held).recordings[0]
    assert tape.voices == 3 and speakers.read_voices(desk.files, held, "recording-1") is None
    for wrong in ("", "many", "0", "11", "²", "1e3", "9" * 5_000):
        assert archivist.post(f"{TAPE}/find", data={"count": wrong}).status_code == 400
    assert "Voices" in archivist.get("/desk/queue").text


def test_who_may_only_read_is_offered_nothing_to_change(desk: Desk, held: str) -> None:
    reader = desk.sign_in("reader")
    page = reader.get(PAGE).text
    assert "desk/clips.js" in page and not re.search(r'action="[^"]*/voices/', page.replace(f'{TAPE}/names"', ""))
    for act in ("find", "names", "range"):
        assert reader.post(f"{TAPE}/{act}", data={"count": "2"}).status_code == 403


def test_where_machines_are_kept_out_the_page_says_why(desk: Desk, archivist: Staff, held: str, weights: Path) -> None:
    consent = Consent(statement="No machines.", uses=("text",), given_on="2026-05-03")
    publication.record_consent(desk.files, held, consent, by="The archivist")
    assert "does not name processing by a machine" in part(archivist.get(PAGE).text, "count")
    assert archivist.post(f"{TAPE}/find", data={"count": "2"}).status_code == 409


def test_an_interview_without_sound_or_words_has_a_page_all_the_same(desk: Desk, archivist: Staff) -> None:
    nothing = take_in_described(desk.files, described(recordings=(Recording(name="recording-1", kind="none"),))).id
    assert "There is no recording." in archivist.get(f"/desk/interviews/{nothing}/voices").text
    silent = take_in_described(desk.files, described(recordings=(Recording(name="recording-1"),))).id
    speakers.keep_draft(desk.files, silent, "recording-1", Voices(count=2))
    assert "Nobody was heard to speak." in archivist.get(f"/desk/interviews/{silent}/voices").text
    speakers.keep_draft(desk.files, silent, "recording-1", Voices(count=2, turns=FLOOR))
    assert "There are no words yet to write names into." in archivist.get(f"/desk/interviews/{silent}/voices").text


def test_a_turn_is_seen_however_long_the_recording_and_none_leaves_the_line() -> None:
    (drawn,) = strands([Turn(0, 600, "A"), Turn(10_799_000, 10_800_000, "A")], 10_800_000)
    assert drawn.bars == ((0.0, 1.5), (998.5, 1.5))
    assert strands([Turn(0, 2_000, "A")], 0)[0].bars == ((0.0, 1000.0),)
