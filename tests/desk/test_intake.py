"""Taking in at the desk: files arrive in parts or by a plain form, and become the tapes of an interview."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from archive import provenance, uploads
from archive.files import Files
from tests.desk.conftest import Desk, Staff
from tests.test_batch import tape

TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}
PAYLOAD = '<script>alert("1")</script>'


def begin(client: Staff, length: int, name: str = "side A.wav") -> TestResponse:
    told = base64.b64encode(name.encode()).decode()
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {told},filetype,x {told}"}
    return client.post("/desk/uploads/", headers=headers)


def add(client: Staff, url: str, data: bytes, offset: int, **headers: str) -> TestResponse:
    return client.patch(url, data=data, headers={**PART, "Upload-Offset": str(offset), **headers})


def sent(client: Staff, path: Path, *, name: str = "") -> str:
    """The id of an upload that has come in whole."""
    data = path.read_bytes()
    url = begin(client, len(data), name or path.name).headers["Location"]
    assert add(client, url, data, 0).status_code == 204
    return url.rsplit("/", 1)[1]


@pytest.fixture
def tapes(tmp_path: Path) -> list[Path]:
    return [tape(tmp_path / f"side {side}.wav", number) for number, side in enumerate("ABC", 1)]


# --- tus -------------------------------------------------------------------------------------------------------------


def test_what_is_spoken_is_said(archivist: Staff) -> None:
    told = archivist.options("/desk/uploads/")
    assert told.status_code == 204 and told.headers["Tus-Version"] == "1.0.0"
    assert told.headers["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert told.headers["Tus-Checksum-Algorithm"] == "sha256,sha1,md5"


def test_a_file_arrives_in_parts_and_says_how_far_it_is(archivist: Staff, desk: Desk) -> None:
    begun = begin(archivist, 10)
    assert begun.status_code == 201 and begun.headers["Tus-Resumable"] == "1.0.0"
    url = begun.headers["Location"]
    assert add(archivist, url, b"01234", 0).headers["Upload-Offset"] == "5"
    asked = archivist.head(url, headers=TUS)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("5", "10")
    assert asked.headers["Cache-Control"] == "no-store" and "Upload-Expires" in asked.headers
    assert add(archivist, url, b"56789", 5).status_code == 204
    (upload,) = uploads.waiting(desk.files, by="The archivist")
    assert upload.is_whole and upload.path.read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    "data, headers, status",
    [
        (b"x", {"Upload-Offset": "4"}, 409),
        (b"x", {"Upload-Offset": "-1"}, 400),
        (b"x", {"Upload-Offset": "nine"}, 400),
        (b"x", {"Upload-Offset": "٣"}, 400),
        (b"x" * 11, {"Upload-Offset": "0"}, 413),
        (b"x", {"Upload-Offset": "0", "Content-Type": "text/plain"}, 415),
        (b"x", {"Upload-Offset": "0", "Tus-Resumable": "0.2.2"}, 412),
        (b"x", {"Upload-Offset": "0", "Upload-Checksum": "sha256 AAAA"}, 460),
        (b"x", {"Upload-Offset": "0", "Upload-Checksum": "crc32 AAAA"}, 400),
        (b"x", {"Upload-Offset": "0", "Upload-Checksum": "sha256 ?"}, 400),
        (b"x", {"Upload-Offset": "0", "Upload-Checksum": ""}, 400),
    ],
)
def test_a_part_that_does_not_fit_is_refused_and_changes_nothing(
    archivist: Staff, data: bytes, headers: dict[str, str], status: int
) -> None:
    url = begin(archivist, 10).headers["Location"]
    assert archivist.patch(url, data=data, headers={**PART, **headers}).status_code == status
    assert archivist.head(url, headers=TUS).headers["Upload-Offset"] == "0"


def test_a_part_with_its_checksum_comes_in(archivist: Staff) -> None:
    url = begin(archivist, 4).headers["Location"]
    digest = base64.b64encode(hashlib.sha1(b"0123").digest()).decode()
    assert add(archivist, url, b"0123", 0, **{"Upload-Checksum": f"sha1 {digest}"}).status_code == 204


@pytest.mark.parametrize("headers", [{}, {"Upload-Length": "x"}, {"Upload-Defer-Length": "1"}])
def test_a_file_must_say_how_long_it_is(archivist: Staff, headers: dict[str, str]) -> None:
    assert archivist.post("/desk/uploads/", headers={**TUS, **headers}).status_code == 400


def test_a_disk_that_is_too_full_is_said_in_words(archivist: Staff) -> None:
    data = {**TUS, "Upload-Length": str(10**17), "Accept": "application/json"}
    told = archivist.post("/desk/uploads/", headers=data)
    assert told.status_code == 507 and "no room" in told.json["error"]["says"]


def test_nobody_touches_what_somebody_else_sends(archivist: Staff, desk: Desk) -> None:
    url = begin(archivist, 10).headers["Location"]
    other = desk.sign_in("archivist", "A. Wei")
    upload_id = url.rsplit("/", 1)[1]
    assert other.head(url, headers=TUS).status_code == 404
    assert add(other, url, b"x", 0).status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404
    assert other.post(f"/desk/intake/{upload_id}/discard").status_code == 404
    assert other.post(f"/desk/intake/{upload_id}/look").status_code == 404
    assert archivist.delete(url, headers=TUS).status_code == 204
    assert archivist.head(url, headers=TUS).status_code == 404


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..", "%2e%2e%2faccounts.sqlite", "a" * 5_000, "\0"])
def test_no_address_leads_out_of_the_folder(archivist: Staff, name: str) -> None:
    for method in ("HEAD", "PATCH", "DELETE"):
        told = archivist.open(f"/desk/uploads/{name}", method=method, headers={**PART, "Upload-Offset": "0"})
        assert told.status_code in {404, 405, 400, 412}, (method, told.status)


# --- the page --------------------------------------------------------------------------------------------------------


def take_in(client: Staff, *chosen: str, **told: Any) -> TestResponse:
    return client.post("/desk/intake", data={"tape": list(chosen), **told})


def test_tapes_come_in_in_the_order_the_form_gives_them(archivist: Staff, desk: Desk, tapes: list[Path]) -> None:
    first, second, third = (sent(archivist, each) for each in tapes)
    done = take_in(
        archivist,
        first,
        second,
        third,
        **{f"place-{first}": "2", f"place-{second}": "3", f"place-{third}": "1"},
        title="井下的冬天",
        narrators="Lin Guihua\r\n\r\n 林 桂花 ",
        interviewers="M. Lin",
        date="1998~",
        language="zh",
        collection="after-the-mine",
    )
    assert done.status_code == 303
    interview = desk.files.read_interview(done.location.removeprefix("/desk/interviews/"))
    assert [each.original_name for each in interview.recordings] == ["side C.wav", "side A.wav", "side B.wav"]
    assert [each.name for each in interview.narrators] == ["Lin Guihua", "林 桂花"]
    assert (interview.title, interview.date, interview.language) == ({"zh": "井下的冬天"}, "1998~", "zh")
    (event,) = provenance.events(desk.files, interview.id)
    assert (event.type, event.agent) == ("accession", "The archivist")
    for recording, path in zip(interview.recordings, (tapes[2], tapes[0], tapes[1]), strict=True):
        assert desk.files.store.read(f"media/{interview.id}/{recording.file}") == path.read_bytes()
    assert uploads.waiting(desk.files, by="The archivist") == []


def test_a_browser_without_scripts_sends_by_a_plain_form(archivist: Staff, desk: Desk, tapes: list[Path]) -> None:
    files = [(io.BytesIO(each.read_bytes()), f"../{each.name}") for each in tapes]
    done = archivist.post("/desk/intake/files", data={"file": files}, content_type="multipart/form-data")
    assert done.status_code == 303 and done.location == "/desk/intake"
    page = archivist.get("/desk/intake").text
    assert [page.count(f"<bdi>{each.name}</bdi>") for each in tapes] == [1, 1, 1]
    assert "sound, 0:00" in page and "/../" not in page


def test_tapes_stand_in_the_order_of_their_names_however_they_arrived(archivist: Staff, tapes: list[Path]) -> None:
    for path, name in zip(tapes, ("tape 10.wav", "Tape 2.wav", "tape 1.wav"), strict=True):
        sent(archivist, path, name=name)
    page = archivist.get("/desk/intake").text
    assert re.findall(r"<bdi>(.*?)</bdi>", page) == ["tape 1.wav", "Tape 2.wav", "tape 10.wav"]


def test_more_than_one_form_can_carry_is_refused_in_words(archivist: Staff, desk: Desk) -> None:
    desk.app.config["MAX_FORM_PARTS"] = 2
    told = archivist.post("/desk/intake/files", data={"file": ["a", "b", "c"]}, content_type="multipart/form-data")
    assert told.status_code == 413 and "more than one form can carry" in told.text and "Send it in parts" in told.text


def test_further_tapes_join_an_interview_that_is_here(archivist: Staff, desk: Desk, tapes: list[Path]) -> None:
    first = take_in(archivist, sent(archivist, tapes[0])).location.split("/")[3]
    done = take_in(archivist, sent(archivist, tapes[1]), interview=f" {first} ")
    assert done.status_code == 303
    assert [each.original_name for each in desk.files.read_interview(first).recordings] == ["side A.wav", "side B.wav"]


def test_a_recording_that_is_here_is_named_on_the_page_and_refused(
    archivist: Staff, desk: Desk, tapes: list[Path]
) -> None:
    interview_id = take_in(archivist, sent(archivist, tapes[0])).location.split("/")[3]
    again = sent(archivist, tapes[0], name="a copy.wav")
    row = archivist.post(f"/desk/intake/{again}/look").text
    assert f"here already, in {interview_id}" in row and "disabled" in row
    told = take_in(archivist, again, title="Typed before")
    assert told.status_code == 409 and interview_id in told.text and 'value="Typed before"' in told.text
    assert desk.files.interview_ids() == [interview_id]


def test_a_file_that_is_no_recording_is_said_to_be_none(archivist: Staff, desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes.wav"
    notes.write_text("Not a sound.")
    upload = sent(archivist, notes)
    assert "notes.wav" in archivist.post(f"/desk/intake/{upload}/look").text
    assert take_in(archivist, upload).status_code == 422
    assert desk.files.interview_ids() == []


def test_a_recording_cut_short_comes_in_only_if_no_better_copy_is_left(
    archivist: Staff, desk: Desk, tapes: list[Path], tmp_path: Path
) -> None:
    cut = tmp_path / "cut.wav"
    cut.write_bytes(tapes[0].read_bytes()[:-400])
    upload = sent(archivist, cut)
    row = archivist.post(f"/desk/intake/{upload}/look").text
    if "cut short" not in row:
        pytest.skip("so little is not missed")
    assert take_in(archivist, upload).status_code == 422
    assert take_in(archivist, upload, no_better_copy=upload).status_code == 303


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    archivist: Staff, desk: Desk, tapes: list[Path]
) -> None:
    upload = sent(archivist, tapes[0])
    told = take_in(archivist, upload, title=PAYLOAD, narrators=f"{PAYLOAD}\nLin", date="yesterday", language="Chinese!")
    assert told.status_code == 422 and desk.files.interview_ids() == []
    assert "&#39;yesterday&#39; is not a date." in told.text and "is not a language tag" in told.text
    assert PAYLOAD not in told.text and told.text.count("&lt;script&gt;alert") >= 2
    assert f'value="{upload}" checked' in told.text


def test_markup_in_every_name_and_field_is_text(archivist: Staff, desk: Desk, tapes: list[Path]) -> None:
    upload = sent(archivist, tapes[0], name=f"{PAYLOAD}.wav".replace("/", ""))
    assert "<script>alert" not in archivist.get("/desk/intake").text
    assert "<script>alert" not in archivist.post(f"/desk/intake/{upload}/look").text
    done = take_in(archivist, upload, title=PAYLOAD, narrators=PAYLOAD, interviewers=PAYLOAD)
    page = archivist.get(done.location)
    assert page.status_code == 200 and "<script>alert" not in page.text
    assert desk.files.read_interview(done.location.split("/")[3]).title == {"en": PAYLOAD}


@pytest.mark.parametrize(
    "told, status",
    [
        ({}, 400),
        ({"tape": "0" * 32}, 404),
        ({"tape": "../../x"}, 404),
        ({"interview": "../../x"}, 400),
        ({"title": "x" * 5_000}, 422),
    ],
)
def test_a_form_that_makes_no_sense_is_answered_in_words(archivist: Staff, told: dict[str, str], status: int) -> None:
    answer = archivist.post("/desk/intake", data=told)
    assert answer.status_code == status and "<h1>" in answer.text


def test_an_upload_that_is_not_here_whole_is_not_taken_in(archivist: Staff, desk: Desk) -> None:
    url = begin(archivist, 10).headers["Location"]
    add(archivist, url, b"012", 0)
    assert "Choose the same file again to go on." in archivist.get("/desk/intake").text
    told = take_in(archivist, url.rsplit("/", 1)[1])
    assert told.status_code == 400 and "3 of 10 bytes" in told.text


# --- a table ---------------------------------------------------------------------------------------------------------


def rows_in(files: Files) -> list[dict[str, str]]:
    return [dict(files.read_interview(each).title) for each in files.interview_ids()]


def test_a_table_is_checked_before_anything_comes_in(archivist: Staff, desk: Desk, tapes: list[Path]) -> None:
    for each in tapes:
        sent(archivist, each)
    table = f"file;title;date\nside A.wav;{PAYLOAD};\nside B.wav;Two;1998~\nside C.wav;Three;soon\nside D.wav;Four;\n"
    checked = archivist.post("/desk/batch", data={"table": (io.BytesIO(table.encode("gb18030")), "tapes.csv")})
    assert "2 rows can come in," in checked.text and "2 are wrong." in checked.text
    assert '<td class="number">4</td><td><code>date</code></td>' in checked.text
    assert '<td class="number">5</td><td><code>file</code></td>' in checked.text
    assert PAYLOAD not in checked.text and desk.files.interview_ids() == []
    assert '<td class="number">3</td><td>Two</td>' in checked.text and "side B.wav" in checked.text

    done = archivist.post("/desk/batch", data={"text": table, "take_in": "yes"})
    assert "2 are here already," in done.text and "2 are wrong." in done.text
    assert "2 rows are in." in done.text and '<a href="/desk/interviews/2026-002">2026-002</a>' in done.text
    assert rows_in(desk.files) == [{"en": PAYLOAD}, {"en": "Two"}]
    mended = table.replace("soon", "").replace("side D.wav;Four;\n", "")
    assert archivist.post("/desk/batch", data={"text": mended, "take_in": "yes"}).status_code == 303
    assert len(desk.files.interview_ids()) == 3
    assert uploads.waiting(desk.files, by="The archivist") == []


def test_a_recording_is_planned_by_what_was_found_when_it_arrived_and_checked_when_it_comes_in(
    archivist: Staff, desk: Desk, tapes: list[Path]
) -> None:
    upload_id = sent(archivist, tapes[0])
    archivist.post(f"/desk/intake/{upload_id}/look")
    path = uploads.find(desk.files, upload_id).path
    path.write_bytes(tapes[1].read_bytes())
    table = {"text": "file\nside A.wav\n"}
    assert "1 row can come in," in archivist.post("/desk/batch", data=table).text
    done = archivist.post("/desk/batch", data=table | {"take_in": "yes"})
    assert "The file changed while it was taken in." in done.text and desk.files.interview_ids() == []


@pytest.mark.parametrize("data", [{}, {"text": ""}, {"text": "no\x00such"}, {"table": (io.BytesIO(b""), "x.csv")}])
def test_a_table_that_cannot_be_read_is_said_to_be_so(archivist: Staff, data: dict[str, Any]) -> None:
    assert archivist.post("/desk/batch", data=data).status_code == 400


def test_enter_in_a_field_takes_in_and_discards_nothing(archivist: Staff, tapes: list[Path]) -> None:
    sent(archivist, tapes[0])
    form = archivist.get("/desk/intake").text.split('<form class="take"')[1].split("</form>")[0]
    buttons = [each for each in form.split("<button")[1:] if 'type="button"' not in each and 'form="' not in each]
    assert len(buttons) == 1 and "Take in" in buttons[0]
