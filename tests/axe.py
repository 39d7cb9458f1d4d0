"""What axe-core finds wrong with a page for whoever sees, hears or moves otherwise: on ours, nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
BOTH: tuple[Scheme, ...] = ("light", "dark")
LIGHT: tuple[Scheme, ...] = ("light",)
Told = dict[str, Any]
"""What axe is told beyond the usual."""
_OF_COLOUR = ["color-contrast", "link-in-text-block"]


def schemes_in(language: str) -> tuple[Scheme, ...]:
    """Both in English, none in another language: colours do not hang on the words."""
    return BOTH if language.startswith("en") else ()


def shuts_nobody_out(page: Page, where: object = "", *, schemes: Iterable[Scheme] = BOTH) -> None:
    """Ask axe about the page as it stands; in another scheme, only what colours change, since all else is the same.

    Without a scheme, all but the colours, which are what takes axe longest.
    """
    told: Told = {}
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        _finds_nothing(page, f"{where} {scheme}", told)
        told = {"runOnly": _OF_COLOUR}
    if not told:
        _finds_nothing(page, where, {"rules": {each: {"enabled": False} for each in _OF_COLOUR}})


def _finds_nothing(page: Page, where: object, told: Told) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | told
    violations = page.evaluate("options => axe.run(options).then((found) => found.violations)", options)
    assert violations == [], f"{where}: {AxeResults({'violations': violations}).generate_report()}"
