"""Batches: every row is checked first, what is wrong is named, and running again adds nothing twice."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive import intake, provenance
from archive.errors import BadInput
from archive.files import Files, open_files
from archive.intake import Batch, check, in_folder, take_in_batch
from archive.intake.table import COLUMNS, read_table
from archive.settings import Settings
from tests.commands import earwitness, environment
from tests.conftest import TODAY


def tape(path: Path, number: int) -> Path:
    """A tenth of a second of sound that no other number has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(number.to_bytes(2, "little") * 800)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 4):
        tape(tmp_path / "tapes" / f"tape {number}.wav", number)
    return tmp_path / "tapes"


def checked(files: Files, settings: Settings, folder: Path, text: str) -> Batch:
    return check(files, settings, read_table(text.encode()), in_folder(folder))


def taken_in(files: Files, batch: Batch) -> list[str]:
    taken = list(take_in_batch(files, batch, agent="M. Lin", today=TODAY))
    assert [each.fault for each in taken if each.fault] == []
    return [each.interview for each in taken]


def faults(batch: Batch) -> list[tuple[int, str]]:
    return [(each.row, each.column) for each in batch.faults]


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: five hundred accessions wait for the disk eight thousand times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_of_500_rows_with_three_wrong_497_come_in_and_a_rerun_adds_nothing(quick_disk: Path) -> None:
    settings, tmp_path = Settings(home=quick_disk / "archive"), quick_disk
    files = open_files(settings)
    rows = ["file,title,narrators,language,date"]
    for number in range(1, 501):
        tape(tmp_path / "tapes" / f"{number}.wav", number)
        rows.append(f"{number}.wav,Interview {number},Lin Guihua,zh,2016-03-14")
    rows[100] = "100.wav,Interview 100,Lin Guihua,Chinese!,2016-03-14"
    rows[200] = "200.wav,Interview 200,Lin Guihua,zh,14/3/2016"
    rows[300] = "nowhere.wav,Interview 300,Lin Guihua,zh,2016-03-14"
    table = "\n".join(rows)

    batch = checked(files, settings, tmp_path / "tapes", table)
    assert faults(batch) == [(101, "language"), (201, "date"), (301, "file")]
    assert "nowhere.wav" in str(batch.faults[2].says)
    assert files.interview_ids() == [] == files.claimed_ids(), "a check must not write"
    assert len(taken_in(files, batch)) == 497 == len(files.interview_ids())

    again = checked(files, settings, tmp_path / "tapes", table)
    assert faults(again) == faults(batch)
    assert again.missing == () and taken_in(files, again) == []

    mended = table.replace("Chinese!", "zh").replace("14/3/2016", "2016-03-14").replace("nowhere", "300")
    assert len(taken_in(files, checked(files, settings, tmp_path / "tapes", mended))) == 3
    assert len(files.interview_ids()) == 500


def test_a_row_says_all_there_is_to_say(files: Files, settings: Settings, folder: Path) -> None:
    batch = checked(
        files,
        settings,
        folder,
        "file,title,narrators,interviewers,collection,language,date,place,summary,rights_holder,licence,consent,uses\n"
        '"tape 1.wav | tape 2.wav",井下的冬天,林桂花 | Wei Lan,M. Lin,after-the-mine,zh,1998/1999?,鹤岗,'
        '"A <b>list</b>, read out","The town archive",CC BY 4.0,"Signed, 3 May",text | translation\n',
    )
    (interview_id,) = taken_in(files, batch)
    interview = files.read_interview(interview_id)
    assert interview.title == {"zh": "井下的冬天"}
    assert [each.name for each in interview.narrators] == ["林桂花", "Wei Lan"]
    assert [each.original_name for each in interview.recordings] == ["tape 1.wav", "tape 2.wav"]
    assert interview.recordings[0].duration_ms == 100
    assert interview.summary == {"en": "A <b>list</b>, read out"}
    assert interview.consent and interview.consent.uses == ("text", "translation")
    assert (interview.date, interview.place, interview.collection) == ("1998/1999?", "鹤岗", "after-the-mine")
    assert [each.agent for each in provenance.events(files, interview_id)] == ["M. Lin"]


@pytest.mark.parametrize(
    "encoded",
    [
        "文件;标题\n磁带 1.wav;井下\n".encode("gb18030"),
        "\ufefffile,title\r\n磁带 1.wav,井下\r\n".encode(),
        "sep=;\r\nFile;Title\r\n磁带 1.wav;井下\r\n".encode(),
        "file\ttitle\n磁带 1.wav\t井下\n".encode("utf-16"),
        '"title","file",""\n"井下","磁带 1.wav",\n\n,,\n'.encode(),
    ],
    ids=["GB18030 and semicolons", "UTF-8 with a mark", "Excel's first line", "UTF-16 and tabs", "quotes, empty rows"],
)
def test_a_table_is_read_as_spreadsheets_write_it(encoded: bytes) -> None:
    (row,) = read_table(encoded)
    assert (row.number, row.cells["file"], row.cells["title"]) == (2, "磁带 1.wav", "井下")


@pytest.mark.parametrize(
    "data, says",
    [
        ("文件，标题，日期\n1.wav，下岗，1998\n".encode(), "separated by “，”"),
        ("file；title\n1.wav；x\n".encode(), "separated by “；”"),
        (b"title\nx\n", "no column .file"),
        (b"", "no column .file"),
        (b"file,titel\nx,y\n", "'titel'"),
        (b"file,title,Title\nx,y,z\n", "stands twice"),
        (b'file,title\n"x,y\n', "line 2"),
        (b"file,title\n\xff\xff\xff,y\n", "neither UTF-8 nor GB18030"),
        ("file,title\na.wav,井下的冬天\n".encode("big5"), "neither UTF-8 nor GB18030"),
        ("file,narrators\na.wav,Müller\n".encode("cp1252"), "neither UTF-8 nor GB18030"),
        (b"file,title\n" + b"x" * 17 * 1024 * 1024, "larger"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_as_a_whole(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_table(data)


@pytest.mark.parametrize(
    "name", ["../secret.wav", "/etc/passwd", "..\\secret.wav", "out/secret.wav", "link.wav", "", "tape 1.wav/..", "."]
)
def test_no_row_names_a_file_outside_the_folder(files: Files, settings: Settings, folder: Path, name: str) -> None:
    tape(folder.parent / "secret.wav", 9)
    (folder / "link.wav").symlink_to(folder.parent / "secret.wav")
    (folder / "out").symlink_to(folder.parent)
    batch = checked(files, settings, folder, f'file,title\n"{name}",x\n')
    assert faults(batch) == [(2, "file")] and batch.rows == ()


def test_every_fault_of_a_row_is_named_and_none_hides_another(files: Files, settings: Settings, folder: Path) -> None:
    (folder / "notes.wav").write_text("not sound")
    batch = checked(
        files,
        settings,
        folder,
        "file,language,date,collection,uses,consent\n"
        "tape 1.wav,?,2016-13-01,No Such!,radio,x\n"
        "tape 1.wav,,,,text,\n"
        "notes.wav,,,,,\n"
        "tape 2.wav,,,,,,more\n"
        "tape 2.wav | tape 2.wav,,,,,\n"
        "tape 3.wav,,2016-02-30,,,\n",
    )
    assert faults(batch) == [
        (2, "collection"),
        (2, "language"),
        (2, "date"),
        (2, "uses"),
        (3, "uses"),
        (3, "file"),
        (4, "file"),
        (5, ""),
        (6, "file"),
        (7, "date"),
    ]


@pytest.mark.parametrize(
    "date", ["", "1974?", "1974~", "2016-03", "197X", "19XX", "1998/1999?", "2016-21", "../1950", "1950/", "2016-02-29"]
)
def test_a_date_may_be_as_uncertain_as_it_is(files: Files, settings: Settings, folder: Path, date: str) -> None:
    assert checked(files, settings, folder, f"file,date\ntape 1.wav,{date}\n").faults == ()


def test_a_row_of_which_only_some_is_here_is_for_a_person_to_decide(
    files: Files, settings: Settings, folder: Path
) -> None:
    taken_in(files, checked(files, settings, folder, "file\ntape 1.wav\n"))
    batch = checked(files, settings, folder, "file\ntape 1.wav | tape 2.wav\n")
    assert faults(batch) == [(2, "file")] and "tape 1.wav is in 2026-001" in str(batch.faults[0].says)


def test_a_file_that_changes_between_check_and_accession_is_not_taken_in(
    files: Files, settings: Settings, folder: Path
) -> None:
    batch = checked(files, settings, folder, "file\ntape 1.wav\ntape 2.wav\n")
    tape(folder / "tape 1.wav", 77)
    first, second = take_in_batch(files, batch, agent="M. Lin", today=TODAY)
    assert first.fault and "changed" in str(first.fault.says) and not first.interview
    assert files.interview_ids() == [second.interview]


def test_a_name_from_a_mac_is_found(files: Files, settings: Settings, tmp_path: Path) -> None:
    tape(tmp_path / "tapes" / "Zoe\u0308 1.wav", 5)
    assert checked(files, settings, tmp_path / "tapes", "file\nZo\u00eb 1.wav\n").faults == ()


def test_a_file_that_brings_the_decoder_down_takes_no_other_row_along(
    files: Files, settings: Settings, folder: Path
) -> None:
    """Under a limit that only one of them passes, that one alone is at fault."""
    with wave.open(str(folder / "long.wav"), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(bytes(4 * 48_000 * 60 * 45))
    strict = replace(settings, decode_seconds=1)
    batch = checked(files, strict, folder, "file\ntape 1.wav\nlong.wav\ntape 2.wav\n")
    assert faults(batch) in ([(3, "file")], [])  # a fast machine reads three quarters of an hour in a second
    assert {each.number for each in batch.rows} >= {2, 4}


def test_the_command_checks_first_and_says_what_is_wrong_by_row_and_column(folder: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "archive")
    table = tmp_path / "tapes.csv"
    table.write_text("file,title,date\ntape 1.wav,One,2016\ntape 2.wav,Two,yesterday\ntape 3.wav,Three,\n")
    command = ("add", "--csv", table, "--folder", folder)

    tried = earwitness(*command, "--dry-run", env=env)
    assert tried.returncode == 2 and tried.stdout == ""
    assert "row 3, date: 'yesterday' is not a date." in tried.stderr
    assert "2 would come in, 0 are here already, 1 is wrong" in tried.stderr
    assert not (tmp_path / "archive" / "transcripts").exists()

    done = earwitness(*command, env=env)
    assert done.returncode == 2 and len(done.stdout.split()) == 2
    assert "row 3, date" in done.stderr and "2 came in, 0 were here already, 1 is wrong" in done.stderr

    table.write_text(table.read_text().replace("yesterday", "2016~"))
    mended = earwitness(*command, env=env)
    assert mended.returncode == 0 and len(mended.stdout.split()) == 1
    assert "1 came in, 2 were here already" in mended.stderr


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("--csv", "tapes.csv", "tape.wav"), "not both"),
        (("--csv", "tapes.csv", "--title", "x"), "--title"),
        ((), "FILE"),
        (("--dry-run", "tape.wav"), "--csv"),
        (("--csv", "none.csv", "--folder", "."), "none.csv"),
    ],
)
def test_the_command_refuses_what_would_be_ignored(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = earwitness("add", *arguments, env=environment(tmp_path))
    assert done.returncode == 2 and says in done.stderr


def test_the_guide_names_every_column() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "guide.md").read_text("utf-8")
    assert [each for each in COLUMNS if f"`{each}`" not in guide] == []
    assert set(intake.Details.__dataclass_fields__) == set(COLUMNS) - {"file"}
