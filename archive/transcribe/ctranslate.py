"""CTranslate2's model file, read into the names and shapes of Whisper's own checkpoint.

The file is a version, a spec name, a revision and a count; per variable a name, its rank and dimensions, a type, a
length and the bytes; then aliases (CTranslate2, ``src/models/model.cc``). Strings carry their length and a final NUL.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from archive.errors import BadInput

FLOAT16: Final = 4
_TYPES: Final = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, FLOAT16: np.float16}
_SPEC: Final = "WhisperSpec"
_SCALE: Final = "_scale"

Variables = Mapping[str, np.ndarray[Any, Any]]


def read_variables(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Every variable of the file by CTranslate2's name. Raises :class:`BadInput` if it is not a Whisper model."""
    try:
        return _unscaled(_Reader(path.read_bytes()).variables())
    except (struct.error, UnicodeDecodeError, KeyError, ValueError) as error:
        raise BadInput(
            "%(name)s is not a CTranslate2 Whisper model.", next_step="Fetch it again.", name=path.name
        ) from error


def whisper_checkpoint(variables: Variables) -> dict[str, Any]:
    """What ``whisper.load_model`` expects of a checkpoint (arrays, not tensors): ``dims`` and ``model_state_dict``."""
    state: dict[str, np.ndarray[Any, Any]] = {
        "encoder.positional_embedding": variables["encoder/position_encodings/encodings"],
        "decoder.positional_embedding": variables["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": variables["decoder/embeddings/weight"],
    }
    for name in ("weight", "bias"):
        state |= {f"encoder.conv{n}.{name}": variables[f"encoder/conv{n}/{name}"] for n in (1, 2)}
    state |= _norm(variables, "encoder/layer_norm", "encoder.ln_post")
    state |= _norm(variables, "decoder/layer_norm", "decoder.ln")
    for stack in ("encoder", "decoder"):
        for n in range(_layers(variables, stack)):
            state |= _block(variables, f"{stack}/layer_{n}", f"{stack}.blocks.{n}")
    return {"dims": _dims(variables, state), "model_state_dict": state}


class _Reader:
    """A position in the bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def variables(self) -> dict[str, np.ndarray[Any, Any]]:
        version, spec = self._number("I"), self._text()
        if version < 6 or spec != _SPEC:
            raise ValueError(f"version {version} of {spec}")
        self._number("I")  # the spec's revision
        return dict(self._variable() for _ in range(self._number("I")))

    def _variable(self) -> tuple[str, np.ndarray[Any, Any]]:
        name = self._text()
        shape = [self._number("I") for _ in range(self._number("B"))]
        kind = _TYPES[self._number("B")]
        length = self._number("I")
        end = self._at + length
        array = np.frombuffer(self._data[self._at : end], dtype=kind).reshape(shape)
        self._at = end
        return name, array

    def _number(self, form: str) -> int:
        (value,) = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return int(value)

    def _text(self) -> str:
        length = self._number("H")
        text = self._data[self._at : self._at + length - 1].decode()
        self._at += length
        return text


def _unscaled(variables: Variables) -> dict[str, np.ndarray[Any, Any]]:
    """The variables without the scales by which whole numbers stand for others: one for all of a matrix or each row."""
    real = {}
    for name, values in variables.items():
        if (scale := variables.get(f"{name}{_SCALE}")) is not None:
            values = values.astype(np.float32) / scale.reshape(-1, *[1] * (values.ndim - 1))
        real[name] = values
    return {name: values for name, values in real.items() if not name.endswith(_SCALE)}


def _block(variables: Variables, source: str, target: str) -> dict[str, np.ndarray[Any, Any]]:
    """One layer; CTranslate2 fuses query, key and value of self-attention, and key and value of cross-attention."""
    state = _norm(variables, f"{source}/self_attention/layer_norm", f"{target}.attn_ln")
    state |= _split(variables, f"{source}/self_attention/linear_0", f"{target}.attn", ("query", "key", "value"))
    state |= _split(variables, f"{source}/self_attention/linear_1", f"{target}.attn", ("out",))
    if f"{source}/attention/linear_0/weight" in variables:
        state |= _norm(variables, f"{source}/attention/layer_norm", f"{target}.cross_attn_ln")
        state |= _split(variables, f"{source}/attention/linear_0", f"{target}.cross_attn", ("query",))
        state |= _split(variables, f"{source}/attention/linear_1", f"{target}.cross_attn", ("key", "value"))
        state |= _split(variables, f"{source}/attention/linear_2", f"{target}.cross_attn", ("out",))
    state |= _norm(variables, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    for n, place in ((0, 0), (1, 2)):  # 1 is the activation
        for name in ("weight", "bias"):
            state[f"{target}.mlp.{place}.{name}"] = variables[f"{source}/ffn/linear_{n}/{name}"]
    return state


def _norm(variables: Variables, source: str, target: str) -> dict[str, np.ndarray[Any, Any]]:
    return {f"{target}.weight": variables[f"{source}/gamma"], f"{target}.bias": variables[f"{source}/beta"]}


def _split(variables: Variables, source: str, target: str, parts: tuple[str, ...]) -> dict[str, np.ndarray[Any, Any]]:
    state = {}
    weights = np.split(variables[f"{source}/weight"], len(parts))
    biases = np.split(variables[f"{source}/bias"], len(parts))
    for part, weight, bias in zip(parts, weights, biases, strict=True):
        state[f"{target}.{part}.weight"] = weight
        if part != "key":  # Whisper's keys have no bias; CTranslate2 stores zeros
            state[f"{target}.{part}.bias"] = bias
    return state


def _layers(variables: Variables, stack: str) -> int:
    found = (re.match(rf"{stack}/layer_(\d+)/", name) for name in variables)
    return 1 + max(int(match[1]) for match in found if match)


def _dims(variables: Variables, state: Variables) -> dict[str, int]:
    n_audio_ctx, n_audio_state = state["encoder.positional_embedding"].shape
    n_text_ctx, n_text_state = state["decoder.positional_embedding"].shape
    return {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_audio_ctx": n_audio_ctx,
        "n_audio_state": n_audio_state,
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": _layers(variables, "encoder"),
        "n_text_ctx": n_text_ctx,
        "n_text_state": n_text_state,
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": _layers(variables, "decoder"),
    }
