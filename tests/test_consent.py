"""What a narrator did not allow is not done: nothing published, transcribed or translated; narrowed at the next run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive import fixity, index, jobs, opening, provenance, publication, transcripts
from archive.access import may_be_translated, unheard_because
from archive.errors import NotFound, Refused
from archive.files import Files, from_json
from archive.jobs.steps import TRANSCRIBE, TRANSLATE, owed
from archive.records import PUBLIC_USES, USES, USUAL_USES, Consent, Cue, Interview, Track
from archive.release import ReleasedTrack
from archive.settings import Settings
from tests.conftest import described, take_in
from tests.sound import tone


def owed_names(files: Files, settings: Settings) -> list[str]:
    return [each.name for each in owed(files, settings)]


@pytest.mark.parametrize(
    ("consent", "because"),
    [
        (Consent(statement="Her words.", uses=PUBLIC_USES), "does not name processing by a machine"),
        (Consent(statement="Yes.", uses=USES, withdrawn_on="2026-05-04"), "took consent back on 2026-05-04"),
    ],
    ids=["other uses", "taken back"],
)
def test_what_no_machine_may_hear_is_not_owed_a_transcript_and_it_is_said_why(
    files: Files, settings: Settings, tmp_path: Path, consent: Consent, because: str
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), consent=consent)
    assert owed_names(files, settings) == ["access copy", "peaks"]
    assert because in str(unheard_because(interview))
    if not consent.withdrawn_on:  # else what stands in the way is told instead
        assert "processing not allowed" in opening.outlook(files, settings, interview.id).limits


def test_before_consent_is_on_record_a_draft_is_made_in_the_house_and_nowhere_else(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), consent=None)
    assert TRANSCRIBE in owed_names(files, settings) and unheard_because(interview) is None
    assert may_be_translated(interview, elsewhere=False) and not may_be_translated(interview, elsewhere=True)


def test_a_transcript_is_owed_as_soon_as_consent_names_it(files: Files, settings: Settings, tmp_path: Path) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), consent=Consent(statement="Text.", uses=PUBLIC_USES))
    assert TRANSCRIBE not in owed_names(files, settings)
    publication.record_consent(files, interview.id, Consent(statement="Yes.", uses=USUAL_USES), by="M. Lin")
    assert TRANSCRIBE in owed_names(files, settings)


def test_a_step_that_was_owed_is_refused_once_consent_is_narrower(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"))
    (step,) = (each for each in owed(files, settings) if each.name == TRANSCRIBE)
    publication.record_consent(files, interview.id, Consent(statement="Her words.", uses=("text",)), by="M. Lin")
    with pytest.raises(Refused, match="consent"):
        jobs.do(files, settings, step, beat=lambda *_: None)
    assert jobs.outcome(files, step) is None


@pytest.mark.parametrize(
    ("uses", "here", "elsewhere"),
    [
        (USES, True, True),
        (USUAL_USES, True, False),
        (("text", "processing"), False, False),
        (("text", "translation", "external"), False, False),
    ],
)
def test_a_machine_translates_only_what_it_may_hear_and_what_may_be_translated(
    uses: Sequence[str], here: bool, elsewhere: bool
) -> None:
    interview = described(id="2026-001", consent=Consent(statement="Yes.", uses=tuple(uses)))
    assert may_be_translated(interview, elsewhere=False) == here
    assert may_be_translated(interview, elsewhere=True) == elsewhere


def test_words_go_to_a_program_of_somebody_elses_only_if_that_is_allowed(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), language="zh")
    track = Track(language="zh", cues=(Cue(0, 900, "名单"),), made_by="whisper")
    transcripts.keep_machine_text(files, interview.id, "recording-1", track)
    elsewhere = replace(settings, translator="command:cat")
    assert TRANSLATE not in owed_names(files, elsewhere)
    publication.record_consent(files, interview.id, Consent(statement="All of it.", uses=USES), by="M. Lin")
    assert TRANSLATE in owed_names(files, elsewhere)


def test_a_narrower_consent_narrows_the_edition_at_the_next_run(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), language="zh")
    for language, source in (("zh", ""), ("en", "zh")):
        track = Track(language=language, cues=(Cue(0, 900, "名单 list"),), origin="person", translated_from=source)
        transcripts.keep_text(files, interview.id, "recording-1", track, agent="M. Lin", detail="")
    opening.publish(files, settings, [interview.id], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, interview.id)
    assert {each.language for each in _edition(settings, interview.id)} == {"zh", "en"}
    publication.record_consent(
        files, interview.id, Consent(statement="Not in English.", uses=("text", "processing")), by="M. Lin"
    )
    jobs.keep_house(files, settings)
    assert [each.language for each in _edition(settings, interview.id)] == ["zh"]


def _edition(settings: Settings, interview_id: str) -> Sequence[ReleasedTrack]:
    found = index.interview(index.open_current(settings.instance / "edition"), interview_id)
    assert found is not None
    return found.tracks


# --- documents -------------------------------------------------------------------------------------------------------


def test_a_document_is_kept_as_it_came_under_a_name_that_tells_nothing(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"))
    signed, letter = tmp_path / "Lin Guihua signed.PDF", tmp_path / "letter.lin guihua"
    signed.write_bytes(b"%PDF signed")
    letter.write_bytes(b"she writes")
    for each in (signed, letter):
        after = publication.attach_document(files, interview.id, each, each.name, by="M. Lin")
    assert after.consent is not None and after.consent.documents == ("document-1.pdf", "document-2.bin")
    assert files.store.read(publication.document_key(after, "document-1.pdf")) == b"%PDF signed"
    assert fixity.verify(files, interview.id, agent="test") == []
    *_, event = (each for each in provenance.events(files, interview.id) if each.type != provenance.CHECK)
    assert event.type == "consent document added" and "Lin Guihua" not in str(event)
    with pytest.raises(Refused, match="already"):
        publication.attach_document(files, interview.id, signed, "again.pdf", by="M. Lin")
    with pytest.raises(NotFound):
        publication.document_key(after, "../recording-1.wav")


def test_documents_stay_with_a_later_consent_and_are_no_part_of_the_edition(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"))
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(b"canary-of-the-signature")
    publication.attach_document(files, interview.id, signed, signed.name, by="M. Lin")
    later = publication.record_consent(files, interview.id, Consent(statement="Text only", uses=("text",)), by="M. Lin")
    assert later.consent is not None and later.consent.documents == ("document-1.pdf",)
    opening.publish(files, settings, [interview.id], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, interview.id)
    public = [each for each in (settings.instance / "edition").rglob("*") if each.is_file()]
    assert public and not any(b"canary-of-the-signature" in each.read_bytes() for each in public)
    assert not any(b"document-1" in each.read_bytes() for each in public)


def test_a_document_needs_consent_in_words_first(files: Files, tmp_path: Path) -> None:
    interview = take_in(files, tone(tmp_path / "tape.wav"), consent=None)
    with pytest.raises(Refused, match="no consent on record"):
        publication.attach_document(files, interview.id, tone(tmp_path / "yes.wav"), "yes.wav", by="M. Lin")


def test_a_record_from_before_the_question_was_asked_is_read_and_allows_no_machine() -> None:
    old = b'{"id": "2026-001", "consent": {"statement": "Yes.", "uses": ["text", "sound", "translation"]}}'
    interview = from_json(old, Interview, key="interview.json")
    assert interview.consent is not None and interview.consent.documents == ()
    assert unheard_because(interview) is not None
