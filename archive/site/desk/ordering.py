"""The order of things in a list that can be changed: a field ``place-…`` for each, which works without scripts too."""

from __future__ import annotations

from flask import request


def place_sent(name: str, *, otherwise: int = 0) -> int:
    """The place that the form gives to what has this name; ``otherwise`` where it says none that is a number."""
    said = request.form.get(f"place-{name}", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else otherwise
