"""Files given away carry nothing extra: no name, place, program or file name of the original in any byte of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from archive import accession, create_app, gallery, publication, transcripts
from archive.accession import Tape
from archive.files import Files, open_files
from archive.holdings import holdings
from archive.intake import examiner
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import PROOF, TRANSCRIBE, TRANSLATE
from archive.proofs import copy_to_hear
from archive.records import OPEN, PUBLIC_USES, USUAL_USES, Consent, Cue, Interview, Redaction, Track
from archive.release import release
from archive.settings import Settings
from tests.conftest import PUBLISHED, TODAY, described
from tests.marked_media import MARK, marked_media, marked_pictures

PROGRAMS = (b"Lavf", b"Lavc", b"x264", b"Pillow", b"ImageMagick")
"""With which the programs sign that make such files."""
PLACES = (b"45.75", b"+45.7500", b"GPS")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Recordings and pictures of each kind, public: once whole, and once with something kept back."""
    settings = Settings(home=tmp_path_factory.mktemp("archive"))
    files = open_files(settings)
    whole = _taken_in(files, settings, marked_media(tmp_path_factory.mktemp("whole"), seconds=2.0))
    for path in marked_pictures(tmp_path_factory.mktemp("pictures")):
        tape = Tape(path=path, name=path.name)
        *_, photo = gallery.add_picture(files, settings, whole.id, tape, agent="Wang Fang").gallery
        gallery.describe_picture(files, whole.id, replace(photo, access=OPEN), agent="Wang Fang")
    # No machine may hear it: a person listens to what is left.
    cut = _taken_in(files, settings, marked_media(tmp_path_factory.mktemp("cut"), seconds=2.5), uses=PUBLIC_USES)
    for recording in cut.recordings:
        stretch = Redaction(
            recording=recording.name, start_ms=1_200, end_ms=1_500, sound="tone", blacks_picture=True, reason=MARK
        )
        publication.redact(files, cut.id, stretch, by="Wang Fang")
    _work(files, settings)
    for recording in cut.recordings:
        copy = copy_to_hear(files, files.read_interview(cut.id), recording.name)
        assert copy is not None
        sound = next(digest for key, digest in copy.files.items() if key.endswith((".m4a", ".mp4")))
        publication.vouch(files, cut.id, recording.name, by="Wang Fang", listened_to=sound)
    keep_house(files, settings)
    return settings


def _taken_in(
    files: Files, settings: Settings, sources: list[Path], *, uses: tuple[str, ...] = USUAL_USES
) -> Interview:
    examine = examiner(settings, remark=lambda _: None)
    interview = accession.accession(
        files,
        described(published=PUBLISHED, consent=Consent(statement="Signed", uses=uses)),
        sources,
        examine=examine,
        agent="Wang Fang",
        today=TODAY,
    )
    for recording in interview.recordings:
        track = Track(language="en", cues=(Cue(0, 900, "They read the list."),), origin="person")
        transcripts.keep_text(files, interview.id, recording.name, track, agent="Wang Fang", detail="")
    return interview


def _work(files: Files, settings: Settings) -> None:
    queue = open_queue(files, settings)
    while steps := [each for each in owed(files, settings) if each.name not in {TRANSCRIBE, TRANSLATE, PROOF}]:
        for step in steps:
            assert queue.do(step).outcome == "success", step


def test_the_originals_hold_what_must_not_be_given_away(published: Settings) -> None:
    originals = [each for each in (published.home / "media").rglob("*-*.*") if _is_original(each)]
    assert len(originals) == 18
    assert [each.name for each in originals if MARK.encode() not in each.read_bytes()] == []


def _is_original(path: Path) -> bool:
    return re.fullmatch(r"(recording|photo)-\d+\.\w+", path.name) is not None


def test_every_recording_and_picture_is_given_away(published: Settings) -> None:
    files = open_files(published)
    for interview_id in files.interview_ids():
        released = release(holdings(files, interview_id))
        assert released is not None
        for recording in released.recordings:
            roles = {each.role for each in recording.media}
            assert roles >= {"access copy", "peaks"} | ({"poster"} if recording.kind == "video" else set())


def test_no_byte_of_the_edition_tells_more_than_we_say(published: Settings) -> None:
    held = [each for each in (published.instance / "edition").rglob("*") if each.is_file()]
    found = {each.name: [mark for mark in (MARK.encode(), *PLACES) if mark in each.read_bytes()] for each in held}
    assert {name: marks for name, marks in found.items() if marks} == {}
    media = [each for each in held if each.parent.name == "media" and each.suffix != ".json"]
    signed = {each.name: [name for name in PROGRAMS if name in each.read_bytes()] for each in media}
    assert {name: programs for name, programs in signed.items() if programs} == {}
    for each in media:
        assert str(published.home).encode() not in each.read_bytes()


def test_nothing_that_can_be_downloaded_tells_more_than_we_say(published: Settings) -> None:
    app = create_app(published)
    client = app.test_client()
    asked = list(_addresses(published, app))
    assert len(asked) > 60
    for address in asked:
        answer = client.get(address)
        assert answer.status_code in (200, 206, 302, 303), f"{address}: {answer.status_code}"
        told = str(answer.headers).encode() + answer.data
        answer.close()
        assert [mark for mark in (MARK.encode(), *PLACES, str(published.home).encode()) if mark in told] == [], address


def _addresses(settings: Settings, app: Flask) -> Iterator[str]:
    """Every address that the site has for an interview, whatever it hands out there, and every file."""
    files = open_files(settings)
    rules = [each.rule for each in app.url_map.iter_rules() if each.arguments == {"interview_id"}]
    assert len(rules) > 5
    for interview_id in files.interview_ids():
        released = release(holdings(files, interview_id))
        assert released is not None
        yield from (re.sub("<[^>]+>", interview_id, each) for each in rules)
        for file in (file for each in released.recordings for file in each.media):
            yield f"/media/{interview_id}/{file.name}"
        for picture in released.pictures:
            yield f"/media/{interview_id}/{picture.file.name}"
            yield f"/interviews/{interview_id}/pictures/{picture.name}"
    yield from ("/concordance.csv?q=list", "/trends.csv?q=list", "/search.json?q=list", "/feed.atom", "/sitemap.xml")
