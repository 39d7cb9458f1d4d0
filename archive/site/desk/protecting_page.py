"""The guide to protecting narrators, at the desk too; its English is that of ``docs/protecting-narrators.md``."""

from __future__ import annotations

from flask import render_template

from archive.site.desk.doors import desk, open_to


@desk.get("/protecting")
@open_to("archivist", "editor", "reader")
def protecting() -> str:
    """How narrators are protected with this program, and what it cannot do."""
    return render_template("desk/protecting.html")
