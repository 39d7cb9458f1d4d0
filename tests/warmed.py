"""Imported by the process that every server of the tests is a copy of: all that a server loads before it serves."""

from __future__ import annotations

import archive.site.desk
import archive.site.reading_room
import archive.site.serve  # noqa: F401
from archive.search.marking import warm
from tests.serving import compile_templates_once

compile_templates_once()
warm()
