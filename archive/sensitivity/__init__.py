"""What somebody looks at before an interview is published, in what the public would then read, and who has looked.

Four things, each looked at and ticked apart: passages that may give somebody away, the names that stand there as they
are, what the files for the public carry, and what points to one person when it is read together. Nothing is hidden by
it: people redact, give a pseudonym, or leave it, and say that they have seen it.

seeing       what there is to be seen
written      what is read and was not said: titles, headings, captions, reasons
ticking      who has looked at what of it, and what nobody has
"""

from archive.sensitivity.seeing import Point, Sight, sights
from archive.sensitivity.ticking import LOOKED, NAMES, Looked, look, tick, unlooked

__all__ = [
    "LOOKED",
    "NAMES",
    "Looked",
    "Point",
    "Sight",
    "look",
    "sights",
    "tick",
    "unlooked",
]
