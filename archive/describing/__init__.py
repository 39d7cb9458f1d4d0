"""What people write about the material: the record of an interview, collections, index points; each change an event.

parts      a record part by part (``date``, ``title.en``, ``recording-1.label``), and two people at work on one
rules      what can be kept of what people write in a part
keeping    records and index points, kept with an event that names who wrote them
"""

from archive.describing.keeping import (
    REVIEW_DEMANDED,
    change_index_points,
    create_collection,
    demand_review,
    keep_collection,
    keep_index_points,
    keep_record,
)
from archive.describing.parts import (
    COLLECTION,
    DESCRIPTION,
    INDEX_POINT,
    RECORDING,
    Described,
    Differing,
    is_part,
    mark,
    merged,
    parts,
    version_of,
    with_parts,
)
from archive.describing.rules import Wrong, faults, wrong

__all__ = [
    "COLLECTION",
    "DESCRIPTION",
    "INDEX_POINT",
    "RECORDING",
    "REVIEW_DEMANDED",
    "Described",
    "Differing",
    "Wrong",
    "change_index_points",
    "create_collection",
    "demand_review",
    "faults",
    "is_part",
    "keep_collection",
    "keep_index_points",
    "keep_record",
    "mark",
    "merged",
    "parts",
    "version_of",
    "with_parts",
    "wrong",
]
