"""Keeping house: the edition follows the decisions, whatever else is damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import cast

import pytest

from archive import describing, jobs, opening, provenance, publication
from archive.access import shown
from archive.describing import version_of
from archive.diagnosis import diagnose
from archive.errors import Conflict, Unavailable
from archive.files import Files, interview_file, open_files, to_json
from archive.index import collections, current_edition, interview, open_current, open_index
from archive.jobs import doing, keep_house, owed, start_afresh
from archive.jobs.steps import ACCESS_COPY, PEAKS, TRANSCRIBE, TRANSLATE
from archive.records import CLOSED, OPEN, Collection, Decision, Person, Redaction
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone
from tests.test_tags_in_public import by_hand, decide_all, held, tag_of


def _made(files: Files, settings: Settings) -> None:
    queue = jobs.open_queue(files, settings)
    for step in list(owed(files, settings)):
        if step.name not in {TRANSCRIBE, TRANSLATE}:
            queue.do(step)


def _media(settings: Settings) -> list[str]:
    return sorted(each.suffix for each in (settings.instance / "edition/media").iterdir())


def test_a_withdrawal_goes_through_though_anothers_access_copy_is_damaged(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    for number in (1, 2):
        take_in(files, tone(tmp_path / f"{number}.wav", hertz=200.0 * number))
        publication.publish(files, f"2026-00{number}", by="M. Lin", on="2026-05-03")
    _made(files, settings)
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    copy.write_bytes(copy.read_bytes()[:-5] + b"spoil")
    publication.withdraw(files, "2026-002", by="M. Lin", on="2026-05-04", reason="asked for")
    keep_house(files, settings)
    assert _media(settings) == [".json"]


def test_an_access_copy_that_is_lost_is_owed_and_made_again(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    before = copy.read_bytes()
    copy.unlink()
    assert ACCESS_COPY in {each.name for each in owed(files, settings)}
    _made(files, settings)
    assert copy.read_bytes() == before


def test_nothing_is_made_from_an_original_that_is_damaged(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    original = settings.home / "media/2026-001/recording-1.wav"
    original.write_bytes(original.read_bytes()[:-1] + b"x")
    queue = jobs.open_queue(files, settings)
    step = next(iter(owed(files, settings)))
    event = queue.do(step)
    assert event.outcome == "failure" and "recording-1.wav is not as it was received" in str(event.detail)
    assert step not in list(owed(files, settings)), "a failure waits for a person"


def test_a_defect_of_ours_is_said_with_its_step_and_keeps_no_other_step_waiting(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defective(_: object) -> None:
        raise ZeroDivisionError("in the seventh packet")

    monkeypatch.setitem(cast(dict[str, object], doing._DOES), ACCESS_COPY, defective)
    monkeypatch.setitem(cast(dict[str, object], doing._DOES), TRANSCRIBE, defective)
    take_in(files, tone(tmp_path / "tape.wav"))
    queue, done = jobs.open_queue(files, settings), list[str]()
    with pytest.raises(Unavailable, match=r"access copy.* ZeroDivisionError: in the seventh packet"):
        jobs.work_until_done(queue, tell=lambda _: lambda *_: None, done=lambda step, _: done.append(step.name))
    assert PEAKS in done
    assert {each.name for each in owed(files, settings)} == {ACCESS_COPY, TRANSCRIBE}


def test_what_is_done_again_is_done_once(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    queue = jobs.open_queue(files, settings)
    step = next(iter(owed(files, settings)))
    assert queue.do(step) == queue.do(step)


def test_house_kept_twice_changes_nothing(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    publication.publish(files, "2026-001", by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    watched = [*(settings.instance / "edition").rglob("*"), settings.instance / "desk.sqlite"]
    before = {each: each.stat().st_mtime_ns for each in watched if each.is_file() and each.name != "lock"}
    keep_house(files, settings)
    assert {each: each.stat().st_mtime_ns for each in before} == before


# --- damage anywhere -------------------------------------------------------------------------------------------------


def _words(settings: Settings, interview_id: str = "2026-001") -> Path:
    return settings.home / "transcripts" / interview_id


def _broken_collection(settings: Settings) -> None:
    (settings.home / "transcripts/collections").mkdir(exist_ok=True)
    (settings.home / "transcripts/collections/coal.json").write_text("{")


def _file_that_names_no_collection(settings: Settings) -> None:
    (settings.home / "transcripts/collections").mkdir(exist_ok=True)
    (settings.home / "transcripts/collections/Notes (old).json").write_text("{}")


def _copied_folder(settings: Settings) -> None:
    shutil.copytree(_words(settings), _words(settings, "2026-009"))


def _truncated_note(settings: Settings) -> None:
    (_words(settings) / "pending").mkdir(exist_ok=True)
    (_words(settings) / "pending/20260503T000000.000000Z-x.json").write_text('{"event": {"id"')


def _damaged_receipt(settings: Settings) -> None:
    next((_words(settings) / "steps").iterdir()).write_text("{")


def _damaged_event(settings: Settings) -> None:
    next((_words(settings) / "events").glob("*.json")).write_text("{")


def _damaged_claim(settings: Settings) -> None:
    (settings.home / "transcripts/ids/2026-008").write_text("{")


def _broken_record(settings: Settings) -> None:
    (_words(settings) / "interview.json").write_text("{")


def _title_no_database_takes(settings: Settings) -> None:
    record = _words(settings) / "interview.json"
    record.write_text(record.read_text().replace("A winter underground", "A winter \\ud800 underground"))


def _collection_title_no_database_takes(settings: Settings) -> None:
    (settings.home / "transcripts/collections").mkdir(exist_ok=True)
    title = '{"slug": "coal", "title": {"en": "Coal \\ud800"}}'
    (settings.home / "transcripts/collections/coal.json").write_text(title)


def _recording_that_stands_twice(settings: Settings) -> None:
    record = _words(settings) / "interview.json"
    told = json.loads(record.read_text())
    record.write_text(json.dumps(told | {"recordings": told["recordings"] * 2}))


def _broken_index(settings: Settings) -> None:
    (settings.instance / "desk.sqlite").write_bytes(b"not a database at all")


def _index_broken_inside(settings: Settings) -> None:
    path = settings.instance / "desk.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def _broken_memory_of_the_index(settings: Settings) -> None:
    (settings.instance / "desk.indexed.json").write_text('{"2026-0')


def _broken_memory_of_the_edition(settings: Settings) -> None:
    (settings.instance / "edition-made-from").write_bytes(b"\xff\xfe")


def _shortened_access_copy(settings: Settings) -> None:
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    copy.write_bytes(copy.read_bytes()[:-100])


def _instance_lost_while_tapes_were_added(settings: Settings) -> None:
    files = open_files(settings)
    event = provenance.new_event("2026-001", "accession", "M. Lin")
    takes = {"media/2026-001/recording-2.wav": ("0123456789abcdef", "recording-2.wav", "0" * 64)}
    act = provenance.planned(event, writes={}, takes=takes)
    files.store.create(f"transcripts/2026-001/pending/{provenance.stamp(event)}-{event.id}.json", to_json(act))
    shutil.rmtree(settings.instance / "scratch", ignore_errors=True)


DAMAGES = [
    _broken_collection,
    _file_that_names_no_collection,
    _copied_folder,
    _truncated_note,
    _damaged_receipt,
    _damaged_event,
    _damaged_claim,
    _broken_record,
    _title_no_database_takes,
    _collection_title_no_database_takes,
    _recording_that_stands_twice,
    _broken_index,
    _index_broken_inside,
    _broken_memory_of_the_index,
    _broken_memory_of_the_edition,
    _shortened_access_copy,
    _instance_lost_while_tapes_were_added,
]


@pytest.fixture(scope="module")
def three_public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an archive with three public interviews."""
    settings = Settings(home=tmp_path_factory.mktemp("three") / "archive")
    files = open_files(settings)
    for number in (1, 2, 3):
        tape = tone(settings.home.parent / f"{number}.wav", seconds=0.3, hertz=200.0 * number)
        take_in(files, tape, collection="coal")
        publication.publish(files, f"2026-00{number}", by="M. Lin", on="2026-05-03")
    _made(files, settings)
    keep_house(files, settings)
    assert jobs.is_public(settings, "2026-002") and jobs.is_public(settings, "2026-003")
    return settings.home


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__.strip("_").replace("_", " "))
def test_an_interview_taken_back_is_gone_from_the_edition_whatever_else_is_damaged(
    three_public: Path, settings: Settings, damage: Callable[[Settings], None]
) -> None:
    shutil.copytree(three_public, settings.home, symlinks=True)
    files = open_files(settings)

    damage(settings)
    publication.withdraw(files, "2026-002", by="M. Lin", on="2026-05-04", reason="asked for")
    keep_house(files, settings)

    assert not jobs.is_public(settings, "2026-002")
    assert jobs.is_public(settings, "2026-003"), "what is not damaged stays"
    with open_index(settings.instance / "desk.sqlite") as desk:
        assert interview(desk, "2026-003") is not None


def test_a_collection_names_nobody_who_has_a_pseudonym_nor_after_they_withdrew(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    _two_of_a_collection_that_names("Lin Guihua", files, tmp_path)
    keep_house(files, settings)
    assert _described(settings) == "Lin Guihua and those who knew her"
    publication.give_pseudonym(files, "2026-001", "Lin Guihua", "Sister Zhao", by="M. Lin")
    keep_house(files, settings)
    assert _described(settings) == "Sister Zhao and those who knew her"
    publication.withdraw(files, "2026-001", by="M. Lin", on="2026-05-04", reason="asked for")
    keep_house(files, settings)
    assert _described(settings) == "Sister Zhao and those who knew her"


def test_a_collection_names_nobody_of_an_interview_that_is_left_out_because_it_is_damaged(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    _two_of_a_collection_that_names("Lin Guihua", files, tmp_path)
    now = files.read_interview("2026-001")
    other = replace(now, narrators=(Person(name="Zhao Wei"),))
    describing.keep_record(files, other, started_from=version_of(now), agent="M. Lin")
    publication.give_pseudonym(files, "2026-002", "Lin Guihua", "Sister Zhao", by="M. Lin")
    keep_house(files, settings)
    assert _described(settings) == "Sister Zhao and those who knew her"
    (first, *_) = provenance.log(files, "2026-002")
    (settings.home / first).write_text("{")
    publication.redact(files, "2026-002", Redaction(recording="recording-1", start_ms=0, end_ms=9), by="M. Lin")
    keep_house(files, settings)
    assert not jobs.is_public(settings, "2026-002") and jobs.is_public(settings, "2026-001")
    assert _described(settings) == "Sister Zhao and those who knew her"


def _two_of_a_collection_that_names(name: str, files: Files, folder: Path) -> None:
    about = Collection(slug="coal", title={"en": "Coal"}, description={"en": f"{name} and those who knew her"})
    describing.keep_collection(files, about, agent="M. Lin")
    for number in (1, 2):
        take_in(files, tone(folder / f"{number}.wav", seconds=0.3, hertz=200.0 * number), collection="coal")
        publication.publish(files, f"2026-00{number}", by="M. Lin", on="2026-05-03")


def _described(settings: Settings) -> str:
    (only,) = collections(open_current(settings.instance / "edition"))
    return only.description["en"]


def test_a_withdrawal_that_was_only_written_down_is_carried_out_before_the_edition_is_made(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    taken = take_in(files, tone(tmp_path / "tape.wav"))
    public = publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    withdrawn = replace(public, published=None, withdrawn=Decision(by="M. Lin", on="2026-05-04"))
    event = provenance.new_event(taken.id, "withdrawal", "M. Lin")
    act = provenance.planned(event, writes={interview_file(taken.id): to_json(withdrawn)})
    files.store.create(f"transcripts/{taken.id}/pending/{provenance.stamp(event)}-{event.id}.json", to_json(act))
    bystander = settings.home / "transcripts/ids/2026-008"
    bystander.write_text("{")
    keep_house(files, settings)
    assert not jobs.is_public(settings, taken.id)


def test_a_withdrawal_that_cannot_be_carried_out_yet_is_out_of_the_edition_all_the_same(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        taken = take_in(files, tone(tmp_path / f"{number}.wav", seconds=0.3, hertz=200.0 * number))
        publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    with monkeypatch.context() as full:
        full.setattr(files.store, "write", lambda _key, _data: _raise(OSError("No space left on device")))
        with pytest.raises(OSError, match="No space"):
            publication.withdraw(files, taken.id, by="M. Lin", on="2026-05-04", reason="asked for")
        keep_house(files, settings)
    assert not jobs.is_public(settings, taken.id) and jobs.is_public(settings, "2026-001")
    keep_house(files, settings)
    assert files.read_interview(taken.id).withdrawn


def test_a_picture_that_is_still_to_come_from_another_host_keeps_nothing_from_the_public(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    taken = take_in(files, tone(tmp_path / "tape.wav"))
    public = publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    event = provenance.new_event(taken.id, "picture added", "M. Lin")
    takes = {f"media/{taken.id}/gallery/photo-1.jpg": ("abc", "photo.jpg", "0" * 64)}
    act = provenance.planned(event, writes={interview_file(taken.id): to_json(public)}, takes=takes)
    note = f"transcripts/{taken.id}/pending/{provenance.stamp(event)}-{event.id}.json"
    files.store.create(note, to_json(replace(act, host="elsewhere")))
    keep_house(files, settings)
    assert jobs.is_public(settings, taken.id) and files.store.exists(note)


def test_an_interview_closed_by_hand_in_its_record_leaves_the_edition(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    taken = take_in(files, tone(tmp_path / "tape.wav"))
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    record = settings.home / interview_file(taken.id)
    record.write_text(record.read_text().replace('"open"', '"hidden"'))
    keep_house(files, settings)
    assert not jobs.is_public(settings, taken.id)


def test_an_edition_that_cannot_be_made_is_said_and_the_rest_of_the_house_is_kept(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    taken = take_in(files, tone(tmp_path / "tape.wav"))
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    publication.withdraw(files, taken.id, by="M. Lin", on="2026-05-04", reason="asked for")
    (settings.instance / "edition/edition.building").mkdir()
    with pytest.raises(jobs.EditionNotMade, match="still public"):
        keep_house(files, settings)
    assert jobs.is_public(settings, taken.id)
    (settings.instance / "edition/edition.building").rmdir()
    keep_house(files, settings)
    assert not jobs.is_public(settings, taken.id)


# --- decided meanwhile -----------------------------------------------------------------------------------------------


def test_what_is_published_while_the_edition_is_made_and_then_taken_back_is_not_public_whenever_it_was(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        take_in(files, tone(tmp_path / f"{number}.wav", seconds=0.3, hertz=200.0 * number))
    publication.publish(files, "2026-002", by="M. Lin", on="2026-05-03")
    publish = partial(publication.publish, files, "2026-001", by="M. Lin", on="2026-05-03")
    for moment in count(1):
        start_afresh(settings)
        with monkeypatch.context() as during:
            questions = _at_question(during, files, moment, publish)
            jobs.bring_edition(files, settings, unknown=set())
        publication.unpublish(files, "2026-001", by="M. Lin")
        keep_house(files, settings)
        assert not jobs.is_public(settings, "2026-001"), f"published before {questions[moment - 1]} was asked"
        assert jobs.is_public(settings, "2026-002")
        if len(questions) < moment:
            break
    assert moment > 20


@pytest.mark.parametrize("is_published_first", [True, False])
def test_two_decisions_at_once_open_together_no_more_than_was_asked_about(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_published_first: bool
) -> None:
    """One opens the words of an interview that is kept, and another, who saw them closed, publishes it."""
    one = take_in(files, tone(tmp_path / "tape.wav")).id
    decide = {"by": "M. Lin", "on": "2026-05-03"}
    restrict = partial(opening.restrict, files, settings, one, **decide)
    publish = partial(opening.publish, files, settings, [one], because="it is only listed", **decide)
    restrict({"transcript": CLOSED})
    acts = [publish, partial(restrict, {"transcript": OPEN})]
    earlier, later = acts if is_published_first else reversed(acts)
    lock, waiting = files.lock, [earlier]

    def locked(name: str) -> AbstractContextManager[None]:
        if waiting:
            waiting.pop()()  # the other was asked nothing, or told why, and has not decided yet
        return lock(name)

    monkeypatch.setattr(files, "lock", locked)
    with pytest.raises(Conflict):
        later()
    assert shown(files.read_interview(one)).transcript != OPEN


@pytest.mark.parametrize("fault", [OSError("a cable is loose"), Unavailable("The store does not answer.")])
def test_a_store_that_fails_once_whenever_it_does_leaves_the_next_edition_as_it_should_be(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    held(files, settings, narrators=(Person(name="Lin Guihua", pseudonym="Auntie L."),))
    other = held(files, settings, *by_hand(tag_of("person", 0, "Lin Guihua"), tag_of("person", 5000, "Foreman Guo")))
    decide_all(files, other, "accepted")
    publication.publish(files, take_in(files, tone(tmp_path / "tape.wav")).id, by="M. Lin", on="2026-05-03")
    describing.keep_collection(files, Collection(slug="mine", title={"en": "Mine"}), agent="M. Lin")
    _made(files, settings)
    keep_house(files, settings)
    right = current_edition(settings.instance / "edition")
    for moment in count(1):
        start_afresh(settings)
        shutil.rmtree(settings.instance / "edition")
        with monkeypatch.context() as during, suppress(Unavailable):
            questions = _at_question(during, files, moment, partial(_raise, fault))
            jobs.bring_edition(files, settings, unknown=set())
        keep_house(files, settings)
        assert current_edition(settings.instance / "edition") == right, f"{questions[moment - 1]} was asked in vain"
        if len(questions) < moment:
            break
    assert moment > 60


def _raise(fault: Exception) -> None:
    raise fault


def _at_question(during: pytest.MonkeyPatch, files: Files, moment: int, act: Callable[[], object]) -> list[str]:
    """Have somebody else act just before the store is asked for the ``moment``-th time; returns what it is asked."""
    questions: list[str] = []

    def overheard(ask: Callable[[str], object], key: str) -> object:
        questions.append(key)
        if len(questions) == moment:
            act()
        return ask(key)

    for name in ("read", "names", "exists", "size", "open"):
        during.setattr(files.store, name, partial(overheard, getattr(files.store, name)))
    return questions


# --- steps -----------------------------------------------------------------------------------------------------------


def test_asking_what_is_owed_changes_nothing(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    (settings.home / "media/2026-001/recording-1.access.m4a").unlink()
    before = files.store.walk("transcripts")
    list(owed(files, settings))
    diagnose(settings)
    assert files.store.walk("transcripts") == before


def test_a_missing_original_is_a_failure_that_names_it(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    (settings.home / "media/2026-001/recording-1.wav").unlink()
    event = jobs.open_queue(files, settings).do(next(iter(owed(files, settings))))
    assert event.outcome == "failure" and "media/2026-001/recording-1.wav is not there" in str(event.detail)


def test_a_damaged_access_copy_is_made_again_when_asked_for(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    before = copy.read_bytes()
    copy.write_bytes(b"spoilt")
    recording = files.read_interview("2026-001").recordings[0]
    for step in jobs.steps(files, settings, files.read_interview("2026-001"), recording):
        jobs.try_again(files, step)
    _made(files, settings)
    assert copy.read_bytes() == before


def test_what_was_heard_of_a_withdrawn_interview_so_far_is_removed(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    heard = next(each for each in owed(files, settings) if each.name == TRANSCRIBE)
    files.store.write(f"transcripts/2026-001/stretches/{heard.slug}/0.json", b"{}")
    files.store.write("transcripts/2026-001/stretches/recording-1.transcribe.0000000000000000/0.json", b"{}")
    keep_house(files, settings)
    assert files.store.names("transcripts/2026-001/stretches") != []
    assert len(files.store.walk("transcripts/2026-001/stretches")) == 1
    publication.withdraw(files, "2026-001", by="M. Lin", on="2026-05-04", reason="asked for")
    keep_house(files, settings)
    assert files.store.walk("transcripts/2026-001/stretches") == []


def test_a_note_that_cannot_be_read_keeps_no_receipt_from_the_log(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    receipt = provenance.receipt_key("2026-001", "recording-1", "peaks", "0123456789abcdef")
    event = provenance.new_event("2026-001", "peaks", "a worker that died before its event was created")
    files.store.create(receipt, to_json(event))
    _truncated_note(settings)
    jobs.finish_begun(files)
    assert event in list(provenance.events(files, "2026-001"))


def test_what_was_taken_in_is_waited_for_no_more_whatever_becomes_of_its_claim_and_its_record(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    files.store.remove(interview_file("2026-001"))
    files.store.write("transcripts/ids/2026-001", b"{")
    with files.scratch() as folder:
        files.promise(folder)
        (folder / "tape-1.wav").write_bytes(b"hours of film")
        dead = folder.rename(folder.with_name("0" * 32))
    jobs.finish_begun(files)
    assert not dead.exists()
