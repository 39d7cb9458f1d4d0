"""The page on which something is kept back: marked, shown beforehand, lifted; names that are said; and the proof."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from archive import fixity, provenance, transcripts
from archive.access import muted
from archive.files import proof_file, to_json
from archive.proofs import muted_stem
from archive.records import Cue, Interview, NameSpoken, Person, Proof, Proven, Recording, Track, Word
from tests.conftest import PUBLISHED, described, take_in_described
from tests.desk.conftest import Desk, Staff, carried, part

HELD = "2026-001"
PAGE = f"/desk/interviews/{HELD}/withholding"
WORDS = (
    Word(1_000, 1_500, "Mister "),
    Word(1_500, 2_000, "Hale "),
    Word(2_000, 2_600, "read "),
    Word(2_600, 3_000, "it."),
)
SPOKEN = Cue(1_000, 3_000, "Mister Hale read it.", words=WORDS)
MARKED = {"recording": "recording-1", "start": "0:02.000", "end": "0:02.600", "sound": "tone", "reason": "a neighbour"}


@pytest.fixture
def held(desk: Desk) -> Interview:
    """An interview in English with a translation, whose narrator has a pseudonym."""
    interview = take_in_described(
        desk.files,
        described(
            recordings=(Recording(name="recording-1", duration_ms=9_000),),
            narrators=(Person(name="Margaret Hale", pseudonym="Anne Grey"),),
            published=PUBLISHED,
        ),
    )
    french = Track(language="fr", cues=(Cue(1_000, 3_000, "M. Hale le lut."),), origin="person", translated_from="en")
    for track in (Track(language="en", cues=(SPOKEN,), origin="person"), french):
        transcripts.keep_text(desk.files, interview.id, "recording-1", track, agent="Wang Fang", detail="")
    return interview


def record(desk: Desk) -> Interview:
    return desk.files.read_interview(HELD)


def test_what_goes_is_shown_in_every_language_before_it_is_decided(
    held: Interview, archivist: Staff, desk: Desk
) -> None:
    page = html.unescape(archivist.post(PAGE, data=MARKED | {"look": "first"}).text)
    shown = part(page, "mark")
    assert "Hale read it." in shown and "M. Hale le lut." in shown
    assert "whole passages, since it is not known when each word is said" in shown
    assert "Not heard: 0:01.250 – 0:03.250" in shown
    assert 'value="a neighbour"' in shown, "what was filled in stays"
    assert record(desk).redactions == ()


def test_a_stretch_is_kept_back_as_it_was_marked_and_no_word_is_cut(
    held: Interview, archivist: Staff, desk: Desk
) -> None:
    assert archivist.post(PAGE, data=MARKED).status_code == 303
    (redaction,) = record(desk).redactions
    assert (redaction.start_ms, redaction.end_ms, redaction.sound) == (2_000, 2_600, "tone")
    page = html.unescape(archivist.get(PAGE).text)
    assert "Hale read it." in part(page, "kept") and "a tone" in part(page, "kept")
    assert "Not heard: 0:01.250 – 0:03.250" in part(page, "kept"), "250 ms before “Hale”, 250 ms after “it.”"
    assert page.count('class="gone"') == 3
    assert "the public hears nothing of this recording" in part(page, "heard")


def test_letting_the_public_read_it_again_is_asked_twice(held: Interview, archivist: Staff, desk: Desk) -> None:
    archivist.post(PAGE, data=MARKED)
    form = carried(archivist.get(PAGE).text, "Keep it back no longer")
    answer = archivist.post(f"{PAGE}/lifted", data=form)
    assert answer.status_code == 422 and "would at once read" in answer.text
    assert record(desk).redactions
    assert archivist.post(f"{PAGE}/lifted", data=form | {"confirmed": "yes"}).status_code == 303
    assert record(desk).redactions == ()


def test_a_name_that_is_said_is_offered_and_decided_and_left_open_again(
    held: Interview, archivist: Staff, desk: Desk
) -> None:
    page = html.unescape(archivist.get(PAGE).text)
    names = part(page, "names")
    assert "A name that is left in the sound makes its pseudonym worthless." in names
    assert names.count("<mark>Mister Hale</mark>") == names.count("<mark>M. Hale</mark>") == 1
    place = '{"recording": "recording-1", "name": "Margaret Hale", "said": "Hale", "is_heard": true}'
    told = {"recording": "recording-1", "place": place, "start": "0:01.500", "end": "0:02.000", "verdict": "yes"}
    assert archivist.post(f"{PAGE}/names", data=told).status_code == 303
    (said,) = record(desk).names_spoken
    assert said == NameSpoken(recording="recording-1", start_ms=1_500, end_ms=2_000, name="Margaret Hale", said="Hale")
    assert archivist.post(f"{PAGE}/names/open", data=told).status_code == 303
    assert record(desk).names_spoken == ()


def test_a_name_of_nobody_is_refused(held: Interview, archivist: Staff, desk: Desk) -> None:
    place = '{"recording": "recording-1", "name": "Somebody", "said": "Hale", "is_heard": true}'
    told = {"recording": "recording-1", "place": place, "start": "0:01.500", "end": "0:02.000", "verdict": "yes"}
    assert archivist.post(f"{PAGE}/names", data=told).status_code == 404
    assert archivist.post(f"{PAGE}/names", data=told | {"place": "{"}).status_code == 400
    assert record(desk).names_spoken == ()


def a_copy(desk: Desk, *, still: tuple[str, ...]) -> Proof:
    """A copy for the public, made and heard again, as a worker leaves them."""
    interview = record(desk)
    stretches = muted(interview, "recording-1", transcripts.said(desk.files, HELD, "recording-1"))
    (recording,) = interview.recordings
    copy = f"media/{HELD}/{muted_stem(recording, stretches)}.m4a"
    desk.files.store.write(copy, b"sound")
    files = {copy: fixity.sha256_of(desk.files, copy)}
    places = [Proven(start_ms=e.start_ms, end_ms=e.end_ms, removed="Hale read", still=still) for e in stretches]
    proof = Proof(recording="recording-1", files=files, muted=stretches, places=tuple(places), made_by="whisper")
    event = provenance.new_event(HELD, "redaction proof", "whisper")
    key = proof_file(HELD, "recording-1", provenance.stamp(event))
    desk.files.store.write(key, to_json(proof))
    provenance.record(desk.files, replace(event, files=files | {key: fixity.sha256_of(desk.files, key)}))
    return proof


def test_a_failed_proof_says_what_to_do_and_somebody_who_listened_may_vouch(
    held: Interview, archivist: Staff, desk: Desk
) -> None:
    archivist.post(PAGE, data=MARKED)
    proof = a_copy(desk, still=("read",))
    page = html.unescape(archivist.get(PAGE).text)
    assert "keep back a little more" in part(page, "heard") and "Still heard: read" in part(page, "kept")
    form = carried(page, "Vouch for it as The archivist")
    assert archivist.post(f"{PAGE}/listened", data=form).status_code == 400, "who did not listen cannot vouch"
    assert archivist.post(f"{PAGE}/listened", data=form | {"listened": "y", "copy": "0" * 64}).status_code == 409
    assert archivist.post(f"{PAGE}/listened", data=form | {"listened": "y"}).status_code == 303
    assert "The archivist listened to every place" in html.unescape(archivist.get(PAGE).text)
    assert set(proof.files.values()) == {form["copy"]}


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_archivists_decide(held: Interview, desk: Desk, role: str) -> None:
    staff = desk.sign_in(role)  # type: ignore[arg-type]
    assert staff.get(PAGE).status_code == 200
    for address in ("", "/lifted", "/listened", "/names", "/names/open"):
        assert staff.post(PAGE + address, data=MARKED).status_code == 403
