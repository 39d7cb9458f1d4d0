"""Names of places → where they are: one compiled gazetteer, from GeoNames (CC BY 4.0; credited wherever it is shown).

A name that could be several places stays a name: nobody is put on a map by a guess.
"""

from __future__ import annotations

from archive.places.gazetteer import Place, find, key, names

__all__ = ["Place", "find", "key", "names"]
