"""Names of places → where they are: one compiled gazetteer, from GeoNames (CC BY 4.0; credited wherever it is shown).

gazetteer   the towns of the world: a name that could be several stays a name, nobody is put on a map by a guess
meaning     what a place that is named in speech may be, with everything else that it may be
"""

from __future__ import annotations

from archive.places.gazetteer import Place, Region, find, key, names, numbered, only_region
from archive.places.meaning import Known, Meaning, Meant, country_named, known

__all__ = [
    "Known",
    "Meaning",
    "Meant",
    "Place",
    "Region",
    "country_named",
    "find",
    "key",
    "known",
    "names",
    "numbered",
    "only_region",
]
