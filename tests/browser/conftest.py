"""A real browser before a real server: what every test of a page may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import hegang
from tests.serving import served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(of_the_run: Path) -> Iterator[str]:
    """The address of the reading room over the edition of :mod:`tests.hegang`."""
    with served(hegang.published(of_the_run)) as address:
        yield address


@dataclass
class Watch:
    """What a page must never do: ask another host, or complain."""

    host: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this context."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != self.host:
            self.strangers.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    """After each test: nothing was asked of another host, and the console is quiet."""
    watching = Watch(urlsplit(site).netloc)
    yield watching
    assert watching.strangers == []
    assert watching.complaints == []


@pytest.fixture
def context(chromium: Browser, site: str, watch: Watch) -> Iterator[BrowserContext]:
    """A reader at a desk."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    watch.over(context)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The reader's page."""
    return context.new_page()


@pytest.fixture
def phone(chromium: Browser, site: str, watch: Watch) -> Iterator[Page]:
    """A small phone, held upright."""
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 740}, has_touch=True)
    watch.over(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(chromium: Browser, site: str, watch: Watch) -> Iterator[Page]:
    """A reader whose browser runs no scripts."""
    context = chromium.new_context(base_url=site, java_script_enabled=False, viewport={"width": 1280, "height": 800})
    watch.over(context)
    yield context.new_page()
    context.close()
