"""What axe-core finds wrong with a page for whoever sees, hears or moves otherwise: on ours, nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
BOTH: tuple[Scheme, ...] = ("light", "dark")
_OF_COLOUR = ["color-contrast", "link-in-text-block"]


def shuts_nobody_out(page: Page, where: object = "", *, schemes: Iterable[Scheme] = BOTH) -> None:
    """Ask axe about the page as it stands; in another scheme, only what colours change, since all else is the same."""
    rules = None
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        _finds_nothing(page, f"{where} {scheme}", rules)
        rules = _OF_COLOUR


def _finds_nothing(page: Page, where: str, rules: list[str] | None) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    violations = page.evaluate("options => axe.run(options).then((found) => found.violations)", options)
    assert violations == [], f"{where}: {AxeResults({'violations': violations}).generate_report()}"
