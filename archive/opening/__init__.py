"""What the public meets of an interview, and why no more, as access and release decide; and what opens it.

outlook      what the public would meet, what stands in the way of it, and what narrows it
looking      whether somebody has looked at what a decision would open
deciding     the decisions that open something, each asked first whether anybody has looked
unapproved   what a collection kept back until somebody approved it, and what opens that
following    the edition made that follows, and what is told where it does not
"""

from archive.opening.deciding import lift_embargo, publish, record_consent, restrict
from archive.opening.following import follow
from archive.opening.looking import Decided, Unlooked, unlooked
from archive.opening.outlook import Hindrance, Limit, Outlook, outlook
from archive.opening.unapproved import Unapproved, keep_collection, keep_record

__all__ = [
    "Decided",
    "Hindrance",
    "Limit",
    "Outlook",
    "Unapproved",
    "Unlooked",
    "follow",
    "keep_collection",
    "keep_record",
    "lift_embargo",
    "outlook",
    "publish",
    "record_consent",
    "restrict",
    "unlooked",
]
