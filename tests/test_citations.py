"""Citations: after the manuals' patterns, in two languages; what programs are given, independent readers read."""

from __future__ import annotations

import json
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from archive.exchange.citations import as_bibtex, as_csl, as_html, as_plain, as_ris, cited, quotation
from archive.exchange.citations.dates import american, days, told_in, year_of
from archive.exchange.citations.names import parsed
from tests.citing import KEPT, SAMPLES, everything, sample

SPOCK = replace(
    sample("5-two-narrators-one-speaks", "en"),
    narrators=("Benjamin Spock",),
    interviewers=("Milton J. E. Senn",),
    title="",
    date="1974-11-20",
    place="",
    collection="Senn Oral History Collection",
    archive="National Library of Medicine",
    text=None,
    passage=None,
)


@pytest.mark.parametrize("name", SAMPLES)
def test_ten_interviews_are_cited_as_was_compared_with_the_manuals(name: str) -> None:
    assert everything(name) == (KEPT / f"{name}.txt").read_text("utf-8"), "`python -m tests.citing`, then read git diff"


def test_the_patterns_are_those_of_the_manuals() -> None:
    """The published examples of an archived interview, as far as both say the same."""
    note, listed, *_, mla, apa, _gbt = (as_plain(each.entry) for each in cited(SPOCK))
    assert note.startswith("Benjamin Spock, interview by Milton J. E. Senn, November 20, 1974, interview 2018-001, ")
    assert "Senn Oral History Collection, National Library of Medicine, " in note
    assert listed.startswith("Spock, Benjamin. Interview by Milton J. E. Senn. November 20, 1974. Interview 2018-001, ")
    assert mla.startswith("Spock, Benjamin. Interview by Milton J. E. Senn. Senn Oral History Collection, ")
    assert apa.startswith("Spock, B. (1974, November 20). [Interview 2018-001] (M. J. E. Senn, Interviewer) [Audio rec")


@pytest.mark.parametrize(
    ("written", "inverted", "initials", "capitals"),
    [
        ("Anna Lin", "Lin, Anna", "Lin, A.", "LIN A"),
        ("Lin, Anna", "Lin, Anna", "Lin, A.", "LIN A"),
        ("Lin Guihua", "Lin Guihua", "Lin, G.", "LIN Guihua"),
        ("Guihua Lin", "Lin, Guihua", "Lin, G.", "LIN G"),
        ("Wei Chen", "Wei Chen", "Wei Chen", "Wei Chen"),
        ("柳桂花", "柳桂花", "柳桂花", "柳桂花"),
        ("Winch operator", "Winch operator", "Winch operator", "Winch operator"),
        ("Sister Zhao", "Sister Zhao", "Sister Zhao", "Sister Zhao"),
        ("Anna-Maria van der Berg", "van der Berg, Anna-Maria", "van der Berg, A.-M.", "VAN DER BERG A M"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr.", "King, M. L., Jr.", "KING M L"),
        ("Narrator 7", "Narrator 7", "Narrator 7", "Narrator 7"),
        ("M.", "M.", "M.", "M."),
    ],
)
def test_names_are_turned_round_only_where_it_is_plain_what_they_are(
    written: str, inverted: str, initials: str, capitals: str
) -> None:
    name = parsed(written)
    assert (name.inverted, name.initials, name.capitals) == (inverted, initials, capitals)


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("2016-03-14", "March 14, 2016"),
        ("2016-03", "March 2016"),
        ("2016-03-XX", "March 2016"),
        ("1974", "1974"),
        ("1974?", "[1974?]"),
        ("1974~", "ca. 1974"),
        ("1974%", "ca. 1974?"),
        ("1974-06?", "[June 1974?]"),
        ("197X", "1970s"),
        ("19XX", "1900s"),
        ("1974-21", "Spring 1974"),
        ("1974/1976", "1974–1976"),
        ("2016-03-14/2016-03-16", "March 14–16, 2016"),
        ("1974?/1976~", "[1974?]–ca. 1976"),
        ("1974/..", "1974–"),
        ("../1976", "–1976"),
        ("", ""),
        ("some time before the strike", "some time before the strike"),
        ("2016-13-01", "2016-13-01"),
    ],
)
def test_an_uncertain_date_stays_uncertain(edtf: str, told: str) -> None:
    assert told_in(edtf, american) == told


@given(st.text(max_size=20) | st.from_regex(r"[0-9X./?~%-]{0,21}", fullmatch=True))
def test_any_date_is_told_somehow(edtf: str) -> None:
    told_in(edtf, american)
    assert days(edtf) is not None or year_of(edtf) == edtf
    work = replace(sample("1-a-checked-interview-in-two-languages", "en"), date=edtf)
    cited(work), as_ris(work), as_bibtex(work), as_csl(work)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_and_title_are_cited_without_harm(name: str, title: str) -> None:
    work = replace(sample("2-a-passage-of-it-in-translation", "zh"), title=title, narrators=(name,))
    for each in (*cited(work), *cited(replace(work, tongue="en"))):
        assert "<" not in as_html(each.entry).replace("<i>", "").replace("</i>", "")
    (record,) = rispy.loads(as_ris(work))
    assert record["urls"] == [work.link]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_what_programs_are_given_others_read(name: str, tongue: str) -> None:
    work = sample(name, tongue)  # type: ignore[arg-type]
    (record,) = rispy.loads(as_ris(work))
    assert record["title"] == work.title and len(record.get("authors", [])) == len(work.narrators)
    assert record["urls"] == [work.link] and record["access_date"] == "2026/11/25"
    library = bibtexparser.parse_string(as_bibtex(work))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.entry_type == "misc" and entry["url"] == work.link
    assert entry["title"].strip("{}").replace("\\", "") in work.title + "}"
    item = json.loads(json.dumps(as_csl(work)))
    assert item["type"] == "interview" and item["URL"] == work.link
    assert len(item.get("author", [])) == len(work.narrators)


def test_the_state_of_the_text_its_form_and_its_version_are_named_in_every_style() -> None:
    for each in cited(sample("4-under-a-pseudonym", "en")):
        for said in ("achine transcript (verbatim)", "unreviewed", "version 2026-04-20"):
            assert said in each.entry
    for each in cited(sample("6-five-narrators-three-interviewers", "zh")):
        for said in ("整理稿", "M. Lin 核对", "2026-05-03版"):
            assert said in each.entry


def test_a_quotation_carries_its_source() -> None:
    work = sample("2-a-passage-of-it-in-translation", "en")
    words, source = quotation(work, "They said “no” and left.")
    assert words == "“They said ‘no’ and left.”"
    assert source.startswith("Lin Guihua, “A Winter Underground,” interview by M. Lin, ")
    assert "Tape 1, 12:34–13:10" in source and source.endswith(f"{work.link}.")
