"""Loading the engine that the settings name; only hearing processes do it, so that nobody else needs torch."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from archive.errors import BadSetting, Unavailable
from archive.settings import Settings
from archive.transcribe.arithmetic import numbers
from archive.transcribe.heard import Engine
from archive.transcribe.weights import find_weights

_DISTRIBUTIONS = {"whisper": "openai-whisper", "faster-whisper": "faster-whisper"}


def load_engine(settings: Settings) -> Engine:
    """The engine with its model; raises :class:`Unavailable` if either is not on this machine."""
    if settings.engine == "faster-whisper":
        from archive.transcribe.fast_engine import FastEngine

        return FastEngine(find_weights(settings).path)
    from archive.transcribe.whisper_engine import WhisperEngine

    return WhisperEngine(load_whisper(settings))


def engine_name(settings: Settings) -> str:
    """The program and model that sign a transcript: ``openai-whisper 20250625, model base``."""
    distribution = _DISTRIBUTIONS[settings.engine]
    try:
        return f"{distribution} {version(distribution)}, model {settings.whisper_model.rsplit('/', 1)[-1]}"
    except PackageNotFoundError as error:
        raise BadSetting(
            "%(program)s is not installed.",
            next_step="`pip install 'earwitness[fast]'`",
            program=distribution,
        ) from error


def how_it_decodes(settings: Settings) -> str:
    """How the engine searches for words, and in which numbers, for whoever asks later why a transcript says this."""
    multiplied = f"encoder {numbers()}, decoder int8" if settings.engine == "faster-whisper" else numbers()
    return f"beam 5, temperature fallback, context of 100 tokens; {multiplied}"


def describe_engine(settings: Settings) -> str:
    """The engine, its model and where the weights are; raises what keeps it from working."""
    name = engine_name(settings)
    if settings.engine == "faster-whisper" and find_spec("faster_whisper") is None:
        raise Unavailable("faster-whisper is not installed.", next_step="`pip install 'earwitness[fast]'`")
    return f"{name}, in {find_weights(settings).path}"


def load_whisper(settings: Settings) -> Any:
    """Whisper's own model object with the weights that the settings name.

    Raises :class:`Unavailable` without them, and :class:`BadSetting` where they are no Whisper model's.
    """
    import whisper

    weights = find_weights(settings)
    try:
        model = _model_in(weights.path)
    except (OSError, EOFError, LookupError, TypeError, RuntimeError, UnpicklingError) as error:
        raise BadSetting(
            "%(path)s is not a checkpoint of Whisper's, or not all of one.",
            next_step="Fetch or copy it again, or mend EARWITNESS_WHISPER_MODEL.",
            path=weights.path,
        ) from error
    heads = whisper._ALIGNMENT_HEADS.get(weights.name)
    if heads is not None:  # without them word times come from all heads of the upper half, and are worse
        model.set_alignment_heads(heads)
    return model.eval()


def _model_in(path: Path) -> Any:
    import torch
    from whisper.model import ModelDimensions, Whisper

    checkpoint = torch.load(path, weights_only=True, map_location="cpu")
    model = Whisper(ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    return model
