"""What every test may use: an empty archive of its own, and the shared fixtures where they are present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real recordings and format suites beside the project; tests that need it skip without it."""
    folder = Path(os.environ.get("EARWITNESS_FIXTURES") or PROJECT.parent / "shared" / "fixtures")
    if not folder.is_dir():
        pytest.skip("the shared fixtures folder is not beside the project")
    return folder
