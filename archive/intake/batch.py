"""Rows and a place with files become interviews: first checked without writing anything, then taken in.

What is here already is known by its checksum, so the same batch may be run again: only what is missing comes in.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from archive import accession, originals
from archive.accession import Facts, Source, Tape, newcomers_only
from archive.errors import ArchiveError, BadInput, Conflict, MediaFault
from archive.files import Files
from archive.intake.details import Details
from archive.intake.looking import look_into
from archive.intake.table import SEVERAL, TextRow
from archive.records import Recording
from archive.sentences import Sentence, enumerated, sentence
from archive.settings import Settings

Find = Callable[[str], Source]
"""The file that a table means by a name; raises :class:`BadInput` where there is none, or more than one."""

_SEVERAL_VALUED = ("narrators", "interviewers", "uses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in one cell; ``row`` as spreadsheets count, ``column`` empty for one beyond the last."""

    row: int
    column: str
    says: Sentence

    def __str__(self) -> str:
        return f"row {self.row}, {self.column or '(beyond the last)'}: {self.says}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row without fault; ``here`` is the interview that it became already, or empty."""

    number: int
    details: Details
    sources: tuple[Source, ...]
    digests: tuple[str, ...] = ()
    facts: tuple[Facts, ...] = ()
    here: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a table says, checked: the rows that can come in or are here already, and what is wrong with the others."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def missing(self) -> tuple[Row, ...]:
        """The rows that are still to come in."""
        return tuple(each for each in self.rows if not each.here)

    @property
    def faults_by_row(self) -> Mapping[int, list[Fault]]:
        """The wrong rows, each with what is wrong with it."""
        found: dict[int, list[Fault]] = {}
        for each in self.faults:
            found.setdefault(each.row, []).append(each)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a row: the interview it is now, or the fault that showed only when it was taken in."""

    row: Row
    interview: str = ""
    fault: Fault | None = None


@dataclass
class _Checked:
    """The check of one table as it goes on."""

    faults: list[Fault] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def fault(self, row: int, column: str, error: ArchiveError) -> None:
        self.faults.append(Fault(row=row, column=column, says=error.sentence))


def check(files: Files, settings: Settings, table: Sequence[TextRow], find: Find) -> Batch:
    """Check every row and column, and every file they name, without writing anything."""
    checked = _Checked()
    for text_row in table:
        _check_row(files, text_row, find, checked)
    rows = _looked_into(settings, checked)
    return Batch(rows=tuple(rows), faults=tuple(sorted(checked.faults, key=lambda each: each.row)))


def take_in_batch(files: Files, batch: Batch, *, agent: str, today: date) -> Iterator[Taken]:
    """Take in the rows that are missing, one by one, saying what became of each."""
    for row in batch.missing:
        try:
            yield Taken(row=row, interview=_taken_in(files, row, agent=agent, today=today))
        except ArchiveError as error:
            yield Taken(row=row, fault=Fault(row=row.number, column="file", says=error.sentence))


def in_folder(folder: Path) -> Find:
    """Finds files in a folder and below it by their names; what lies or leads elsewhere is not found."""
    root = folder.resolve()
    if not root.is_dir():
        raise BadInput(
            "%(folder)s is not a folder.",
            next_step="Name the folder that holds the files: --folder DIR.",
            folder=folder,
        )
    there = {_same(each.relative_to(root).as_posix()): each for each in sorted(root.rglob("*")) if each.is_file()}

    def find(name: str) -> Source:
        path = there.get(_same(name.replace("\\", "/").removeprefix("./")))
        if path is None or not path.resolve().is_relative_to(root):
            raise BadInput(
                "There is no file %(name)r in the folder.", next_step="Write its name as it is there.", name=name
            )
        return path

    return find


def among(sources: Mapping[str, Sequence[Source]]) -> Find:
    """Finds files among those that were sent, by the names they were sent under."""
    there: dict[str, list[Source]] = {}
    for name, some in sources.items():
        there.setdefault(_same(name), []).extend(some)

    def find(name: str) -> Source:
        found = there.get(_same(name), [])
        if len(found) > 1:
            raise BadInput(
                "%(count)s files called %(name)r were sent.",
                next_step="Discard all but one.",
                count=len(found),
                name=name,
            )
        if not found:
            raise BadInput("No file %(name)r was sent.", next_step="Send it, or write its name as it is.", name=name)
        return found[0]

    return find


def _same(name: str) -> str:
    """A name as it compares: Macs write é as two characters."""
    return unicodedata.normalize("NFC", name)


# --- checking --------------------------------------------------------------------------------------------------------


def _check_row(files: Files, row: TextRow, find: Find, checked: _Checked) -> None:
    before = len(checked.faults)
    if surplus := row.cells.get(""):
        checked.fault(row.number, "", BadInput("%(text)r stands in no column.", text=surplus))
    details = _details(row)
    for column, fault in details.faults().items():
        checked.fault(row.number, column, fault)
    for column, text in row.cells.items():
        if not text.isprintable() and any(ord(each) < 32 and each not in "\n\r\t" for each in text):
            checked.fault(row.number, column, BadInput("There is a character in it that cannot be printed."))
    try:
        found = _files_of(files, row, find, details, checked.seen)
    except ArchiveError as fault:
        checked.fault(row.number, "file", fault)
        return
    if len(checked.faults) == before:
        checked.rows.append(found)


def _details(row: TextRow) -> Details:
    cells = {column: cell for column, cell in row.cells.items() if column and column != "file"}
    several = {column: _parts(cells.pop(column, "")) for column in _SEVERAL_VALUED}
    return Details(
        **cells,
        narrators=several["narrators"],
        interviewers=several["interviewers"],
        uses=several["uses"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in cell.split(SEVERAL) if each.strip())


def _files_of(files: Files, row: TextRow, find: Find, details: Details, seen: dict[str, int]) -> Row:
    names = _parts(row.cells.get("file", ""))
    if not names:
        raise BadInput("No file is named.", next_step="Name the recording.")
    sources = [find(each) for each in names]
    digests = [_digest(each) for each in sources]
    for name, digest in zip(names, digests, strict=True):
        if seen.setdefault(digest, row.number) != row.number:
            raise BadInput(
                "%(name)r is the same recording as in row %(seen)s.",
                next_step="Leave one away.",
                name=name,
                seen=seen[digest],
            )
    if len(set(digests)) < len(digests):
        raise BadInput("The same recording is named twice.", next_step="Leave one away.")
    here = _here(files, names, digests)
    return Row(number=row.number, details=details, sources=tuple(sources), digests=tuple(digests), here=here)


def _here(files: Files, names: Sequence[str], digests: Sequence[str]) -> str:
    """The interview that has all of these; empty if none has any. Raises :class:`BadInput` for anything between."""
    known = [originals.known(files, each) for each in digests]
    if len(set(known)) > 1:
        there = enumerated(
            sentence("%(name)s is in %(interview)s", name=name, interview=each)
            for name, each in zip(names, known, strict=True)
            if each
        )
        raise BadInput(
            "Only some of these are here already: %(there)s.", next_step="Name the others by themselves.", there=there
        )
    return known[0]


def _digest(source: Source) -> str:
    if isinstance(source, Tape) and source.sha256:
        return source.sha256  # a drawer of tapes is hundreds of gigabytes: not to be read again at every check
    path = source if isinstance(source, Path) else source.path
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BadInput("%(name)s cannot be read.", next_step="Look at its permissions.", name=source.name) from error


def _looked_into(settings: Settings, checked: _Checked) -> list[Row]:
    """The rows whose recordings can be used, with what was found out about them."""
    sources = [(row, each) for row in checked.rows if not row.here for each in row.sources]
    paths = [(each if isinstance(each, Path) else each.path, each.name) for _, each in sources]
    found: dict[int, list[Facts | MediaFault]] = {}
    for (row, _), facts in zip(sources, look_into(settings, paths), strict=True):
        found.setdefault(row.number, []).append(facts)
    usable = []
    for row in checked.rows:
        here = found.get(row.number, [])
        faults = [each for each in here if isinstance(each, MediaFault)]
        for fault in faults:
            checked.fault(row.number, "file", fault)
        if not faults:
            usable.append(replace(row, facts=tuple(each for each in here if isinstance(each, Facts))))
    return usable


# --- taking in -------------------------------------------------------------------------------------------------------


def _taken_in(files: Files, row: Row, *, agent: str, today: date) -> str:
    facts = iter(row.facts)

    def unchanged(files: Files, recordings: Sequence[Recording]) -> AbstractContextManager[None]:
        if tuple(each.sha256 for each in recordings) != row.digests:
            raise Conflict("The file changed while it was taken in.", next_step="Run the batch again.")
        return newcomers_only(files, recordings)

    interview = accession.accession(
        files,
        row.details.interview(today=today),
        row.sources,
        examine=lambda _path, _name: next(facts),
        agent=agent,
        today=today,
        admit=unchanged,
    )
    return interview.id
