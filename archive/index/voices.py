"""Who says each cue of a document, in little room: a list of voices, and a byte a cue that counts in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from archive.language import terms
from archive.release import Released

_MOST = 255
_NARRATOR = "narrator interviewee 讲述人 讲述者 受访者 受访人 口述者 口述人 被访者 被采访人"
_INTERVIEWER = "interviewer 采访人 采访者 访谈者 访谈人 访问者 提问者"
ROLES = {"narrator": _NARRATOR.split(), "interviewer": _INTERVIEWER.split()}
"""What a role is called, on labels and by those who ask for it."""


def role_of(speaker: str, released: Released) -> str:
    """``narrator`` or ``interviewer`` where a label names one, or is a part of one name only; otherwise nothing."""
    label = frozenset(terms(re.sub(r"\d+$", "", speaker)))
    plain = "".join(terms(re.sub(r"\d+$", "", speaker)))
    called = next((role for role, names in ROLES.items() if plain in names), "")
    if called:
        return called
    roles = {
        role
        for role, names in (("narrator", released.narrators), ("interviewer", released.interviewers))
        if label and any(label <= frozenset(terms(name)) for name in names)
    }
    return roles.pop() if len(roles) == 1 else ""


def voices_of(speakers: Iterable[str], released: Released) -> tuple[str, bytes]:
    """The voices as JSON, ``[[speaker, role], …]``, and for each cue the number of its voice."""
    numbers: dict[str, int] = {}
    said = bytes(min(numbers.setdefault(each, len(numbers)), _MOST) for each in speakers)
    voices = [(each, role_of(each, released)) for each in list(numbers)[:_MOST]]
    return json.dumps(voices, ensure_ascii=False, separators=(",", ":")), said
