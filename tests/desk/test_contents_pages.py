"""The contents of an interview at the desk: suggested, accepted, moved, written and taken out, by plain forms."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from archive import contents, provenance, transcripts
from archive.files import Files
from archive.records import IndexPoint, Interview, Recording
from tests.conftest import take_in_described
from tests.desk.conftest import Desk, Staff
from tests.desk.test_describing_pages import form_of
from tests.test_contents import MINUTE, english

PAGE = "/desk/interviews/2026-001/contents"
TAPE = f"{PAGE}/recording-1"


@pytest.fixture
def held(desk: Desk) -> Files:
    """Twelve minutes of talk, which turns once."""
    recording = Recording(name="recording-1", kind="none", duration_ms=12 * MINUTE)
    told = Interview(id="", title={"en": "Two halves"}, language="en", recordings=(recording,))
    held = take_in_described(desk.files, told).id
    text = replace(english(), origin="person", made_by="Lin")
    transcripts.keep_text(desk.files, held, "recording-1", text, agent="Lin", detail="")
    return desk.files


def points(held: Files) -> tuple[IndexPoint, ...]:
    return held.read_index_points("2026-001", "recording-1")


def undo_stamp(location: str) -> str:
    found = re.search(r"done=([^&#]+)", unquote(location))
    assert found, location
    return found[1]


def send(staff: Staff, address: str, page: str, **changes: object) -> str:
    """Send the first form of a heading on a page, with changes; returns where it leads, or the page that came back."""
    answer = staff.post(address, data=form_of_heading(staff.get(page).text) | changes)
    return unquote(answer.location) if answer.status_code == 303 else answer.text


def form_of_heading(page: str) -> dict[str, list[str]]:
    return form_of(page.replace('<form class="sheet heading-form"', '<form class="sheet"'))


def test_where_nobody_made_headings_they_are_suggested_and_accepted_one_by_one(archivist: Staff, held: Files) -> None:
    page = archivist.get(PAGE).text
    assert page.count('class="suggested"') == 2 and "Accept all 2 suggestions" in page
    first, second = contents.suggest(held, "2026-001", "recording-1")
    answer = archivist.post(TAPE, data={"act": "accept", "at": str(second.start_ms), "every": "6"})
    assert answer.status_code == 303 and "every=6" in answer.location
    assert [each.title for each in points(held)] == [second.title]
    (event,) = (each for each in provenance.events(held, "2026-001") if each.type == "index points kept")
    assert event.agent == "The archivist"
    after = archivist.get(f"{PAGE}?every=6").text
    assert after.count('class="suggested"') == 1
    assert 'class="suggested"' not in archivist.get(PAGE).text  # nobody is pressed once some are made
    answer = archivist.post(TAPE, data={"act": "accept", "at": str(second.start_ms), "every": "6"})
    assert answer.status_code == 400
    archivist.post(TAPE, data={"act": "accept all", "every": "6"})
    assert [each.start_ms for each in points(held)] == [first.start_ms, second.start_ms]


def test_a_suggestion_is_dismissed_and_asked_for_again(archivist: Staff, held: Files) -> None:
    first, second = contents.suggest(held, "2026-001", "recording-1")
    answer = archivist.post(TAPE, data={"act": "dismiss", "at": str(first.start_ms), "every": "6"})
    assert answer.status_code == 303 and "every=6" in answer.location
    page = archivist.get(f"{PAGE}?every=6").text
    assert page.count('class="suggested"') == 1 and "1 suggestion was dismissed" in page
    archivist.post(TAPE, data={"act": "accept all", "every": "6"})
    assert [each.start_ms for each in points(held)] == [second.start_ms]
    for nowhere in ("", "-1", "soon"):
        assert archivist.post(TAPE, data={"act": "dismiss", "at": nowhere}).status_code == 400
    assert [each.start_ms for each in contents.read_dismissed(held, "2026-001", "recording-1")] == [first.start_ms]
    archivist.post(TAPE, data={"act": "offer again", "every": "6"})
    assert archivist.get(f"{PAGE}?every=6").text.count('class="suggested"') == 1


def test_a_suggestion_is_changed_before_it_is_kept(archivist: Staff, held: Files) -> None:
    _, second = contents.suggest(held, "2026-001", "recording-1")
    page = f"{PAGE}?every=6&new={second.start_ms}"
    form = form_of_heading(archivist.get(page).text)
    assert form["title.en"] == [second.title["en"]]
    send(archivist, TAPE, page, act="add", **{"title.en": "Dumplings", "title.zh-Hans": "饺子"})
    (point,) = points(held)
    assert (point.start_ms, point.title) == (second.start_ms, {"en": "Dumplings", "zh-Hans": "饺子"})


@pytest.mark.parametrize("title", ["", " ", "\u202e", "…"])
def test_a_heading_that_says_nothing_is_not_kept(archivist: Staff, held: Files, title: str) -> None:
    page = send(archivist, TAPE, PAGE, **{"act": "add", "start_ms": "1:00", "title.en": title})
    assert "needs a title" in page and not points(held)


def test_everything_about_a_heading_is_written_on_one_form(archivist: Staff, held: Files) -> None:
    where = send(
        archivist,
        TAPE,
        PAGE,
        act="add",
        start_ms="1:30",
        place="Hegang 鹤岗",
        subject=["下岗", "layoffs", ""],
        keywords="winch\n\n绞车\nwinch",
        **{"title.en": "The list", "synopsis.zh-Hans": "名单贴出来。"},
    )
    assert where.endswith("#at-90000")
    (point,) = points(held)
    assert (point.start_ms, point.end_ms, point.place) == (90_000, 12 * MINUTE, "Hegang 鹤岗")
    assert (point.subjects, point.keywords) == (("Layoffs 下岗",), ("winch", "绞车"))
    assert (point.title, point.synopsis) == ({"en": "The list"}, {"zh-Hans": "名单贴出来。"})
    before = len(list(provenance.events(held, "2026-001")))
    send(archivist, f"{TAPE}/90000", f"{PAGE}?edit=90000", act="keep")
    assert points(held) == (point,) and len(list(provenance.events(held, "2026-001"))) == before
    send(archivist, f"{TAPE}/90000", f"{PAGE}?edit=90000", act="keep", start_ms="2:00.5", keywords="")
    assert [(each.start_ms, each.keywords) for each in points(held)] == [(120_500, ())]


@pytest.mark.parametrize(
    "wrong", [{"start_ms": "soon"}, {"start_ms": "99:00"}, {"subject": "nothing the vocabulary has"}]
)
def test_what_cannot_be_kept_comes_back_with_the_reason(archivist: Staff, held: Files, wrong: dict[str, str]) -> None:
    page = send(archivist, TAPE, PAGE, **({"act": "add", "start_ms": "1:00", "title.en": "Kept here"} | wrong))
    assert "cannot be kept" in page and 'value="Kept here"' in page and not points(held)
    for typed in wrong.values():
        assert typed in page


def test_one_taken_out_is_undone_and_done_again(archivist: Staff, held: Files) -> None:
    send(archivist, TAPE, PAGE, act="add", start_ms="1:00", **{"title.en": "The list"})
    kept = points(held)
    form = re.search(
        r'name="version" value="([^"]*)"><button class="link" name="act" value="remove"', archivist.get(PAGE).text
    )
    assert form
    answer = archivist.post(f"{TAPE}/60000", data={"act": "remove", "version": form[1]})
    assert answer.status_code == 303 and points(held) == ()
    assert "Undo what was just done" in archivist.get(answer.location).text
    answer = archivist.post(f"{TAPE}/undo", data={"stamp": undo_stamp(answer.location)})
    assert points(held) == kept
    archivist.post(f"{TAPE}/undo", data={"stamp": undo_stamp(answer.location)})
    assert points(held) == ()
    assert archivist.post(f"{TAPE}/undo", data={"stamp": "../../../x"}).status_code in (303, 404, 409)


def test_two_at_one_heading_lose_nothing(desk: Desk, archivist: Staff, held: Files) -> None:
    send(archivist, TAPE, PAGE, act="add", start_ms="1:00", **{"title.en": "The list"})
    mine = form_of_heading(archivist.get(f"{PAGE}?edit=60000").text)
    other = desk.sign_in("editor", "Wang Fang")
    send(other, f"{TAPE}/60000", f"{PAGE}?edit=60000", act="keep", place="Hegang", **{"title.en": "The notice"})
    answer = archivist.post(f"{TAPE}/60000", data=mine | {"act": "keep", "title.en": "The names", "keywords": "list"})
    assert answer.status_code == 409 and "The notice" in answer.text and 'value="The names"' in answer.text
    assert "Wang Fang" in answer.text and 'value="Hegang"' in answer.text
    again = form_of_heading(answer.text) | {"act": "keep"}
    archivist.post(f"{TAPE}/60000", data=again)
    (point,) = points(held)
    assert (point.title["en"], point.place, point.keywords) == ("The names", "Hegang", ("list",))
    stale = archivist.post(f"{TAPE}/60000", data=mine | {"act": "keep", "choose.title.en": "theirs"})
    assert stale.status_code in (303, 409) and points(held)[0].title["en"] == "The names"


def test_what_was_typed_for_a_heading_that_another_moved_is_given_back(
    desk: Desk, archivist: Staff, held: Files
) -> None:
    send(archivist, TAPE, PAGE, act="add", start_ms="1:00", **{"title.en": "The list"})
    mine = form_of_heading(archivist.get(f"{PAGE}?edit=60000").text)
    send(desk.sign_in("editor"), f"{TAPE}/60000", f"{PAGE}?edit=60000", act="keep", start_ms="2:00")
    answer = archivist.post(f"{TAPE}/60000", data=mine | {"act": "keep", "title.en": "A long thought"})
    assert answer.status_code == 409 and 'value="A long thought"' in answer.text and "somebody moved it" in answer.text
    archivist.post(TAPE, data=form_of_heading(answer.text) | {"act": "add"})
    assert [(each.start_ms, each.title["en"]) for each in points(held)] == [
        (60_000, "A long thought"),
        (120_000, "The list"),
    ]


def test_a_reader_sees_them_and_changes_nothing(desk: Desk, held: Files) -> None:
    reader = desk.sign_in("reader")
    page = reader.get(PAGE).text
    assert "Contents" in page and "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert reader.post(TAPE, data={"act": "accept all"}).status_code == 403


def test_an_interview_without_words_or_recordings_has_a_page(desk: Desk, archivist: Staff) -> None:
    take_in_described(desk.files, Interview(id="", title={"en": "x"}))
    assert "There is no recording." in archivist.get(PAGE).text
    recording = Recording(name="recording-1", kind="none", duration_ms=0)
    take_in_described(desk.files, Interview(id="", title={"en": "x"}, recordings=(recording,)))
    assert "no headings yet" in archivist.get(PAGE.replace("001", "002")).text
    assert archivist.get(f"{PAGE.replace('001', '002')}?recording=recording-7").status_code == 404
