"""``make bench``: every figure that docs/measurements*.md gives, as ratios measured in this one run."""

from __future__ import annotations

import subprocess
import sys

for title, bench in (
    ("Search", "bench.search"),
    ("Search in a million cues", "bench.search 1100"),
    ("Whatever anyone types", "bench.anything"),
    ("Known things, looked for", "bench.known"),
    ("Correcting", "bench.correcting"),
    ("Tagging", "bench.tagging"),
    ("Contents", "bench.contents"),
    ("Names", "bench.names"),
    ("Whether time tells what is hidden", "bench.hidden"),
    ("Voices", "bench.voices"),
    ("Speech", "bench.accuracy"),
):
    print(f"\n## {title}\n", flush=True)
    subprocess.run([sys.executable, "-m", *bench.split()], check=True)
