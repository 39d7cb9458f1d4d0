"""A CSV as spreadsheets write them: UTF-8 or GB18030, with or without a byte order mark, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import BadInput
from archive.sentences import enumerated

COLUMNS = {
    "file": ("files", "文件"),
    "title": ("标题",),
    "narrators": ("narrator", "讲述人"),
    "interviewers": ("interviewer", "采访人"),
    "collection": ("专题",),
    "language": ("语言",),
    "date": ("日期",),
    "place": ("地点",),
    "summary": ("摘要",),
    "rights_holder": ("rights holder", "权利人"),
    "licence": ("license", "许可"),
    "consent": ("授权",),
    "uses": ("use", "用途"),
}
"""The columns a table may have, each with the other names it may stand under."""

SEVERAL = "|"
"""Parts several files, narrators, interviewers or uses in one cell."""

_WIDE = "，；、"
"""What Chinese keyboards write where a table needs a comma."""

_NAMES = {name.casefold(): column for column, others in COLUMNS.items() for name in (column, *others)}
LARGEST = 16 * 1024 * 1024
# GB18030 reads nearly anything: Big5 becomes characters that nobody assigned, and the Müller of Western Excel M黮ler.
_NO_GB = re.compile("[\ue000-\uf8ff]|[A-Za-z][\u3400-\u9fff][a-z]")


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: its ``number`` as spreadsheets count (the headings are row 1) and its cells by column."""

    number: int
    cells: dict[str, str]


def read_table(data: bytes) -> list[TextRow]:
    """The rows that are not empty; raises :class:`BadInput` where the table as a whole cannot be read."""
    text = decoded(data)
    named, separator = _separator(text)
    lines = io.StringIO(text.split("\n", 1)[-1] if named else text, newline="")
    rows = csv.reader(lines, delimiter=separator, strict=True)
    try:
        columns = _columns(next(rows, []))
        return list(_rows(rows, columns))
    except csv.Error as error:
        raise BadInput(
            "The table cannot be read at line %(line)s: %(error)s.",
            next_step="Save it as CSV again.",
            line=rows.line_num,
            error=error,
        ) from error


def decoded(data: bytes) -> str:
    """The text of a table; raises :class:`BadInput` where it is in no encoding known here, or too large."""
    if len(data) > LARGEST:
        raise BadInput(
            "The table is larger than %(most)s bytes.", next_step="Take it in in parts.", most=f"{LARGEST:,}"
        )
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if is_utf_16 else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or not _NO_GB.search(text):
            return text
    raise BadInput("The table is neither UTF-8 nor GB18030.", next_step="Save it as “CSV UTF-8”.")


def _separator(text: str) -> tuple[bool, str]:
    """Whether a first line of Excel's own names the separator, and which it is."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return True, first[4]
    return False, max(",;\t", key=lambda each: sum(name in _NAMES for name in _headings(first.split(each))))


def _headings(cells: list[str]) -> list[str]:
    return [each.strip().strip('"').strip().casefold() for each in cells]


def _columns(cells: list[str]) -> list[str]:
    """The column each heading stands for, empty for an empty heading."""
    headings = _headings(cells)
    unknown = [cell for cell, name in zip(cells, headings, strict=True) if name and name not in _NAMES]
    if unknown:
        _check_for_wide_commas(unknown[0])
        raise BadInput(
            "There is no column %(name)r.",
            next_step="The columns are: %(known)s.",
            name=unknown[0],
            known=enumerated(COLUMNS),
        )
    columns = [_NAMES.get(each, "") for each in headings]
    if "file" not in columns:
        raise BadInput("The table has no column “file”.", next_step="Name the columns in the first row.")
    twice = [each for each in columns if each and columns.count(each) > 1]
    if twice:
        raise BadInput("The column “%(name)s” stands twice.", next_step="Leave one away.", name=twice[0])
    return columns


def _check_for_wide_commas(heading: str) -> None:
    """Raise :class:`BadInput` for a heading that is several, with a mark between them that Chinese keyboards write."""
    for mark in _WIDE:
        if mark in heading and any(name in _NAMES for name in _headings(heading.split(mark))):
            raise BadInput(
                "The columns are separated by “%(mark)s”, which is a mark of Chinese writing.",
                next_step="Separate them by commas as English has them: “,”.",
                mark=mark,
            )


def _rows(rows: Iterator[list[str]], columns: list[str]) -> Iterator[TextRow]:
    for number, cells in enumerate(rows, 2):
        if not any(each.strip() for each in cells):
            continue
        named = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
        surplus = [each for each in cells[len(columns) :] if each.strip()]
        yield TextRow(number, named | ({"": surplus[0]} if surplus else {}))
