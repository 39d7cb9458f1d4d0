"""Whisper's decoding of several windows at once: its own rules and search, with the sound shared between the beams.

Built on the inside of openai-whisper 20250625 (``whisper/decoding.py``), which decodes a batch only with one prompt for
all and without a beam, repeats keys and values of the sound for every beam, and works out the probabilities of every
token of the prompt. The words it finds are the same; two cores find them in about a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import torch
from torch import Tensor
from whisper.decoding import BeamSearchDecoder, DecodingOptions, DecodingResult, DecodingTask, PyTorchInference
from whisper.model import MultiHeadAttention, Whisper

from archive.transcribe.arithmetic import numbers
from archive.transcribe.encoder import Encoder

_ROWS: Final = 6  # of a step, for which matrices are laid out: one for each window decoded together


class SharedSound(MultiHeadAttention):  # type: ignore[misc]
    """Attention to sound of which there is one row per window, from tokens of which there are several.

    Keys and values are laid out head by head once a window: read as whisper lays them out, they took four times as long
    at every step (``docs/measurements-speech.md``).
    """

    def forward(self, x: Tensor, xa: Tensor | None = None, mask: Tensor | None = None, kv_cache: Any = None) -> Any:
        """As whisper's, but rows of ``x`` that belong to one row of ``xa`` are asked together: there is no mask."""
        if xa is None or kv_cache is None:
            return super().forward(x, xa, mask, kv_cache)
        if self.key not in kv_cache:
            keys, values = self._by_head(self.key(xa)), self._by_head(self.value(xa))
            kv_cache[self.key], kv_cache[self.value] = keys, values  # in place of what whisper's hooks put there
        queries = self._by_head(self.query(x.reshape(xa.shape[0], -1, x.shape[-1])))
        weights = (queries * queries.shape[-1] ** -0.5) @ kv_cache[self.key].transpose(-1, -2)
        found = (weights.softmax(dim=-1) @ kv_cache[self.value]).transpose(1, 2)
        return self.out(found.reshape(x.shape)), None

    def _by_head(self, rows: Tensor) -> Tensor:
        return rows.view(*rows.shape[:2], self.n_head, -1).transpose(1, 2).contiguous()


class Packed:
    """A matrix as oneDNN lays it out for this processor, to be multiplied by a few rows at a time.

    Read as PyTorch lays them out, six rows of the vocabulary took 11 ms and fifteen 26; so they take 6 and 9.
    """

    def __init__(self, weight: Tensor) -> None:
        self._weight = weight
        self._dtype: torch.dtype = getattr(torch, numbers())
        if torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]  # it is not on every kind of processor
            self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.to(self._dtype), _ROWS)

    def times(self, rows: Tensor, bias: Tensor | None = None) -> Tensor:
        """Each row times the matrix; ``rows`` may have any shape but for its last dimension."""
        if not self._weight.is_mkldnn:
            return torch.nn.functional.linear(rows, self._weight, bias)
        fitting = None if bias is None else bias.to(self._dtype)
        product: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows.to(self._dtype), self._weight, fitting, "none", [], ""
        )
        return product.to(rows.dtype)


class PackedLinear(torch.nn.Module):
    """A linear layer of the decoder whose weights are packed."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self._packed = Packed(layer.weight.detach())
        self._bias = None if layer.bias is None else layer.bias.detach()

    def forward(self, rows: Tensor) -> Tensor:
        """What the layer makes of the rows."""
        return self._packed.times(rows, self._bias)


def prepare(model: Whisper) -> Whisper:
    """The same model with all of the above in place."""
    for block in model.decoder.blocks:
        block.cross_attn.__class__ = SharedSound
    for parent in list(model.decoder.modules()):
        for name, layer in parent.named_children():
            if isinstance(layer, torch.nn.Linear):
                setattr(parent, name, PackedLinear(layer))
    model.vocabulary = Packed(model.decoder.token_embedding.weight.detach())
    model.encoder = Encoder(model.encoder)
    return model


def decode(
    model: Whisper, encoded: Tensor, contexts: Sequence[Sequence[int]], options: DecodingOptions
) -> list[DecodingResult]:
    """What is said in each encoded window, after its context (tokens; as many for each window)."""
    torch.manual_seed(0)  # a window heard again at a temperature gives the same words every time
    results: list[DecodingResult] = _Task(model, options, contexts).run(encoded)
    return results


class _Inference(PyTorchInference):  # type: ignore[misc]
    """The decoder's steps: the first for one beam of each window, and probabilities only where they are looked at."""

    def __init__(self, model: Whisper, prompt_length: int, *, sot_index: int, beams: int) -> None:
        super().__init__(model, prompt_length)
        self.kv_cache: dict[torch.nn.Module, Tensor] = {}
        self._sot_index = sot_index
        self._beams = beams

    def logits(self, tokens: Tensor, audio_features: Tensor) -> Tensor:
        if self.kv_cache:
            return self._step(tokens[:, -1:], audio_features[:: self._beams])
        self.kv_cache, self.hooks = self.model.install_kv_cache_hooks()
        first = self._step(tokens[:: self._beams], audio_features[:: self._beams], at=[self._sot_index, -1])
        for module in self.kv_modules:
            self.kv_cache[module] = self.kv_cache[module].repeat_interleave(self._beams, dim=0)
        return first.repeat_interleave(self._beams, dim=0)

    def _step(self, tokens: Tensor, encoded: Tensor, at: Sequence[int] = (-1,)) -> Tensor:
        decoder = self.model.decoder
        cached = self.kv_cache.get(self.kv_modules[0])
        offset = 0 if cached is None else cached.shape[1]
        x = decoder.token_embedding(tokens) + decoder.positional_embedding[offset : offset + tokens.shape[-1]]
        for block in decoder.blocks:
            x = block(x, encoded, mask=decoder.mask, kv_cache=self.kv_cache)
        likely: Tensor = self.model.vocabulary.times(decoder.ln(x[:, list(at)]))
        return likely


class _Task(DecodingTask):  # type: ignore[misc]
    """Whisper's decoding of a batch whose windows each have their own context."""

    def __init__(self, model: Whisper, options: DecodingOptions, contexts: Sequence[Sequence[int]]) -> None:
        super().__init__(model, replace(options, prompt=list(contexts[0]) or None))
        self.sot_index: int
        self._contexts = torch.tensor(contexts, dtype=torch.long)
        self.inference = _Inference(model, self.sample_begin, sot_index=self.sot_index, beams=self.n_group)
        if isinstance(self.decoder, BeamSearchDecoder):
            self.decoder.inference = self.inference
        self.sot_index = 0  # the first of the two places that the first step looks at

    def _get_audio_features(self, mel: Tensor) -> Tensor:
        # `run` takes every n-th row as one window's, which is what it forgot to make of them.
        return mel.repeat_interleave(self.n_group, dim=0)

    def _detect_language(self, audio_features: Tensor, tokens: Tensor) -> Any:
        # The one moment between the batch's tokens and the first step: each window gets its own context.
        if self._contexts.shape[1]:
            tokens[:, 1 : 1 + self._contexts.shape[1]] = self._contexts
        return [self.options.language] * len(tokens), None
