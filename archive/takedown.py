"""What people ask to have withheld, changed or taken down: kept as records, answered by a person, decision by decision.

Anybody may ask, so what comes in is counted: an archive that is flooded says so, and loses nothing it was asked before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, get_args

from archive import fixity, provenance
from archive.errors import BadInput, NotFound, Refused
from archive.files import REQUESTS, Files, from_json, request_file, to_json, words_folder
from archive.records import Answer, Outcome, Request, Wanted

WANTED: Final[tuple[Wanted, ...]] = get_args(Wanted)
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

MOST_IN_AN_HOUR: Final = 30
"""Requests that are taken in from everybody together: more is a machine, and no archive can read them."""
LONGEST: Final = 4_000
_NAME = re.compile(r"([1-9][0-9]*)\.json")


class TooManyRequests(Refused):
    """So much is asked at once that nothing more is taken in for a while."""

    status = 429


def ask(files: Files, told: Request, *, now: datetime) -> Request:
    """Keep a request under the next number; raises :class:`BadInput` for an empty one, or :class:`TooManyRequests`.

    Where the request came from is kept nowhere: who asks to be forgotten must not be noted down.
    """
    if not told.words.strip() or max(len(told.words), len(told.about), len(told.contact)) > LONGEST:
        raise BadInput("Write what you ask for.", next_step="Up to %(most)s characters.", most=LONGEST)
    with files.lock(REQUESTS):
        provenance.clear_the_way(files, REQUESTS)
        _check_flood(files, now)
        request = replace(told, number=max(_numbers(files), default=0) + 1, at=_stamp(now), answers=())
        _keep(files, request, "request received", "somebody")
    return request


def answer(files: Files, number: int, given: Answer) -> Request:
    """Keep what was decided about a request, by a named person, after what was decided before."""
    if not given.by.strip() or given.outcome not in OUTCOMES:
        raise BadInput("A decision names who decided, and what.")
    with files.lock(REQUESTS):
        provenance.clear_the_way(files, REQUESTS)
        request = read(files, number)
        answered = replace(request, answers=(*request.answers, given))
        _keep(files, answered, "request answered", given.by)
    return answered


def read(files: Files, number: int) -> Request:
    """One request; raises :class:`NotFound`."""
    key = request_file(number)
    if not files.store.exists(key):
        raise NotFound("There is no request %(number)s.", next_step="The queue names all.", number=number)
    return from_json(files.store.read(key), Request, key=key)


def requests(files: Files) -> list[Request]:
    """All requests, those that wait for an answer first, the oldest of them at the head."""
    found = [read(files, number) for number in _numbers(files)]
    return sorted(found, key=lambda each: (each.is_answered, -each.number if each.is_answered else each.number))


def _check_flood(files: Files, now: datetime) -> None:
    since = _stamp(now - timedelta(hours=1))
    recent = sorted(_numbers(files))[-MOST_IN_AN_HOUR:]
    if len([each for each in recent if read(files, each).at > since]) >= MOST_IN_AN_HOUR:
        raise TooManyRequests(
            "More is asked than anybody can read.", next_step="Try again in an hour, or write to the archive."
        )


def _keep(files: Files, request: Request, type_: str, agent: str) -> None:
    key = request_file(request.number)
    event = provenance.next_event(files, REQUESTS, type_, agent, detail=str(request.number))
    provenance.perform(files, provenance.planned(event, writes={key: to_json(request)}))
    fixity.settle(files, REQUESTS)


def _numbers(files: Files) -> list[int]:
    names = files.store.names(words_folder(REQUESTS))
    return [int(match[1]) for each in names if (match := _NAME.fullmatch(each))]


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
