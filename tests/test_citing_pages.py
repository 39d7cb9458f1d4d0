"""Taking an interview along: links, citations and frames for readers; tags, feeds and descriptions for machines."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import bibtexparser
import extruct
import feedparser
import pytest
import rispy
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.index import make_edition
from archive.records import OPEN, Cue, Word
from archive.release import Change, Released, ReleasedRecording, ReleasedTrack
from archive.site.reading_room import discovery
from tests import hegang
from tests.serving import reader_of

WINCH = "/interviews/2016-014"
SITE = "https://hegang.example"


@pytest.fixture(scope="module")
def home(of_the_run: Path) -> Path:
    """The home of the archive of :mod:`tests.hegang`."""
    return hegang.published(of_the_run)


@pytest.fixture(scope="module")
def reader(home: Path) -> FlaskClient:
    """Somebody who asks it for pages, under the name it has in the world."""
    return reader_of(home, site_url=f"{SITE}/")


def told(interview_id: str = "2026-001", **fields: object) -> Released:
    """An interview whose words were corrected since it was public, and of which some are withheld."""
    words = tuple(Word(n * 500, n * 500 + 500, f"{' ' * (n > 0)}word{n}") for n in range(8))
    cues = (
        Cue(0, 4000, "".join(each.text for each in words), speaker="Lin", words=words),
        Cue(4000, 8000, "Yes.", speaker="Hall"),
    )
    track = ReleasedTrack(
        recording="recording-1",
        language="en",
        is_machine_made=False,
        approved_by="M. Lin",
        approved_on="2026-05-04",
        version="2026-05-05.2",
        changes=(Change(500, 900, "2026-05-05"), Change(5000, 5500, "2026-05-05.2")),
        cues=cues,
    )
    recording = ReleasedRecording(
        name="recording-1", kind="audio", duration_ms=60_000, withheld=((20_000, 30_000, "a name"),)
    )
    open_to_all = Released(
        id=interview_id,
        title={"en": "The “list” </script>"},
        narrators=("Lin",),
        interviewers=("Hall",),
        language="en",
        transcript=OPEN,
        sound=OPEN,
        published_on="2026-05-03",
        recordings=(recording,),
        tracks=(track,),
    )
    return replace(open_to_all, **fields)  # type: ignore[arg-type]


def publish(home: Path, *released: Released) -> FlaskClient:
    """A reader of an edition that holds just these, without media."""
    make_edition(home / "instance" / "edition", released, [], hegang.Shelf(home).open_media)
    return reader_of(home)


# --- links that last -------------------------------------------------------------------------------------------------


def became(page: str) -> list[str]:
    """What the page says has become of a passage."""
    return re.findall(r'data-became="([^"]+)"', page)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?t=0.5,1&v=2026-05-03", ["changed", "checked"]),
        ("?t=0.5,1&v=2026-05-04", ["changed"]),
        ("?t=0.5,1&v=2026-05-05", ["unchanged"]),
        ("?t=2,4&v=2026-05-04", ["unchanged"]),
        ("?t=5,6&v=2026-05-05", ["changed"]),
        ("?t=5,6&v=2026-05-05.2", ["unchanged"]),
        ("?t=21,22&v=2026-05-05", ["withheld"]),
        ("?t=19,21&v=2026-05-05.2", ["partly withheld"]),
        ("?t=40,41&v=2026-05-05.2", ["silent"]),
        ("?recording=recording-7&t=1,2&v=2026-05-05", ["elsewhere"]),
        ("?t=70,71&v=2026-05-05", ["beyond"]),
        ("?t=70,71", ["beyond"]),
        ("?t=70&v=2026-05-05", ["beyond"]),
        ("?recording=recording-7&t=70,71", ["elsewhere"]),
        ("?view=translation&language=zh&t=2,4&v=2026-05-05", ["no text"]),
        ("?t=2,4&v=yesterday", []),
        ("?t=2,4", []),
        ("?t=21", []),
        ("?t=4,2&v=2026-05-05", ["unchanged"]),
        ("", []),
    ],
)
def test_a_link_says_what_has_become_of_its_passage(tmp_path: Path, query: str, says: list[str]) -> None:
    assert became(publish(tmp_path, told()).get(f"/interviews/2026-001{query}").text) == says


def test_the_page_names_the_version_in_which_its_passages_are_saved(tmp_path: Path) -> None:
    assert 'data-version="2026-05-05.2"' in publish(tmp_path, told()).get("/interviews/2026-001").text


def test_the_rows_of_a_passage_are_marked_and_the_sound_ends_with_it(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}?t=4,12.5").text
    assert page.count(" linked") > 1
    assert re.search(r'src="/media/2016-014/recording-1\.access\.m4a#t=4,12\.5"', page)
    assert " linked" not in reader.get(f"{WINCH}?t=4").text


# --- the page that cites ---------------------------------------------------------------------------------------------


def test_a_passage_is_quoted_to_the_word_with_its_link_and_its_version(tmp_path: Path) -> None:
    page = publish(tmp_path, told()).get("/interviews/2026-001/cite?t=1,2.5").text
    assert "<p>… word2 word3 word4 …</p>" in page
    assert "http://localhost/interviews/2026-001?t=1,2.5&amp;v=2026-05-05.2" in page
    for style in ("Chicago, note", "MLA", "APA", "GB/T 7714-2015", "version 2026-05-05.2", "0:01–0:02"):
        assert style in page
    assert "Lin, “The ‘list’ &lt;/script&gt;,” interview by Hall" in page


def test_a_citation_is_in_the_language_that_is_chosen(reader: FlaskClient) -> None:
    chinese = reader.get(f"{WINCH}/cite?t=4,12.5&in=zh").text
    assert "《绞车司机》" in chinese and "芝加哥格式，脚注" in chinese and ">In English<" in chinese
    assert "《绞车司机》" in reader.get(f"{WINCH}/cite", headers={"Accept-Language": "zh"}).text
    assert "《绞车司机》" not in reader.get(f"{WINCH}/cite?in=en", headers={"Accept-Language": "zh"}).text


def test_a_passage_is_widened_by_links(tmp_path: Path) -> None:
    reader = publish(tmp_path, told())
    page = reader.get("/interviews/2026-001/cite?t=4,8").text
    assert 'href="?t=0,8&amp;v=2026-05-05.2"' in page and "End later" not in page
    assert "word0" in reader.get("/interviews/2026-001/cite?t=0,8").text


def test_words_without_a_recording_are_cited_without_moments(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2019-002/cite?t=0,1").text
    assert page.startswith("<!doctype html>") and "0:00" not in page


@pytest.mark.parametrize("query", ["", "?t=4,12.5", "?t=4,12.5&in=zh&recording=recording-2"])
def test_programs_get_the_same_citation(reader: FlaskClient, query: str) -> None:
    bib, ris, csl = (reader.get(f"{WINCH}.{ending}{query}") for ending in ("bib", "ris", "csl.json"))
    assert bib.mimetype == "application/x-bibtex" and ris.mimetype == "application/x-research-info-systems"
    assert csl.mimetype == "application/vnd.citationstyles.csl+json"
    (entry,) = bibtexparser.parse_string(bib.text).entries
    (record,) = rispy.loads(ris.text)
    (item,) = json.loads(csl.text)
    assert entry["url"] == record["urls"][0] == item["URL"]
    assert item["URL"].startswith(f"{SITE}{WINCH}")
    assert ("t=4,12.5" in item["URL"]) == ("t=4" in query)


# --- frames ----------------------------------------------------------------------------------------------------------


def test_any_site_may_frame_the_embedded_page_and_no_other(reader: FlaskClient) -> None:
    framed = reader.get("/embed/2016-014?t=4,12.5")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers and "Set-Cookie" not in framed.headers
    assert "unsafe" not in framed.headers["Content-Security-Policy"]
    assert "<script" not in framed.text and f"{SITE}{WINCH}?t=4,12.5" in framed.text
    assert '<audio controls preload="metadata" src="/media/2016-014/recording-1.access.m4a#t=4,12.5"' in framed.text
    assert "checked by M. Lin" in framed.text
    for address in (WINCH, f"{WINCH}/cite", "/", "/embed/2099-001"):
        assert "frame-ancestors 'none'" in reader.get(address).headers["Content-Security-Policy"]
        assert reader.get(address).headers["X-Frame-Options"] == "DENY"
    assert "closed for now" in reader.get("/embed/2021-004").text


def test_a_site_that_is_given_a_link_learns_what_to_show(reader: FlaskClient) -> None:
    page = reader.get(WINCH).text
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    answer = reader.get(found[1].replace("&amp;", "&")).json
    assert answer["type"] == "rich" and answer["provider_name"] == "Earwitness"
    assert f'src="{SITE}/embed/2016-014"' in answer["html"]
    of_passage = reader.get(f"/oembed?maxwidth=300&url={SITE}{WINCH}%3Ft%3D4,12.5%26v%3D2026-05-03").json
    assert "/embed/2016-014?t=4,12.5&amp;v=2026-05-03" in of_passage["html"] and of_passage["width"] == 300
    assert reader.get(f"/oembed?url={SITE}/interviews/2021-004").json["type"] == "link"
    as_xml = ET.fromstring(reader.get(f"/oembed?format=xml&url={SITE}{WINCH}").data)
    assert as_xml.findtext("title") == "The winch operator"
    for url in (
        "",
        "https://elsewhere.example/interviews/2016-014",
        f"{SITE}/",
        "http://[",
        f"{SITE}/interviews/2099-001",
    ):
        assert reader.get("/oembed", query_string={"url": url}).status_code == 404


# --- machines --------------------------------------------------------------------------------------------------------


def test_machines_read_what_the_page_tells_them(reader: FlaskClient) -> None:
    page = reader.get(WINCH).text
    found = extruct.extract(page, base_url=f"{SITE}{WINCH}", syntaxes=["json-ld", "dublincore"])
    (linked,) = found["json-ld"]
    assert linked["@id"] == f"{SITE}{WINCH}" and {"@value": "绞车司机", "@language": "zh"} in linked["name"]
    assert linked["dateCreated"] == "2016-03-14"
    assert linked["associatedMedia"][0]["contentUrl"] == f"{SITE}/media/2016-014/recording-1.access.m4a"
    assert linked["hasPart"][0]["@type"] == "Clip" and linked["isPartOf"]["name"] == "The Pit and the Town"
    assert found["dublincore"]
    assert '<meta name="citation_author" content="Winch operator">' in page
    assert '<meta name="citation_publication_date" content="2016/03/14">' in page


def test_coins_tell_zotero_that_it_is_an_interview(reader: FlaskClient) -> None:
    found = re.search(r'<span class="Z3988" title="([^"]+)"', reader.get(WINCH).text)
    assert found
    told = parse_qs(found[1].replace("&amp;", "&"))
    assert told["rft.type"] == ["interview"] and told["rft.creator"] == ["Winch operator"]
    assert told["rft.contributor"] == ["M. Lin"] and told["rft.identifier"] == [f"{SITE}{WINCH}"]


def test_what_people_write_cannot_end_the_data_for_machines(tmp_path: Path) -> None:
    page = publish(tmp_path, told()).get("/interviews/2026-001").text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(block)["name"] == [{"@value": "The “list” </script>", "@language": "en"}]


def test_an_uncertain_date_is_not_told_to_machines_as_a_certain_one(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2019-002").text
    assert "citation_publication_date" not in page and "dateCreated" not in page
    assert '<meta name="DC.date" content="1998?">' in page


# --- finding what is here --------------------------------------------------------------------------------------------

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_site_map_lists_what_the_edition_lists(reader: FlaskClient) -> None:
    answer = reader.get("/sitemap.xml")
    listed = [each.text for each in ET.fromstring(answer.data).iter(f"{SITEMAP}loc")]
    assert listed[:2] == [f"{SITE}/", f"{SITE}/collections/pit-and-town"]
    assert f"{SITE}/people/m-lin" in listed and f"{SITE}/places/hegang" in listed
    assert len(listed) == 28 and f"{SITE}/interviews/2021-004" in listed
    assert reader.get("/sitemap.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert reader.get("/sitemap-1.xml").status_code == 404
    assert f"Sitemap: {SITE}/sitemap.xml" in reader.get("/robots.txt").text


def test_programs_are_asked_to_read_everything_but_what_a_search_finds(reader: FlaskClient) -> None:
    told = reader.get("/robots.txt").text
    assert [line for line in told.splitlines() if line.startswith("Disallow")] == [
        "Disallow: /search*?",
        "Disallow: /concordance*?",
        "Disallow: /trends*?",
        "Disallow: /desk/",
    ]


def test_every_page_says_in_a_sentence_what_it_is(reader: FlaskClient) -> None:
    def description(address: str) -> str:
        return str(re.findall(r'<meta name="description" content="([^"]+)">', reader.get(address).text)[0])

    assert description("/").startswith("An archive of recorded interviews")
    assert description("/interviews/2016-014").startswith("She ran the winch at the south shaft")
    assert description("/collections/pit-and-town").startswith("A coal town after its mine")
    assert description("/interviews/2021-004") == description("/")


def test_a_large_archive_has_several_site_maps(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "ON_A_MAP", 7)
    maps = [each.text for each in ET.fromstring(reader.get("/sitemap.xml").data).iter(f"{SITEMAP}loc")]
    assert maps == [f"{SITE}/sitemap-{n}.xml" for n in (1, 2, 3, 4)]
    parts = [reader.get(each.removeprefix(SITE)).data for each in maps if each]
    assert sum(len(list(ET.fromstring(part).iter(f"{SITEMAP}loc"))) for part in parts) == 28
    assert reader.get("/sitemap-5.xml").status_code == reader.get("/sitemap-0.xml").status_code == 404


def test_the_feed_tells_what_was_published_or_changed_last(tmp_path: Path) -> None:
    later = told("2026-002", title={"en": "Later & <b>\x0b"}, published_on="2026-06-01", summary={"en": "Of coal."})
    reader = publish(tmp_path, told(), later, hegang.the_list())
    answer = reader.get("/feed.atom")
    read = feedparser.parse(answer.data)
    assert not read.bozo and read.version == "atom10"
    assert [each.updated[:10] for each in read.entries] == ["2026-06-01", "2026-05-05"]
    assert read.entries[0].title.startswith("Later & <b>") and read.entries[0].summary == "Of coal."
    assert read.entries[1].link == "http://localhost/interviews/2026-001"
    assert "The man who read the list" not in answer.text


def test_browsers_learn_how_to_search_here(reader: FlaskClient) -> None:
    page = reader.get("/").text
    found = re.search(
        r'<link rel="search" type="application/opensearchdescription\+xml" title="Earwitness" href="([^"]+)"', page
    )
    assert found
    described = ET.fromstring(reader.get(found[1]).data)
    templates = [each.get("template") for each in described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    assert f"{SITE}/search?q={{searchTerms}}" in templates


def test_a_name_that_must_be_cut_is_cut_between_its_letters(tmp_path: Path) -> None:
    reader = reader_of(tmp_path, site_name="Hegang's Coal & Town")
    described = ET.fromstring(reader.get("/opensearch.xml").data)
    assert described[0].text == "Hegang's Coal & "


def test_before_anything_is_published_there_is_nothing_to_find(tmp_path: Path) -> None:
    reader = reader_of(tmp_path)
    assert len(list(ET.fromstring(reader.get("/sitemap.xml").data).iter(f"{SITEMAP}loc"))) == 1
    assert feedparser.parse(reader.get("/feed.atom").data).entries == []
    assert reader.get("/oembed?url=/interviews/2016-014").status_code == 503


# --- our JSON, described ---------------------------------------------------------------------------------------------


def test_our_description_of_our_json_is_openapi(reader: FlaskClient) -> None:
    described = reader.get("/api/openapi.json").json
    validate(described)
    answering = {
        re.sub(r"<(?:\w+:)?interview_id>", "{id}", str(rule))
        for rule in reader.application.url_map.iter_rules()
        if "json" in str(rule) or str(rule) in ("/oembed", "/health")
    }
    assert set(described["paths"]) == answering


CHECKS = (
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

PLAIN = {"Accept-Encoding": "identity"}
"""Schemathesis takes what a WSGI app answers as it is, and unpacks nothing."""


def test_our_json_keeps_to_its_description(reader: FlaskClient) -> None:
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", reader.application)
    asked: list[str] = []
    for found in described.get_all_operations():

        @settings(max_examples=25, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=found.ok().as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, headers=PLAIN)
            asked.append(case.path)

        ask()
    assert len(asked) > 60


@pytest.mark.parametrize(
    ("path", "path_parameters", "query"),
    [
        *(("/interviews/{id}.json", {"id": each}, {}) for each in hegang.COLLECTION.interviews),
        *(("/interviews/{id}.csl.json", {"id": each}, {"t": "4,12.5"}) for each in hegang.COLLECTION.interviews),
        *(("/oembed", {}, {"url": f"/interviews/{each}"}) for each in hegang.COLLECTION.interviews),
        ("/search.json", {}, {"q": "winch"}),
        ("/search.json", {}, {"q": "下岗", "sort": "date", "page": 2}),
        ("/concordance.json", {}, {"q": "winch", "sort": "left"}),
        ("/trends.json", {}, {"q": ["winch", "下岗"]}),
        ("/health", {}, {}),
        ("/api/openapi.json", {}, {}),
    ],
)
def test_what_is_there_is_answered_as_described(
    reader: FlaskClient, path: str, path_parameters: dict[str, str], query: dict[str, object]
) -> None:
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", reader.application)
    case = described[path]["GET"].Case(path_parameters=path_parameters, query=query)
    assert case.call_and_validate(checks=CHECKS, headers=PLAIN).status_code == 200
