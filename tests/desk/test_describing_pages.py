"""The desk's describing pages: interviews in a table, each with its hub and its record; collections and their order."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive import provenance, publication, transcripts
from archive.describing import create_collection, keep_record, version_of, with_parts
from archive.overview import Overview
from archive.records import Collection, Cue, Decision, Interview, Person, Track
from archive.site.desk.collections import in_order
from archive.site.desk.interviews import STATES, chosen
from tests.conftest import take_in
from tests.desk.conftest import Desk, Staff
from tests.sound import tone

HUB = "/desk/interviews/2026-001"
RECORD = f"{HUB}/record"
PIT = "/desk/collections/pit-and-town"
PAYLOAD = '"><script>alert(1)</script>'


def form_of(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form on a page: its controls by name, disabled ones left out."""
    form = page.partition('<form class="sheet"')[2].partition("</form>")[0]
    form = re.sub(r"<fieldset disabled>.*?</fieldset>", "", form, flags=re.DOTALL)
    told: dict[str, list[str]] = {}
    for tag, body in re.findall(r"<((?:input|textarea|select)[^>]*)>(?:\n?([^<]*)</textarea>)?", form):
        name = re.search(r'name="([^"]*)"', tag)
        if not name or " disabled" in tag or ("checkbox" in tag and " checked" not in tag):
            continue
        if "radio" in tag and " checked" not in tag:
            continue
        told.setdefault(name[1], []).append(unescape(_value(tag, body, form)))
    return told


def _value(tag: str, body: str, form: str) -> str:
    if tag.startswith("textarea"):
        return body
    if tag.startswith("select"):
        options = form.partition(f"<{tag}>")[2].partition("</select>")[0]
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        return chosen[1] if chosen else ""
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""


def send(somebody: Staff, page: str, **changes: Any) -> Any:
    """Open a form, change what is named, and send it."""
    return somebody.post(page, data=form_of(somebody.get(page).text) | {each: told for each, told in changes.items()})


@pytest.fixture
def interview(desk: Desk, tmp_path: Path) -> Interview:
    return take_in(desk.files, tone(tmp_path / "side A.wav"), interviewers=(Person(name="Ellen Marsh"),))


@pytest.fixture
def pit(desk: Desk) -> Collection:
    collection = Collection(slug="pit-and-town", title={"en": "Pit and town"}, licence="CC BY 4.0")
    create_collection(desk.files, collection, agent="Lin")
    return collection


# --- the record -------------------------------------------------------------------------------------------------------


def test_a_form_that_is_sent_as_it_came_changes_nothing(desk: Desk, archivist: Staff, interview: Interview) -> None:
    spaced = with_parts(interview, {"summary.en": "two  spaces \n\n and lines \n", "title.fr": " Un  hiver"})
    before = keep_record(desk.files, spaced, started_from=version_of(interview), agent="Lin")
    acts = len(list(provenance.events(desk.files, before.id)))
    assert send(archivist, RECORD).status_code == 303
    assert desk.files.read_interview(before.id) == before
    assert len(list(provenance.events(desk.files, before.id))) == acts


def test_everything_that_describes_an_interview_is_written_on_one_form(
    desk: Desk, archivist: Staff, interview: Interview, pit: Collection
) -> None:
    people = {
        "person-name": ["林桂花", "  Zhou   Wen ", "", "Ellen Marsh"],
        "person-part": ["narrator", "narrator", "narrator", "interviewer"],
        "person-note": ["", "her neighbour", "", ""],
    }
    told = {
        "title.zh-Hans": "关井以后",
        "title.en": "After the\x00 pit closed",
        "summary.zh-Hans": "她讲那个冬天。\r\n\r\n然后唱歌。",
        "date": "1998~",
        "place": "鹤岗",
        "language": "zh",
        "collection": "pit-and-town",
        "rights_holder": "Hegang group",
        "licence": "CC BY 4.0",
        "synthetic": ["no", "yes"],
        "staff_note": "Call first.",
        "recording-1.label": "Tape 1, side A",
        "recording-1.carrier": "C60",
    }
    answer = send(archivist, RECORD, **told, **people)
    assert (answer.status_code, answer.location) == (303, RECORD)
    assert desk.files.read_interview("2026-001") == replace(
        interview,
        title={"en": "After the pit closed", "zh-Hans": "关井以后"},
        summary={"zh-Hans": "她讲那个冬天。\n\n然后唱歌。"},
        narrators=(Person(name="林桂花"), Person(name="Zhou Wen", note="her neighbour")),
        date="1998~",
        place="鹤岗",
        language="zh",
        collection="pit-and-town",
        rights_holder="Hegang group",
        licence="CC BY 4.0",
        synthetic=True,
        staff_note="Call first.",
        recordings=(replace(interview.recordings[0], label="Tape 1, side A", carrier="C60"),),
    )
    last = list(provenance.events(desk.files, "2026-001"))[-1]
    assert (last.agent, last.type) == ("The archivist", "description kept")


def test_what_is_decided_is_not_written_on_a_form(desk: Desk, archivist: Staff, interview: Interview) -> None:
    told = {"consent": "", "published": "x", "access": "open", "title": "x", "narrators": "x", "recordings": "x"}
    told |= {"recording-1.sha256": "0", "recording-9.label": "x", "title.": "x", "title.<b>": "x", "id": "2026-002"}
    assert send(archivist, RECORD, **told).status_code == 303
    assert desk.files.read_interview("2026-001") == interview
    assert archivist.post(RECORD, data={"place": "Jixi"}).status_code == 303, "a part that was not sent is not touched"
    assert desk.files.read_interview("2026-001") == replace(interview, place="Jixi")


@pytest.mark.parametrize(
    ("name", "said", "says"),
    [
        ("date", "last spring", "That is no date"),
        ("language", "Chinese!", "That is no language tag"),
        ("collection", "Pit & Town", "small letters"),
        ("title.en", "x" * 2_000, "too long"),
        ("person-name", ["", "Ellen Marsh"], "has no name"),
        ("person-name", ["Ellen Marsh", "Ellen Marsh"], "stands here twice"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_reason_and_everything_that_was_typed(
    desk: Desk, archivist: Staff, interview: Interview, name: str, said: Any, says: str
) -> None:
    rows = {"person-name": ["Lin", "Marsh"], "person-part": ["interviewer"] * 2, "person-note": ["a widow", ""]}
    answer = send(archivist, RECORD, **(rows | {"place": "鹤岗", name: said}))
    assert answer.status_code == 422
    assert says in answer.text and "鹤岗" in answer.text
    assert desk.files.read_interview("2026-001") == interview
    if isinstance(said, str):
        assert form_of(answer.text)[name] == [said]
        asked = {"part": name, "said": said}
        assert says in archivist.get("/desk/check.json", query_string=asked).json["says"], "the same rule, asked alone"


def test_a_field_that_is_right_is_told_so(archivist: Staff) -> None:
    for part, said in (("date", "1998/1999"), ("language", "yue"), ("nothing", "x"), ("", ""), ("date", "")):
        assert archivist.get("/desk/check.json", query_string={"part": part, "said": said}).json == {"says": ""}


def test_markup_in_any_field_is_text(desk: Desk, archivist: Staff, interview: Interview, pit: Collection) -> None:
    names = [name for name in form_of(archivist.get(RECORD).text) if name not in ("csrf_token", "version", "synthetic")]
    told: dict[str, Any] = dict.fromkeys(names, PAYLOAD) | {"date": "", "language": "", "collection": "pit-and-town"}
    told |= {"person-name": [PAYLOAD], "person-part": ["narrator"], "person-note": [PAYLOAD]}
    told |= {"person-born": ["1961?"]}
    assert send(archivist, RECORD, **told).status_code == 303
    words = {"title.en": PAYLOAD, "description.en": PAYLOAD, "glossary": PAYLOAD, "licence": PAYLOAD}
    assert send(archivist, PIT, **words).status_code == 303
    assert desk.files.read_interview("2026-001").narrators == (Person(name=PAYLOAD, note=PAYLOAD, born="1961?"),)
    pages = ("/desk/", "/desk/interviews", f"/desk/interviews?q={PAYLOAD}", HUB, RECORD, f"{HUB}/texts", PIT)
    for page in (*pages, f"{HUB}/pictures", "/desk/collections", f"/desk/collections?slug={PAYLOAD}"):
        answer = archivist.get(page)
        assert answer.status_code == 200 and "<script>alert" not in answer.text, page
    for wrong in ({"date": PAYLOAD}, {"version": PAYLOAD}, {"person-born": [PAYLOAD]}):
        assert "<script>alert" not in send(archivist, RECORD, **(told | wrong)).text


# --- two at one record ------------------------------------------------------------------------------------------------


def test_two_who_write_different_things_both_keep_theirs(desk: Desk, archivist: Staff, interview: Interview) -> None:
    one, other = form_of(archivist.get(RECORD).text), form_of(archivist.get(RECORD).text)
    assert archivist.post(RECORD, data=one | {"title.zh-Hans": "冬天"}).status_code == 303
    assert archivist.post(RECORD, data=other | {"title.en": "Winter", "place": "Jixi"}).status_code == 303
    now = desk.files.read_interview("2026-001")
    assert (now.title, now.place) == ({"en": "Winter", "zh-Hans": "冬天"}, "Jixi")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Her winter"), ("theirs", "A hard winter")])
def test_two_who_write_the_same_thing_are_shown_both_and_choose(
    desk: Desk, archivist: Staff, interview: Interview, choice: str, kept: str
) -> None:
    begun = form_of(archivist.get(RECORD).text)
    zhao = desk.sign_in("editor", "Zhao Min")
    assert send(zhao, RECORD, **{"title.en": "A hard winter", "staff_note": "from Zhao"}).status_code == 303
    answer = archivist.post(RECORD, data=begun | {"title.en": "Her winter", "place": "鹤岗"})
    assert answer.status_code == 409
    assert "Zhao Min changed this too" in answer.text and "A hard winter" in answer.text
    assert desk.files.read_interview("2026-001").title["en"] == "A hard winter"
    again = form_of(answer.text)
    assert (again["title.en"], again["place"], again["staff_note"]) == (["Her winter"], ["鹤岗"], ["from Zhao"])
    assert archivist.post(RECORD, data=again | {"choose.title.en": choice}).status_code == 303
    now = desk.files.read_interview("2026-001")
    assert (now.title["en"], now.place, now.staff_note) == (kept, "鹤岗", "from Zhao")


def test_two_who_name_other_people_are_shown_both(desk: Desk, archivist: Staff, interview: Interview) -> None:
    begun = form_of(archivist.get(RECORD).text)
    now = replace(interview, narrators=(Person(name="Lin G.", note="widow"),))
    keep_record(desk.files, now, started_from=version_of(interview), agent="Zhao Min")
    answer = archivist.post(RECORD, data=begun | {"person-name": ["Lin Guihua (elder)", "Ellen Marsh", ""]})
    assert answer.status_code == 409
    assert "Lin G. (widow)" in answer.text and "Lin Guihua (elder)" in answer.text


def test_a_name_that_a_pseudonym_covers_stays_and_nothing_typed_is_lost(
    desk: Desk, archivist: Staff, interview: Interview
) -> None:
    publication.give_pseudonym(desk.files, "2026-001", "Lin Guihua", "Miner A", by="Lin")
    page = archivist.get(RECORD).text
    assert "Miner A" in page and re.search(r'value="Lin Guihua"[^>]*readonly', page)
    answer = archivist.post(RECORD, data=form_of(page) | {"person-name": ["Lin", "", ""], "place": "鹤岗"})
    assert answer.status_code == 409
    assert "has a pseudonym" in answer.text and "鹤岗" in answer.text
    assert send(archivist, RECORD, place="鹤岗").status_code == 303
    assert desk.files.read_interview("2026-001").narrators == (Person(name="Lin Guihua", pseudonym="Miner A"),)


# --- who may write what -----------------------------------------------------------------------------------------------


def test_an_editor_writes_words_and_nothing_else(desk: Desk, interview: Interview, pit: Collection) -> None:
    editor = desk.sign_in("editor")
    form = form_of(editor.get(RECORD).text)
    assert set(form) == {"csrf_token", "version", "staff_note"} | {
        f"{part}.{tag}" for part in ("title", "summary") for tag in ("zh-Hans", "en")
    }
    told = form | {"title.en": "Winter", "date": "1998", "recording-1.label": "x", "synthetic": "yes"}
    told |= {"person-name": ["Nobody"], "person-part": ["narrator"], "person-note": [""]}
    assert editor.post(RECORD, data=told).status_code == 303
    assert desk.files.read_interview("2026-001") == replace(interview, title=dict(interview.title, en="Winter"))
    sent = form_of(editor.get(PIT).text)
    assert editor.post(PIT, data=sent | {"glossary": "鹤岗", "country": "CN", "licence": "x"}).status_code == 303
    assert desk.files.read_collection("pit-and-town") == replace(pit, glossary=("鹤岗",))


def test_a_reader_reads(desk: Desk, interview: Interview, pit: Collection) -> None:
    reader = desk.sign_in("reader")
    for page in ("/desk/interviews", HUB, RECORD, "/desk/collections", PIT):
        answer = reader.get(page)
        assert answer.status_code == 200 and 'class="primary"' not in answer.text, page
    for page in (RECORD, PIT, "/desk/collections"):
        assert reader.post(page, data={"title.en": "x"}).status_code == 403


# --- the table and the hub --------------------------------------------------------------------------------------------


def test_the_table_is_narrowed_by_words_collection_and_state(desk: Desk, archivist: Staff) -> None:
    take_in(desk.files, title={"en": "A winter underground"}, place="鶴崗", collection="pit-and-town")
    take_in(desk.files, title={"zh-Hans": "食堂"}, narrators=(Person(name="Zhou Wen"),))
    publication.publish(desk.files, "2026-002", by="Lin", on="2026-05-03")

    def shown(**asked: str) -> list[str]:
        page = archivist.get("/desk/interviews", query_string=asked).text
        return re.findall(r'<td class="id">([^<]*)', page)

    assert shown() == ["2026-002", "2026-001"]
    assert shown(q="WINTER") == shown(q="鹤岗") == shown(q="under 2026-001") == ["2026-001"]
    assert shown(q="食堂 zhou") == shown(collection="-") == shown(state="published") == ["2026-002"]
    assert shown(collection="pit-and-town") == shown(state="incomplete") == ["2026-001"]
    assert shown(q="nowhere") == shown(state="nonsense") == shown(collection="<b>") == []
    assert shown(page="99") == shown(page="-1") == shown(page="x") == ["2026-002", "2026-001"]


def test_two_thousand_interviews_are_shown_a_hundred_at_a_time() -> None:
    many = [Overview(id=f"2026-{n:03}", title={"en": f"Part {n}"}, collection="a" * (n % 2)) for n in range(1, 2_001)]
    assert len(chosen(many, "", "", "")) == 2_000
    assert [each.id for each in chosen(many, "part 2026-1999", "a", "ready")] == ["2026-1999"]


def test_pages_lead_on_and_keep_what_was_asked(desk: Desk, archivist: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.site.desk.interviews._ON_A_PAGE", 2)
    for _ in range(3):
        take_in(desk.files)
    page = archivist.get("/desk/interviews?q=winter").text
    assert "1 to 2 of 3" in page and "/desk/interviews?q=winter&amp;page=2" in page
    assert "3 to 3 of 3" in archivist.get("/desk/interviews?q=winter&page=2").text


def test_every_interview_stands_in_one_state() -> None:
    by = Decision(by="Lin", on="2026-05-03")
    stands = {
        "unreadable": Overview(id="2026-001", fault="broken", published=by),
        "withdrawn": Overview(id="2026-001", withdrawn=by),
        "published": Overview(id="2026-001", published=by),
        "incomplete": Overview(id="2026-001", lacks=("date",)),
        "ready": Overview(id="2026-001"),
    }
    assert {each.state: each for each in stands.values()} == stands
    assert set(stands) <= set(STATES)


def test_the_hub_says_what_an_interview_is_lacks_and_leads_to(
    desk: Desk, archivist: Staff, interview: Interview
) -> None:
    page = archivist.get(HUB).text
    for told in (
        "A winter underground",
        "Lin Guihua",
        "Ellen Marsh",
        "side A.wav",
        "Copy for listening",
        "waits its turn",
    ):
        assert told in page
    assert f'href="{RECORD}#facts">a date</a>' in page and f'href="{RECORD}#words">a summary</a>' in page
    for page_of_it in ("record", "texts", "pictures"):
        answer = archivist.get(f"{HUB}/{page_of_it}")
        assert f'href="{HUB}" ' in answer.text or f'href="{HUB}">' in answer.text
        assert f'href="{HUB}/{page_of_it}" aria-current="page"' in answer.text


def test_a_hub_with_a_spoiled_text_still_opens_and_says_so(desk: Desk, archivist: Staff, interview: Interview) -> None:
    (desk.settings.home / "transcripts/2026-001/recording-1.en.vtt").write_bytes(b"no text")
    page = archivist.get(HUB)
    assert page.status_code == 200 and "notice wrong" in page.text and "Lin Guihua" in page.text


def test_what_is_not_there_is_said_in_words(archivist: Staff) -> None:
    for page in ("/desk/interviews/2026-999", "/desk/interviews/2026-999/record", "/desk/collections/nowhere"):
        assert archivist.get(page).status_code == 404
        assert archivist.post(page, data={"title.en": "x"}).status_code in (404, 405)
    assert archivist.get("/desk/collections/No%20slug").status_code == 400


def test_the_first_page_leads_to_what_a_record_lacks(desk: Desk, archivist: Staff) -> None:
    take_in(desk.files, consent=None)
    page = archivist.get("/desk/").text
    assert f'href="{RECORD}"' in page and f'href="{RECORD}#facts"' in page


# --- collections ------------------------------------------------------------------------------------------------------


def test_a_collection_is_begun_once_under_a_slug_that_can_stand_in_an_address(desk: Desk, archivist: Staff) -> None:
    take_in(desk.files, collection="pit-and-town")
    page = archivist.get("/desk/collections").text
    assert "Named by interviews, but not described" in page and "/desk/collections?slug=pit-and-town" in page
    told = {"slug": "pit-and-town", "title.en": "Pit and town", "title.zh-Hans": "矿与城"}
    answer = archivist.post("/desk/collections", data=told)
    assert (answer.status_code, answer.location) == (303, PIT)
    assert desk.files.read_collection("pit-and-town").title == {"en": "Pit and town", "zh-Hans": "矿与城"}
    again = archivist.post("/desk/collections", data=told)
    assert again.status_code == 409 and "There is a collection pit-and-town" in again.text and "矿与城" in again.text
    for slug in ("", "Pit & Town", "../accounts", "井", "x" * 300):
        refused = archivist.post("/desk/collections", data=told | {"slug": slug})
        assert refused.status_code == 422 and "矿与城" in refused.text
    assert desk.files.collection_slugs() == ["pit-and-town"]


def test_a_collection_opens_what_nobody_approved_only_with_a_reason(
    desk: Desk, archivist: Staff, pit: Collection, tmp_path: Path
) -> None:
    held = take_in(desk.files, tone(tmp_path / "tape.wav"), collection="pit-and-town").id
    heard = Track(language="en", cues=(Cue(0, 900, "They read the list."),), made_by="whisper base")
    transcripts.keep_machine_text(desk.files, held, "recording-1", heard)
    publication.publish(desk.files, held, by="Lin", on="2026-05-03")
    assert send(archivist, PIT, demands_review="yes").status_code == 303
    for address, told in ((PIT, {"demands_review": "no"}), (RECORD, {"collection": ""})):
        refused = send(archivist, address, **told)
        assert refused.status_code in (409, 422) and 'name="because"' in refused.text, address
        assert f"texts that were kept back: {held}." in refused.text
    assert desk.files.read_collection("pit-and-town").demands_review
    form = form_of(send(archivist, PIT, demands_review="no").text)
    assert archivist.post(PIT, data=form | {"because": "read on paper"}).status_code == 303
    assert not desk.files.read_collection("pit-and-town").demands_review


def test_everything_that_describes_a_collection_is_written_on_one_form(
    desk: Desk, archivist: Staff, pit: Collection
) -> None:
    told = {
        "description.en": "Two towns.",
        "glossary": " 鹤岗 \r\n\r\nwinch   room\r\n鹤岗",
        "country": "CN",
        "script": "Hans",
        "language": "zh",
        "rights_holder": "Hegang group",
        "demands_review": ["no", "yes"],
    }
    assert send(archivist, PIT, **told).status_code == 303
    kept = replace(pit, description={"en": "Two towns."}, glossary=("鹤岗", "winch room"), country="CN", script="Hans")
    kept = replace(kept, language="zh", rights_holder="Hegang group", demands_review=True)
    assert desk.files.read_collection("pit-and-town") == kept
    assert send(archivist, PIT, demands_review="no").status_code == 303
    assert not desk.files.read_collection("pit-and-town").demands_review
    for wrong in ({"country": "China"}, {"script": "Latn"}, {"language": "!"}, {"glossary": "x" * 2_000}):
        assert send(archivist, PIT, **wrong).status_code == 422


def test_an_order_is_changed_by_numbers(desk: Desk, archivist: Staff, pit: Collection) -> None:
    for _ in range(3):
        take_in(desk.files, collection="pit-and-town")
    take_in(desk.files)
    assert send(archivist, PIT).status_code == 303
    assert desk.files.read_collection("pit-and-town").interviews == (), "nobody has put them in order"
    send(archivist, PIT, **{"place-2026-003": "0", "place-2026-001": "x", "interview": [*_ids(3), "2026-004", "<b>"]})
    assert desk.files.read_collection("pit-and-town").interviews == ("2026-001", "2026-003", "2026-002")
    page = archivist.get(PIT).text
    assert re.findall(r'name="interview" value="([^"]*)"', page) == ["2026-001", "2026-003", "2026-002"]


def _ids(count: int) -> list[str]:
    return [f"2026-{n:03}" for n in range(1, count + 1)]


def test_an_interview_that_left_keeps_its_place_for_when_it_returns(desk: Desk, archivist: Staff) -> None:
    for _ in range(2):
        take_in(desk.files, collection="pit-and-town")
    create_collection(desk.files, Collection(slug="pit-and-town", interviews=("2026-009", "2026-002")), agent="Lin")
    known = {each: Overview(id=each) for each in _ids(2)}
    assert in_order(("2026-009", "2026-002"), known) == ["2026-002", "2026-001"]
    send(archivist, PIT, **{"place-2026-001": "0"})
    assert desk.files.read_collection("pit-and-town").interviews == ("2026-001", "2026-002", "2026-009")


def test_two_who_order_and_describe_a_collection_at_once_both_keep_theirs(
    desk: Desk, archivist: Staff, pit: Collection
) -> None:
    for _ in range(2):
        take_in(desk.files, collection="pit-and-town")
    one, other = form_of(archivist.get(PIT).text), form_of(archivist.get(PIT).text)
    assert archivist.post(PIT, data=one | {"place-2026-001": "5"}).status_code == 303
    assert archivist.post(PIT, data=other | {"title.zh-Hans": "矿与城"}).status_code == 303
    now = desk.files.read_collection("pit-and-town")
    assert (now.interviews, now.title["zh-Hans"]) == (("2026-002", "2026-001"), "矿与城")
    conflict = archivist.post(PIT, data=other | {"title.zh-Hans": "矿山与城"})
    assert conflict.status_code == 409 and "矿与城" in conflict.text and "矿山与城" in conflict.text
    take_in(desk.files, collection="pit-and-town")
    one, other = form_of(archivist.get(PIT).text), form_of(archivist.get(PIT).text)
    assert archivist.post(PIT, data=one | {"place-2026-003": "0"}).status_code == 303
    conflict = archivist.post(PIT, data=other | {"place-2026-001": "0"})
    assert conflict.status_code == 409 and "2026-003\n2026-002\n2026-001" in conflict.text
    assert archivist.post(PIT, data=form_of(conflict.text)).status_code == 303
    assert desk.files.read_collection("pit-and-town").interviews == ("2026-001", "2026-002", "2026-003")


def test_a_collection_that_cannot_be_read_hides_no_other(desk: Desk, archivist: Staff, pit: Collection) -> None:
    (desk.settings.home / "transcripts/collections/spoiled.json").write_text("{", "utf-8")
    take_in(desk.files, collection="spoiled")
    page = archivist.get("/desk/collections").text
    assert "Pit and town" in page and "spoiled" in page
    for path in ("/desk/interviews", RECORD, HUB):
        assert archivist.get(path).status_code == 200


def test_a_page_opened_before_there_was_a_year_of_birth_takes_none_away(
    desk: Desk, archivist: Staff, interview: Interview
) -> None:
    rows = {"person-name": ["Lin"], "person-part": ["narrator"], "person-note": [""]}
    assert send(archivist, RECORD, **(rows | {"person-born": ["1961"]})).status_code == 303
    assert "1961" in archivist.get(RECORD).text
    assert send(archivist, RECORD, **rows).status_code == 303
    assert desk.files.read_interview("2026-001").narrators == (Person(name="Lin", born="1961"),)
    answer = send(archivist, RECORD, **(rows | {"person-born": ["in the spring"]}))
    assert answer.status_code == 422 and "no year of birth" in answer.text
