"""What in a text may give somebody away: numbers, addresses, names, and what is marked as sensitive.

flags          everything that somebody should look at, with the reason
spoken_names   where somebody may be named, in whatever form
parts          a text in words and characters, a name in its parts
disguised      initials, letters apart, all but the family name blotted out
digits         numbers spelt digit by digit, and what they may be
addresses      of houses and of mail
together       what points to one person when it is read together
"""

from archive.privacy.flags import Flag, FlagKind, flags
from archive.privacy.spoken_names import Occurrence, where_named
from archive.privacy.together import Clue, ClueKind, clues, clues_written

__all__ = ["Clue", "ClueKind", "Flag", "FlagKind", "Occurrence", "clues", "clues_written", "flags", "where_named"]
