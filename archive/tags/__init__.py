"""What stretches of speech are about: suggested by programs with evidence, decided by people, anchored to time.

suggesting   speech → tags that programs suggest
naming       people, places and organisations as tags
merging      new suggestions, and what was decided before
unsaying     what was accepted for words that stand there no more
deciding     verdicts, and rulings for a spelling: values
reading      tags among the files
changing     tags among the files: acts with their events
keeping      what programs suggest and people decide
"""

from archive.tags.deciding import BY_SPELLING, decided, rejections, settled, undone
from archive.tags.keeping import (
    Settled,
    accept,
    add,
    change,
    reject,
    revoke,
    rule,
    suggest,
    undo,
    usual_in,
)
from archive.tags.merging import is_same, merged
from archive.tags.naming import names_in, of_names, to_protect
from archive.tags.reading import every_ruling, read_rulings, read_tags, scope_of, shows_unreviewed
from archive.tags.suggesting import Recogniser, of_dates, of_vocabularies, usual
from archive.tags.unsaying import as_said

__all__ = [
    "BY_SPELLING",
    "Recogniser",
    "Settled",
    "accept",
    "add",
    "as_said",
    "change",
    "decided",
    "every_ruling",
    "is_same",
    "merged",
    "names_in",
    "of_dates",
    "of_names",
    "of_vocabularies",
    "read_rulings",
    "read_tags",
    "reject",
    "rejections",
    "revoke",
    "rule",
    "scope_of",
    "settled",
    "shows_unreviewed",
    "suggest",
    "to_protect",
    "undo",
    "undone",
    "usual",
    "usual_in",
]
