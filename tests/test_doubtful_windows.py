"""What is taken for said in a window of which no try came out well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from archive.transcribe.listening import TEMPERATURES, Decoded, Decoder, Search, _surely_decoded


def tried(logprob: float, *, compression: float = 1.0, temperature: float = 0.0) -> Decoded:
    return Decoded(tokens=[1], logprob=logprob, no_speech=0.1, compression=compression, temperature=temperature)


class Model:
    """A model of which it is known what it hears at each temperature; no more of a decoder is asked for here."""

    def __init__(self, hears: Sequence[Decoded]) -> None:
        self._hears = {each.temperature: each for each in hears}

    def decoded(self, encoded: Sequence[Any], _contexts: object, search: Search) -> Sequence[Decoded]:
        return [self._hears[search.temperature]] * len(encoded)


def heard(*hears: Decoded) -> Decoded:
    (found,) = _surely_decoded(cast(Decoder, Model(hears)), [None], [[]])
    return found


def later(logprob: float) -> list[Decoded]:
    return [tried(logprob - each, temperature=each) for each in TEMPERATURES]


def test_where_every_try_failed_the_likeliest_is_kept_and_not_what_chance_said_last() -> None:
    assert heard(tried(-1.2), *later(-2.0)).temperature == 0.0


def test_what_says_the_same_over_and_over_is_kept_only_where_every_try_does() -> None:
    assert heard(tried(-0.2, compression=9.0), *later(-2.0)).temperature == TEMPERATURES[0]


@pytest.mark.parametrize("well", [0.2, 0.6, 1.0])
def test_the_first_try_that_comes_out_well_is_taken_though_another_was_likelier(well: float) -> None:
    every = [tried(-0.9 if each.temperature == well else -1.5, temperature=each.temperature) for each in later(0.0)]
    assert heard(tried(-0.3, compression=9.0), *every).temperature == well
