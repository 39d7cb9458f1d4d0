"""Correcting at the desk: what is typed is kept, whoever types at the same time; closed sound is heard by staff."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from archive import correcting, opening, publication, transcripts
from archive.correcting import Wish
from archive.files import Files, TrackName, to_json
from archive.jobs import keep_house
from archive.records import Cue, Hearing, Recording, Track, Word
from tests.conftest import described, take_in, take_in_described
from tests.desk.conftest import Desk, Staff, carried
from tests.serving import reader_of

ENGLISH = TrackName("recording-1", "en")
FIGURES = Hearing(no_speech=0, logprob=-0.5, compression=1)
CUES = tuple(Cue(n * 1000, n * 1000 + 900, f"passage {n}", speaker="Mary", hearing=FIGURES) for n in range(12))


@pytest.fixture
def held(desk: Desk) -> str:
    """The id of an interview with a machine's transcript."""
    recording = Recording(name="recording-1", kind="none")
    interview = take_in_described(desk.files, described(recordings=(recording,)))
    track = Track(language="en", cues=CUES, made_by="whisper base")
    transcripts.keep_machine_text(desk.files, interview.id, "recording-1", track)
    return interview.id


def address(held: str, rest: str = "") -> str:
    return f"/desk/interviews/{held}/texts/recording-1.en{rest}"


def seen(cue: Cue) -> dict[str, Any]:
    return {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "speaker": cue.speaker, "text": cue.text}


def ask(person: Staff, held: str, act: str, *cues: Cue, **told: Any) -> dict[str, Any]:
    wish = {"act": act, "cues": [seen(each) for each in cues], "id": str(uuid.uuid4())} | told
    answer = person.post(address(held, "/wishes.json"), json=wish)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def approve(person: Staff, held: str, page: str = "") -> TestResponse:
    """Press the button that a page has for it: by default the page of the text as it stands now."""
    seen = carried(page or person.get(address(held)).text, "Approve as [^<]+")
    return person.post(address(held, "/approve"), data=seen)


def text_of(files: Files, held: str) -> tuple[Cue, ...]:
    return correcting.read_text(files, held, ENGLISH).cues


def everything_written(files: Files, held: str) -> str:
    return "\n".join(files.store.read(key).decode() for key in files.store.walk(f"transcripts/{held}"))


# --- by script -------------------------------------------------------------------------------------------------------


def test_a_correction_is_signed_by_who_made_it_and_says_how_the_text_stands(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor", "Li Min")
    answer = ask(editor, held, "text", CUES[0], text="mended")
    assert (answer["outcome"], answer["heard"], answer["after"][0]["text"]) == ("saved", 1, "mended")
    assert answer["keys"][0] == answer["after"][0]["key"] and "mended" in answer["rows"][answer["keys"][0]]
    (made,) = correcting.read_text(desk.files, held, ENGLISH).made
    assert (made.by, made.act) == ("Li Min", "text")
    state = editor.get(address(held, "/state.json"), query_string={"known": answer["version"]}).get_json()
    assert state == {"version": answer["version"], "disputed": 0}


def test_a_page_that_is_behind_gets_the_passages_it_lacks(desk: Desk, held: str) -> None:
    ask(desk.sign_in("editor"), held, "text", CUES[0], text="mended")
    reader = desk.sign_in("reader")
    keys = reader.get(address(held, "/state.json")).get_json()["keys"]
    rows = reader.get(address(held, "/rows.json"), query_string={"keys": f"{keys[0]},nonsense"}).get_json()
    assert list(rows) == [keys[0]] and "mended" in rows[keys[0]]


def test_who_may_only_read_changes_nothing(desk: Desk, held: str) -> None:
    reader = desk.sign_in("reader")
    assert "<textarea" not in reader.get(address(held)).text
    assert reader.post(address(held, "/wishes.json"), json={"act": "text"}).status_code == 403
    assert not desk.files.store.exists(f"transcripts/{held}/recording-1.en.vtt")


NONSENSE = [
    None,
    [],
    {},
    {"act": "text"},
    {"act": "fly", "cues": [seen(CUES[0])]},
    {"act": "text", "cues": [seen(CUES[0])], "text": ""},
    {"act": "text", "cues": [seen(CUES[0])], "text": 7},
    {"act": "text", "cues": [seen(CUES[0])], "text": "x" * 30_000},
    {"act": "text", "cues": "all", "text": "x"},
    {"act": "text", "cues": [None], "text": "x"},
    {"act": "text", "cues": [seen(CUES[0]) | {"start_ms": 10**20}], "text": "x"},
    {"act": "text", "cues": [seen(CUES[0]) | {"start_ms": 2.5}], "text": "x"},
    {"act": "text", "cues": [seen(CUES[0])], "text": "x", "id": "../../etc"},
    {"act": "split", "cues": [seen(CUES[0])], "at": -5},
    {"act": "join", "cues": [seen(CUES[0])]},
    {"act": "times", "cues": [seen(CUES[0])], "start_ms": 900, "end_ms": 900},
    {"act": "undo", "of": "nothing"},
    {"act": "take", "of": "\0"},
    {"act": "add", "text": " ", "start_ms": 1, "end_ms": 2},
    {"act": "add", "text": "x", "start_ms": -1, "end_ms": 2},
    {"act": "text", "cues": [seen(CUES[0]) | {"start_ms": -1}], "text": "x"},
    {"act": "times", "cues": [seen(CUES[0])], "start_ms": 5, "end_ms": -1},
    {"act": "speaker", "cues": [seen(CUES[0])], "speaker": "x" * 10_000},
]


@pytest.mark.parametrize("wish", NONSENSE, ids=str)
def test_a_wish_that_makes_no_sense_is_refused_in_words_and_changes_nothing(desk: Desk, held: str, wish: Any) -> None:
    answer = desk.sign_in("editor").post(address(held, "/wishes.json"), json=wish)
    assert answer.status_code in (400, 404) and answer.get_json()["error"]["says"]
    assert [seen(each) for each in text_of(desk.files, held)] == [seen(each) for each in CUES]


@pytest.mark.parametrize(
    "stem", ["recording-1.fr", "recording-9.en", "recording-1.en.machine", "nothing", "..%2Fx", "%00"]
)
def test_a_text_that_is_not_there_is_not_found(desk: Desk, held: str, stem: str) -> None:
    editor = desk.sign_in("editor")
    for rest in ("", "/versions", "/state.json", "/rows.json"):
        assert editor.get(f"/desk/interviews/{held}/texts/{stem}{rest}").status_code == 404


def test_html_and_script_in_a_text_are_words(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    nasty = "<script>alert(1)</script>\" & 'x' {{ 7*7 }} </textarea><b>"
    cue = ask(editor, held, "text", CUES[0], text=nasty)["after"][0]
    ask(
        editor,
        held,
        "speaker",
        Cue(**{**cue, "key": 0} and {k: cue[k] for k in ("start_ms", "end_ms", "text", "speaker")}),
        speaker=nasty,
    )
    for rest in ("", "/versions", f"?cue={CUES[0].start_ms}-{CUES[0].end_ms}"):
        page = editor.get(address(held, rest)).text
        assert "<script>alert" not in page and "</textarea><b>" not in page
        assert "7*7" in page


# --- by form ---------------------------------------------------------------------------------------------------------


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the passage in hand, as a browser without scripts would send them."""
    form = page[page.index('<form class="correcting"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'<input type="hidden" name="(from_\w+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea hidden name="(from_\w+)">\n([^<]*)</textarea>', form))
    return {name: html.unescape(value) for name, value in fields.items()}


def hand_in(person: Staff, held: str, cue: Cue, **fields: str) -> str:
    page = person.get(address(held), query_string={"cue": f"{cue.start_ms}-{cue.end_ms}"}).text
    answer = person.post(address(held), data=form_of(page) | fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_everything_can_be_done_by_a_form_without_scripts(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    hand_in(editor, held, CUES[0], act="text", text="first line mended")
    mended = replace(CUES[0], text="first line mended")
    assert hand_in(editor, held, mended, act="split", text="first line\r\nmended").endswith("#t0")
    assert [each.text for each in text_of(desk.files, held)[:2]] == ["first line", "mended"]
    hand_in(editor, held, text_of(desk.files, held)[0], act="join", text="first line")
    hand_in(editor, held, CUES[1], act="speaker", speaker="Tom")
    hand_in(editor, held, CUES[2], act="times", start="0:02.100", end="2.95")
    hand_in(editor, held, CUES[3], act="heard")
    hand_in(editor, held, CUES[4], act="remove")
    editor.post(
        address(held), data={"act": "add", "text": "missing", "start": "0:20", "end": "0:21.5", "speaker": "Tom"}
    )
    cues = text_of(desk.files, held)
    assert [each.text for each in cues[:2]] == ["first line mended", "passage 1"]
    assert (cues[1].speaker, cues[2].start_ms, cues[2].end_ms, cues[3].hearing) == ("Tom", 2100, 2950, None)
    assert "passage 4" not in [each.text for each in cues]
    assert seen(cues[-1]) == {"start_ms": 20_000, "end_ms": 21_500, "speaker": "Tom", "text": "missing"}


def test_without_scripts_ones_own_last_changes_are_undone_one_after_the_other(desk: Desk, held: str) -> None:
    editor, other = desk.sign_in("editor"), desk.sign_in("archivist")
    before = [each.text for each in text_of(desk.files, held)]
    hand_in(editor, held, CUES[0], act="text", text="first line mended")
    hand_in(editor, held, CUES[1], act="remove")
    hand_in(other, held, CUES[3], act="text", text="somebody else's")
    for left in (["first line mended", *before[1:]], before):
        asked = carried(editor.get(address(held)).text, "Undo your last change")
        answer = editor.post(address(held), data=asked, follow_redirects=True)
        assert "Your last change is taken back." in answer.text
        now = [each.text for each in text_of(desk.files, held)]
        assert now == [*left[:3], "somebody else's", *left[4:]]
    assert "Undo your last change" not in editor.get(address(held)).text
    assert "Undo your last change" in other.get(address(held)).text
    assert "Undo your last change" not in desk.sign_in("reader").get(address(held)).text


@pytest.mark.parametrize("act", ["text", "heard", "speaker", "times"])
def test_whichever_button_is_pressed_all_that_was_typed_in_a_form_is_kept(desk: Desk, held: str, act: str) -> None:
    typed = {"text": "passage one", "speaker": "Tom", "start": "0:01.100", "end": "0:01.900"}
    hand_in(desk.sign_in("editor"), held, CUES[1], act=act, **typed)
    cue = text_of(desk.files, held)[1]
    assert (cue.text, cue.speaker, cue.start_ms, cue.end_ms) == ("passage one", "Tom", 1100, 1900)


def test_what_is_split_or_joined_by_a_form_keeps_all_that_was_typed_in_it(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    typed = {"speaker": "Tom", "start": "0:01.100", "end": "0:01.800"}
    hand_in(editor, held, CUES[1], act="split", text="passage\r\none", **typed)
    halves = text_of(desk.files, held)[1:3]
    assert [(each.text, each.speaker) for each in halves] == [("passage", "Tom"), ("one", "Tom")]
    assert (halves[0].start_ms, halves[1].end_ms) == (1100, 1800)
    where = {"cue": f"{halves[0].start_ms}-{halves[0].end_ms}"}
    form = form_of(editor.get(address(held), query_string=where).text)
    answer = editor.post(
        address(held), data=form | {"act": "join", "text": "the passage", "start": "0:01.05", "end": "1.4"}
    )
    assert answer.status_code == 303
    joined = text_of(desk.files, held)[1]
    assert (joined.text, joined.speaker, joined.start_ms, joined.end_ms) == ("the passage one", "Tom", 1050, 1800)


def test_what_cannot_be_joined_keeps_all_that_was_typed_in_its_form(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    form = form_of(editor.get(address(held), query_string={"cue": "1000-1900"}).text)
    answer = editor.post(address(held), data=form | {"act": "join", "text": "passage one", "speaker": "Tom"})
    assert answer.status_code == 409 and "cannot speak in one passage" in answer.text
    assert [(each.text, each.speaker) for each in text_of(desk.files, held)[1:3]] == [
        ("passage one", "Tom"),
        ("passage 2", "Mary"),
    ]


def test_a_form_in_which_nothing_was_typed_changes_nothing_beside_what_it_asks(desk: Desk, held: str) -> None:
    same = {"text": "passage 1", "speaker": "Mary", "start": "0:01.000", "end": "0:01.900"}
    hand_in(desk.sign_in("editor"), held, CUES[1], act="heard", **same)
    assert [each.act for each in correcting.read_text(desk.files, held, ENGLISH).made] == ["heard"]


def test_a_form_that_was_open_while_somebody_else_saved_loses_neither_text(desk: Desk, held: str) -> None:
    one, other = desk.sign_in("editor", "Li Min"), desk.sign_in("editor", "Wang Fang")
    where = {"cue": "1000-1900"}
    form = form_of(other.get(address(held), query_string=where).text)
    hand_in(one, held, CUES[1], act="text", text="one reading")
    other.post(address(held), data=form | {"act": "text", "text": "another reading"})
    page = other.get(address(held)).text
    assert "1 passage has two readings" in page and "<ins>another</ins>" in page and "<del>one</del>" in page
    refused = other.post(address(held, "/approve"))
    assert refused.status_code == 409 and "two readings" in refused.text
    (dispute,) = correcting.read_text(desk.files, held, ENGLISH).disputes
    one.post(address(held), data={"act": "take", "of": dispute.id})
    assert text_of(desk.files, held)[1].text == "another reading"


# --- the whole text --------------------------------------------------------------------------------------------------


def test_approval_versions_and_restoring_by_the_pages(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor", "Li Min")
    assert "Machine text until somebody approves it" in editor.get(address(held)).text
    ask(editor, held, "text", CUES[0], text="mended")
    assert approve(editor, held).status_code == 303
    assert "Approved by Li Min" in editor.get(address(held)).text
    page = editor.get(address(held, "/versions")).text
    assert "<del>passage 0</del><ins>mended</ins>" in page.replace(
        "<del>passage</del> <del>0</del>", "<del>passage 0</del>"
    )
    (begun,) = re.findall(r'name="restore" value="([^"]+)"', page)
    editor.post(address(held, "/versions"), data={"restore": begun})
    assert text_of(desk.files, held)[0].text == "passage 0"
    assert len(correcting.versions(desk.files, held, ENGLISH)) == 3
    assert editor.post(address(held, "/versions"), data={"restore": "../../x"}).status_code == 404


def test_words_that_others_changed_after_the_page_was_opened_are_not_approved_unseen(desk: Desk, held: str) -> None:
    approving, other = desk.sign_in("editor", "Wang Fang"), desk.sign_in("editor", "Li Min")
    page = approving.get(address(held)).text
    ask(approving, held, "text", CUES[1], text="own")
    ask(other, held, "text", CUES[0], text="unread")
    answer = approve(approving, held, page)
    assert answer.status_code == 409 and "Li Min changed this text after you opened it" in answer.text
    assert "<ins>unread</ins>" in answer.text and "<ins>own</ins>" in answer.text
    assert correcting.read_text(desk.files, held, ENGLISH).track.approved_by == ""
    ask(other, held, "text", CUES[2], text="later")
    again = approve(approving, held, answer.text)
    assert again.status_code == 409 and "<ins>later</ins>" in again.text and "unread" not in again.text
    assert approve(approving, held, again.text).status_code == 303
    assert correcting.read_text(desk.files, held, ENGLISH).track.approved_by == "Wang Fang"


def rename(desk: Desk, held: str) -> None:
    correcting.rename_speaker(desk.files, held, "Mary", "Maria", by="Li Min")


def restore(desk: Desk, held: str) -> None:
    correcting.restore(desk.files, held, ENGLISH, "machine", by="Li Min")


def rest(desk: Desk, held: str) -> None:
    correct_one(desk, held)
    correcting.keep_rested(desk.files, held, now=datetime.now(UTC) + timedelta(minutes=11))


def correct_one(desk: Desk, held: str) -> None:
    wish = Wish(act="text", cues=(text_of(desk.files, held)[3],), text="elsewhere")
    correcting.correct(desk.files, held, ENGLISH, wish, by="Li Min")


@pytest.mark.parametrize("meanwhile", [rename, restore, rest, correct_one])
def test_whatever_others_did_to_a_text_meanwhile_is_shown_to_who_approves_it(
    desk: Desk, held: str, meanwhile: Callable[[Desk, str], None]
) -> None:
    approving = desk.sign_in("editor", "Wang Fang")
    ask(approving, held, "text", CUES[0], text="mended")
    ask(approving, held, "heard", CUES[1])
    page = approving.get(address(held)).text
    ask(approving, held, "text", CUES[5], text="mended too")
    meanwhile(desk, held)
    answer = approve(approving, held, page)
    assert answer.status_code == 409 and "Li Min changed this text after you opened it" in answer.text
    assert "<ins>" in answer.text
    assert approve(approving, held, answer.text).status_code == 303


def test_what_changes_no_words_and_what_one_did_oneself_keep_nobody_from_approving(desk: Desk, held: str) -> None:
    approving = desk.sign_in("editor", "Wang Fang")
    page = approving.get(address(held)).text
    ask(approving, held, "text", CUES[0], text="mended")
    ask(desk.sign_in("editor", "Li Min"), held, "heard", CUES[1])
    correcting.keep_rested(desk.files, held, now=datetime.now(UTC) + timedelta(minutes=11))
    assert approve(approving, held, page).status_code == 303


def test_a_text_that_was_heard_anew_is_not_approved_for_what_it_said_before(desk: Desk, held: str) -> None:
    approving = desk.sign_in("editor", "Wang Fang")
    page = approving.get(address(held)).text
    track = Track(language="en", cues=(replace(CUES[0], text="heard anew"),), made_by="whisper large")
    transcripts.keep_machine_text(desk.files, held, "recording-1", track)
    answer = approve(approving, held, page)
    assert answer.status_code == 409 and "cannot be told any more" in answer.text and "Approve as" not in answer.text
    assert approving.post(address(held, "/approve")).status_code == 409
    assert approve(approving, held).status_code == 303


def test_a_voice_is_renamed_once_for_the_whole_interview(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    page = editor.post(f"/desk/interviews/{held}/speakers", data={"old": "Mary", "new": "Maria"}, follow_redirects=True)
    assert "Mary is Maria now, in 12 passages." in page.text
    assert editor.post(f"/desk/interviews/{held}/speakers", data={"old": "Maria", "new": " "}).status_code == 400


def test_the_least_certain_passages_come_first_over_all_interviews(desk: Desk, held: str) -> None:
    unsure = replace(FIGURES, words=(9,))
    cues = (Cue(0, 500, "coal", words=(Word(0, 500, "coal"),), hearing=unsure),)
    interview = take_in_described(desk.files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    transcripts.keep_machine_text(desk.files, interview.id, "recording-1", Track(language="en", cues=cues))
    reader = desk.sign_in("reader")
    page = reader.get("/desk/checking").text
    assert page.index(">coal<") < page.index(">passage 0<")
    assert ">coal<" not in reader.get("/desk/checking", query_string={"interview": held}).text
    ask(desk.sign_in("editor"), held, "heard", CUES[0])
    assert "1 / 12" in reader.get("/desk/checking").text
    assert reader.get("/desk/checking?interview=nothing").status_code == 400


def test_a_text_edited_for_reading_stands_beside_the_verbatim_one(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    onward = editor.post(address(held, "/edited")).location
    assert onward.endswith("recording-1.en.edited")
    edited = f"/desk/interviews/{held}/texts/recording-1.en.edited"
    editor.post(f"{edited}/wishes.json", json={"act": "text", "cues": [seen(CUES[0])], "text": "Smooth."})
    assert "Smooth." in editor.get(edited).text and "passage 0" in editor.get(edited).text
    assert text_of(desk.files, held)[0].text == "passage 0"


# --- sound -----------------------------------------------------------------------------------------------------------


def test_staff_hear_what_is_closed_by_ranges_and_nobody_else_does(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "tape.wav"
    source.write_bytes(b"RIFF")
    interview = take_in(desk.files, source)
    desk.files.store.write(f"media/{interview.id}/recording-1.access.m4a", bytes(range(100)))
    where, reader = f"/desk/media/{interview.id}", desk.sign_in("reader")
    whole = reader.get(f"{where}/recording-1.access.m4a")
    assert (whole.status_code, whole.data, whole.mimetype) == (200, bytes(range(100)), "audio/mp4")
    part = reader.get(f"{where}/recording-1.access.m4a", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (
        206,
        bytes(range(10, 20)),
        "bytes 10-19/100",
    )
    assert reader.get(f"{where}/recording-1.access.m4a", headers={"Range": "bytes=200-"}).status_code == 416
    for name in ("recording-1.wav", "manifest-sha256.txt", "recording-2.access.m4a", "..%2f..%2finterview.json"):
        assert reader.get(f"{where}/{name}").status_code == 404
    assert desk.anybody().get(f"{where}/recording-1.access.m4a").status_code == 303


# --- two at one text -------------------------------------------------------------------------------------------------


def test_two_who_save_at_the_very_same_time_wait_for_each_other(desk: Desk, held: str) -> None:
    people = [desk.sign_in("editor", name) for name in ("Ann", "Bo")]
    for person in people:
        person.token()

    def typing(name: str, person: Staff) -> list[str]:
        for number in range(20):  # every other one is the same passage for both
            cue = CUES[0] if number % 2 else CUES[1 + (name == "Bo")]
            ask(person, held, "text", cue, text=f"{name}{number}")
        return [f"{name}{number}" for number in range(20)]

    with ThreadPoolExecutor(2) as pool:
        typed = [each for done in pool.map(typing, ("Ann", "Bo"), people) for each in done]
    record = everything_written(desk.files, held)
    assert [each for each in typed if f'"{each}"' not in record] == []


# --- what no hand would send, and what came in from elsewhere ---------------------------------------------------------

AWKWARD = [
    "a\0b", "\ud800x", "\u202eabc\u202c", "😀𠮷 x", "a --> b", "<v Tom>x</v>", "a\n\nNOTE x", "a\r\nb\rc", "\ufeffx",
    "&amp;&lt;", "NOTE heard: no", "1\n00:00:00.000 --> 00:00:01.000\nx", "矿" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text)[:24])
def test_whatever_is_typed_is_the_same_once_kept_and_can_be_typed_over(desk: Desk, held: str, text: str) -> None:
    editor = desk.sign_in("editor")
    sent = json.dumps({"act": "text", "cues": [seen(CUES[0])], "text": text})
    answer = editor.post(address(held, "/wishes.json"), data=sent, content_type="application/json").get_json()
    now = Cue(**{name: answer["after"][0][name] for name in ("start_ms", "end_ms", "text", "speaker")})
    with desk.files.lock(held):
        correcting.keep(desk.files, held, ENGLISH, by="Li Min")
    assert seen(text_of(desk.files, held)[0]) == seen(now)
    page = editor.get(address(held), query_string={"cue": "0-900"}).text
    shown = html.unescape(re.findall(r'<textarea hidden name="from_text">\n([^<]*)</textarea>', page)[0])
    assert shown == now.text and "\r" not in shown  # so that a browser sends back what is there
    assert ask(editor, held, "text", now, text="mended")["outcome"] == "saved"


@pytest.mark.parametrize("sent", [b"", b"{", b'{"act": NaN}', b"[" * 100_000], ids=lambda sent: str(sent[:12]))
def test_what_is_no_json_is_refused_in_words(desk: Desk, held: str, sent: bytes) -> None:
    answer = desk.sign_in("editor").post(address(held, "/wishes.json"), data=sent, content_type="application/json")
    assert answer.status_code == 400 and answer.get_json()["error"]["says"]


@pytest.mark.parametrize("wrong", [{"act": 1}, {"act": "text", "speaker": ["Tom"]}, {"act": "x" * 30}])
def test_what_is_no_text_or_no_act_is_said_to_be_none(desk: Desk, held: str, wrong: dict[str, Any]) -> None:
    answer = desk.sign_in("editor").post(address(held, "/wishes.json"), json=wrong)
    says = answer.get_json()["error"]["says"]
    assert answer.status_code == 400 and "passage" not in says
    assert f"“{list(wrong)[-1]}”" in says


def test_a_passage_from_elsewhere_that_is_far_too_long_can_still_be_corrected(desk: Desk, held: str) -> None:
    name = TrackName("recording-1", "fr")
    long = Cue(0, 60_000, "mot " * 20_000 + "fin", speaker="S" * 10_000)
    track = Track(language="fr", cues=(long,), origin="person", translated_from="en")
    transcripts.keep_text(desk.files, held, "recording-1", track, agent="import", detail="")
    editor, where = desk.sign_in("editor"), f"/desk/interviews/{held}/texts/recording-1.fr"
    form = form_of(editor.get(where, query_string={"cue": "0-60000"}).text)
    told = form | {"act": "split", "text": long.text.replace("mot mot", "mot\nmot", 1), "speaker": long.speaker}
    assert editor.post(where, data=told).status_code == 303
    first, second = correcting.read_text(desk.files, held, name).cues
    assert (first.text, second.text[:7]) == ("mot", "mot mot")
    wish = {"act": "speaker", "cues": [seen(first)], "speaker": "Jean"}
    assert editor.post(f"{where}/wishes.json", json=wish).status_code == 200


def test_a_withdrawn_interview_and_one_whose_recording_is_gone_are_still_answered(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    ask(editor, held, "text", CUES[0], text="mended")
    interview = replace(desk.files.read_interview(held), recordings=())
    desk.files.store.write(f"transcripts/{held}/interview.json", to_json(interview))
    publication.withdraw(desk.files, held, by="M. Lin", on="2026-05-03", reason="The narrator asked")
    for rest in ("", "/versions", "/state.json", "?cue=0-900"):
        assert editor.get(address(held, rest)).status_code == 200
    assert ask(editor, held, "text", CUES[1], text="typed late")["outcome"] == "saved"
    assert editor.get("/desk/checking").status_code == 200


def test_the_words_beside_a_passage_stay_beside_it_when_it_is_corrected(desk: Desk, held: str) -> None:
    editor = desk.sign_in("editor")
    editor.post(address(held, "/edited"))
    answer = ask(editor, held, "text", CUES[0], text="um, mended")
    (row,) = answer["rows"].values()
    assert '<p class="beside-text" lang="en">passage 0</p>' in row
    rows = editor.get(address(held, "/rows.json"), query_string={"keys": answer["keys"][0]}).get_json()
    assert rows == answer["rows"]


def test_it_is_said_who_changed_a_text_after_somebody_vouched_for_it(desk: Desk, held: str) -> None:
    vouching, changing = desk.sign_in("editor", "Wang Fang"), desk.sign_in("editor", "Li Min")
    approve(vouching, held)
    assert "Changed since" not in vouching.get(address(held)).text
    ask(changing, held, "text", CUES[0], text="mended")
    assert "Changed since by Li Min." in vouching.get(address(held)).text
    correcting.keep_rested(desk.files, held, now=datetime.now(UTC) + timedelta(minutes=11))
    assert "Changed since by Li Min." in vouching.get(address(held)).text
    approve(vouching, held)
    assert "Changed since" not in vouching.get(address(held)).text


def test_a_suspicious_passage_is_said_to_be_withheld_only_while_it_is(desk: Desk, held: str) -> None:
    interview = take_in_described(desk.files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    doubted = replace(CUES[0], hearing=replace(FIGURES, flags=("silence",)))
    track = Track(language="en", cues=(doubted,), made_by="whisper base")
    transcripts.keep_machine_text(desk.files, interview.id, "recording-1", track)
    editor = desk.sign_in("editor")
    assert "Withheld until somebody has listened" in editor.get(address(interview.id)).text
    approve(editor, interview.id)
    page = editor.get(address(interview.id)).text
    assert "Withheld" not in page and "Suspicious: nobody has listened to it" in page


def test_what_the_public_reads_and_takes_away_says_who_vouches_once_somebody_does(desk: Desk, held: str) -> None:
    editor, where = desk.sign_in("editor", "Wang Fang"), f"/interviews/{held}"
    ask(editor, held, "text", CUES[0], text="mended")
    editor.post(address(held, "/versions"))
    opening.publish(desk.files, desk.settings, [held], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(desk.files, desk.settings, held)
    forms = ("", ".json", ".vtt?recording=recording-1&language=en")
    draft = [reader_of(desk.settings.home).get(f"{where}{form}").text for form in forms]
    assert "not yet checked by a person" in draft[0] and "origin: machine" in draft[2]
    approve(editor, held)
    keep_house(desk.files, desk.settings)
    for form in forms:
        text = reader_of(desk.settings.home).get(f"{where}{form}").text
        assert "Wang Fang" in text and "mended" in text, form
        assert not [
            label for label in ("not yet checked", "origin: machine", '"is_machine_made":true') if label in text
        ]
