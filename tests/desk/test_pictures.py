"""Pictures at the desk: taken in, described, and shown as the public would see them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archive.records import HIDDEN, OPEN
from tests.conftest import take_in
from tests.desk.conftest import Desk, Staff
from tests.test_gallery import SECRET, photograph

PAGE = "/desk/interviews/2026-001/pictures"
PAYLOAD = '"><script>alert(1)</script>'


@pytest.fixture
def picture(desk: Desk, archivist: Staff, tmp_path: Path) -> str:
    take_in(desk.files)
    data = photograph(tmp_path / "a.jpg").path.read_bytes()
    sent = {"picture": (io.BytesIO(data), "../../Lin Guihua.jpg")}
    assert archivist.post(PAGE, data=sent, content_type="multipart/form-data").status_code == 303
    return f"{PAGE}/photo-1.jpg"


def test_what_the_desk_shows_of_a_picture_is_its_public_copy(picture: str, archivist: Staff) -> None:
    shown = archivist.get(picture)
    assert shown.mimetype == "image/jpeg" and SECRET not in shown.data and b"Exif" not in shown.data
    assert picture in archivist.get(PAGE).text


def test_what_is_said_of_a_picture_is_kept_and_markup_in_it_is_text(picture: str, archivist: Staff, desk: Desk) -> None:
    told = {"caption-zh-Hans": "井口", "caption-en": PAYLOAD, "alt-en": PAYLOAD, "credit": PAYLOAD, "date": "197X"}
    assert archivist.post(picture, data=told | {"open": "on"}).status_code == 303
    (photo,) = desk.files.read_interview("2026-001").gallery
    assert (photo.caption, photo.date, photo.access) == ({"zh-Hans": "井口", "en": PAYLOAD}, "197X", OPEN)
    assert "<script>alert" not in archivist.get(PAGE).text


@pytest.mark.parametrize("told", [{"date": "then"}, {"credit": "x" * 3_000}, {"recording": "recording-7"}])
def test_what_cannot_be_kept_is_answered_in_words(picture: str, archivist: Staff, told: dict[str, str]) -> None:
    answer = archivist.post(picture, data=told | {"caption-en": "The pit head"})
    assert answer.status_code in {400, 404} and 'class="notice wrong" role="alert"' in answer.text
    assert "The pit head" in answer.text and next(iter(told.values())) in answer.text


def test_two_who_describe_a_picture_at_once_both_see_what_they_wrote(
    picture: str, archivist: Staff, desk: Desk
) -> None:
    seen = {"started_from": archivist.get(PAGE).text.split('name="started_from" value="')[1].split('"')[0]}
    editor = desk.sign_in("editor", "Wang Fang")
    assert editor.post(picture, data=seen | {"caption-en": "The winding tower"}).status_code == 303
    answer = archivist.post(picture, data=seen | {"caption-en": "The pit head", "open": "on"})
    assert answer.status_code == 409
    assert 'value="The pit head"' in answer.text and "On record now: “The winding tower”" in answer.text
    (photo,) = desk.files.read_interview("2026-001").gallery
    assert (photo.caption, photo.access) == ({"en": "The winding tower"}, HIDDEN)
    again = {"started_from": answer.text.split('name="started_from" value="')[1].split('"')[0]}
    assert archivist.post(picture, data=again | {"caption-en": "The pit head"}).status_code == 303


def test_only_an_archivist_opens_a_picture_or_shuts_it(picture: str, archivist: Staff, desk: Desk) -> None:
    editor = desk.sign_in("editor")
    assert editor.post(picture, data={"caption-en": "The pit head", "open": "on"}).status_code == 303
    (photo,) = desk.files.read_interview("2026-001").gallery
    assert (photo.caption, photo.access) == ({"en": "The pit head"}, HIDDEN)
    assert archivist.post(picture, data={"caption-en": "The pit head", "open": "on"}).status_code == 303
    assert editor.post(picture, data={"caption-en": "The winding tower"}).status_code == 303
    (photo,) = desk.files.read_interview("2026-001").gallery
    assert (photo.caption, photo.access) == ({"en": "The winding tower"}, OPEN)


@pytest.mark.parametrize("file", ["photo-2.jpg", "..%2f..%2faccounts.sqlite", "photo-1.public.jpg", "x"])
def test_no_other_file_is_a_picture(picture: str, archivist: Staff, file: str) -> None:
    assert archivist.get(f"{PAGE}/{file}").status_code == 404
    assert archivist.post(f"{PAGE}/{file}", data={}).status_code == 404


def test_nothing_but_a_picture_is_taken_in(archivist: Staff, desk: Desk) -> None:
    take_in(desk.files)
    for sent in ({}, {"picture": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")}):
        assert archivist.post(PAGE, data=sent, content_type="multipart/form-data").status_code in {400, 422}
