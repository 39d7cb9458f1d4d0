"""The demonstration shows protection: a name, two sentences and a whole interview that the public never meets."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import accession, demonstration, jobs, publication, transcripts
from archive.accession import Facts
from archive.files import open_files
from archive.settings import Settings
from tests.conftest import TODAY
from tests.serving import reader_of

NAMES = ("秦守义", "老秦", "Qin Shouyi", "Old Qin", "马德胜", "Ma Desheng", "孟小川")
KEPT_BACK = (*NAMES, "我孩子", "still works there", "键盘")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the demonstration's texts in it, published; nothing of its sound was worked on."""
    settings = Settings(home=tmp_path_factory.mktemp("demonstration"))
    files = open_files(settings)
    for piece in demonstration.pieces():
        sources = [tape.sound for tape in piece.tapes]
        taken_in = accession.accession(
            files,
            piece.described,
            sources,
            examine=lambda *_: Facts(kind="audio", duration_ms=100_000),
            agent="an archivist",
            today=TODAY,
        )
        for tape in piece.tapes:
            for track in tape.tracks:
                transcripts.keep_text(files, taken_in.id, tape.name, track, agent="an archivist", detail="")
        publication.publish(files, taken_in.id, by="an archivist", on=TODAY.isoformat())
    jobs.keep_house(files, settings)
    return settings.home


@pytest.fixture(scope="module")
def reader(home: Path) -> FlaskClient:
    """Somebody who reads it."""
    return reader_of(home)


def test_every_interview_of_it_is_listed_and_says_that_nobody_real_speaks(reader: FlaskClient) -> None:
    page = reader.get("/interviews").text
    assert [title for title in ("绞车房", "矿灯房", "过磅房", "夜校") if title not in page] == []
    assert "nobody real speaks" in reader.get("/interviews/2026-003").text


def test_what_it_keeps_back_is_in_no_byte_of_the_edition(home: Path) -> None:
    edition = b"".join(each.read_bytes() for each in (home / "instance/edition").rglob("*") if each.is_file())
    assert "老程".encode() in edition and "炉子".encode() in edition
    assert [each for each in KEPT_BACK if each.encode() in edition] == []


def test_readers_meet_the_pseudonym_and_are_told_of_what_is_withheld(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2026-003").text
    assert "我叫老程" in page and "Write 老程, I said." in page and "The narrator asked for this" in page
    assert reader.get("/search.json?q=老程").json["total"] == 1


def test_the_interview_under_embargo_is_listed_and_closed(reader: FlaskClient) -> None:
    page = reader.get("/interviews/2026-004").text
    assert "Night school" in page and "closed until 2040" in page
    assert reader.get("/interviews/2026-004.vtt").status_code == 404
