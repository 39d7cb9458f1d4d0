"""What an engine is told beforehand: the names and words it may expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.transcribe.wanted import Wanted

_GLOSSARY_TOKENS: Final = 90
"""Of the 223 tokens before a window (whisper/decoding.py), the others go to what was said before."""


def prompt(code: str, wanted: Wanted) -> str:
    """The names and words the collection expects, written as a sentence would write them."""
    names = _within_budget(wanted.glossary)
    if code == "zh":
        return f"{'、'.join(names)}。" if names else ""
    return f"{', '.join(names)}." if names else ""


def whisper_code(tag: str) -> str:
    """Whisper's language code for a BCP 47 tag; empty where nothing is known."""
    primary = tag.split("-")[0].lower()
    return {"cmn": "zh", "und": "", "mul": "", "nb": "no", "fil": "tl", "jv": "jw"}.get(primary, primary)


def _within_budget(glossary: Sequence[str]) -> list[str]:
    """As much of a glossary as fits, the first first: about a token for two letters, two for a Han character."""
    kept: list[str] = []
    tokens = 0.0
    for name in glossary:
        tokens += 1 + sum(2 if character > "\u2e80" else 0.5 for character in name)
        if tokens > _GLOSSARY_TOKENS:
            break
        kept.append(name)
    return kept
