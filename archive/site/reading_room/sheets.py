"""Tables that are opened in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, make_response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(name: str, head: Sequence[str], rows: Iterable[Iterable[str | int | float | None]]) -> Response:
    """Rows under a head, in UTF-8 with the mark by which a spreadsheet knows it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    response = make_response(written.getvalue().encode("utf-8-sig", "replace"))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _harmless(cell: str | int | float | None) -> str | int | float | None:
    """A spreadsheet would take some beginnings for a formula and work it out; after an apostrophe it is text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
