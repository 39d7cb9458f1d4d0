"""The gallery: a picture is kept as it came, and what the public may see of it says nothing but what it shows."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from archive import fixity, gallery, provenance
from archive.accession import Tape
from archive.errors import LimitExceeded, MediaFault, NotFound, Refused
from archive.files import Files
from archive.publication import withdraw
from archive.records import HIDDEN, OPEN, Photo
from archive.settings import Settings
from tests.conftest import take_in

SECRET = b"Lin Guihua, Xinjian Road 14"


def photograph(path: Path, *, kind: str = "JPEG", size: tuple[int, int] = (300, 200)) -> Tape:
    """A picture, red on its left, that says where it was taken and of whom, in every way a file can."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = picture.getexif()
    exif[0x010E] = exif[0x013B] = SECRET.decode()
    exif[0x0112] = 6  # seen turned a quarter to the right
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(47), IFDRational(20), IFDRational(0))})
    told = {"comment": SECRET} if kind in {"JPEG", "GIF"} else {}
    picture.save(path, kind, exif=exif, **told)
    return Tape(path=path, name=path.name)


def add(files: Files, settings: Settings, picture: Tape) -> Photo:
    interview_id = (files.interview_ids() or [take_in(files).id])[0]
    return gallery.add_picture(files, settings, interview_id, picture, agent="M. Lin").gallery[-1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
def test_the_original_keeps_all_and_the_public_copy_only_what_it_shows(
    files: Files, settings: Settings, tmp_path: Path, kind: str
) -> None:
    picture = photograph(tmp_path / "Lin Guihua at home.jpg", kind=kind)
    photo = add(files, settings, picture)
    original = files.store.read(f"media/2026-001/gallery/{photo.file}")
    assert original == picture.path.read_bytes() and "Lin" not in photo.file
    assert photo.sha256 == hashlib.sha256(original).hexdigest()
    public = files.store.read(gallery.public_copy("2026-001", photo))
    assert b"Exif" not in public and SECRET not in public and b"http://ns.adobe.com" not in public
    with Image.open(io.BytesIO(public)) as seen:
        assert dict(seen.getexif()) == {} and set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        if kind != "GIF":  # which has no word for how it is turned
            assert seen.size == (200, 300)
            top, bottom = seen.getpixel((100, 10)), seen.getpixel((100, 290))
            assert top[1] < 60 < 200 < bottom[1]  # type: ignore[index]


def test_both_files_are_under_fixity_and_the_act_has_its_event(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    photo = add(files, settings, photograph(tmp_path / "a.jpg"))
    assert [each.type for each in provenance.events(files, "2026-001")] == ["accession", "picture added"]
    assert fixity.verify(files, "2026-001", agent="a test") == []
    path = settings.home / "media/2026-001/gallery" / photo.file
    path.write_bytes(b"x")
    assert next(str(each) for each in fixity.verify(files, "2026-001", agent="a test")).startswith(
        f"media/2026-001/gallery/{photo.file} has changed"
    )


def test_a_picture_is_hidden_until_somebody_opens_it_and_keeps_what_it_is(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    photo = add(files, settings, photograph(tmp_path / "a.jpg"))
    assert photo.access == HIDDEN
    said = Photo(
        file=photo.file,
        sha256="forged",
        caption={"zh": "井口"},
        alt={"en": "A pit head"},
        credit="<b>W</b>",
        access=OPEN,
    )
    (kept,) = gallery.describe_picture(files, "2026-001", said, agent="M. Lin").gallery
    assert (kept.sha256, kept.caption, kept.access) == (photo.sha256, {"zh": "井口"}, OPEN)
    for wrong in (Photo(file="../../x"), Photo(file=photo.file, recording="recording-9")):
        with pytest.raises(NotFound):
            gallery.describe_picture(files, "2026-001", wrong, agent="M. Lin")


def test_the_same_picture_twice_and_one_for_a_withdrawn_interview_are_refused(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    picture = photograph(tmp_path / "a.jpg")
    add(files, settings, picture)
    with pytest.raises(Refused, match="already"):
        add(files, settings, picture)
    assert add(files, settings, photograph(tmp_path / "b.png", kind="PNG")).file == "photo-2.png"
    withdraw(files, "2026-001", by="M. Lin", on="2026-05-04", reason="asked")
    with pytest.raises(Refused, match="withdrawn"):
        add(files, settings, photograph(tmp_path / "c.webp", kind="WEBP"))


def test_what_is_no_picture_or_too_large_a_one_leaves_nothing_behind(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    notes, bomb, cut = tmp_path / "notes.jpg", tmp_path / "bomb.png", tmp_path / "cut.jpg"
    notes.write_text("<svg onload=alert(1)>")
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\1\0\0\0\0"
    chunk = (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND\xaeB`\x82")
    cut.write_bytes(photograph(tmp_path / "whole.jpg", size=(900, 900)).path.read_bytes()[:-3000])
    for path, kind in ((notes, MediaFault), (bomb, LimitExceeded), (cut, MediaFault)):
        with pytest.raises(kind):
            add(files, settings, Tape(path=path, name=path.name))
    assert files.store.walk("media/2026-001/gallery") == [] and not list((settings.instance / "scratch").glob("*"))
