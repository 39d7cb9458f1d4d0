"""The review queue: suggestion, evidence and decision meet, by plain forms; who may decide, and what follows."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from archive import jobs, tags
from archive.files import Files
from archive.records import Referent, Tag
from tests.desk.conftest import Desk, Staff
from tests.test_tags import cues_of, interview, keep

SAID = "they laid off my father in ninety-eight and then laid off my mother too"


@pytest.fixture
def held(desk: Desk) -> str:
    first = interview(desk.files, *cues_of(SAID), collection="mine")
    jobs.bring_suggestions(desk.files, desk.settings)
    return first


def kept(files: Files, held: str) -> tuple[Tag, ...]:
    return tags.read_tags(files, held, "recording-1")


def decide(staff: Staff, held: str, tag: Tag, act: str, **told: str) -> str:
    answer = staff.post(
        f"/desk/review/{held}/recording-1/{tag.id}", data={"act": act, "back": "/desk/review?kind=concept", **told}
    )
    assert answer.status_code == 303, answer.text
    return unquote(answer.location)


def test_the_page_shows_the_words_in_context_and_how_far_people_are(archivist: Staff, held: str) -> None:
    page = archivist.get("/desk/review").text
    assert page.count('<li class="suggestion"') == 3
    assert "they <mark>laid off</mark> my father" in page and "0 of 3 decided" in page
    assert page.count("accept everywhere") == 2  # of the date nothing can be said for its spelling
    assert archivist.get("/desk/review?kind=date").text.count('<li class="suggestion"') == 1
    assert "Nothing waits" in archivist.get("/desk/review?interview=2026-999").text
    assert archivist.get(f"/desk/interviews/{held}/review").location.endswith(f"interview={held}")


def test_what_was_accepted_is_asked_again_when_its_words_are_changed(desk: Desk, archivist: Staff, held: str) -> None:
    layoffs = next(each for each in kept(desk.files, held) if each.text == "laid off")
    decide(archivist, held, layoffs, "accept everywhere")
    keep(desk.files, held, cues_of(SAID.replace("laid off", "sent home")))
    jobs.bring_suggestions(desk.files, desk.settings)
    page = archivist.get("/desk/review").text
    assert "Accepted for “laid off”; the words were changed since." in page and "sent home" in page
    assert page.count('<li class="suggestion"') == 3 and "accept everywhere" not in page
    decide(archivist, held, layoffs, "accept")
    page = archivist.get("/desk/review").text
    assert page.count('<li class="suggestion"') == 2 and page.count("changed since") == 1  # of the other one


def test_geonames_is_credited_where_its_places_are_suggested(desk: Desk, archivist: Staff, held: str) -> None:
    assert "GeoNames" not in archivist.get("/desk/review").text
    place = Tag(
        kind="place",
        text="Hegang",
        language="en",
        start_ms=0,
        end_ms=900,
        refers_to=Referent(id="geonames:2036986", label={"en": "Hegang", "zh-Hans": "鹤岗"}),
        made_by="spacy 0",
    )
    tags.suggest(desk.files, held, [lambda _interview, _speech: [place]])
    page = archivist.get("/desk/review").text
    assert "<mark>Hegang</mark>" in page and "GeoNames" in page


def test_a_form_decides_and_leads_back(desk: Desk, archivist: Staff, held: str) -> None:
    first, date, second = kept(desk.files, held)
    assert decide(archivist, held, first, "accept") == "/desk/review?kind=concept#waiting"
    decide(archivist, held, second, "reject")
    decide(archivist, held, date, "change", meaning="1997")
    assert [each.status for each in kept(desk.files, held)] == ["accepted", "accepted", "rejected"]
    assert kept(desk.files, held)[1].means.id == "1997"
    page = archivist.get("/desk/review").text
    assert "3 of 3 decided" in page and page.count("The archivist</span>") == 3
    decide(archivist, held, second, "undo")
    assert kept(desk.files, held)[2].status == "suggested"


def test_one_decision_settles_a_spelling_and_can_be_taken_back(desk: Desk, archivist: Staff, held: str) -> None:
    first, _, second = kept(desk.files, held)
    decide(archivist, held, first, "accept everywhere")
    assert kept(desk.files, held)[2].status == "accepted"
    decide(archivist, held, second, "undo everywhere")
    assert [each.status for each in kept(desk.files, held)] == ["suggested"] * 3


def test_a_script_is_told_what_came_of_it(desk: Desk, archivist: Staff, held: str) -> None:
    first = kept(desk.files, held)[0]
    url, json = f"/desk/review/{held}/recording-1/{first.id}", {"Accept": "application/json"}
    told = archivist.post(url, data={"act": "reject everywhere"}, headers=json).json
    assert told == {"status": "rejected", "means": told["means"], "by": "The archivist", "count": 2}
    wrong = archivist.post(url, data={"act": "change", "meaning": "no such thing"}, headers=json)
    assert wrong.status_code == 400 and "no concept" in wrong.json["error"]["says"]


def test_a_phrase_becomes_a_synonym_and_is_found_at_once(desk: Desk, archivist: Staff, held: str) -> None:
    first = kept(desk.files, held)[0]
    uri = first.refers_to.id
    answer = archivist.post("/desk/review/phrases", data={"concept": uri, "phrase": "my mother"}, follow_redirects=True)
    assert "my mother" in [each.text for each in kept(desk.files, held)]
    assert "is found as" in answer.text and "Another phrase" in answer.text
    found = next(each for each in kept(desk.files, held) if each.text == "my mother")
    label = next(iter(first.refers_to.label.values()))
    decide(archivist, held, found, "teach", meaning=label)
    assert next(each for each in kept(desk.files, held) if each.id == found.id).means.id == uri


def test_readers_look_and_editors_decide(desk: Desk, held: str) -> None:
    first = kept(desk.files, held)[0]
    reader = desk.sign_in("reader")
    page = reader.get("/desk/review").text
    assert "<mark>laid off</mark>" in page and 'value="accept"' not in page
    assert reader.post(f"/desk/review/{held}/recording-1/{first.id}", data={"act": "accept"}).status_code == 403
    assert reader.post("/desk/review/phrases", data={"concept": "x", "phrase": "y"}).status_code == 403
    decide(desk.sign_in("editor"), held, first, "accept")
    assert kept(desk.files, held)[0].decided_by == "The editor"


@pytest.mark.parametrize("act", ["", "nothing", "delete"])
def test_what_nobody_can_decide_is_refused(desk: Desk, archivist: Staff, held: str, act: str) -> None:
    first = kept(desk.files, held)[0]
    answer = archivist.post(f"/desk/review/{held}/recording-1/{first.id}", data={"act": act})
    assert answer.status_code == 400
    assert archivist.post(f"/desk/review/{held}/recording-1/gone", data={"act": "accept"}).status_code == 404


def test_an_address_of_elsewhere_is_not_followed(desk: Desk, archivist: Staff, held: str) -> None:
    first = kept(desk.files, held)[0]
    assert not re.match("https?://elsewhere", decide(archivist, held, first, "accept", back="https://elsewhere/"))
