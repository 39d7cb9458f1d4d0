"""Media in which every field that a format has for something private holds a mark: tags, places, pictures, chapters."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.making_media import Film, Samples, babble, write

MARK = "canary-in-the-file"
_FIELDS = """
    title artist album album_artist composer comment copyright description synopsis genre date encoder encoded_by
    publisher performer lyrics location location-eng make model software keywords grouping show episode_id network
    handler_name creation_time com.apple.quicktime.location.ISO6709 com.apple.quicktime.make xmp original_filename
"""
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><photoshop:City>{MARK}-xmp</photoshop:City></x:xmpmeta>'.encode()


def tags() -> dict[str, str]:
    """A mark in every field that FFmpeg knows to write; a place where only a place will do."""
    return {name: "+45.7500+126.6500/" if name == "location" else f"{MARK}-{name}" for name in _FIELDS.split()}


def marked_media(folder: Path, *, seconds: float) -> list[Path]:
    """One file of each kind."""
    heard = babble(seconds)
    return [*_sound(folder, heard), *_film(folder, heard)]


def _sound(folder: Path, heard: Samples) -> list[Path]:
    wav = write(
        folder / f"{MARK}.wav", heard, 48_000, container="wav", codec="pcm_s16le", sample_format="s16", metadata=tags()
    )
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body
        for name, body in (
            (b"bext", f"{MARK}-bext".encode().ljust(602, b"\0")),
            (b"iXML", _even(f"{MARK}-ixml".encode())),
            (b"_PMX", _even(XMP)),
        )
    )
    data = bytearray(wav.read_bytes() + chunks)
    data[4:8] = struct.pack("<I", len(data) - 8)
    wav.write_bytes(data)
    mp3 = write(
        folder / f"{MARK}.mp3",
        heard,
        48_000,
        container="mp3",
        codec="libmp3lame",
        options={"write_xing": "0", "id3v2_version": "0"},
    )
    mp3.write_bytes(_id3() + mp3.read_bytes() + b"TAG" + f"{MARK}-id3v1".encode().ljust(125, b"\0")[:125])
    flac = write(
        folder / f"{MARK}.flac", heard, 48_000, container="flac", codec="flac", sample_format="s16", metadata=tags()
    )
    m4a = write(folder / f"{MARK}.m4a", heard, 48_000, container="ipod", codec="aac", metadata=tags())
    m4a.write_bytes(m4a.read_bytes() + _xmp_box())
    return [wav, mp3, flac, m4a]


def _film(folder: Path, heard: Samples) -> list[Path]:
    films = []
    for ending, container, codec in (
        ("mp4", "mp4", "libx264"),
        ("mov", "mov", "mpeg4"),
        ("mkv", "matroska", "libvpx"),
    ):
        path = folder / f"plain.{ending}"
        write(path, heard, 48_000, container=container, codec="aac", film=Film(codec), metadata=tags())
        films.append(_with_more_streams(path, folder / f"{MARK}.{ending}", container))
        path.unlink()
    films[0].write_bytes(films[0].read_bytes() + _xmp_box())
    return films


def _with_more_streams(path: Path, target: Path, container: str) -> Path:
    """The film with chapters, subtitles, an attachment where the container takes one, and names of its streams."""
    with av.open(str(path)) as source, av.open(str(target), "w", format=container) as output:
        output.metadata.update(tags())
        streams = {}
        for stream in source.streams:
            streams[stream.index] = output.add_stream_from_template(stream)
            streams[stream.index].metadata.update({"title": f"{MARK}-stream", "handler_name": f"{MARK}-handler"})
        words = None
        if container == "matroska":
            words = output.add_mux_stream("subrip", time_base=Fraction(1, 1000))
            output.add_attachment(f"{MARK}.txt", "text/plain", f"{MARK}-attachment".encode())
        chapter = {"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000), "metadata": {"title": f"{MARK}-1"}}
        output.set_chapters([chapter])
        if words is not None:
            said = av.Packet(f"{MARK}-subtitle".encode())
            said.pts, said.dts, said.duration, said.time_base, said.stream = 0, 0, 900, Fraction(1, 1000), words
            output.mux(said)
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                output.mux(packet)
    return target


def marked_pictures(folder: Path) -> list[Path]:
    """A photograph with a place, a camera, a comment, a thumbnail and XMP; and others as their formats have them."""
    picture = Image.fromarray(np.random.default_rng(3).integers(0, 255, (80, 120, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110], exif[0x0131] = (
        f"{MARK}-{n}" for n in ("what", "make", "model", "software")
    )
    exif[0x013B], exif[0x8298] = f"{MARK}-artist", f"{MARK}-copyright"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 45.0, 0.0), 3: "E", 4: (126.0, 39.0, 0.0), 29: "2016:03:14"})
    exif.get_ifd(0x8769).update({0x9286: f"{MARK}-user-comment".encode(), 0xA430: f"{MARK}-owner"})
    made = []
    for ending, how in (
        ("jpg", {"exif": exif, "xmp": XMP, "comment": f"{MARK}-comment".encode(), "icc_profile": _profile()}),
        ("webp", {"exif": exif, "xmp": XMP}),
        ("tif", {"exif": exif}),
        ("png", {"pnginfo": _notes(), "exif": exif}),
    ):
        path = folder / f"{MARK}.{ending}"
        picture.save(path, **how)
        picture = picture.rotate(90)  # no two are the same picture
        made.append(path)
    return made


def _notes() -> PngInfo:
    notes = PngInfo()
    for name in ("Title", "Author", "Comment", "XML:com.adobe.xmp"):
        notes.add_itxt(name, f"{MARK}-{name}")
    return notes


def _profile() -> bytes:
    return f"{MARK}-profile".encode().ljust(256, b"\0")


def _id3() -> bytes:
    """ID3v2.3 with text, a comment, a picture, an object and an address."""
    cover = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(cover, "JPEG", comment=f"{MARK}-cover".encode())
    frames = [
        (name, b"\0" + f"{MARK}-{name.decode()}".encode()) for name in (b"TIT2", b"TPE1", b"TALB", b"TENC", b"TSSE")
    ]
    frames += [
        (b"COMM", b"\0eng\0" + f"{MARK}-comm".encode()),
        (b"APIC", b"\0image/jpeg\0\3" + f"{MARK}-apic".encode() + b"\0" + cover.getvalue()),
        (b"GEOB", b"\0text/plain\0" + f"{MARK}-name".encode() + b"\0\0" + f"{MARK}-geob".encode()),
        (b"WXXX", b"\0\0" + f"http://{MARK}".encode()),
        (b"PRIV", b"XMP\0" + XMP),
    ]
    body = b"".join(name + struct.pack(">IH", len(data), 0) + data for name, data in frames)
    size = len(body)
    return b"ID3\3\0\0" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0)) + body


def _xmp_box() -> bytes:
    kind = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    return struct.pack(">I", 24 + len(XMP)) + b"uuid" + kind + XMP


def _even(data: bytes) -> bytes:
    return data + b"\0" * (len(data) % 2)
