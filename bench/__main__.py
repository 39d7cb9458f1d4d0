"""``make bench``: every figure that docs/measurements*.md gives, as ratios measured in this one run."""

from __future__ import annotations

import subprocess
import sys

for title, module in (
    ("Search", "bench.search"),
    ("Correcting", "bench.correcting"),
    ("Tagging", "bench.tagging"),
    ("Names", "bench.names"),
    ("Speech", "bench.accuracy"),
):
    print(f"\n## {title}\n", flush=True)
    subprocess.run([sys.executable, "-m", module], check=True)
