"""The pages of lines and of rates: what they show, what leads where, and the same as data."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from archive.records import OPEN, Cue
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.site.reading_room.chart import Point, Series, bar_chart, line_chart
from tests import hegang
from tests.serving import reader_of
from tests.test_reading_room import publish


@pytest.fixture(scope="module")
def reader(of_the_run: Path) -> FlaskClient:
    """Somebody who asks the archive of :mod:`tests.hegang` for pages."""
    return reader_of(hegang.published(of_the_run))


def told(interview_id: str, *texts: str, date: str = "", language: str = "en") -> Released:
    cues = tuple(Cue(3_000 * n, 3_000 * n + 2_500, text, speaker="Narrator") for n, text in enumerate(texts))
    return Released(
        id=interview_id,
        title={"en": f"Interview {interview_id}"},
        date=date,
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=3_000 * len(texts)),),
        tracks=(ReleasedTrack(recording="recording-1", language=language, cues=cues),),
    )


def table(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = reader.get(address)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def links(page: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', page)]


# --- lines -----------------------------------------------------------------------------------------------------------


def test_a_line_leads_to_its_second_and_can_be_heard(reader: FlaskClient) -> None:
    page = reader.get("/concordance?q=下岗").text
    assert "2 lines, 2 interviews" in page
    assert (
        'lang="zh"><span class="left">怎么通知的？ / 把我们叫到食堂念名单。我就是这么知道自己</span> <mark>下岗</mark>'
        in page
    )
    line = next(each for each in links(page) if each.startswith("/interviews/2016-014?t="))
    there = reader.get(line.split("#")[0])
    assert there.status_code == 200
    assert "<mark>下岗</mark>" in there.text
    assert 'data-sound="/media/2016-014/recording-1.access.m4a" data-start-ms="78450"' in page


def test_words_without_a_recording_are_read_and_not_played(reader: FlaskClient) -> None:
    page = reader.get("/concordance?q=hooks").text
    assert "/interviews/2019-002?q=hooks#:~:text=hooks" in links(page)
    assert 'class="play"' not in page


def test_machine_text_is_said_to_be_so_on_every_page_of_lines(reader: FlaskClient) -> None:
    assert "All of these lines are machine text" in reader.get("/concordance?q=winch").text
    mixed = reader.get("/concordance?q=the").text
    assert "All of these lines" not in mixed and "not yet checked" in mixed


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "each line is one place where it is said"),
        ("zzzz", "Nobody says that in any transcript"),
        ("pupils", "only texts edited for reading have it"),
        ("place:Hegang", "Lines are of words that are said"),
        ('"canteen', "A quotation mark is not closed"),
        ("wench", "Did you mean"),
        ("Hegang", "also searched"),
    ],
)
def test_what_cannot_be_listed_is_explained(reader: FlaskClient, query: str, says: str) -> None:
    answer = reader.get("/concordance", query_string={"q": query})
    assert answer.status_code == 200
    assert says in answer.text


def test_every_order_that_is_offered_lists_the_same_lines(reader: FlaskClient) -> None:
    page = reader.get("/concordance?q=the").text
    offered = [each for each in links(page) if "sort=" in each]
    assert len(offered) == 8
    whole = sorted(re.findall(r'<span class="left">.*?</p>', page))
    for address in offered:
        assert sorted(re.findall(r'<span class="left">.*?</p>', reader.get(address).text)) == whole, address


def test_narrowing_leaves_exactly_as_many_lines_as_it_says(reader: FlaskClient) -> None:
    facets = reader.get("/concordance.json?q=the").json["facets"]  # type: ignore[index]
    assert {"year", "person", "media"} <= set(facets)
    for values in facets.values():
        for each in values:
            assert reader.get(each["url"]).json["total"] == each["count"]  # type: ignore[index]


def test_a_table_has_every_line_with_its_citation(reader: FlaskClient) -> None:
    lines = table(reader, "/concordance.csv?q=lamp&sort=left")
    assert len(lines) == 4
    first = next(each for each in lines if each["interview"] == "2016-014")
    assert first["citation"].startswith(
        "Winch operator, “The winch operator,” interview by M. Lin, Hegang 鹤岗, March 14, 2016, interview 2016-014, "
        "audio recording, recording 1, 0:2"
    )
    assert "machine English translation (of the verbatim text), unreviewed, The Pit and the Town, " in first["citation"]
    assert first["citation"].endswith(f"http://localhost/interviews/2016-014?t={int(first['start_ms']) / 1000:g}.")
    assert first["text"] == "machine verbatim translation"
    unheard = next(each for each in lines if each["interview"] == "2019-002")
    assert (unheard["time"], unheard["recording"]) == ("", "recording-1")
    assert unheard["citation"].startswith(
        "Keeper of the lamps, “Counting the hooks,” [1998?], interview 2019-002, written text, transcript (verbatim), "
    )
    in_chinese = table(reader, "/concordance.csv?q=lamp&sort=left&in=zh")
    assert "Winch operator 口述，M. Lin 采访：《绞车司机》，" in " ".join(each["citation"] for each in in_chinese)


def test_data_and_table_hold_the_same_lines(reader: FlaskClient) -> None:
    data = reader.get("/concordance.json?q=the&sort=right2").json
    assert data is not None
    assert (data["total"], data["interviews"], data["next"]) == (47, 3, None)
    rows = table(reader, "/concordance.csv?q=the&sort=right2")
    assert [{name: str(value) for name, value in each.items()} for each in data["lines"]] == rows


def test_what_a_spreadsheet_would_work_out_comes_as_text(tmp_path: Path) -> None:
    reader = publish(tmp_path, told("2016-001", "=1+1 coal", "-2 coal"))
    assert [each["left"] for each in table(reader, "/concordance.csv?q=coal")] == ["'=1+1", "'=1+1 coal -2"]


def test_ten_thousand_lines_are_turned_over_page_by_page(tmp_path: Path) -> None:
    cues = [f"coal lamp{number % 7} " * 20 for number in range(260)]
    reader = publish(tmp_path, told("2016-001", *cues), told("2016-002", *cues))
    first = reader.get("/concordance?q=coal&sort=right").text
    assert "10,400 lines, 2 interviews" in first and "Page 1 of 104" in first
    assert [each for each in links(first) if each.startswith("/concordance.csv")] == [
        "/concordance.csv?q=coal&sort=right",
        "/concordance.csv?q=coal&sort=right&page=2",
    ]
    seen, address = [], "/concordance.json?q=coal&sort=right"
    while address:
        data = reader.get(address).json
        assert data is not None
        seen += [
            (each["line"], each["interview"], each["start_ms"], each["right"].split()[0]) for each in data["lines"]
        ]
        address = data["next"]
    assert [line for line, *_ in seen] == list(range(1, 10_401))
    assert [right for *_, right in seen] == sorted(right for *_, right in seen)
    assert reader.get("/concordance?q=coal&sort=right&page=999999").text.count('class="line"') == 100
    assert len(table(reader, "/concordance.csv?q=coal&page=2")) == 400


def test_more_lines_than_are_sorted_say_so(tmp_path: Path) -> None:
    reader = publish(tmp_path, told("2016-001", *["coal " * 600] * 84))
    page = reader.get("/concordance?q=coal&sort=left").text
    assert "More than 50,000 lines are not sorted by speaker or by the words around them" in page
    assert "These stand in the order of the archive." in page
    assert [each for each in links(page) if "sort=left" in each and "page" not in each and ".csv" not in each] != []
    assert reader.get("/concordance.json?q=coal&sort=left").json["sort"] == "archive"  # type: ignore[index]


# --- rates -----------------------------------------------------------------------------------------------------------


def test_every_number_leads_to_as_many_lines(reader: FlaskClient) -> None:
    for by in ("", "&by=collection", "&by=role"):
        page = reader.get(f"/trends?q=the&q=lamp&q=下岗{by}").text
        cells = re.findall(r'<a href="(/concordance\?[^"]+)">([\d,]+)</a> /', page)
        assert len(cells) >= 5
        for address, count in cells:
            lines = reader.get(address.replace("&amp;", "&").replace("/concordance?", "/concordance.json?")).json
            assert lines is not None
            assert lines["total"] == int(count.replace(",", "")), address


def test_up_to_five_terms_are_compared_and_the_rest_is_left(reader: FlaskClient) -> None:
    data = reader.get("/trends.json?q=a&q=b&q=a&q=c&q=d&q=e&q=f&q=").json
    assert data is not None
    assert [each["query"] for each in data["terms"]] == ["a", "b", "c", "d", "e"]


def test_an_interview_without_a_year_is_named_beside_the_table(tmp_path: Path) -> None:
    reader = publish(tmp_path, told("2016-001", "coal coal", date="1998"), told("2016-002", "coal", date="undated"))
    page = reader.get("/trends?q=coal").text
    assert "1 interview has no year, and is counted apart" in page
    assert "/interviews/2016-002" in links(page)
    assert "Without a year" in page
    assert page.count(">1998</text>") == 1
    rows = {(each["group"], each["value"]): each for each in table(reader, "/trends.csv?q=coal")}
    assert (rows["year", "1998"]["occurrences"], rows["year", "1998"]["words"]) == ("2", "2")
    assert rows["year", ""]["occurrences"] == "1"
    assert rows["all", ""]["per_10000"] == "10000.0"


def test_the_page_says_what_is_counted_and_what_rests_on_little(reader: FlaskClient) -> None:
    page = reader.get("/trends?q=lamp&q=下岗").text
    assert "counted by words, in English" in page and "counted by characters, in Chinese" in page
    assert "so rates in different languages cannot be compared" in page
    assert "fewer than 5 occurrences or fewer than 10,000 words" in page
    assert "The year is that of the interview" in page


def test_a_term_of_another_language_too_offers_to_be_counted_there(reader: FlaskClient) -> None:
    page = reader.get("/trends?q=Hegang").text
    assert "1 more in" in page
    assert any("language=" in each for each in links(page))


@pytest.mark.parametrize("query", ["", '"', "place:Hegang", "NEAR(", "zzzz", "-coal", "a" * 3000])
def test_no_term_is_an_error(reader: FlaskClient, query: str) -> None:
    for form in ("", ".json", ".csv"):
        assert reader.get(f"/trends{form}", query_string={"q": [query, "lamp"]}).status_code == 200


def test_terms_of_all_kinds_of_letters_are_drawn_as_text(reader: FlaskClient) -> None:
    page = reader.get("/trends", query_string={"q": ['</title><b>"&', "lamp"], "by": "role"}).text
    assert '<b>"&' not in page and "</title><b>" not in page


# --- charts ----------------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: str) -> ElementTree.Element:
    return ElementTree.fromstring(chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_a_chart_is_named_and_described_and_has_no_style_of_its_own() -> None:
    chart = line_chart([1998, 2001], [Series("coal", [Point(2.0), Point(4.0)])], title="<How often>", description="&")
    root = drawn(chart)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-title chart-about"
    assert [root[0].text, root[1].text] == ["<How often>", "&"]
    assert "style" not in chart and "#" not in chart and "fill=" not in chart


def test_a_line_rises_with_its_values_and_breaks_where_there_are_none() -> None:
    points = [Point(0.0), Point(5.0), Point(None), Point(7.0), Point(10.0, is_small=True)]
    root = drawn(line_chart([1990, 1991, 1992, 1993, 1996], [Series("coal", points)], title="", description=""))
    series = root.find(f"{SVG}g[@class='series-1']")
    assert series is not None
    marks = [each for each in series if str(each.get("class")).startswith("mark")]
    assert [each.get("class") for each in marks] == ["mark", "mark", "mark", "mark small"]
    heights = [float(str(each.get("d")).split()[1].split("a")[0]) for each in marks]
    assert heights == sorted(heights, reverse=True)
    lines = [each.get("d") for each in series if each.get("class") == "line"]
    assert [str(each).count("L") for each in lines] == [1]


def test_bars_are_as_long_as_their_values_and_say_them() -> None:
    root = drawn(bar_chart(["One", "Two"], [Series("coal", [Point(5.0), Point(10.0)])], title="", description=""))
    widths = [float(str(each.get("width"))) for each in root.iter(f"{SVG}rect")]
    assert widths[1] == pytest.approx(2 * widths[0])
    assert [each.text for each in root.iter(f"{SVG}text")] == ["One", "coal 5.00", "Two", "coal 10.0"]


def test_nothing_to_draw_is_no_fault() -> None:
    drawn(line_chart([1998], [Series("coal", [Point(None)])], title="", description=""))
    drawn(line_chart([1998], [Series("coal", [Point(0.0)])], title="", description=""))
    drawn(bar_chart([], [], title="", description=""))
