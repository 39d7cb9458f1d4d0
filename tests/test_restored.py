"""What a backup puts back opens nothing that was decided against since: it waits until somebody publishes it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive import create_app, describing, index, jobs, opening, provenance, publication, tags, transcripts
from archive.describing import version_of
from archive.files import Files, collection_file, interview_file
from archive.jobs.house import start_afresh
from archive.records import CLOSED, OPEN, Collection, Cue, Redaction, Track, Word
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone

NAME, SECRET = "Lin Guihua", "informer"
SAID = (Word(0, 400, "He was "), Word(1000, 1400, "an informer "), Word(2000, 2400, "they said."))

Decide = Callable[[Files, str], object]


@pytest.fixture
def held(files: Files, settings: Settings, tmp_path: Path) -> str:
    """A public interview, and beside it a backup of the record and of the log, from before anything was kept back."""
    held = take_in(files, tone(tmp_path / "tape.wav")).id
    said = Track(language="en", cues=(Cue(0, 2400, "".join(each.text for each in SAID), words=SAID),), origin="person")
    transcripts.keep_text(files, held, "recording-1", said, agent="M. Lin", detail="")
    opening.publish(files, settings, [held], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, held)
    shutil.copytree(settings.home / "transcripts", tmp_path / "backup")
    return held


def redact(files: Files, held: str) -> None:
    cut = Redaction(recording="recording-1", start_ms=1000, end_ms=1400)
    publication.redact(files, held, cut, by="M. Lin")


def give_pseudonym(files: Files, held: str) -> None:
    publication.give_pseudonym(files, held, NAME, "Sister Zhao", by="M. Lin")


def close(files: Files, held: str) -> None:
    publication.restrict(files, held, {"transcript": CLOSED}, by="M. Lin", on="2026-05-04")


def put_under_embargo(files: Files, held: str) -> None:
    publication.embargo(files, held, until=None, by="M. Lin")


def take_back_consent(files: Files, held: str) -> None:
    publication.take_back_consent(files, held, by="M. Lin", on="2026-05-04")


KEPT_BACK: tuple[tuple[Decide, str], ...] = (
    (redact, SECRET),
    (give_pseudonym, NAME),
    (close, SECRET),
    (put_under_embargo, SECRET),
    (take_back_consent, SECRET),
)


def put_back_record(settings: Settings, tmp_path: Path, held: str) -> None:
    shutil.copy(tmp_path / "backup" / held / "interview.json", settings.home / interview_file(held))


def put_back_everything(settings: Settings, tmp_path: Path, held: str) -> None:
    shutil.rmtree(settings.home / "transcripts")
    shutil.copytree(tmp_path / "backup", settings.home / "transcripts")


def public_bytes(settings: Settings) -> bytes:
    edition = index.current_edition(settings.instance / "edition")
    assert edition is not None
    return edition.read_bytes()


@pytest.mark.parametrize("put_back", [put_back_record, put_back_everything])
@pytest.mark.parametrize(("keep_back", "told"), KEPT_BACK)
def test_what_was_kept_back_since_stays_so(
    files: Files,
    settings: Settings,
    tmp_path: Path,
    held: str,
    keep_back: Decide,
    told: str,
    put_back: Callable[[Settings, Path, str], None],
) -> None:
    assert told.encode() in public_bytes(settings)
    keep_back(files, held)
    opening.follow(files, settings, held)
    assert told.encode() not in public_bytes(settings)
    put_back(settings, tmp_path, held)
    jobs.keep_house(files, settings)
    assert told.encode() not in public_bytes(settings)
    assert create_app(settings).test_client().get(f"/interviews/{held}").status_code == 404
    *_, last = provenance.events(files, held)
    assert (last.type, last.agent) == ("publication taken back", provenance.PROGRAM)
    assert "a backup put back an older one" in str(last.detail)
    start_afresh(settings)
    jobs.keep_house(files, settings)
    assert told.encode() not in public_bytes(settings)


@pytest.mark.parametrize("is_seen", [True, False])
def test_an_act_on_the_record_that_was_put_back_opens_nothing_either(
    files: Files, settings: Settings, tmp_path: Path, held: str, is_seen: bool
) -> None:
    redact(files, held)
    opening.follow(files, settings, held)
    put_back_record(settings, tmp_path, held)
    if is_seen:
        jobs.keep_house(files, settings)
    give_pseudonym(files, held)
    close(files, held)
    publication.restrict(files, held, {"transcript": OPEN}, by="M. Lin", on="2026-05-05")
    jobs.keep_house(files, settings)
    assert SECRET.encode() not in public_bytes(settings)
    opening.publish(files, settings, [held], by="M. Lin", on="2026-05-05", because="the redaction was lifted anyway")
    opening.follow(files, settings, held)
    assert SECRET.encode() in public_bytes(settings)


def test_the_chains_alone_tell_where_all_else_of_this_machine_goes_back_to_the_day_of_the_backup(
    files: Files, settings: Settings, tmp_path: Path, held: str
) -> None:
    """As the guide has it: chains are copied to another place, and may be newer there than the nightly backup."""
    shutil.copytree(settings.instance, tmp_path / "instance")
    redact(files, held)
    opening.follow(files, settings, held)
    chains = shutil.copytree(settings.instance / "chains", tmp_path / "chains")
    put_back_everything(settings, tmp_path, held)
    shutil.rmtree(settings.instance)
    shutil.copytree(tmp_path / "instance", settings.instance)
    shutil.copytree(chains, settings.instance / "chains", dirs_exist_ok=True)
    jobs.keep_house(files, settings)
    assert SECRET.encode() not in public_bytes(settings)


@pytest.mark.parametrize("put_back", [put_back_record, put_back_everything])
def test_whoever_publishes_it_decides_anew_and_once_is_enough(
    files: Files, settings: Settings, tmp_path: Path, held: str, put_back: Callable[[Settings, Path, str], None]
) -> None:
    redact(files, held)
    opening.follow(files, settings, held)
    put_back(settings, tmp_path, held)
    jobs.keep_house(files, settings)
    opening.publish(files, settings, [held], by="M. Lin", on="2026-05-05", because="the redaction was lifted anyway")
    opening.follow(files, settings, held)
    assert SECRET.encode() in public_bytes(settings)
    start_afresh(settings)
    jobs.keep_house(files, settings)
    assert SECRET.encode() in public_bytes(settings)


def test_a_backup_of_what_is_there_and_one_without_what_changed_nothing_take_nothing_back(
    files: Files, settings: Settings, tmp_path: Path, held: str
) -> None:
    tags.suggest(files, held, [])
    jobs.keep_house(files, settings)
    put_back_everything(settings, tmp_path, held)
    start_afresh(settings)
    jobs.keep_house(files, settings)
    assert SECRET.encode() in public_bytes(settings)


# --- collections -----------------------------------------------------------------------------------------------------

MINES = Collection(slug="mines", title={"en": "Mines"})


@pytest.fixture
def collected(files: Files, settings: Settings, tmp_path: Path) -> str:
    """A public interview with a machine's text, in a collection that demands nothing; beside it a backup of that."""
    held = take_in(files, tone(tmp_path / "tape.wav")).id
    said = Track(language="en", cues=(Cue(0, 2400, "He was an informer"),), origin="machine", made_by="whisper")
    transcripts.keep_machine_text(files, held, "recording-1", said)
    opening.publish(files, settings, [held], by="M. Lin", on="2026-05-03", because="read on paper")
    describing.create_collection(files, MINES, agent="M. Lin")
    now = files.read_interview(held)
    opening.keep_record(files, replace(now, collection="mines"), started_from=version_of(now), agent="M. Lin")
    opening.follow(files, settings, held)
    shutil.copytree(settings.home / "transcripts/collections", tmp_path / "backup")
    return held


def keep(files: Files, settings: Settings, because: str = "", **told: object) -> None:
    """Change what is written of the collection, and keep house."""
    before = files.read_collection("mines")
    after = replace(before, **told)  # type: ignore[arg-type]
    opening.keep_collection(files, after, agent="M. Lin", started_from=version_of(before), because=because)
    jobs.keep_house(files, settings)


def put_back_collection(files: Files, settings: Settings, backup: Path) -> None:
    shutil.copy(backup / "mines.json", settings.home / collection_file("mines"))


def put_back_collections(files: Files, settings: Settings, backup: Path) -> None:
    shutil.rmtree(settings.home / "transcripts/collections")
    shutil.copytree(backup, settings.home / "transcripts/collections")


def lose_collection(files: Files, settings: Settings, backup: Path) -> None:
    (settings.home / collection_file("mines")).unlink()


def put_back_collection_and_write_in_it(files: Files, settings: Settings, backup: Path) -> None:
    put_back_collection(files, settings, backup)
    keep(files, settings, title={"en": "The mines"})
    keep(files, settings, title={"en": "All mines"})


def spoil_an_event(files: Files, settings: Settings, backup: Path) -> None:
    put_back_collection(files, settings, backup)
    Path(max((settings.home / "transcripts/collections/events").iterdir())).write_text("{")


def begin_lost_collection_again(files: Files, settings: Settings, backup: Path) -> None:
    lose_collection(files, settings, backup)
    describing.create_collection(files, MINES, agent="M. Lin")


@pytest.mark.parametrize(
    "put_back",
    [
        put_back_collection,
        put_back_collections,
        lose_collection,
        spoil_an_event,
        put_back_collection_and_write_in_it,
        begin_lost_collection_again,
    ],
)
def test_a_text_that_was_to_wait_for_approval_waits_where_its_collection_is_put_back(
    files: Files,
    settings: Settings,
    tmp_path: Path,
    collected: str,
    put_back: Callable[[Files, Settings, Path], None],
) -> None:
    keep(files, settings, demands_review=True)
    assert SECRET.encode() not in public_bytes(settings)
    put_back(files, settings, tmp_path / "backup")
    jobs.keep_house(files, settings)
    assert SECRET.encode() not in public_bytes(settings) and jobs.is_public(settings, collected)
    with pytest.raises(opening.Unapproved):
        keep(files, settings, demands_review=False)
    keep(files, settings, because="all of it was read on paper", demands_review=False)
    start_afresh(settings)
    jobs.keep_house(files, settings)
    assert SECRET.encode() in public_bytes(settings), "whoever gives a reason decides anew, and once is enough"


def test_a_collection_that_is_put_back_as_it_is_or_that_was_never_kept_by_us_demands_nothing(
    files: Files, settings: Settings, tmp_path: Path, collected: str
) -> None:
    put_back_collections(files, settings, tmp_path / "backup")
    start_afresh(settings)
    jobs.keep_house(files, settings)
    by_hand = settings.home / collection_file("by-hand")
    by_hand.write_bytes((settings.home / collection_file("mines")).read_bytes().replace(b"mines", b"by-hand"))
    now = files.read_interview(collected)
    opening.keep_record(files, replace(now, collection="by-hand"), started_from=version_of(now), agent="M. Lin")
    jobs.keep_house(files, settings)
    assert SECRET.encode() in public_bytes(settings)
