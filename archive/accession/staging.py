"""Bringing what is handed in to scratch, with its checksum, and looking into it there: nothing is decided yet."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from archive.errors import BadInput
from archive.files import readable_name
from archive.records import Recording
from archive.sentences import sentence

# Names are public in places; an ending that is none of these may be part of somebody's name.
_EXTENSIONS = re.compile(
    "3g2|3gp|aac|ac3|aifc?|aiff|amr|ape|asf|au|avi|caf|divx|dss|dv|f4v|flac|flv|gsm|m[12][av]|m2ts?|m4[abv]|mk[av]"
    "|mov|mp[1-4]|mp[ace]|mpe?g|mts|mxf|og[agmv]|opus|qt|ra|rf64|rm|rmvb|snd|spx|tak|ts|tta|vob|voc|w64|wave?|webm"
    "|wm[av]|wv"
)
_CHUNK = 1024 * 1024
_UNREADABLE = {
    errno.ENOENT: sentence("is not there"),
    errno.ENOTDIR: sentence("is not there"),
    errno.EISDIR: sentence("is a folder"),
    errno.EACCES: sentence("may not be read by this account"),
    errno.EPERM: sentence("may not be read by this account"),
    errno.ELOOP: sentence("is a link that leads nowhere"),
    errno.ENAMETOOLONG: sentence("cannot be the name of a file: it is too long"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What examining a file found out: film or sound, and its length."""

    kind: Literal["audio", "video"]
    duration_ms: int


Examine = Callable[[Path, str], Facts]
"""Look into a file at a path, called by a name in messages; raises :class:`MediaFault` if it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """A file of ours that will never change again, and the ``name`` it was handed in under; it need not be copied.

    ``sha256`` is what was found when it arrived, or empty: enough to plan by, and found again when it is taken in.
    """

    path: Path
    name: str
    sha256: str = ""


Source = Path | Tape
"""A file to take in: somebody else's at a path, which names it too, or one of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A recording copied to scratch as ``file`` and looked into; ``recording`` has its name once it is numbered."""

    folder: str
    file: str
    recording: Recording

    def numbered(self, number: int) -> Staged:
        """The same as the recording of that number."""
        name = f"recording-{number}"
        file = f"{name}.{self.file.rsplit('.', 1)[1]}"
        return replace(self, recording=replace(self.recording, name=name, file=file))


def bring_to_scratch(sources: Sequence[Source], folder: Path, examine: Examine) -> list[Staged]:
    """Each file brought to a scratch folder and looked into, as ``tape-1``, ``tape-2`` …"""
    return [_stage(source, folder, number, examine) for number, source in enumerate(sources, 1)]


def _stage(source: Source, folder: Path, number: int, examine: Examine) -> Staged:
    """Bring one file to scratch while taking its checksum, then look into it there."""
    name = readable_name(source.name)
    file = f"tape-{number}.{_extension(name)}"
    size, digest = _linked(source, folder / file) if isinstance(source, Tape) else _copied(source, folder / file)
    facts = examine(folder / file, name)
    recording = Recording(
        name="recording-1",
        sha256=digest,
        bytes=size,
        duration_ms=facts.duration_ms,
        kind=facts.kind,
        original_name=name,
    )
    return Staged(folder=folder.name, file=file, recording=recording)


def _copied(source: Path, path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    try:
        # A pipe or a device would wait for ever, or never end; a folder says so itself.
        if not source.is_dir() and not stat.S_ISREG(source.stat().st_mode):
            raise BadInput(
                "%(name)s is not a file.", next_step="Give the path of a recording.", name=readable_name(source.name)
            )
        with source.open("rb") as original, path.open("xb") as copy:
            while chunk := original.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            return copy.tell(), digest.hexdigest()
    except OSError as error:
        fault = _UNREADABLE.get(error.errno or 0)
        if fault is None:
            raise
        raise BadInput(
            "%(name)s %(why)s.",
            next_step="Give the path of a recording.",
            name=readable_name(source.name),
            why=fault,
        ) from error


def _linked(tape: Tape, path: Path) -> tuple[int, str]:
    """The file itself under another name, where the disk can do that: hours of film are not copied once more."""
    try:
        os.link(tape.path, path)
    except FileNotFoundError as error:
        raise BadInput("%(name)s is not there any more.", next_step="Send it again.", name=tape.name) from error
    except OSError:  # another disk, or one without links
        return _copied(tape.path, path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest


def _extension(name: str) -> str:
    extension = Path(name).suffix.lower().removeprefix(".")
    return extension if _EXTENSIONS.fullmatch(extension) else "bin"
