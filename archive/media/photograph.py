"""Pictures of the gallery: what one is, and its copy for the public, without anything a camera wrote into it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from archive.errors import LimitExceeded, MediaFault

KINDS: Final = {"JPEG": "jpg", "PNG": "png", "TIFF": "tif", "WEBP": "webp", "GIF": "gif"}
"""The kinds that are let in, as Pillow names them, and the ending of each."""

_LONGEST: Final = 2_000
_MOST_PIXELS: Final = 200_000_000
_QUALITY: Final = 85


def kind_of(path: Path, *, shown_as: str) -> str:
    """The ending that fits a picture's content; raises :class:`MediaFault` for what is no picture."""
    with _opened(path, shown_as) as picture:
        return KINDS[str(picture.format)]


def make_public_copy(path: Path, target: Path, *, shown_as: str) -> None:
    """A JPEG as it is meant to be seen, of at most 2,000 pixels a side, with nothing of the original but its colours.

    Made from the pixels alone: no place, time, camera, name, thumbnail or comment can come along.
    """
    with _opened(path, shown_as) as picture:
        picture.draft("RGB", (_LONGEST, _LONGEST))
        try:
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LONGEST, _LONGEST))
            seen = upright.convert("RGBA")
        except (OSError, SyntaxError, ValueError) as error:
            raise MediaFault(
                "%(name)s is damaged: %(error)s.",
                next_step="Scan or copy it again.",
                name=shown_as,
                error=error,
            ) from error
        on_white = Image.new("RGB", seen.size, "white")
        on_white.paste(seen, mask=seen.getchannel("A"))
        on_white.save(target, "JPEG", quality=_QUALITY, optimize=True)


def _opened(path: Path, shown_as: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path, formats=tuple(KINDS))
    except Image.DecompressionBombError as error:
        raise LimitExceeded(
            "%(name)s has far too many pixels.", next_step="Hand in a smaller scan.", name=shown_as
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MediaFault(
            "%(name)s is no picture that can be read.",
            next_step="Hand in JPEG, PNG, TIFF, WebP or GIF.",
            name=shown_as,
        ) from error
    if picture.width * picture.height > _MOST_PIXELS:
        raise LimitExceeded(
            "%(name)s has %(width)s × %(height)s pixels.",
            next_step="Hand in a smaller scan.",
            name=shown_as,
            width=picture.width,
            height=picture.height,
        )
    return picture


def noted_in(path: Path) -> Iterator[tuple[str, str]]:
    """What is written into a picture beside its pixels: a camera's notes, a place, a comment."""
    with _opened(path, path.name) as picture:
        for tag, value in picture.getexif().items():
            yield ExifTags.TAGS.get(tag, str(tag)), str(value)[:200]
        for name in ("comment", "xmp", "photoshop", "icc_profile"):
            if name in picture.info:
                yield name, str(picture.info[name])[:200]
