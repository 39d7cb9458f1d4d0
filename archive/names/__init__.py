"""People, places and organisations as they are named in speech: a recogniser proposes, the gazetteer decides.

recognising   which programs look for names, where their extra is installed
english       names in English, by spaCy; the only one that imports it
chinese       names in Chinese, by LAC; the only one that imports it
settling      proposals → one kind for a spelling, wherever it is said
saying        names → what they mean, with the archive's own people and places, which need no program
"""

from __future__ import annotations

from archive.names.recognising import NameKind, Piece, Reader, Readers, readers, what_is_missing, who_reads
from archive.names.saying import Name, names_said

__all__ = ["Name", "NameKind", "Piece", "Reader", "Readers", "names_said", "readers", "what_is_missing", "who_reads"]
