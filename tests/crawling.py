"""Whoever asks an app for everything: each address that its map can build, what may be typed there, and every link."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import product
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule
from werkzeug.test import TestResponse

_LINK = re.compile(r'(?:(?:href|src|action|poster)="|content="(?=https?:|/))([^"\s]+)')
_NAMED_IN_XML = re.compile(r"<(?:loc|id)>([^<]+)</")
FILES: tuple[str, ...] = (
    "recording-1.access.m4a",
    "recording-1.wav",
    "recording-1.peaks.json",
    "recording-1.public.m4a",
)
FILES += ("recording-1.zh.vtt", "photo-1.jpg", "photo-1.public.jpg", "interview.json", "photo-1", "photo-2")
"""Files that an interview may have, open or not, by the names that anybody can guess."""
TYPED_OF_ONE = ("t=0,2&v=2026-05-03", "recording=recording-1&language=en", "form=edited", "view=both", "q=list")
MOST_TYPED, MOST_OF_A_KIND = 2, 4
"""Parameters in an address that a page leads to, and addresses of one page with the same ones, that are followed."""
MEDIA = ("audio/", "video/", "image/")
PARTS: tuple[dict[str, str], ...] = ({"Range": "bytes=0-99"}, {"Range": "bytes=-500"}, {"If-None-Match": "*"})
IN_OTHER_WORDS: tuple[dict[str, str], ...] = ({"Accept": "application/json", "Accept-Language": "zh"},)


def rules_to_get(app: Flask, *, desk: bool) -> list[Rule]:
    """Every address of the reading room, or of the desk, that answers whoever asks without changing anything."""
    rules = [each for each in app.url_map.iter_rules() if "GET" in (each.methods or ()) and each.endpoint != "static"]
    return [each for each in rules if each.rule.startswith("/desk") == desk]


def built(rule: Rule, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The address with each of those values for each of its arguments; fails for an argument of which there is none."""
    unknown = rule.arguments - set(values)
    assert not unknown, f"{rule.rule}: say in the test what {', '.join(sorted(unknown))} can be"
    names = sorted(rule.arguments)
    for chosen in product(*(values[name] for name in names)):
        told = dict(zip(names, chosen, strict=True))
        yield re.sub(r"<(?:[^<>:]*:)?(\w+)>", lambda found, told=told: told[found[1]], rule.rule)


def of_the_reading_room(
    client: FlaskClient, values: Mapping[str, Sequence[str]], queries: Sequence[str]
) -> Iterator[str]:
    """All that can be built or guessed of the reading room, and what may be typed there.

    ``values`` are what each argument of an address may be, ``queries`` what somebody may search for, wherever a page
    answers them.
    """
    for rule in rules_to_get(client.application, desk=False):
        for path in built(rule, values):
            yield path
            if rule.arguments == {"interview_id"}:
                yield from (f"{path}?{each}" for each in TYPED_OF_ONE)
        if not rule.arguments and client.get(rule.rule).data != client.get(f"{rule.rule}?q=list").data:
            yield from (f"{rule.rule}?q={each}" for each in queries)
    for each in values["interview_id"]:
        yield from (f"/oembed?url=/interviews/{each}", f"/oembed?format=xml&url=/embed/{each}%3Ft=0,2")
        yield from (f"/interviews/{each}/", f"/interviews/{each}.xml", f"/interviews/{each}/pictures", f"/media/{each}")


class Crawler:
    """Somebody who asks for everything under an address, and notes by which rule each was answered."""

    def __init__(self, client: FlaskClient, *, under: str = "/", but: str = "/static/", follows: bool = True) -> None:
        self.client = client
        self.answered: set[str] = set()
        self._under, self._but, self._follows = under, but, follows
        self._followed: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._faults: set[tuple[str, str]] = set()
        self._map = client.application.url_map.bind("localhost")

    def everything(self, waiting: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each address with all that comes back: status, headers and body, zips opened; then where it leads to."""
        waiting, seen = list(waiting), set[str]()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            answer = self.client.get(address)
            assert answer.status_code < 500, address
            self._note(address, answer)
            yield address, _told(answer)
            yield from self._otherwise(address, answer)
            if self._follows:
                waiting += [each for each in self._leads_to(address, answer) if self._is_ours(each)]

    def _note(self, address: str, answer: TestResponse) -> None:
        """By which rule an address was answered; being sent to sign in is no answer."""
        if answer.status_code < 400 and not (answer.location or "").startswith("/desk/sign-in"):
            try:
                rule, _ = self._map.match(urlsplit(address).path, return_rule=True)
                self.answered.add(rule.rule)
            except (HTTPException, RequestRedirect):
                return

    def _otherwise(self, address: str, answer: TestResponse) -> Iterator[tuple[str, bytes]]:
        """The same in parts, where it is media; as data in the other language, where it was an error.

        Of errors that are alike but for the last part of the address, one is asked for so.
        """
        headers: tuple[dict[str, str], ...] = ()
        if (answer.mimetype or "").startswith(MEDIA):
            headers = PARTS
        elif answer.status_code >= 400 and "?" not in address:
            folder, _, name = address.rpartition("/")
            fault = folder, answer.text.replace(name, "")
            headers = () if fault in self._faults else IN_OTHER_WORDS
            self._faults.add(fault)
        for each in headers:
            yield address, _told(self.client.get(address, headers=each))

    def _leads_to(self, address: str, answer: TestResponse) -> Iterator[str]:
        if location := answer.headers.get("Location"):
            yield self._local(address, location)
        kind = answer.mimetype or ""
        if "html" in kind or "xml" in kind:
            found = [*_LINK.findall(answer.text), *_NAMED_IN_XML.findall(answer.text)]
            yield from (self._local(address, unescape(each)) for each in found)

    @staticmethod
    def _local(address: str, link: str) -> str:
        try:
            parts = urlsplit(urljoin(f"http://localhost{address}", link))
        except ValueError:
            return ""
        is_ours = parts.scheme == "http" and parts.netloc == "localhost"
        return parts._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""

    def _is_ours(self, address: str) -> bool:
        """Whether to go there: of what narrows one page further, and has no end, to so many of a kind."""
        parts = urlsplit(address)
        kind = parts.path, tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
        self._followed[kind] += 1
        is_under = address.startswith(self._under) and not address.startswith(self._but)
        return is_under and (not kind[1] or (len(kind[1]) <= MOST_TYPED and self._followed[kind] <= MOST_OF_A_KIND))


def _told(answer: TestResponse) -> bytes:
    told = f"{answer.status}\n{answer.headers}".encode() + answer.data
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            told += b"".join(each.filename.encode() + packed.read(each) for each in packed.infolist())
    return told
