"""Everything the files say of one interview, gathered for ``release`` to choose from, and when its words changed."""

from __future__ import annotations

from archive.holdings.gathering import concepts, demands_review, holdings
from archive.holdings.lineage import with_lines

__all__ = ["concepts", "demands_review", "holdings", "with_lines"]
