"""Word times that hold together, from whatever an engine or a file claims."""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Word


def tidy_words(said: Sequence[tuple[int, int, str]], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """Words in the order given, inside ``start_ms`` … ``end_ms``, without overlap, each of at least 1 ms.

    ``said`` is (start_ms, end_ms, text) for each word. Times that hold already stay as they are; others move no further
    than they must. There are as many words as in ``said``, or none at all where a word is empty or time is too short.
    """
    count = len(said)
    if not said or end_ms - start_ms < count or not all(text for _, _, text in said):
        return ()
    starts: list[int] = []
    for number, (start, _, _) in enumerate(said):
        earliest = starts[-1] + 1 if starts else start_ms
        starts.append(min(max(start, earliest), end_ms - (count - number)))
    limits = [*starts[1:], end_ms]
    return tuple(
        Word(start, min(max(end, start + 1), limit), text)
        for start, limit, (_, end, text) in zip(starts, limits, said, strict=True)
    )
