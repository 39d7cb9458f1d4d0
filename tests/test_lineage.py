"""What became of a text since it was first public: when it changed, in which version, and never what it said before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive import correcting, provenance, publication, transcripts
from archive.correcting import Wish
from archive.files import Files, TrackName
from archive.holdings import holdings, with_lines
from archive.holdings.differing import differing
from archive.records import LATEST_MS, Cue, Redaction, Track, Word
from archive.release import Change, Line, Released, ReleasedTrack, release
from tests.conftest import take_in
from tests.sound import tone

EN = TrackName("recording-1", "en")


def timed(start_ms: int, *words: str, speaker: str = "Lin", each_ms: int = 400) -> Cue:
    """A cue of these words, one after the other."""
    times = [(start_ms + n * each_ms, start_ms + (n + 1) * each_ms) for n in range(len(words))]
    spaced = [word if n == 0 else f" {word}" for n, word in enumerate(words)]
    said = tuple(Word(*time, word) for time, word in zip(times, spaced, strict=True))
    return Cue(times[0][0], times[-1][1], "".join(spaced), speaker, said)


LIST = timed(0, "They", "read", "the", "list.")
NAME = timed(2000, "I", "heard", "my", "name.")


def test_a_word_that_was_corrected_is_the_stretch_that_changed() -> None:
    assert differing([LIST, NAME], [LIST, correcting.cues.edited(NAME, "I feared my name.")]) == [(2400, 2800)]


def test_splitting_joining_and_shifting_change_no_words() -> None:
    both = correcting.cues.joined(LIST, NAME)
    for after in ([both], [*correcting.cues.split(LIST, 9), NAME], [replace(LIST, end_ms=1900), NAME]):
        assert differing([LIST, NAME], after) == []
        assert differing(after, [LIST, NAME]) == []


def test_where_no_word_times_are_known_the_whole_passage_changed() -> None:
    assert differing([replace(LIST, words=()), NAME], [replace(LIST, words=(), text="They read a list."), NAME]) == [
        (0, 1600)
    ]


def test_a_voice_called_otherwise_throughout_is_no_change_but_another_voice_is() -> None:
    cues = [LIST, NAME, timed(9000, "Yes.", speaker="Hall")]
    renamed = [replace(each, speaker="Winch operator" if each.speaker == "Lin" else each.speaker) for each in cues]
    assert differing(cues, renamed) == []
    assert differing(cues, [replace(LIST, speaker="Hall"), *cues[1:]]) == [(0, 1600)]


def test_a_passage_taken_out_or_put_in_has_changed() -> None:
    assert differing([LIST, NAME], [LIST]) == differing([LIST], [LIST, NAME]) == [(2000, 3600)]


def test_a_text_made_anew_throughout_has_changed_throughout() -> None:
    old = [timed(n * 4000, *(f"old{n}x{k}" for k in range(8))) for n in range(500)]
    new = [timed(n * 4000, *(f"new{n}x{k}" for k in range(8))) for n in range(500)]
    assert differing(old, new) == [(0, 500 * 4000 - 800)]


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(["coal", "list", "名单"])), max_size=8))
def test_what_changed_lies_within_what_was_said(told: list[tuple[int, str]]) -> None:
    cues = [Cue(start * 1000, start * 1000 + 900, text) for start, text in told]
    assert differing(cues, cues) == []
    found = differing(cues, [LIST])
    assert found == sorted(found)
    assert all(any(each.start_ms <= start < each.end_ms for each in (*cues, LIST)) for start, _ in found)


# --- from the files --------------------------------------------------------------------------------------------------


def told(files: Files, tmp_path: Path, *cues: Cue) -> str:
    """An interview with a text of the machine's that is public."""
    interview_id = take_in(files, tone(tmp_path / "tape.wav")).id
    machine_hears(files, interview_id, *cues)
    publication.publish(files, interview_id, by="M. Lin", on="2026-05-03")
    return interview_id


def machine_hears(files: Files, interview_id: str, *cues: Cue) -> None:
    track = Track(language="en", cues=cues, made_by="whisper base", made_at="2026-05-02T00:00:00+00:00")
    name = replace(EN, machine=True)
    written = transcripts.keep_machine_text(files, interview_id, "recording-1", track)
    with files.lock(interview_id):
        event = replace(provenance.next_event(files, interview_id, "transcription", "whisper base"), files=written)
        provenance.record(files, event)
    assert files.read_track(interview_id, name).cues == cues


def line(files: Files, interview_id: str) -> Line:
    (found,) = with_lines(files, holdings(files, interview_id)).lines["recording-1"]
    return found


def correct(files: Files, interview_id: str, cue: Cue, text: str, *, by: str = "Li Min") -> str:
    """Correct a passage and keep the version; returns its name."""
    wish = Wish(act="text", cues=(cue,), text=text)
    correcting.correct(files, interview_id, EN, wish, by=by)
    with files.lock(interview_id):
        correcting.keep(files, interview_id, EN, by=by)
    return line(files, interview_id).version


def test_what_was_corrected_before_it_was_public_is_no_change(files: Files, tmp_path: Path) -> None:
    interview_id = take_in(files, tone(tmp_path / "tape.wav")).id
    machine_hears(files, interview_id, LIST, NAME)
    correct(files, interview_id, NAME, "I feared my name.")
    publication.publish(files, interview_id, by="M. Lin", on="2026-05-03")
    assert line(files, interview_id).changes == ()


def test_each_stretch_says_in_which_version_it_changed_last(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    first = line(files, interview_id)
    assert first == Line(language="en", form="verbatim", versions=first.versions)
    one = correct(files, interview_id, NAME, "I feared my name.")
    other = correct(files, interview_id, LIST, "They read a list.")
    assert len({first.version, one, other}) == 3
    assert line(files, interview_id).changes == (Change(800, 1200, other), Change(2400, 2800, one))
    assert other.startswith(one[:10])


def test_hearing_again_is_a_change_where_it_was_heard_otherwise(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    transcripts.ask_again(files, interview_id, agent="M. Lin")
    machine_hears(files, interview_id, LIST, timed(2000, "I", "heard", "her", "name."))
    found = line(files, interview_id)
    assert found.changes == (Change(2800, 3200, found.version),)


def test_approving_makes_a_version_and_changes_no_words(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    before = line(files, interview_id)
    correcting.approve(files, interview_id, EN, by="M. Lin", on="2026-05-04")
    after = line(files, interview_id)
    assert after.version != before.version and after.changes == ()


def test_of_a_version_that_is_lost_everything_may_have_changed(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    for cue, text in ((NAME, "I dreaded my name."), (LIST, "They read one list.")):
        correcting.correct(files, interview_id, EN, Wish(act="text", cues=(cue,), text=text), by="Li Min")
        with files.lock(interview_id):
            correcting.keep(files, interview_id, EN, by="Li Min")
    folder = f"transcripts/{interview_id}/versions"
    for file in (each for each in files.store.names(folder) if each.endswith(".recording-1.en.vtt")):
        files.store.write(f"{folder}/{file}", b"WEBVTT\n\nNOTE not what it was\n")
    found = line(files, interview_id)
    assert found.changes == (Change(0, LATEST_MS, found.version),)


def test_of_a_stretch_that_is_withheld_not_even_the_change_is_told(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    version = correct(files, interview_id, LIST, "We heard one list")
    held = with_lines(files, holdings(files, interview_id))
    redactions = (Redaction(recording="recording-1", start_ms=900, end_ms=1000),)
    kept_back = replace(held, interview=replace(held.interview, redactions=redactions))
    released = release(kept_back)
    assert isinstance(released, Released)
    assert released.tracks[0].version == version
    assert released.tracks[0].changes == (Change(0, 650, version), Change(1250, 1600, version))


def test_correcting_what_is_withheld_changes_nothing_that_the_public_is_told(files: Files, tmp_path: Path) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    correct(files, interview_id, NAME, "I feared my name.")
    publication.redact(files, interview_id, Redaction(recording="recording-1", start_ms=900, end_ms=1000), by="M. Lin")

    def public() -> Released | None:
        return release(with_lines(files, holdings(files, interview_id)))

    before = public()
    hidden = correct(files, interview_id, LIST, "They read the roll.")
    assert line(files, interview_id).version == hidden and public() == before
    seen = correct(files, interview_id, files.read_track(interview_id, EN).cues[0], "We read the roll.")
    after = public()
    assert after is not None and after.tracks[0].version == seen


def test_whoever_corrects_what_is_withheld_is_not_named_and_takes_no_approval_away(
    files: Files, tmp_path: Path
) -> None:
    interview_id = told(files, tmp_path, LIST, NAME)
    correcting.approve(files, interview_id, EN, by="Lin Guihua", on="2026-05-03")
    publication.redact(files, interview_id, Redaction(recording="recording-1", start_ms=900, end_ms=1000), by="M. Lin")

    def signed() -> ReleasedTrack:
        released = release(with_lines(files, holdings(files, interview_id)))
        assert released is not None
        return released.tracks[0]

    before = signed()
    assert before.approved_by == "Lin Guihua"
    hidden = correct(files, interview_id, LIST, "They read the roll.", by="Wang Fang")
    assert line(files, interview_id).version == hidden and signed() == before
    there = files.read_track(interview_id, EN)
    cues = (correcting.cues.edited(there.cues[0], "They read the names."), *there.cues[1:])
    anew = replace(there, cues=cues, made_by="Wang Fang", approved_by="", approved_on="")
    transcripts.keep_text(files, interview_id, "recording-1", anew, agent="Wang Fang", detail="")
    assert signed() == before, "nor by a text that was made elsewhere"
    correct(files, interview_id, cues[0], "We read the names.", by="Wang Fang")
    assert signed().is_machine_made and not signed().approved_by, "what is read was changed, and nobody vouches for it"
    correcting.approve(files, interview_id, EN, by="Zhao Li", on="2026-05-06")
    assert signed().approved_by == "Zhao Li" and not signed().is_machine_made
