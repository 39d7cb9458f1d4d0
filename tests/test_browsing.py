"""Ways into the archive that need no words: who, where, what of, and when; in the numbers that a search would give."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import index
from archive.index import Listed, PlacePage, current_edition, open_edition
from archive.records import OPEN, IndexPoint
from archive.release import Released, ReleasedCollection, ReleasedRecording
from archive.site.reading_room.years import Year, bars, by_year
from tests import hegang
from tests.serving import reader_of
from tests.test_reading_room import publish, spoken


@pytest.fixture(scope="module")
def reader(of_the_run: Path) -> FlaskClient:
    """Somebody who asks for the pages of :mod:`tests.hegang`."""
    return reader_of(hegang.published(of_the_run))


def _about(interview_id: str, **told: object) -> Released:
    return spoken(interview_id, "Coal.", **({"collection": "mines"} | told))


def _interviews_on(page: str) -> list[str]:
    return re.findall(r'<h[23]><a href="/interviews/([-0-9]+)"', page)


def _links(page: str, beginning: str) -> list[str]:
    return list(dict.fromkeys(map(unescape, re.findall(rf'href="({beginning}[^"]*)"', page))))


def _found_by(reader: FlaskClient, link: str) -> int:
    answer = reader.get(link.replace("/search?", "/search.json?")).json
    assert answer is not None
    total: int = answer["total"]
    return total


# --- who -------------------------------------------------------------------------------------------------------------


def test_everybody_named_has_a_page_with_what_they_told_and_what_they_asked(tmp_path: Path) -> None:
    reader = publish(
        tmp_path,
        _about("2016-001", narrators=("林桂花",), interviewers=("M. Lin",), date="2016"),
        _about("2016-002", narrators=("M. Lin",), date="1999"),
        _about("2016-003", narrators=("林桂華", "Zhou Wen"), date="2001"),
    )
    listed = reader.get("/people").text
    assert _links(listed, "/people/")[:2] == ["/people/m-lin", "/people/zhou-wen"]
    lin = reader.get("/people/m-lin").text
    assert _interviews_on(lin) == ["2016-002", "2016-001"]
    assert lin.index("Told") < lin.index("Asked the questions")
    assert reader.get("/people/nobody").status_code == 404


def test_a_name_in_either_script_is_one_page(tmp_path: Path) -> None:
    reader = publish(
        tmp_path, _about("2016-001", narrators=("林桂華",)), _about("2016-002", narrators=("林桂华",), date="2016")
    )
    page = reader.get("/people/林桂华").text
    assert set(_interviews_on(page)) == {"2016-001", "2016-002"}
    assert "Also written" in page and "somebody alike" in page


def test_whoever_took_part_in_a_closed_interview_alone_has_no_page(tmp_path: Path) -> None:
    shut = Released(
        id="2016-001",
        title={"en": "Listed"},
        narrators=("Secret Narrator",),
        place="Hegang",
        date="1998",
        collection="c",
    )
    reader = publish(tmp_path, shut)
    told = "".join(reader.get(f"/{each}").text for each in ("", "people", "places", "topics", "timeline"))
    assert "Secret" not in told and "Hegang" not in told and "1998" not in told
    assert reader.get("/people/secret-narrator").status_code == 404
    assert reader.get("/places/hegang").status_code == 404


# --- where -----------------------------------------------------------------------------------------------------------


def test_a_place_is_one_however_the_records_write_it(tmp_path: Path) -> None:
    written = ("Hegang", "鹤岗", "鶴崗", "Hegang 鹤岗", "Hegang, Heilongjiang", "黑龙江省鹤岗市")
    reader = publish(tmp_path, *(_about(f"2016-{n:03}", place=each) for n, each in enumerate(written, 1)))
    listed = reader.get("/places").text
    assert _links(listed, "/places/") == ["/places/hegang"]
    assert 'data-where="47.3473 130.2903" data-count="6"' in listed and "GeoNames" in listed
    page = reader.get("/places/hegang").text
    assert len(_interviews_on(page)) == 6
    assert all(each in re.sub("<[^>]+>", "", page) for each in written)
    assert _found_by(reader, _links(page, r"/search\?q=place")[0]) == 6


def test_a_place_that_the_gazetteer_does_not_know_stays_a_name(tmp_path: Path) -> None:
    reader = publish(tmp_path, _about("2016-001", place="南山礦"), _about("2016-002", place="南山矿"))
    listed = reader.get("/places").text
    assert "data-where" not in listed and "not on the map" in listed
    assert len(_interviews_on(reader.get("/places/南山矿").text)) == 2


def test_places_of_one_name_have_addresses_of_their_own(tmp_path: Path) -> None:
    reader = publish(
        tmp_path,
        _about("2016-001", place="Springfield, Illinois"),
        _about("2016-002", place="Springfield, Missouri"),
        _about("2016-003", place="Springfield"),
    )
    links = _links(reader.get("/places").text, "/places/")
    assert len(links) == 3 and "/places/springfield" in links
    assert _interviews_on(reader.get("/places/springfield").text) == ["2016-003"]


# --- what of ---------------------------------------------------------------------------------------------------------


def test_a_topic_lists_the_stretches_over_which_it_stands_each_to_be_played(reader: FlaskClient) -> None:
    page = reader.get("/topics/working-life").text
    assert "2 passages" in page and "The list in the canteen" in page and "A taxi at night" in page
    plays = _links(page, r"/interviews/2016-014\?t=")
    assert len(plays) == 2
    assert 'aria-current="true"' in reader.get(plays[0]).text


def test_a_topic_of_another_tape_leads_to_that_tape(tmp_path: Path) -> None:
    point = IndexPoint(start_ms=4000, end_ms=6000, title={"en": "Ice"}, keywords=("Winter", "winter"))
    tapes = tuple(
        ReleasedRecording(name=f"recording-{n}", kind="audio", duration_ms=9000, index_points=(point,) * (n == 2))
        for n in (1, 2)
    )
    reader = publish(
        tmp_path, Released(id="2016-001", title={"en": "x"}, transcript=OPEN, sound=OPEN, recordings=tapes)
    )
    page = reader.get("/topics/winter").text
    assert _links(page, r"/interviews/2016-001\?") == ["/interviews/2016-001?t=4&recording=recording-2#here"]
    assert "1 passage<" in page


# --- when ------------------------------------------------------------------------------------------------------------


def _dated(*dates: str) -> list[Listed]:
    return [Listed(id=f"2016-{n:03}", title={}, date=each) for n, each in enumerate(dates)]


def test_a_year_in_doubt_or_one_of_several_is_counted_as_perhaps() -> None:
    counted = by_year(_dated("1974", "1974-05-01", "1974?", "1973/1975", "", "unknown"))
    assert counted == (Year(1973, 0, 1), Year(1974, 2, 2), Year(1975, 0, 1))
    decade = by_year(_dated("197X"))
    assert [each.year for each in decade] == list(range(1970, 1980))
    assert all((each.sure, each.perhaps) == (0, 1) for each in decade)


def test_years_are_drawn_as_far_apart_as_they_were() -> None:
    drawn = bars(by_year(_dated("1990", "1990", "1995", "1996?")))
    assert [round(each.middle * 24) for each in drawn] == [50, 550, 650]
    assert [each.is_named for each in drawn] == [True, True, False]
    assert [(each.sure, each.perhaps) for each in drawn] == [(120, 0), (60, 0), (0, 60)]
    assert bars(by_year(_dated("1800", "2000"))) == () == bars(())


def test_however_many_the_years_they_stay_within_the_drawing_and_their_names_apart() -> None:
    drawn = bars(by_year(_dated(*map(str, range(1890, 2027)))))
    named = [each.middle for each in drawn if each.is_named]
    assert all(each.x >= 0 and each.x + each.width <= 100 for each in drawn)
    assert min(after - before for before, after in pairwise(named)) >= 11


def test_each_year_leads_to_the_interviews_that_are_counted_in_it(tmp_path: Path) -> None:
    dates = ("1974", "1974?", "1973/1975", "197X", "2016-03-14", "", "1998~")
    reader = publish(tmp_path, *(_about(f"2016-{n:03}", date=each) for n, each in enumerate(dates, 1)))
    page = reader.get("/timeline").text
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">(\d+)</a></th><td>(\d+)</td>', page)
    assert [int(year) for _, year, _ in rows] == [*range(1970, 1980), 1998, 2016]
    assert [_found_by(reader, unescape(link)) for link, *_ in rows] == [int(count) for *_, count in rows]
    assert "Without a date" in page and _interviews_on(page) == ["2016-006"]


# --- in the numbers that a search gives ------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ["people", "places", "topics", "organisations", "eras"])
def test_a_page_counts_what_a_search_for_its_name_finds(reader: FlaskClient, room: str) -> None:
    links = _links(reader.get(f"/{room}").text, f"/{room}/")
    assert links
    for link in links:
        page = reader.get(link).text
        told = re.search(r">(\d+) interviews?<", page)
        search = _links(page, r"/search\?q=(?:person|place|topic|organisation|era)")[0]
        assert told and int(told[1]) == len(set(_interviews_on(page))) == _found_by(reader, search), link


def test_the_facets_of_a_search_count_what_the_pages_count(reader: FlaskClient) -> None:
    answer = reader.get("/search.json?q=collection:pit-and-town").json
    assert answer is not None
    edition = current_edition(hegang_edition(reader))
    assert edition
    opened = open_edition(edition)
    every = index.interviews(opened)
    for facet, pages in (
        ("person", index.people(opened, every)),
        ("place", index.places(opened, every)),
        ("topic", index.topics(opened, every)),
        ("organisation", index.organisations(opened, every)),
        ("era", index.eras(opened, every)),
    ):
        counted = {each["value"]: each["count"] for each in answer["facets"][facet]}
        told = {each.called if isinstance(each, PlacePage) else each.names[0]: each for each in pages}
        assert counted and counted == {name: len(each.interviews) for name, each in told.items()}


def hegang_edition(reader: FlaskClient) -> Path:
    """Where the edition lies that this reader reads."""
    home: Path = reader.application.config["ARCHIVE"].instance
    return home / "edition"


# --- in order --------------------------------------------------------------------------------------------------------


def test_collections_and_their_interviews_have_neighbours(tmp_path: Path) -> None:
    names = ("first", "second", "third")
    shelves = tuple(
        ReleasedCollection(slug=name, title={"en": name}, interviews=(f"2016-{2 * n + 2:03}", f"2016-{2 * n + 1:03}"))
        for n, name in enumerate(names)
    )
    released = [spoken(f"2016-{n + 1:03}", "Coal.", collection=names[n // 2]) for n in range(6)]
    reader = publish(tmp_path, *released, collections=shelves)
    assert _links(reader.get("/collections").text, "/collections/") == [f"/collections/{each}" for each in names]
    second = reader.get("/collections/second").text
    assert 'href="/collections/first" rel="prev"' in second and 'href="/collections/third" rel="next"' in second
    assert 'rel="prev"' not in reader.get("/collections/first").text
    assert 'rel="next"' not in reader.get("/collections/third").text
    last = reader.get("/interviews/2016-003").text
    assert 'rel="prev" href="/interviews/2016-004"' in last and 'rel="next"' not in last


def test_an_interview_leads_to_its_people_and_its_place(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2016-014").text
    for link in ("/people/winch-operator", "/people/m-lin", "/places/hegang"):
        assert f'href="{link}"' in page
        assert "2016-014" in _interviews_on(reader.get(link).text)


def test_saved_passages_are_the_visitors_own_and_the_page_says_so(reader: FlaskClient) -> None:
    page = reader.get("/saved").text
    assert "They lie in this browser, on this device, and nowhere else" in page
    assert "<noscript>" in page and "Saving needs JavaScript" in page
