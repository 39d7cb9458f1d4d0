"""A file that was attached to a form, as its kinds are taken in: on the disk, under its own name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from archive.accession import Tape
from archive.errors import BadInput
from archive.site.desk.doors import files


@contextmanager
def attached(field: str, missing: BadInput) -> Iterator[Tape]:
    """The file of this field, for as long as it is looked at; raises ``missing`` where none was chosen.

    Some browsers name the folder it was in, too.
    """
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        raise missing
    with files().scratch() as folder:
        sent.save(folder / "sent")
        yield Tape(path=folder / "sent", name=re.split(r"[/\\]", sent.filename)[-1])
