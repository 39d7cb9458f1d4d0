"""The command line: results on stdout, messages that name the thing, the fault and the next step, exit 0 on success."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.files import Files
from tests.sound import tone

VTT = """WEBVTT

00:01.000 --> 00:03.000
<v Lin>They read out the list in the canteen.

00:03.000 --> 00:05.000
<v Lin>Nobody spoke on the way home.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of an empty archive that the environment names."""
    home = tmp_path / "archive"
    home.mkdir()
    monkeypatch.setenv("EARWITNESS_HOME", str(home))
    return home


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def _said(result: Result) -> str:
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
    return result.stderr


def _nothing_left_in(home: Path) -> bool:
    return not [each for each in home.rglob("*") if each.is_file() and "locks" not in each.parts]


def _bad_files(folder: Path) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    (folder / "empty.wav").touch()
    (folder / "letter.mp3").write_text("Dear Ellen,\nthe tape is in the other box.\n" * 40)
    (folder / "list.m3u8").write_text("#EXTM3U\n#EXTINF:10,\n/etc/passwd\n")
    (folder / "playlist.mp3").write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/tape.ts\n#EXT-X-ENDLIST\n")
    (folder / "concat.wav").write_text("ffconcat version 1.0\nfile /etc/hostname\n")
    return {each.name: each for each in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", ["empty.wav", "letter.mp3", "list.m3u8", "playlist.mp3", "concat.wav"])
def test_a_file_without_sound_is_named_with_its_fault_and_leaves_nothing(home: Path, tmp_path: Path, name: str) -> None:
    result = run("add", _bad_files(tmp_path / "bad")[name])
    assert result.exit_code not in (0, 1), result.stderr
    assert name in _said(result) and str(tmp_path) not in result.stderr
    assert result.stdout == ""
    assert _nothing_left_in(home)


def test_a_tape_that_is_not_there_and_a_tag_that_is_none_are_refused(home: Path, tmp_path: Path) -> None:
    assert "gone.wav" in _said(run("add", tmp_path / "gone.wav"))
    result = run("add", tone(tmp_path / "tape.wav"), "--language", "Chinese (simplified)")
    assert result.exit_code == 2 and "BCP 47" in result.stderr
    assert _nothing_left_in(home)


def test_add_prints_the_id_and_nothing_else(home: Path, tmp_path: Path) -> None:
    tapes = [tone(tmp_path / f"side-{each}.wav", seconds=0.5) for each in "ab"]
    result = run("add", *tapes, "--title", "井下的冬天", "--narrator", "Lin", "--narrator", "Zhao")
    assert result.exit_code == 0, result.stderr
    interview_id = result.stdout.strip()
    (told,) = json.loads(run("list", interview_id, "--json").stdout)
    assert [each["name"] for each in told["recordings"]] == ["recording-1", "recording-2"]
    assert list(told["title"].values()) == ["井下的冬天"] and next(iter(told["title"])).startswith("zh")
    assert run("add", tapes[0], "--id", interview_id).stdout.strip() == interview_id
    assert "recording-3" in run("list", interview_id).stdout


def test_a_tape_that_is_here_already_comes_in_but_not_without_a_word(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav")
    first, again = run("add", tape), run("add", tape)
    assert "same file" not in first.stderr
    assert again.exit_code == 0
    assert f"recording-1 of 2026-002 is the same file as a recording of {first.stdout.strip()}" in again.stderr


def test_without_consent_nothing_is_published_and_the_message_says_why_and_what_to_do(
    home: Path, tmp_path: Path
) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav")).stdout.strip()
    refused = run("publish", interview_id)
    assert refused.exit_code == 4 and "consent" in refused.stderr
    assert run("consent", interview_id, "--statement", "by telephone", "--use", "text").exit_code == 0
    assert run("publish", interview_id, "--because", "read on paper").exit_code == 0


def test_what_is_withdrawn_stays_withdrawn(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav"), "--consent", "yes").stdout.strip()
    assert run("publish", interview_id, "--because", "read on paper").exit_code == 0
    assert run("withdraw", interview_id, "--reason", "asked for").exit_code == 0
    again = run("publish", interview_id, "--because", "read on paper")
    assert again.exit_code == 4 and "withdrawn" in again.stderr
    assert "withdrawn" in run("list").stdout


def test_a_transcript_without_a_recording_is_an_interview_too(home: Path, tmp_path: Path) -> None:
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT)
    made = run("import", words, "--language", "en", "--title", "Minutes", "--consent", "yes", "--by", "M. Lin")
    assert made.exit_code == 0, made.stderr
    interview_id = made.stdout.split()[0]
    found = json.loads(run("search", '"list in the canteen"', "--json").stdout)
    assert found["total"] == 1 and found["results"][0]["passages"][0]["start_ms"] == 1000
    told = run("search", "canteen")
    assert "0:00:01 [en] Lin: They read out the list in the canteen." in told.stdout and told.stderr == "1 interview\n"
    assert run("publish", interview_id, "--because", "read on paper").exit_code == 0
    assert run("verify").exit_code == 0
    assert "Nobody spoke" in run("export", interview_id, "--format", "txt").stdout
    assert "00:00:01,000 --> 00:00:03,000" in run("export", interview_id, "--format", "srt").stdout
    assert run("export", interview_id, "--format", "vtt", "--edited").exit_code != 0
    kinds = [json.loads(each)["type"] for each in run("export", interview_id, "--format", "events").stdout.splitlines()]
    assert kinds[:3] == ["accession", "transcript kept", "publication"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("process", "2026-999"),
        ("publish", "2026-999"),
        ("withdraw", "2026-999", "--reason", "x"),
        ("verify", "2026-999"),
        ("export", "2026-999", "--format", "vtt"),
        ("list", "2026-999"),
        ("consent", "2026-999", "--statement", "x"),
        ("access", "2026-999", "--sound", "closed"),
    ],
    ids=lambda each: each[0],
)
def test_an_id_that_was_never_given_out_is_named(home: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 3 and "2026-999" in _said(result)


@pytest.mark.parametrize("interview_id", ["../../etc", "2026", "", "2026-001/..", "２０２６-００１"])
def test_what_is_not_an_id_is_refused(home: Path, interview_id: str) -> None:
    result = run("export", interview_id, "--format", "json")
    assert result.exit_code in (2, 3) and _said(result)


def test_a_setting_that_makes_no_sense_is_loud(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARWITNESS_ENGINE", "magic")
    result = run("list")
    assert result.exit_code == 2 and "EARWITNESS_ENGINE" in _said(result)
    monkeypatch.setenv("EARWITNESS_ENGINE", "")
    monkeypatch.setenv("EARWITNESS_WHISPR_MODEL", "base")
    assert "whispr_model" in _said(run("list"))


def test_doctor_looks_at_every_part_and_says_how_to_mend(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {each["part"]: each for each in json.loads(run("doctor", "--json").stdout)}
    assert {"Python", "home", "store", "SQLite", "queue", "speech engine", "owed"} <= set(seen)
    assert seen["store"]["well"] and seen["SQLite"]["well"] and seen["queue"]["well"]
    monkeypatch.setenv("EARWITNESS_QUEUE", "redis://127.0.0.1:1/0")
    result = run("doctor", "--json")
    queue = {each["part"]: each for each in json.loads(result.stdout)}["queue"]
    assert result.exit_code == 7 and not queue["well"] and queue["mend"]


def test_every_command_has_help_with_an_example() -> None:
    for name, command in main.commands.items():
        leaves = command.commands.values() if isinstance(command, click.Group) else [command]
        for leaf in leaves:
            assert "earwitness" in (leaf.help or ""), name
    assert run("--help").exit_code == 0


def test_a_damaged_record_is_not_public_and_does_not_stop_the_others(home: Path, files: Files, tmp_path: Path) -> None:
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT)
    ids = [
        run("import", words, "--language", "en", "--title", title, "--consent", "yes").stdout.split()[0]
        for title in ("one", "two")
    ]
    assert run("publish", *ids, "--because", "read on paper").exit_code == 0
    record = home / "transcripts" / ids[0] / "interview.json"
    record.write_bytes(record.read_bytes().replace(b'"published"', b'"pubished"'))
    assert run("index").exit_code == 0
    (edition,) = (home / "instance/edition").glob(
        (home / "instance/edition/current").read_text().strip().removesuffix(".sqlite") + "*"
    )
    assert b"two" in edition.read_bytes() and ids[0].encode() not in edition.read_bytes()
    result = run("verify")
    assert result.exit_code == 6 and f"{ids[0]}/interview.json has changed" in result.stdout


# --- what was allowed, and what the public will meet -----------------------------------------------------------------


def _record(interview_id: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("export", interview_id, "--format", "json").stdout)
    return told


def test_consent_without_a_use_is_to_all_and_says_so_and_a_use_narrows_it(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    plain = run("add", tape, "--consent", "Text only. My voice must never be heard.")
    assert "Recorded as consent to: text, sound, translation, processing. Narrow it with --use." in plain.stderr
    narrow = run("add", tape, "--consent", "Text only", "--use", "text")
    assert "Recorded as consent to: text." in narrow.stderr
    assert _record(narrow.stdout.strip())["consent"]["uses"] == ["text"]
    assert run("add", tape, "--use", "text").exit_code == 2
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT)
    imported = run("import", words, "--language", "en", "--consent", "Text only", "--use", "text")
    assert "Recorded as consent to: text." in imported.stderr


def test_consent_recorded_again_without_a_use_is_never_wider(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5)).stdout.strip()
    first = run("consent", interview_id, "--statement", "by telephone")
    assert "text, sound, translation, processing. Narrow it" in first.stderr
    run("consent", interview_id, "--statement", "text only", "--use", "text")
    again = run("consent", interview_id, "--statement", "still text only, confirmed")
    assert "Recorded as consent to: text." in again.stderr
    assert _record(interview_id)["consent"]["uses"] == ["text"]


def test_publish_says_what_the_public_will_meet(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    whole, hidden = (run("add", tape, "--consent", "yes").stdout.strip() for _ in range(2))
    run("access", hidden, "--metadata", "hidden")
    said = run("publish", whole, hidden, "--because", "read on paper").stderr
    assert f"{whole}: words, translations and sound." in said
    assert f"{hidden}: not listed: its metadata is hidden." in said


def test_nothing_is_published_that_nobody_looked_at_unless_they_say_why(home: Path, tmp_path: Path) -> None:
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT.replace("Nobody spoke", "Ring me at 13804685521"))
    held = run("import", words, "--language", "en", "--title", "Minutes", "--consent", "yes").stdout.split()[0]
    refused = run("publish", held)
    assert refused.exit_code == 4 and f"`earwitness look {held}` shows it" in _said(refused)
    shown = run("look", held)
    assert "Ring me at [13804685521]" in shown.stdout and "passages, names, files, together" in _said(shown)
    assert "not looked at" not in run("look", held, "--tick", "everything", "--by", "M. Lin").stdout
    assert run("publish", held).exit_code == 0
    kinds = [json.loads(each) for each in run("export", held, "--format", "events").stdout.splitlines()]
    assert [each["agent"] for each in kinds if each["type"] == "looked at before publishing"] == ["M. Lin"]


def test_publishing_never_says_public_of_what_the_edition_leaves_out(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    whole, damaged = (run("add", tape, "--consent", "yes").stdout.strip() for _ in range(2))
    event = next((home / "transcripts" / damaged / "events").iterdir())
    event.chmod(0o644)
    event.write_bytes(b"not an event")
    result = run("publish", whole, damaged, "--because", "read on paper")
    assert result.exit_code == 7
    assert f"NOT PUBLIC: {damaged}" in _said(result) and event.name in _said(result)
    assert f"{damaged}: words" not in _said(result)
    assert run("publish", whole, "--because", "read on paper").exit_code == 0


def test_what_would_be_ignored_is_refused(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    interview_id = run("add", tape).stdout.strip()
    result = run("add", tape, "--id", interview_id, "--title", "New", "--language", "en", "--consent", "none at all")
    assert result.exit_code == 2 and "--title, --language, --consent" in result.stderr
    assert len(_record(interview_id)["recordings"]) == 1
    assert run("access", interview_id).exit_code == 2


@pytest.mark.parametrize("language", ["en.machine", "index", "a/b", "", "x y", "en/../../../x"])
def test_a_language_that_is_none_overwrites_nothing_and_makes_nothing(
    home: Path, tmp_path: Path, language: str
) -> None:
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT)
    interview_id = run("import", words, "--language", "en").stdout.split()[0]
    before = {each: each.read_bytes() for each in (home / "transcripts").rglob("*") if each.is_file()}
    for into in (("--id", interview_id), ()):
        result = run("import", words, *into, "--language", language)
        assert result.exit_code == 2 and "BCP 47" in result.stderr
        assert run("import", words, *into, "--language", "zh", "--translated-from", "x y").exit_code == 2
        assert run("import", words, *into, "--language", "zh", "--recording", "tape").exit_code == 2
    assert {each: each.read_bytes() for each in (home / "transcripts").rglob("*") if each.is_file()} == before


def test_captions_that_are_not_utf_8_are_refused_before_anything_is_made(home: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.vtt", tmp_path / "tape.srt"
    good.write_text(VTT)
    bad.write_bytes("1\n00:00:00,000 --> 00:00:01,000\n王桂花\n".encode("gbk"))
    result = run("import", good, bad, "--language", "zh")
    assert result.exit_code == 2 and "tape.srt is not UTF-8" in result.stderr and "iconv" in result.stderr
    assert _nothing_left_in(home)


def test_a_file_name_is_not_a_title(home: Path, tmp_path: Path) -> None:
    words = tmp_path / "Wang_Guihua_tape3.vtt"
    words.write_text(VTT)
    interview_id = run("import", words, "--language", "en").stdout.split()[0]
    assert _record(interview_id)["title"] == {"en": f"Interview {interview_id}"}


@pytest.mark.parametrize(("title", "tag"), [("Mine", "en"), ("井下", "zh"), ("1974", "en"), ("Шахта", "und")])
def test_a_title_has_a_language(home: Path, tmp_path: Path, title: str, tag: str) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5), "--title", title).stdout.strip()
    assert _record(interview_id)["title"] == {tag: title}


def test_the_list_goes_on_past_a_record_that_cannot_be_read(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    broken, whole = (run("add", tape).stdout.strip() for _ in range(2))
    (home / "transcripts" / broken / "interview.json").write_text("{")
    result = run("list")
    assert result.exit_code == 5 and whole in result.stdout and broken in result.stderr
    assert [each["id"] for each in json.loads(run("list", "--json").stdout)] == [whole]


def test_asking_makes_no_archive_and_verify_counts_rightly(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no interviews" in run("verify").stderr
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5)).stdout.strip()
    assert "1 interview is as it was left" in run("verify").stderr
    assert f"{interview_id} is as it was left" in run("verify", interview_id).stderr
    monkeypatch.setenv("EARWITNESS_HOME", str(tmp_path / "elsewhere"))
    for command in (("list",), ("verify",), ("search", "x")):
        result = run(*command)
        assert result.exit_code == 3 and "no archive" in result.stderr
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("PROCESSES", "-1"), ("DECODE_SECONDS", "-5"), ("OUTPUT_BYTES", "0"), ("STORE", "s3://"), ("STORE", "s3:///x")],
)
def test_a_setting_out_of_range_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"EARWITNESS_{name}", value)
    result = run("list")
    assert result.exit_code == 2 and name.lower() in result.stderr


def test_the_file_of_settings_cannot_move_the_home_it_lies_in(home: Path) -> None:
    (home / "earwitness.toml").write_text('home = "/elsewhere"\n')
    result = run("list")
    assert result.exit_code == 2 and "EARWITNESS_HOME" in result.stderr


@pytest.mark.parametrize(
    "queue", ["redis://:canary@host:1/0", "rediss://u:can/ary@host:1/0", "redis://host:1/0?password=canary"]
)
def test_the_list_of_settings_shows_no_password(home: Path, monkeypatch: pytest.MonkeyPatch, queue: str) -> None:
    monkeypatch.setenv("EARWITNESS_QUEUE", queue)
    shown = run("doctor", "--settings").stdout
    assert "host:1/0" in shown and "ary" not in shown.split("EARWITNESS_QUEUE")[1].splitlines()[0]


@pytest.mark.parametrize("setting", ["EARWITNESS_QUEUE", "EARWITNESS_STORE"])
def test_no_message_shows_a_password(home: Path, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(setting, "http://u:can/ary@host/0?password=canary2")
    for command in (("list",), ("doctor",)):
        said = run(*command)
        assert said.exit_code == 2 and "host/0" in said.stderr and "ary" not in said.stdout + said.stderr


def test_a_redaction_is_set_by_moments_and_takes_words_and_sound(home: Path, tmp_path: Path) -> None:
    words = tmp_path / "minutes.vtt"
    words.write_text(VTT)
    interview_id = run("import", words, "--language", "en", "--consent", "yes").stdout.split()[0]
    made = run("redact", interview_id, "--recording", "recording-1", "--from", "0:03.5", "--to", "4", "--reason", "r")
    assert made.exit_code == 0, made.stderr
    redactions = _record(interview_id)["redactions"]
    assert redactions == [{"recording": "recording-1", "start_ms": 3500, "end_ms": 4000, "reason": "r"}]
    for recording, start, end in (("recording-2", "1", "2"), ("tape", "1", "2"), ("recording-1", "2", "1:x")):
        assert run("redact", interview_id, "--recording", recording, "--from", start, "--to", end).exit_code in (2, 3)
    assert run("redact", interview_id, "--recording", "recording-1", "--from", "5", "--to", "4").exit_code == 2
    assert _record(interview_id)["redactions"] == redactions


def test_a_redaction_is_lifted_where_it_was_set_and_both_decisions_stay_on_record(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5), "--consent", "yes").stdout.strip()
    place = ("redact", interview_id, "--recording", "recording-1", "--from", "0.1", "--to")
    assert run(*place, "0.3", "--reason", "names a neighbour", "--public-reason", "a name").exit_code == 0
    missed = run(*place, "0.4", "--undo")
    assert missed.exit_code == 3 and "recording-1 from 100 to 300 ms" in missed.stderr
    assert run(*place, "0.3", "--undo", "--public-reason", "x").exit_code == 2
    lifted = run(*place, "0.3", "--undo", "--reason", "the neighbour agreed")
    assert lifted.exit_code == 0, lifted.stderr
    assert "redactions" not in _record(interview_id)
    events = map(json.loads, run("export", interview_id, "--format", "events").stdout.splitlines())
    told = [(each["type"], each.get("detail", "")) for each in events]
    assert told[-2:] == [("redaction set", ""), ("redaction lifted", "the neighbour agreed")]
    versions = (home / "transcripts" / interview_id / "versions").rglob("*")
    assert any("names a neighbour" in each.read_text("utf-8") for each in versions if each.is_file())


def test_a_pseudonym_is_taken_back(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5), "--narrator", "Lin Guihua").stdout.strip()
    named = ("pseudonym", interview_id, "--narrator", "Lin Guihua")
    assert run(*named, "--undo").exit_code == 3
    assert run(*named, "--as", "Sister Zhao").exit_code == 0
    assert run(*named, "--as", "Sister Zhao", "--undo").exit_code == run(*named).exit_code == 2
    assert run(*named, "--undo").exit_code == 0
    assert _record(interview_id)["narrators"] == [{"name": "Lin Guihua"}]


def test_an_embargo_is_lifted_by_a_person_and_not_before_its_day(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5), "--consent", "yes").stdout.strip()
    assert run("embargo", interview_id).exit_code == 2
    assert run("embargo", interview_id, "--until", "1 May 2031").exit_code == 2
    assert run("embargo", interview_id, "--until", "9999-05-03").exit_code == 0
    assert (
        "listed only: under embargo until 9999-05-03"
        in run("publish", interview_id, "--because", "read on paper").stderr
    )
    assert run("embargo", interview_id, "--lift").exit_code == 4
    run("embargo", interview_id, "--until", "2001-05-03")
    lifted = run("embargo", interview_id, "--lift", "--because", "read on paper")
    assert "words, translations and sound" in lifted.stderr and _record(interview_id)["embargo_lifted"]["by"]


def test_a_part_of_what_is_published_is_opened_once_somebody_has_looked_at_it(home: Path, tmp_path: Path) -> None:
    interview_id = run("add", tone(tmp_path / "tape.wav", seconds=0.5), "--consent", "yes").stdout.strip()
    run("access", interview_id, "--transcript", "closed", "--sound", "closed")
    assert run("look", interview_id, "--tick", "everything").exit_code == 0
    assert "listed only" in run("publish", interview_id).stderr
    opens = ("access", interview_id, "--transcript", "open", "--sound", "open")
    refused = run(*opens)
    assert refused.exit_code == 4 and f"earwitness look {interview_id} --as-open" in refused.stderr
    assert _record(interview_id)["access"]["sound"] == "closed"
    assert "Nobody has looked" not in run("look", interview_id, "--as-open", "--tick", "everything").stderr
    assert run(*opens).exit_code == 0
    assert "Nobody has looked" not in run("look", interview_id).stderr, "nobody is asked twice"


def test_a_pseudonym_is_given_to_somebody_who_is_there(home: Path, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav", seconds=0.5)
    interview_id = run("add", tape, "--narrator", "Lin Guihua", "--interviewer", "Wen").stdout.strip()
    assert run("pseudonym", interview_id, "--narrator", "Lin Guihua", "--as", "Sister Zhao").exit_code == 0
    assert _record(interview_id)["narrators"] == [{"name": "Lin Guihua", "pseudonym": "Sister Zhao"}]
    assert run("pseudonym", interview_id, "--narrator", "Lin", "--as", "Zhao").exit_code == 3
    assert run("pseudonym", interview_id, "--narrator", "Wen", "--as", " ").exit_code == 2
