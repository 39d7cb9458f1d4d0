"""A packet as a zip: a page that needs nothing but itself, and the sound beside it; with no name, date or path of ours.

The page carries its style and its script: whoever opens it out of the zip, or from a phone's file manager, is given
that one file, and can still read and answer. A browser lets a page from a disk run no modules and fetch nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from archive import transcripts
from archive.access import Gap, gaps
from archive.files import Files, media_folder
from archive.moments import clock, seconds
from archive.records import Interview, Packet, Passage, Texts

_HERE = Path(__file__).parent
_NO_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name


def file_name(packet: Packet) -> str:
    """What a packet's file is called: by numbers, so that it tells nobody whose it is."""
    return f"review-{packet.interview}-{packet.id}.zip"


def write_packet(files: Files, interview: Interview, packet: Packet, stream: BinaryIO, *, archive: str) -> None:
    """Write a packet of an interview as a zip; ``archive`` is what the archive calls itself.

    The sound is the copies made for browsers, as far as they are there.
    """
    sound = dict(_sound(files, packet))
    page = _page(interview, packet, sound, dict(_gaps(files, interview)), archive=archive)
    with ZipFile(stream, "w") as folder:
        folder.writestr(_entry("index.html", ZIP_DEFLATED), page)
        for key, name in sound.values():
            with files.store.open(key) as source, folder.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, _NO_DAY)
    entry.compress_type, entry.create_system, entry.external_attr = compression, 3, 0o644 << 16
    return entry


def _sound(files: Files, packet: Packet) -> Iterator[tuple[str, tuple[str, str]]]:
    """By recording: where its copy for browsers lies, and what it is called in the packet."""
    for recording in dict.fromkeys(each.recording for each in packet.passages):
        for ending in ("m4a", "mp4"):
            key = f"{media_folder(packet.interview)}/{recording}.access.{ending}"
            if files.store.exists(key):
                yield recording, (key, f"sound/{recording}.{ending}")


def _gaps(files: Files, interview: Interview) -> Iterator[tuple[str, tuple[Gap, ...]]]:
    """By recording: what is withheld already."""
    for recording in dict.fromkeys(each.recording for each in interview.redactions):
        yield recording, gaps(interview, recording, transcripts.said(files, interview.id, recording))


def _page(
    interview: Interview,
    packet: Packet,
    sound: dict[str, tuple[str, str]],
    cut: dict[str, tuple[Gap, ...]],
    *,
    archive: str,
) -> str:
    languages = [said.language for each in packet.passages for said in each.said]
    spoken = languages[0] if languages else interview.language
    return (
        _templates()
        .get_template("page.html")
        .render(
            archive=archive,
            title=interview.title,
            date=interview.date,
            pseudonyms=[each.pseudonym for each in interview.narrators if each.pseudonym],
            packet=packet,
            first="zh" if spoken.split("-")[0].lower() in ("zh", "cmn", "yue") else "en",
            turns=_turns(packet.passages),
            recordings=list(dict.fromkeys(each.recording for each in packet.passages)),
            sound={recording: name for recording, (_, name) in sound.items()},
            is_withheld=lambda passage: any(gap.touches(passage) for gap in cut.get(passage.recording, ())),
            is_draft=any(each.is_machine_made for each in packet.texts),
            style=_as_it_is("packet.css"),
            script=_as_it_is("packet.js"),
        )
    )


def _turns(passages: tuple[Passage, ...]) -> list[list[Passage]]:
    turns: list[list[Passage]] = []
    for each in passages:
        if each.begins or not turns:
            turns.append([])
        turns[-1].append(each)
    return turns


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(clock=clock, seconds=seconds, in_chinese=_in("zh"), in_english=_in("en"))
    return made


def _as_it_is(file: str) -> Markup:
    return Markup((_HERE / file).read_text("utf-8"))  # ours, and without "</"


def _in(primary: str) -> Any:
    """What a text is in one of the two languages of the page, or whatever there is of it."""

    def chosen(texts: Texts) -> str:
        with suppress(StopIteration):
            return next(text for tag, text in texts.items() if tag.split("-")[0].lower() == primary and text)
        return next(iter(texts.values()), "")

    return chosen
