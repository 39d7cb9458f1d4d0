"""How many processes hear side by side."""

from __future__ import annotations

from archive.transcribe.pool import available_bytes


def test_memory_that_holds_copies_of_files_can_be_had_for_hearing() -> None:
    after_weeks = "MemFree: 300000 kB\nMemAvailable: 19000000 kB\nCached: 18000000 kB\n"
    assert available_bytes(after_weeks) == 19_000_000 * 1024
