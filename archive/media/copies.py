"""Access copies: what a browser plays, on the same clock as the original and with nothing private left in it.

Sound becomes AAC-LC, mono, 64 kb/s, in ``.m4a``; film becomes H.264 and AAC in ``.mp4``. Every browser plays these;
HEVC and MPEG-4 part 2 it would play in silence about the missing picture. Titles, places, dates, the names of programs,
chapters and further tracks of the original stay behind. The same original gives the same bytes.

Where something of a recording must not be heard, or seen, the public gets another copy: the same but for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.media.as_it_is import keep_pictures
from archive.media.containers import opened, picture_of
from archive.media.encoding import encode_film, encode_sound
from archive.media.whole import whole
from archive.records import Muted


@dataclass(frozen=True, slots=True)
class AccessCopy:
    """A copy made for browsers, and how many of the original's packets are silence, or a still picture, in it."""

    path: Path
    lost_packets: int


def make_access_copy(path: Path, folder: Path, *, stem: str, shown_as: str = "") -> AccessCopy:
    """``<stem>.access.m4a`` or ``.mp4`` in ``folder``, whole or not at all; raises :class:`MediaFault`."""
    return _made(path, folder / f"{stem}.access", (), shown_as or path.name)


def make_muted_copy(path: Path, folder: Path, *, stem: str, muted: Sequence[Muted], shown_as: str = "") -> AccessCopy:
    """``<stem>.m4a`` or ``.mp4`` in ``folder``: the access copy without what is ``muted``, and as long.

    It is made from the original, like the other, so that both are the same wherever nothing is taken out.
    """
    return _made(path, folder / stem, muted, shown_as or path.name)


def _made(path: Path, target: Path, muted: Sequence[Muted], name: str) -> AccessCopy:
    with opened(path, shown_as=name) as container:
        is_film = picture_of(container) is not None
    final = target.with_name(f"{target.name}.{'mp4' if is_film else 'm4a'}")
    with whole(final) as part:
        if not is_film:
            return AccessCopy(final, encode_sound(path, part, shown_as=name, muted=muted))
        is_seen_whole = not any(each.black for each in muted)
        if is_seen_whole and keep_pictures(path, part, shown_as=name, muted=muted):
            return AccessCopy(final, 0)
        return AccessCopy(final, encode_film(path, part, shown_as=name, muted=muted))
