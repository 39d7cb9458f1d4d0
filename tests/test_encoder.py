"""One encoder for both engines, in the numbers that the processor multiplies: as good as Whisper's own."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from archive import media
from archive.settings import Settings
from archive.transcribe.arithmetic import numbers_of
from archive.transcribe.batch import Packed
from archive.transcribe.ctranslate import read_variables
from archive.transcribe.encoder import Encoder, encoder_in, on_one_thread
from archive.transcribe.engines import load_whisper
from archive.transcribe.weights import find_weights


@pytest.mark.parametrize(
    ("cpuinfo", "numbers"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 amx_tile\n", "bfloat16"),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f\n", "float32"),
        ("processor\t: 0\nmodel name\t: an avx512_bf16 by name only\nflags\t\t: fpu\n", "float32"),
        ("processor\t: 0\nFeatures\t: fp asimd bf16\n", "float32"),
        ("", "float32"),
    ],
)
def test_bfloat16_is_multiplied_only_where_the_processor_says_that_it_does(cpuinfo: str, numbers: str) -> None:
    assert numbers_of(cpuinfo) == numbers


@torch.no_grad()
def test_both_engines_encode_speech_as_whispers_own_encoder_does(shared: Path) -> None:
    samples = media.decode(shared / "speech/formats/p001.flac").samples
    own = load_whisper(Settings()).encoder
    fast = encoder_in(find_weights(Settings(engine="faster-whisper")).path)
    ours = Encoder(own)
    spectrogram_of_the_same = []
    own.register_forward_pre_hook(lambda _, given: spectrogram_of_the_same.append(given[0]))
    heard = ours.encoded(samples)
    exact = own(spectrogram_of_the_same[0])[0]
    for encoded in (heard, fast.encoded(samples)):
        assert encoded.dtype == torch.float32
        assert (encoded - exact).abs().mean() < 0.05 * exact.abs().mean()
    assert torch.equal(ours(heard), heard), "what is encoded passes"


def test_rows_times_a_packed_matrix_are_the_same_rows_times_the_matrix() -> None:
    chance = torch.Generator().manual_seed(1)
    weight, rows = torch.randn(70, 32, generator=chance), torch.randn(6, 32, generator=chance)
    product = Packed(weight).times(rows)
    assert product.dtype == torch.float32
    assert torch.allclose(product, rows @ weight.T, atol=0.15)


def test_one_thread_is_lent_and_given_back() -> None:
    before = torch.get_num_threads()
    with on_one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_a_model_stored_in_whole_numbers_is_read_as_the_numbers_they_stand_for(tmp_path: Path) -> None:
    rows = np.array([[10, -20], [127, 0]], np.int8)
    path = tmp_path / "model.bin"
    path.write_bytes(
        struct.pack("<I", 6)
        + _text("WhisperSpec")
        + struct.pack("<II", 3, 2)
        + _variable("encoder/conv1/weight", rows, kind=1)
        + _variable("encoder/conv1/weight_scale", np.array([10, 127], np.float32), kind=0)
        + struct.pack("<I", 0)
    )
    assert {name: values.tolist() for name, values in read_variables(path).items()} == {
        "encoder/conv1/weight": [[1, -2], [1, 0]]
    }


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _variable(name: str, values: np.ndarray, *, kind: int) -> bytes:
    shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
    return _text(name) + shape + struct.pack("<BI", kind, values.nbytes) + values.tobytes()
