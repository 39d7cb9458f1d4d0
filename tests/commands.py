"""Running ``earwitness`` as its users do: another process, an environment, an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

EARWITNESS = Path(sys.executable).with_name("earwitness")


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of an archive at ``home``, without any setting of the machine the tests run on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EARWITNESS_")}
    return kept | {"EARWITNESS_HOME": str(home)} | more


def earwitness(
    *arguments: str | Path, env: Mapping[str, str], timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [str(EARWITNESS), *map(str, arguments)]
    return subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=timeout)


def result(*arguments: str | Path, env: Mapping[str, str], timeout: float = 300) -> str:
    """What a command that must succeed prints to stdout."""
    done = earwitness(*arguments, env=env, timeout=timeout)
    assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stderr}"
    return done.stdout.strip()
