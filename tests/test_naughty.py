"""Whatever anyone types, a page answers: no query, id, range or path is an error of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench import anything
from tests import hegang
from tests.serving import reader_of

ANSWERS = ("/search", "/search.json", "/concordance", "/concordance.json", "/concordance.csv", "/trends", "/trends.csv")
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60)
BYTES = st.binary(max_size=40)
QUERY_SYNTAX = st.lists(
    st.sampled_from(
        ['"', "*", "(", ")", ":", "^", "-", "+", "NEAR", "AND", "OR", "NOT", "岗", "coal", "{", "}", "\0", " "]
    ),
    max_size=14,
).map("".join)
CONDITIONS = ["If-Range", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since"]
CONDITIONS += ["Accept-Encoding", "Accept-Language", "X-Forwarded-For"]
QUERIES = int(os.environ.get("EARWITNESS_QUERIES", "400"))
EASY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def reader(of_the_run: Path) -> FlaskClient:
    """Somebody who types things."""
    return reader_of(hegang.published(of_the_run))


@pytest.fixture(scope="module")
def naughty(shared: Path) -> list[str]:
    """The Big List of Naughty Strings, and some that have broken search engines and parsers of addresses."""
    strings: list[str] = json.loads((shared / "misc" / "blns" / "blns.json").read_text("utf-8"))
    return [*strings, "\0", "'", '"', '""', "NEAR(", "a AND", "*", "{x}: y", "-", "岗" * 3000, "a " * 5000]


def test_every_naughty_string_is_answered_as_a_query(reader: FlaskClient, naughty: list[str]) -> None:
    others = ("/search.json", "/concordance", "/trends", "/interviews/2016-014")
    for turn, words in enumerate(naughty):  # strings that are alike follow each other in the list
        for address in ("/search", others[turn % len(others)]):
            answer = reader.get(address, query_string={"q": words})
            assert answer.status_code == 200, (address, words)


def test_every_naughty_string_is_answered_as_any_parameter(reader: FlaskClient, naughty: list[str]) -> None:
    names = ("t", "view", "recording", "language", "page", "collection", "year", "media", "sort", "interview", "by")
    addresses = (*ANSWERS, "/", "/interviews/2016-014", "/interviews/2016-014.vtt")
    for turn, words in enumerate(naughty):
        given = dict.fromkeys(names, words) | {"q": "winch"}
        for address in addresses[turn % 3 :: 3]:
            assert reader.get(address, query_string=given).status_code in (200, 404), (address, words)


def test_every_naughty_string_is_answered_as_a_path(reader: FlaskClient, naughty: list[str]) -> None:
    others = ("/", "/collections/", "/media/2016-014/", "/media/", "/static/", "/search/")
    for turn, words in enumerate(naughty):
        for place in ("/interviews/", others[turn % len(others)], others[(turn + 3) % len(others)]):
            answer = reader.get(place + quote(words[:1000], safe=""))
            assert answer.status_code < 500, (place, words)


def test_every_naughty_string_is_answered_as_a_range(reader: FlaskClient, naughty: list[str]) -> None:
    for words in naughty:
        span = "".join(letter for letter in words[:200] if letter not in "\r\n").encode().decode("latin-1")
        for written in (span, f"bytes={span}", f"bytes={span}-"):
            answer = reader.get("/media/2016-014/recording-1.peaks.json", headers={"Range": written})
            assert answer.status_code in (200, 206, 416), written


@settings(EASY, max_examples=60)  # each is asked fourteen times
@given(q=ANYTHING | QUERY_SYNTAX, page=ANYTHING, narrowed=ANYTHING)
@example(q='"', page="0", narrowed="")
@example(q="\0", page="-1", narrowed="\0")
@example(q="岗*", page="１", narrowed="%")
def test_no_search_is_an_error(reader: FlaskClient, q: str, page: str, narrowed: str) -> None:
    given = {"q": q, "page": page, "collection": narrowed, "language": narrowed, "year": narrowed, "sort": narrowed}
    for address in ANSWERS:
        assert reader.get(address, query_string=given).status_code == 200
        assert reader.get(address, query_string={"q": q}).status_code == 200


@pytest.mark.slow
def test_anything_typed_is_answered(tmp_path: Path, shared: Path) -> None:
    """As many as EARWITNESS_QUERIES says; ``python -m bench.anything`` asks a hundred thousand."""
    typist = anything.Typist(7, anything.naughty_strings(shared))
    assert anything.slowest(anything.reader(tmp_path, 2), typist, QUERIES)


@EASY
@given(t=ANYTHING, view=ANYTHING, q=QUERY_SYNTAX, recording=ANYTHING, language=ANYTHING)
def test_no_way_of_asking_for_an_interview_is_an_error(
    reader: FlaskClient, t: str, view: str, q: str, recording: str, language: str
) -> None:
    given = {"t": t, "view": view, "q": q, "recording": recording, "language": language}
    assert reader.get("/interviews/2017-003", query_string=given).status_code == 200
    assert reader.get("/interviews/2017-003.vtt", query_string=given).status_code in (200, 404)


@EASY
@given(raw=BYTES)
@example(raw=b"\xff\xfe")
@example(raw=b"..%2f..%2f")
@example(raw=b"2016-014\x00")
@example(raw=b"2016-014%0a")
def test_no_address_is_an_error(reader: FlaskClient, raw: bytes) -> None:
    written = quote_from_bytes(raw, safe="")
    for place in (
        "/interviews/",
        "/interviews/2016-014",
        "/collections/",
        "/media/",
        "/media/2016-014/",
        "/static/",
        "/",
    ):
        assert reader.get(place + written).status_code < 500
        assert reader.get(f"{place}?q={written}&t={written}&page={written}").status_code < 500


@EASY
@given(
    span=st.one_of(
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=40),
        st.tuples(st.integers(-3, 10**25), st.integers(-3, 10**25)).map(lambda ends: f"bytes={ends[0]}-{ends[1]}"),
    ),
    condition=st.sampled_from(CONDITIONS),
    written=st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30),
)
@example(span="bytes=0-1", condition="If-Range", written="Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
@example(span="", condition="If-Modified-Since", written="Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
@example(span="", condition="If-Unmodified-Since", written="Mon, 01 Jan 2026 00:00:00 +9999999999999999")
def test_no_range_or_condition_is_an_error(reader: FlaskClient, span: str, condition: str, written: str) -> None:
    for address in ("/media/2016-014/recording-1.peaks.json", "/interviews/2017-003", "/static/x"):
        assert reader.get(address, headers={"Range": span, condition: written}).status_code < 500
