"""The reading room: what the public may ask for, and what it is told."""

from __future__ import annotations

import gc
import html
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from archive import index
from archive.errors import Unavailable
from archive.exchange import as_text
from archive.index import current_edition, make_edition, open_edition
from archive.records import CLOSED, OPEN, Cue, IndexPoint, Word
from archive.release import Released, ReleasedCollection, ReleasedRecording, ReleasedTrack
from archive.settings import Settings
from archive.site.protection import HEADERS
from archive.site.reading_room.rows import Withheld, aligned, page_order
from archive.site.reading_room.waveform import bars
from archive.site.serve import leave_alone, serve
from archive.webvtt import read_track
from tests import hegang
from tests.pages import PAGES
from tests.serving import reader_of, served, start

WINCH = "/interviews/2016-014"
SOUND = "/media/2016-014/recording-1.access.m4a"


@pytest.fixture(scope="module")
def home(of_the_run: Path) -> Path:
    """The home of the archive of :mod:`tests.hegang`."""
    return hegang.published(of_the_run)


@pytest.fixture(scope="module")
def reader(home: Path) -> FlaskClient:
    """Somebody who asks it for pages."""
    return reader_of(home)


def publish(home: Path, *released: Released, collections: tuple[ReleasedCollection, ...] = ()) -> FlaskClient:
    """A reader of an edition that holds just these, without media."""
    make_edition(home / "instance" / "edition", released, collections, hegang.Shelf(home).open_media)
    return reader_of(home)


def spoken(interview_id: str, *texts: str, **told: object) -> Released:
    """An open interview in which these words are said, three seconds each."""
    cues = tuple(Cue(3000 * n, 3000 * n + 2500, text, speaker="Lin") for n, text in enumerate(texts))
    return Released(
        id=interview_id,
        title={"en": f"Interview {interview_id}"},
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=3000 * len(texts)),),
        tracks=(ReleasedTrack(recording="recording-1", language="en", made_by="whisper base", cues=cues),),
        **told,  # type: ignore[arg-type]
    )


# --- the first page --------------------------------------------------------------------------------------------------


def test_the_first_page_counts_what_is_there(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert "6 interviews, 5 minutes, in English and Chinese." in page
    for interview in ("The winch operator", "绞车司机", "The man who read the list", "Listed, but closed for now"):
        assert interview in page
    assert 'href="/collections/pit-and-town"' in page


def test_before_anything_is_published_the_site_says_so_calmly(tmp_path: Path) -> None:
    reader = reader_of(tmp_path)
    for address in ("/", "/search?q=winch", "/concordance?q=winch", "/trends?q=winch"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "Nothing has been published yet" in answer.text
    assert reader.get("/health").json == {
        "status": "waiting",
        "edition": None,
        "says": "Nothing is published here yet.",
    }
    unavailable = reader.get(WINCH)
    assert unavailable.status_code == 503
    assert "earwitness" not in unavailable.text.replace("earwitness.css", "")


def test_health_names_the_edition_it_reads(reader: FlaskClient, home: Path) -> None:
    current = (home / "instance" / "edition" / "current").read_text().strip()
    assert reader.get("/health").json == {"status": "ok", "edition": current, "interviews": 6}


def test_many_interviews_come_page_by_page(tmp_path: Path) -> None:
    reader = publish(tmp_path, *(spoken(f"2016-{n:03}", "Coal.") for n in range(1, 51)))
    first, last = reader.get("/interviews").text, reader.get("/interviews?page=3").text
    assert first.count('class="entry"') == 24
    assert last.count('class="entry"') == 2
    assert 'href="/interviews?page=2" rel="next"' in first
    assert 'rel="next"' not in last
    assert reader.get("/interviews?page=99999").text == last
    home = reader.get("/").text
    assert home.count('class="entry"') == 6 and 'href="/interviews">All 50 interviews' in home


def test_a_collection_shows_its_interviews_in_its_order(reader: FlaskClient) -> None:
    page = reader.get("/collections/pit-and-town").text
    found = re.findall(r'href="/interviews/([-0-9]+)"', page)
    assert tuple(found) == hegang.COLLECTION.interviews
    assert reader.get("/collections/nowhere").status_code == 404


# --- an interview ----------------------------------------------------------------------------------------------------


def test_every_cue_is_a_row_with_its_time_its_speaker_and_its_words(reader: FlaskClient) -> None:
    page = reader.get(WINCH).text
    for _, said, english in hegang.WINCH:
        assert said in page
        assert english is None or english in page
    assert page.count('<p lang="zh" data-ms=') == len(hegang.WINCH)
    assert '<b class="who">采访人</b>' in page
    assert re.search(r'<a href="\?t=0\.9#here"><time datetime="PT0\.9S">0:00</time></a>', page)


def test_machine_made_text_says_so_in_plain_words_with_program_model_and_date(reader: FlaskClient) -> None:
    page = reader.get(WINCH).text
    assert "Machine translation, not yet checked by a person." in page
    assert "openai-whisper 20250625, model base, 21 April 2026" in page
    assert "checked by M. Lin, 3 May 2026" in page
    assert "Machine transcript, not yet checked by a person." in reader.get("/interviews/2017-003").text


def test_synthetic_voices_are_called_so(reader: FlaskClient) -> None:
    for address in ("/", WINCH, "/search?q=winch"):
        assert "ynthetic voices" in reader.get(address).text


def test_the_same_words_in_three_ways(reader: FlaskClient) -> None:
    both, original, translation = (
        reader.get(f"{WINCH}?view={view}").text for view in ("both", "original", "translation")
    )
    chinese, english = "名单念到我的时候", "When they read my name"
    assert [chinese in each for each in (both, original, translation)] == [True, True, False]
    assert [english in each for each in (both, original, translation)] == [True, False, True]
    assert reader.get(WINCH).text.count('class="row') == both.count('class="row')


TEACHER = "/interviews/2018-009"


def test_readers_choose_between_the_verbatim_text_and_the_one_edited_for_reading(reader: FlaskClient) -> None:
    verbatim, edited = reader.get(f"{TEACHER}?t=9&q=desks").text, reader.get(f"{TEACHER}?form=edited&t=9&q=desks").text
    assert "there were fifty-two in my class" in verbatim and "there were fifty-two in my class" not in edited
    assert "I had fifty-two pupils" in edited and "I had fifty-two pupils" not in verbatim
    assert '<a href="?q=desks&amp;t=9#here" aria-current="true">Verbatim</a>' in verbatim
    assert '<a href="?form=edited&amp;q=desks&amp;t=9#here" aria-current="true">Edited for reading</a>' in edited
    assert "Machine transcript, not yet checked by a person." in verbatim
    assert "Machine transcript" not in edited and "checked by M. Lin" in edited
    for form, page in (
        ("Verbatim: not smoothed for reading.", verbatim),
        ("Edited for reading: not every word stands", edited),
    ):
        assert form in page
    before_citations = reader.get(WINCH).text.partition('class="sources"')[0]
    assert "Edited for reading" not in before_citations and "verbatim" not in before_citations


def test_the_edited_text_stands_beside_a_translation_and_alone_where_there_is_no_other(tmp_path: Path) -> None:
    verbatim = spoken("2016-001", "I, I went down.").tracks[0]
    edited = replace(verbatim, form="edited", cues=(Cue(0, 2500, "I went down.", speaker="Lin"),))
    chinese = replace(verbatim, language="zh", translated_from="en", cues=(Cue(0, 2500, "我下去了。", speaker="Lin"),))
    told = spoken("2016-001", "")
    reader = publish(
        tmp_path,
        replace(told, tracks=(verbatim, chinese, edited)),
        replace(told, id="2016-002", tracks=(edited,)),
    )
    beside = reader.get("/interviews/2016-001?form=edited").text
    assert "I went down." in beside and "I, I went down." not in beside and "我下去了。" in beside
    assert 'href="?view=translation&amp;form=edited"' in beside
    alone = reader.get("/interviews/2016-002").text
    assert "I went down." in alone and "Edited for reading: not every word" in alone
    assert ">Verbatim<" not in alone and "text edited for reading" in alone.partition("<footer")[2]


def test_a_citation_says_which_form_it_cites(reader: FlaskClient) -> None:
    cited = {form: reader.get(f"{TEACHER}?form={form}").text.partition("<footer")[2] for form in ("", "edited")}
    assert "interview 2018-009, verbatim text, " in cited[""] and "form=edited" not in cited[""]
    assert "interview 2018-009, text edited for reading, " in cited["edited"]
    assert "/interviews/2018-009?form=edited" in cited["edited"]


def test_what_is_taken_away_says_its_form(reader: FlaskClient) -> None:
    texts = reader.get(f"{TEACHER}.json").json["transcripts"]
    assert [each["form"] for each in texts] == ["verbatim", "edited"]
    assert [each["status"] for each in texts][1] == "Transcript edited for reading checked by M. Lin, 2026-05-03"
    assert [read_track(reader.get(each["vtt"]).text).form for each in texts] == ["verbatim", "edited"]
    assert read_track(reader.get(f"{TEACHER}.vtt").text).form == "verbatim"
    assert reader.get(f"{WINCH}.vtt?form=edited").status_code == 404
    page = reader.get(TEACHER).text
    for each in texts:
        assert each["vtt"].replace("&", "&amp;") in page


def test_a_passage_of_the_edited_text_says_so_and_leads_to_it(reader: FlaskClient) -> None:
    page = reader.get("/search?q=pupils").text
    assert "in the text edited for reading" in page and "form=edited" in page
    assert "in the text edited for reading" not in reader.get("/search?q=drawings").text
    [passage] = reader.get("/search.json?q=pupils").json["results"][0]["passages"]
    assert "<mark>pupils</mark>" in reader.get(passage["url"]).text


def test_a_time_marks_its_row_and_opens_the_sound_there(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}?t=95.5").text
    here = re.search(r'<div class="row" aria-current="true">(.*?)</div>', page, re.DOTALL)
    assert here
    assert "没有人哭" in here[1]
    assert 'id="here" autofocus' in here[1]
    assert f'src="{SOUND}#t=95.5"' in page
    assert page.count('id="here"') == 1


@pytest.mark.parametrize("written", ["", "abc", "-3", "1e9", "nan", "99999999999", "1:30", "९", "9999"])
def test_a_time_that_makes_no_sense_opens_at_the_beginning(reader: FlaskClient, written: str) -> None:
    page = reader.get(WINCH, query_string={"t": written}).text
    assert 'id="here"' not in page
    assert f'src="{SOUND}"' in page


def test_each_tape_has_its_own_address(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}?recording=recording-2").text
    assert "他姓什么我就不说了" in page
    assert "名单念到我的时候" not in page
    assert 'href="?recording=recording-2&amp;t=' in page
    assert reader.get(f"{WINCH}?recording=recording-9").text == reader.get(WINCH).text


def test_what_is_withheld_is_shown_as_withheld_with_its_length(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}?recording=recording-2").text
    assert "Withheld for 14 s: at the narrator’s wish" in page
    assert "There is no sound here: passages of this recording are withheld." in page
    assert "<audio" not in page


def test_what_is_said_of_the_sound_is_so(reader: FlaskClient) -> None:
    def sound(address: str) -> str:
        found = re.search(r"<dt>Sound</dt><dd>(.*?)</dd>", reader.get(address).text)
        return found[1] if found else ""

    assert sound(WINCH) == "Open"
    assert sound(f"{WINCH}?recording=recording-2") == "Withheld"
    assert sound("/interviews/2019-002") == ""


def test_nobody_is_said_to_have_a_voice_who_was_not_recorded(reader: FlaskClient) -> None:
    for address in ("/", "/search?q=hooks"):
        page = reader.get(address).text
        entry = page[page.index("Counting the hooks") :].split("</p>\n</li>")[0].split("</article>")[0]
        assert "ade for demonstration" in entry and "ynthetic voices" not in entry


def test_a_heading_stands_over_the_words_that_it_falls_among() -> None:
    rows = aligned([Cue(0, 4000, "一"), Cue(4000, 9000, "二")])
    points = [
        IndexPoint(start_ms=700, end_ms=3000, title={"en": "a"}),
        IndexPoint(start_ms=8000, end_ms=9000, title={}),
    ]
    page = page_order(rows, [Withheld(2500, 2900, "")], points)
    kinds = [getattr(each, "kind", "row") for each in page]
    assert kinds == ["heading", "row", "withheld", "row", "heading"]


def test_words_without_a_recording_and_a_recording_without_words_are_both_shown(reader: FlaskClient) -> None:
    words, sound = reader.get("/interviews/2019-002").text, reader.get("/interviews/2020-001").text
    assert "I counted the empty hooks" in words
    assert "This interview was not recorded" in words
    assert "<audio" not in words
    assert "<audio" in sound
    assert "Nobody has written down this recording yet." in sound


def test_the_sound_may_be_closed_while_the_words_are_open(tmp_path: Path) -> None:
    reader = publish(
        tmp_path,
        replace(spoken("2016-001", "The shaft was wet."), sound=CLOSED),
    )
    page = reader.get("/interviews/2016-001").text
    assert "The shaft was wet." in page
    assert "The sound of this interview is closed" in page


def test_a_closed_interview_is_listed_and_says_that_it_is_closed(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2021-004")
    assert page.status_code == 200
    assert "念名单的人" in page.text
    assert "This interview is closed for now" in page.text
    assert "<audio" not in page.text
    assert reader.get("/interviews/2021-004.json").json["access"] == {"transcript": "closed", "sound": "closed"}
    assert reader.get("/interviews/2021-004.vtt").status_code == 404


def test_peaks_are_drawn_as_they_were_measured() -> None:
    drawn = [float(height) for height in re.findall(r"v([\d.]+)", bars([0.0, 0.5, 1.0]))]
    assert drawn == [1.6, 23.0, 46.0]
    assert bars([]) == ""


def test_what_is_printed_says_which_version_of_the_text_it_is(tmp_path: Path) -> None:
    told = spoken("2016-001", "Coal.")
    reader = publish(tmp_path, replace(told, tracks=(replace(told.tracks[0], version="2026-05-03.2"),)))
    on_paper = reader.get("/interviews/2016-001").text.split('class="on-paper">')[1].partition("</div>")[0]
    assert "text of version 2026-05-03.2" in on_paper and "/interviews/2016-001" in on_paper


def test_a_picture_stands_under_the_row_of_its_moment_and_others_beside_the_words(reader: FlaskClient) -> None:
    page = reader.get(WINCH).text
    rows, beside = page.split('<div class="beside">')
    before, shown = rows.split('<div class="shown">')
    assert "夜里能听见绞车响" in before and "为什么呢" in shown and "为什么呢" not in before
    assert (
        'alt="A winding tower with its wheel, against a pale sky."' in shown and "The tower of the south shaft" in shown
    )
    assert "The same tower without its wheel" in beside and "photo-2" not in rows
    assert 'class="shown"' not in reader.get(f"{WINCH}?recording=recording-2").text.split('<div class="beside">')[0]
    chinese = reader.get(WINCH, headers={"Accept-Language": "zh"}).text
    assert 'alt="灰白的天空下，一座带天轮的井架。" lang="zh"' in chinese and "南井的井架" in chinese


def test_a_picture_has_a_page_that_says_all_that_is_known_of_it(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}/pictures/photo-1").text
    for said in (
        "The tower of the south shaft",
        "南井的井架",
        "灰白的天空下，一座带天轮的井架。",
        "Drawn for this archive",
        "1994",
    ):
        assert said in page
    [(address, name)] = re.findall(r'<figure><a href="(/media/2016-014/(photo-1\.public\.jpg))">', page)
    assert reader.get(address).data.startswith(b"\xff\xd8") and name
    [moment] = re.findall(r'href="([^"]+#here)"', page)
    row = reader.get(html.unescape(moment).partition("#")[0]).text.split('id="here"')[1]
    assert "夜里能听见绞车响" in row.split('class="row"')[0]
    assert 'rel="next"' in page and 'rel="prev"' in reader.get(f"{WINCH}/pictures/photo-2").text
    assert reader.get(f"{WINCH}/pictures/photo-3").status_code == 404
    assert reader.get("/interviews/2017-003/pictures/photo-1").status_code == 404
    [told, _] = reader.get(f"{WINCH}.json").json["pictures"]
    assert (
        told["page"] == f"{WINCH}/pictures/photo-1" and told["url"] == address and told["caption"]["zh"] == "南井的井架"
    )


def test_words_travel_as_letters_and_hundredths_of_a_second(tmp_path: Path) -> None:
    cue = Cue(1000, 3000, "名单 read", words=(Word(1000, 1500, "名单"), Word(1730, 3000, " read")))
    told = spoken("2016-001", "")
    reader = publish(tmp_path, replace(told, tracks=(replace(told.tracks[0], cues=(cue,)),)))
    assert 'data-ms="1000-3000" data-words="2 0 5 73"' in reader.get("/interviews/2016-001").text


# --- finding within it ------------------------------------------------------------------------------------------------


def test_the_words_of_a_form_are_found_in_all_that_is_shown_and_told_of_what_is_not(reader: FlaskClient) -> None:
    page = reader.get(f"{WINCH}?q=years").text
    assert page.count("data-found") == 2 == page.count('class="tick"')
    assert "2 matches here for “years”" in page and "2 matches</span>" in page
    [(address, count)] = re.findall(r'<a href="([^"]+)">Tape 2</a> \((\d+)\)', page)
    second = reader.get(WINCH + html.unescape(address).partition("#")[0]).text
    assert second.count("data-found") == int(count) > 0 and 'id="here"' in second
    assert "Also found:" in second and ">Tape 1</a> (2)" in second

    original = reader.get(f"{WINCH}?view=original&q=years").text
    assert "0 matches here" in original and 'class="hits"' not in original
    [address] = re.findall(r'<a href="([^"]+)">English text</a> \(2\)', original)
    assert reader.get(WINCH + html.unescape(address).partition("#")[0]).text.count("data-found") == 2


def test_a_form_finds_by_the_rules_of_the_search_and_keeps_what_is_read(reader: FlaskClient) -> None:
    for query in ("名單", "mingdan", "walking"):
        assert "data-found" in reader.get(f"{WINCH}?q={query}").text, query
    page = reader.get(f"{WINCH}?recording=recording-2&view=translation&q=zzzz").text
    form = page.split('<form class="find"')[1].partition("</form>")[0]
    assert 'name="recording" value="recording-2"' in form and 'name="view" value="translation"' in form
    assert 'value="zzzz"' in form and "0 matches here" in page and "Also found:" not in page
    assert 'class="find"' not in reader.get("/interviews/2020-001").text, "nothing is written down"


# --- two texts side by side ------------------------------------------------------------------------------------------


@st.composite
def texts(draw: st.DrawFn) -> list[Cue]:
    """Cues in order of their starts, of any length, overlapping or not."""
    starts = sorted(draw(st.lists(st.integers(0, 60_000), max_size=25)))
    return [Cue(start, start + draw(st.integers(0, 9000)), f"{start}-{n}") for n, start in enumerate(starts)]


@given(texts(), texts())
def test_no_cue_is_lost_doubled_or_moved_when_two_texts_stand_side_by_side(one: list[Cue], other: list[Cue]) -> None:
    rows = aligned(one, other)
    assert [cue for row in rows for cue in row.cues] == one
    assert [cue for row in rows for cue in row.translation] == other
    assert all(row.cues or row.translation for row in rows)


def test_a_translation_of_several_cues_stands_beside_all_of_them() -> None:
    cues = [Cue(0, 4000, "一"), Cue(4000, 8000, "二"), Cue(8000, 12_000, "三"), Cue(12_000, 15_000, "四")]
    translation = [
        Cue(0, 3900, "one"),
        Cue(4100, 11_500, "two and three"),
        Cue(12_000, 13_000, "fo"),
        Cue(13_000, 15_000, "ur"),
    ]
    rows = [
        ("".join(c.text for c in row.cues), " ".join(t.text for t in row.translation))
        for row in aligned(cues, translation)
    ]
    assert rows == [("一", "one"), ("二三", "two and three"), ("四", "fo ur")]


def test_of_two_who_speak_at_once_each_has_their_own_translation_beside_them() -> None:
    said = [Cue(0, 10_000, "左"), Cue(2000, 4000, "右"), Cue(5000, 7000, "是")]
    translation = [Cue(0, 10_000, "left"), Cue(2000, 4000, "right"), Cue(5000, 7000, "yes")]
    rows = [[cue.text for cue in (*row.cues, *row.translation)] for row in aligned(said, translation)]
    assert rows == [["左", "left"], ["右", "right"], ["是", "yes"]]


def test_a_translation_of_nothing_that_was_written_down_has_a_row_in_its_place() -> None:
    rows = aligned([Cue(0, 1000, "一"), Cue(9000, 9900, "二")], [Cue(4000, 5000, "(laughs)")])
    assert [[cue.text for cue in (*row.cues, *row.translation)] for row in rows] == [["一"], ["(laughs)"], ["二"]]


# --- search ----------------------------------------------------------------------------------------------------------


def test_a_passage_is_one_click_from_where_it_is_said(reader: FlaskClient) -> None:
    found = reader.get("/search.json?q=名单念到").json
    assert list(found)[:6] == ["query", "total", "took_ms", "facets", "results", "next"]
    assert list(found)[6:] == ["also_searched", "other_words", "read_as_question", "read_as_words", "did_you_mean"]
    assert (found["query"], found["total"], found["next"]) == ("名单念到", 1, None)
    [hit] = found["results"]
    assert list(hit) == ["id", "title", "url", "matches", "passages"]
    [passage] = hit["passages"]
    assert list(passage)[:8] == ["recording", "language", "start_ms", "end_ms", "speaker", "text", "html", "url"]
    assert passage["html"] == "<mark>名单念到</mark>我的时候，食堂里一点声音都没有。"
    page = reader.get(passage["url"]).text
    here = re.search(r'aria-current="true">(<a href="[^>]*id="here".*?)</div>', page, re.DOTALL)
    assert here
    assert "<mark>名单念到</mark>" in here[1]


def test_facets_narrow_and_their_counts_are_kept(reader: FlaskClient) -> None:
    found = reader.get("/search.json?q=the").json
    assert found["total"] > 1
    for values in found["facets"].values():
        for value in values:
            assert reader.get(value["url"]).json["total"] == value["count"]


def test_results_come_page_by_page_and_none_twice(tmp_path: Path) -> None:
    reader = publish(tmp_path, *(spoken(f"2016-{n:03}", "The coal was wet.") for n in range(1, 46)))
    address, seen = "/search.json?q=coal", []
    while address:
        found = reader.get(address).json
        seen += [hit["id"] for hit in found["results"]]
        address = found["next"]
    assert len(seen) == len(set(seen)) == found["total"] == 45


def test_results_are_sorted_as_the_reader_likes(tmp_path: Path) -> None:
    dated = [
        replace(spoken(f"2016-{n:03}", "The coal was wet."), date=f"{year}")
        for n, year in enumerate((1998, 1974, 2016), 1)
    ]
    reader = publish(tmp_path, *dated)
    for sort, order in (("date", "002 001 003"), ("newest", "003 001 002")):
        found = reader.get(f"/search.json?q=coal&sort={sort}").json
        assert [hit["id"][-3:] for hit in found["results"]] == order.split()
        assert f'sort={sort}" aria-current="true"' in reader.get(f"/search?q=coal&sort={sort}").text


def test_after_the_last_page_of_results_there_is_the_last_page(tmp_path: Path) -> None:
    reader = publish(tmp_path, *(spoken(f"2016-{n:03}", "The coal was wet.") for n in range(1, 46)))
    assert reader.get("/search?q=coal&page=999999").text == reader.get("/search?q=coal&page=3").text
    assert "page=2" in reader.get("/search?q=coal&page=999999").text


def test_a_phrase_that_is_found_across_two_cues_is_marked_where_it_is_read(tmp_path: Path) -> None:
    reader = publish(tmp_path, spoken("2016-001", "They called us and read", "the list. Nobody wept.", "The list."))
    assert reader.get("/search.json?q=%22read+the+list%22").json["total"] == 1
    page = reader.get("/interviews/2016-001?q=%22read+the+list%22").text
    assert "1 match here" in page
    assert re.findall("<mark>([^<]*)</mark>", page) == ["read", "the list"]


def test_a_strip_shows_where_in_all_the_tapes_the_passages_lie(tmp_path: Path) -> None:
    two = spoken("2016-001", "Coal.", "Wet.", "Coal.", "Wet.")
    other = replace(two.recordings[0], name="recording-2")
    said = replace(two.tracks[0], recording="recording-2", cues=two.tracks[0].cues[1:3])
    reader = publish(tmp_path, replace(two, recordings=(*two.recordings, other), tracks=(*two.tracks, said)))
    page = reader.get("/search?q=coal").text
    assert re.findall(r'<line x1="([\d.]+)"', page) == ["0.0", "180.0", "540.0"]


def test_the_strip_shows_passages_that_the_page_does_not(tmp_path: Path) -> None:
    reader = publish(tmp_path, spoken("2016-001", *["Coal."] * 10, *["Wet."] * 80, *["Coal."] * 10))
    page = reader.get("/search?q=coal").text
    ticks = [float(each) for each in re.findall(r'<line x1="([\d.]+)"', page)]
    assert (page.count('class="play"'), len(ticks)) == (3, 20)
    assert (ticks[0], ticks[-1]) == (0, 712.8)


def test_a_long_passage_in_quotes_is_found_exactly(reader: FlaskClient) -> None:
    told = [english for _, _, english in hegang.WINCH[18:27] if english]
    passage = " ".join(told)
    assert len(passage) > 500
    (hit,) = reader.get("/search.json", query_string={"q": f'"{passage}"'}).json["results"]
    assert (hit["id"], hit["matches"]) == ("2016-014", 1)
    assert reader.get("/search.json", query_string={"q": f'"{passage} and so on"'}).json["total"] == 0


def test_a_passage_whose_word_comes_late_in_its_cue_is_one_tick(reader: FlaskClient) -> None:
    page = reader.get("/search?q=下岗&others=no").text
    assert (page.count('class="play"'), len(re.findall('<line x1="', page))) == (2, 2)
    assert reader.get("/search?q=wet").text.count("<line") < 44


def test_a_search_within_one_interview_names_it(reader: FlaskClient) -> None:
    chip = re.search(r'<a class="chip".*?</a>', reader.get("/search?q=the&interview=2018-009").text)
    assert chip and "Thirty desks" in chip[0] and "2018-009" not in chip[0]


def test_nothing_found_is_a_page_that_helps(reader: FlaskClient) -> None:
    page = reader.get("/search?q=zzzzzz&language=zh")
    assert page.status_code == 200
    assert "Nothing found" in page.text
    assert re.search(r'<a href="/search\?q=zzzzzz">Search without: Chinese</a>', page.text)
    assert '/search?q=winch+OR+zzzzzz">Search for any of these words' in reader.get("/search?q=winch+zzzzzz").text


def test_every_example_of_how_to_search_runs_and_is_understood(reader: FlaskClient) -> None:
    for language in ("en", "zh-CN"):
        page = reader.get("/search/help", headers={"Accept-Language": language})
        examples = re.findall(r'<a href="(/search\?q=[^"]+)"', page.text)
        assert len(examples) > 25
        for example in examples:
            answer = reader.get(html.unescape(example).replace("/search?", "/search.json?")).json
            assert answer["read_as_words"] == [], example
    assert "CC-CEDICT" in page.text


def test_a_form_that_is_filled_in_becomes_a_query_anyone_can_read(reader: FlaskClient) -> None:
    answer = reader.get("/search?all=lamp&phrase=my+father&none=&role=narrator&from=2010&to=2019&near=&within=10")
    assert answer.status_code == 302
    assert answer.location == "/search?q=lamp+%22my+father%22+role:narrator+year:2010..2019"
    assert "1 interview" in reader.get(answer.location).text
    assert reader.get("/search?all=&phrase=").status_code == 200


def test_a_page_of_results_says_how_it_was_understood(reader: FlaskClient) -> None:
    page = reader.get("/search?q=lamp+foo:bar").text
    assert "One cannot search by “foo:”. Read as words." in page
    page = reader.get("/search?q=lamp").text
    assert 'also searched <span lang="zh">灯</span> (by the dictionary CC-CEDICT)' in page
    assert '<a href="/search?q=lamp&amp;others=no">Search only what was typed</a>' in page
    page = reader.get("/search?q=lamp&others=no").text
    assert "Only what was typed was searched." in page and "CC-CEDICT" not in page
    page = reader.get("/search?q=cantene").text
    assert 'Did you mean <a href="/search?q=canteen">canteen</a>?' in page
    chinese = reader.get("/search?q=lamp+foo:bar", headers={"Accept-Language": "zh"}).text
    assert "没有“foo：”这个字段。" in chinese and "也搜索了" in chinese


def test_a_passage_from_a_translation_says_so(reader: FlaskClient) -> None:
    page = reader.get("/search?q=canteen").text
    assert "in the English translation" in page


# --- for programs ----------------------------------------------------------------------------------------------------


def test_the_json_of_an_interview_says_who_answers_for_its_words(reader: FlaskClient) -> None:
    record = reader.get(f"{WINCH}.json").json
    assert record["title"] == {"en": "The winch operator", "zh": "绞车司机"}
    assert [each["status"] for each in record["transcripts"]][:2] == [
        "Transcript checked by M. Lin, 2026-05-03",
        "Machine translation, not yet checked by a person",
    ]
    cue = record["transcripts"][0]["cues"][0]
    assert "".join(word["text"] for word in cue["words"]) == cue["text"] == hegang.WINCH[0][1]
    assert record["recordings"][1]["withheld"][0]["reason"] == "at the narrator’s wish"
    for file in record["recordings"][0]["media"]:
        assert reader.get(file["url"]).status_code == 200


def test_who_answers_for_a_text_is_said_in_the_same_words_on_paper(home: Path, reader: FlaskClient) -> None:
    path = current_edition(home / "instance" / "edition")
    assert path
    with open_edition(path) as opened:
        winch = index.interview(opened, "2016-014")
    assert winch is not None
    printed = as_text(winch)
    for transcript in reader.get(f"{WINCH}.json").json["transcripts"]:
        assert f"{transcript['recording']}, {transcript['language']}. {transcript['status']}" in printed


def test_the_vtt_of_a_transcript_is_signed_and_reads_back(reader: FlaskClient) -> None:
    for transcript in reader.get(f"{WINCH}.json").json["transcripts"]:
        answer = reader.get(transcript["vtt"])
        assert answer.mimetype == "text/vtt"
        track = read_track(answer.data)
        assert track.notes["status"] == transcript["status"]
        assert (track.language, track.is_machine_made) == (transcript["language"], transcript["is_machine_made"])
        assert [cue.text for cue in track.cues] == [cue["text"] for cue in transcript["cues"]]
    assert reader.get(f"{WINCH}.vtt?language=fr").status_code == 404
    assert reader.get(f"{WINCH}.vtt?recording=recording-9").status_code == 404, "not another tape under that name"


# --- sound -----------------------------------------------------------------------------------------------------------


def ranged(reader: FlaskClient, span: str, **headers: str) -> TestResponse:
    """The sound, or the part of it asked for."""
    return reader.get(SOUND, headers={"Range": span, **headers})


def test_sound_comes_in_the_ranges_asked_for(reader: FlaskClient) -> None:
    whole = reader.get(SOUND)
    size = len(whole.data)
    assert whole.mimetype == "audio/mp4"
    assert whole.headers["Accept-Ranges"] == "bytes"
    for span, first, last in [
        ("bytes=0-", 0, size - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=-50", size - 50, size - 1),
        (f"bytes={size - 10}-{size + 10}", size - 10, size - 1),
        (f"bytes=-{size * 2}", 0, size - 1),
    ]:
        part = ranged(reader, span)
        assert part.status_code == 206
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert part.data == whole.data[first : last + 1]


def test_no_answer_to_a_range_is_longer_than_the_settings_allow(home: Path, reader: FlaskClient) -> None:
    short = reader_of(home, range_bytes=65_536)
    size = int(reader.head(SOUND).headers["Content-Length"])
    for span, first in [("bytes=0-", 0), ("bytes=70000-999999999", 70_000), (f"bytes=-{size - 1}", 1)]:
        part = ranged(short, span)
        assert (part.status_code, len(part.data)) == (206, 65_536)
        assert part.headers["Content-Range"].startswith(f"bytes {first}-")


@pytest.mark.parametrize("span", ["bytes=999999999-", "bytes=-0"])
def test_a_range_outside_the_sound_is_refused_with_its_length(reader: FlaskClient, span: str) -> None:
    size = int(reader.head(SOUND).headers["Content-Length"])
    refused = ranged(reader, span)
    assert refused.status_code == 416
    assert refused.headers["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "span", ["bytes=", "bytes=-", "bytes=9-2", "items=0-4", "bytes=0-1,5-9", "bytes=a-b", "☃", "bytes=0-" + "9" * 40]
)
def test_a_range_nobody_can_read_counts_as_not_given(reader: FlaskClient, span: str) -> None:
    assert reader.get(SOUND, headers={"Range": span.encode().decode("latin-1")}).status_code == 200


def test_sound_is_asked_for_again_only_when_it_changed(reader: FlaskClient) -> None:
    first = reader.head(SOUND)
    assert "no-cache" in first.headers["Cache-Control"]
    assert reader.get(SOUND, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert ranged(reader, "bytes=0-9", **{"If-Range": first.headers["ETag"]}).status_code == 206
    assert ranged(reader, "bytes=0-9", **{"If-Range": '"another"'}).status_code == 200


def test_conditions_come_before_the_range_even_one_that_does_not_fit(reader: FlaskClient) -> None:
    etag = reader.head(SOUND).headers["ETag"]
    for span in ("bytes=0-9", "bytes=99999999-"):
        assert ranged(reader, span, **{"If-None-Match": etag}).status_code == 304
        assert ranged(reader, span, **{"If-Range": '"another"'}).status_code == 200
        assert ranged(reader, span, **{"If-Range": f"W/{etag}"}).status_code == 200
        assert reader.head(SOUND, headers={"Range": span}).status_code == 200


def test_sound_tells_nobody_when_it_was_copied(reader: FlaskClient) -> None:
    assert "Last-Modified" not in reader.get(SOUND).headers
    assert "Last-Modified" not in ranged(reader, "bytes=0-9").headers


# --- words of the interface ------------------------------------------------------------------------------------------


def test_chinese_is_punctuated_as_chinese(reader: FlaskClient) -> None:
    chinese = {"Accept-Language": "zh"}
    assert "6 个访谈，5 分钟，英语和中文。搜索" in reader.get("/", headers=chinese).text
    page = reader.get(WINCH, headers=chinese).text
    bare = re.sub('</?a[^>]*>|<span lang="en">([^<]*)</span>', r"\1", page)
    assert "讲述者：Winch operator</span>" in bare and "3 分钟，2 盘录音" in bare
    settled = "中文文字稿，由 openai-whisper 20250625, model base 制作，2026年4月20日；由 M. Lin 核对，2026年5月3日。"
    assert settled in bare


def test_a_word_of_ours_beside_a_passage_is_in_the_readers_language(reader: FlaskClient) -> None:
    found = reader.get("/search?q=名单", headers={"Accept-Language": "zh"}).text
    assert '<span class="who" lang="zh-Hans">小标题</span>' in found
    assert 'lang="en">小标题' not in found


# --- protection ------------------------------------------------------------------------------------------------------

ADDRESSES = ["/", "/search?q=a", "/search.json?q=a", WINCH, f"{WINCH}.json", f"{WINCH}.vtt", SOUND, "/health"]
ADDRESSES += ["/robots.txt", "/nowhere", "/interviews/1999-001", "/static/x/none.css"]
ADDRESSES += [each for each in PAGES.values() if each not in ADDRESSES and not each.startswith("/embed")]
ADDRESSES += ["/concordance.json?q=the", "/concordance.csv?q=the", "/trends.json?q=the", "/trends.csv?q=the"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_protects_its_reader(reader: FlaskClient, address: str) -> None:
    for answer in (reader.get(address), reader.post(address), reader.head(address), reader.options(address)):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "Set-Cookie" not in answer.headers
    assert reader.post(address).status_code == (
        404 if reader.get(address).status_code == 404 and "/n" in address else 405
    )


@pytest.mark.parametrize("host", ["a" * 300, "a..b", "." * 64, 'a"><script>', "evil.com/..", "[::1", "a b", ""])
@pytest.mark.parametrize("address", [WINCH, "/search.json?q=a", "/nowhere"])
def test_a_host_that_cannot_be_is_no_fault_of_ours(reader: FlaskClient, host: str, address: str) -> None:
    answer = reader.get(address, headers={"Host": host})
    assert answer.status_code in (200, 400, 404)
    assert "script>" not in answer.text.replace("</script>", "") and "http:/i" not in answer.text
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


@pytest.mark.parametrize("address", ["/interviews//2016-014", "/search//", "/media//x"])
def test_no_address_leads_to_another_host(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address, base_url="http://evil.com")
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_no_page_carries_a_script_or_a_style_of_its_own(reader: FlaskClient) -> None:
    for address in (*PAGES.values(), "/nowhere"):
        # What web searches are told is data, which no browser runs: nothing in it may end the element early.
        page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", reader.get(address).text)
        assert not re.search(
            r"<style|\bstyle=|\bon\w+=|<script(?! (type=\"module\"|defer) src=\"/static/)|https?://(?!localhost/)", page
        )


def test_hidden_unknown_and_impossible_are_the_same_bytes(reader: FlaskClient) -> None:
    for ending in ("", ".json", ".vtt"):
        answers = [
            reader.get(f"/interviews/{each}{ending}") for each in ("2016-999", "1999-001", "nonsense", "2016-014x")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.data for answer in answers}) == 1
        assert len({tuple(answer.headers) for answer in answers}) == 1


def test_what_is_withdrawn_is_gone_with_the_next_edition(tmp_path: Path) -> None:
    reader = publish(tmp_path, spoken("2016-001", "Nobody wept."), spoken("2016-002", "Nobody spoke."))
    before = reader.get("/interviews/2016-001")
    assert before.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": before.headers["ETag"]}
    assert reader.get("/interviews/2016-001", headers=again).status_code == 304
    publish(tmp_path, spoken("2016-002", "Nobody spoke."))
    gone = reader.get("/interviews/2016-001", headers=again)
    assert gone.status_code == 404
    assert gone.data == reader.get("/interviews/2030-001").data
    assert reader.get("/search.json?q=wept").json["total"] == 0
    assert "Nobody spoke." in reader.get("/interviews/2016-002").text


def test_whatever_people_wrote_is_shown_as_they_wrote_it_and_never_run(tmp_path: Path) -> None:
    evil = "\"><script>alert(1)</script>'&amp;"
    point = IndexPoint(start_ms=0, end_ms=900, title={"en": evil, evil: evil}, synopsis={"en": evil}, keywords=(evil,))
    reader = publish(
        tmp_path,
        Released(
            id="2016-001",
            title={"en": evil, evil: evil},
            summary={"en": evil},
            narrators=(evil,),
            interviewers=(evil,),
            collection="c",
            language=evil,
            date=evil,
            place=evil,
            transcript=OPEN,
            sound=OPEN,
            rights_holder=evil,
            licence=evil,
            recordings=(
                ReleasedRecording(
                    name="recording-1",
                    kind="audio",
                    duration_ms=9000,
                    label=evil,
                    withheld=((100, 2000, evil),),
                    index_points=(point,),
                ),
                ReleasedRecording(name="recording-2", kind="audio", duration_ms=9000, label=evil),
            ),
            tracks=tuple(
                ReleasedTrack(
                    recording="recording-1",
                    language=language,
                    translated_from=origin,
                    made_by=evil,
                    made_on=evil,
                    cues=(Cue(0, 900, evil, speaker=evil),),
                )
                for language, origin in ((evil, ""), ("en", "zh"))
            ),
        ),
        collections=(
            ReleasedCollection(slug="c", title={"en": evil}, description={"en": evil}, interviews=("2016-001",)),
        ),
    )
    for address in ("/", "/interviews/2016-001", "/interviews/2016-001?q=script", "/search?q=script", "/collections/c"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert '"><script' not in answer.text


def test_a_fault_of_ours_is_logged_whole_and_shown_as_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    reader = publish(tmp_path, spoken("2016-001", "Coal."))
    path = current_edition(tmp_path / "instance" / "edition")
    assert path is not None
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update interviews set title = 'This is not JSON, whatever the column says.'")
    with caplog.at_level(logging.ERROR):
        answer = reader.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "JSON" not in answer.text
    assert "JSONDecodeError" in caplog.text


@pytest.mark.parametrize("damage", ["", "This is not a database, whatever its name says.", "half", "gone", "unnamed"])
def test_a_damaged_edition_is_said_to_be_damaged_not_empty(tmp_path: Path, damage: str) -> None:
    reader = publish(tmp_path, spoken("2016-001", "Coal."))
    path = current_edition(tmp_path / "instance" / "edition")
    assert path is not None
    if damage == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif damage == "gone":
        path.unlink()
    elif damage == "unnamed":
        path.with_name("current").write_text("")
    else:
        path.write_text(damage)
    for address in ("/", "/health", "/search?q=coal", "/search.json?q=coal", "/interviews/2016-001"):
        answer = reader.get(address)
        assert answer.status_code == 503, address
        assert path.stem not in answer.text and "sqlite" not in answer.text.casefold()


def test_an_edition_of_another_version_is_said_to_be_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader = publish(tmp_path, spoken("2016-001", "Coal."))
    path = current_edition(tmp_path / "instance" / "edition")
    assert path is not None
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update made_with set form = '7; an earlier one'")
        database.execute("alter table cues drop column word_times")
    for address in ("/", "/health", "/search?q=coal", "/search.json?q=coal", "/interviews/2016-001"):
        answer = reader.get(address)
        assert answer.status_code == 503, address
    assert "What is published here is being made anew." in reader.get("/").text
    assert "这里公开的内容正在重新生成。" in reader.get("/", headers={"Accept-Language": "zh"}).text
    assert "earwitness index" in caplog.text and "earwitness index" not in answer.text


def test_half_a_copy_of_the_peaks_leaves_the_page_without_a_waveform(tmp_path: Path) -> None:
    home = hegang.published(tmp_path)
    for peaks in (home / "instance" / "edition" / "media").glob("*.json"):
        peaks.write_bytes(peaks.read_bytes()[:40])
    page = reader_of(home).get(WINCH)
    assert page.status_code == 200 and "<audio" in page.text and "bars" not in page.text


# --- weight and speed ------------------------------------------------------------------------------------------------


def three_hours() -> Released:
    """Two thousand cues in Chinese with the time of every word, and their English."""
    said = [(who, text) for who, text, _ in hegang.WINCH] * 55
    cues = tuple(hegang.spoken(said[:2000]))
    english = [text or "There was no more to say of it." for *_, text in hegang.WINCH] * 55
    translation = tuple(hegang.beside(cues, english[:2000]))
    return Released(
        id="2016-001",
        title={"en": "Three hours"},
        language="zh",
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=cues[-1].end_ms),),
        tracks=(
            ReleasedTrack(recording="recording-1", language="zh", cues=cues),
            ReleasedTrack(recording="recording-1", language="en", translated_from="zh", cues=translation),
        ),
    )


def test_three_hours_are_a_light_page(tmp_path: Path) -> None:
    reader = publish(tmp_path, three_hours())
    page = reader.get("/interviews/2016-001")
    assert page.data.count(b'class="row"') == 2000
    assert len(page.data) < 1_500_000
    small = reader.get("/interviews/2016-001", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < 250_000


def test_a_page_of_three_hours_is_made_without_looking_for_rubbish(tmp_path: Path) -> None:
    reader = publish(tmp_path, three_hours())
    reader.get("/interviews/2016-001")
    threshold = gc.get_threshold()
    try:
        leave_alone()
        before = gc.get_stats()
        reader.get("/interviews/2016-001")
        assert [each["collections"] for each in gc.get_stats()] == [each["collections"] for each in before]
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


def test_home_and_search_weigh_little_at_first_sight(reader: FlaskClient) -> None:
    for address in ("/", "/search?q=winch"):
        page = reader.get(address)
        parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        assert len(page.data) + sum(len(reader.get(part).data) for part in parts) < 100_000


def test_static_files_may_be_kept_because_their_address_names_their_content(reader: FlaskClient) -> None:
    [address] = re.findall(r'href="(/static/[^"]+\.css)"', reader.get("/").text)
    assert "max-age=31536000" in reader.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_the_server_answers_and_stops_cleanly_when_told(home: Path, told: signal.Signals) -> None:
    server, address = start(home)
    with urlopen(f"{address}{WINCH}") as page:
        assert page.status == 200
        assert "绞车司机" in page.read().decode()
    assert server.pid
    os.kill(server.pid, told)
    server.join(20)
    assert server.exitcode == 0


def test_two_archives_do_not_share_a_port(home: Path) -> None:
    with served(home) as address, pytest.raises(Unavailable, match="choose another port"):
        serve(Settings(home=home), "127.0.0.1", int(address.rpartition(":")[2]))


def test_listeners_who_stall_hold_up_nobody(home: Path) -> None:
    with served(home) as address, ExitStack() as stalled:
        host, port = address.removeprefix("http://").split(":")
        for _ in range(60):
            listener = stalled.enter_context(socket.create_connection((host, int(port))))
            listener.sendall(f"GET {SOUND} HTTP/1.1\r\nHost: {host}\r\nRange: bytes=0-\r\n\r\n".encode())
        with urlopen(f"{address}{WINCH}", timeout=60) as page:
            assert page.status == 200


def test_the_package_and_the_site_start_without_what_they_do_not_need() -> None:
    program = "import sys, archive; assert 'flask' not in sys.modules; archive.create_app(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "whisper", "faster_whisper", "av", "huey"} & set(loaded)
