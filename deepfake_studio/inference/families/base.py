"""What a family of published checkpoints is: known by names and shapes alone, built untrained, loaded strictly.

Importing a family loads no torch; only `Family.build` and what follows it does.

When adding a family: one `Family` per architecture in one file of this folder, named in `registry.MODULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from deepfake_studio.errors import WeightsError
from deepfake_studio.vocabulary import Question

if TYPE_CHECKING:
    from torch import Tensor, nn

Shapes = Mapping[str, tuple[int, ...]]
Aggregator = Literal["mean_logit", "mean_probability"]

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CLIP_MEAN, CLIP_STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
HALF = (0.5, 0.5, 0.5)
ZERO, ONE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

REFERENCE = "compared with the output of the original implementation"
TWIN = "every part compared in a family with reference output; the whole had none"
DESCRIPTION = "built from the published description; no reference output was at hand"
UNVERIFIED = "parity not verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """How a face becomes an input of the network, and its output a score.

    ``crop`` names a crop recipe, ``aggregator`` the way the family's authors pool scores over a recording. ``classes``
    is 1 (one logit, of class 1) or 2; ``manipulated`` is the class that means "manipulated" (0: class 1 is REAL and the
    sign is turned). ``clip_frames`` is 0 for detectors of single frames. ``mean`` and ``std`` apply to RGB in 0..1.
    Where ``samples`` is not 0, that many samples of sound at 16 kHz take the place of a picture, whose fields then say
    nothing.
    """

    size_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    crop: str
    aggregator: Aggregator = "mean_logit"
    classes: Literal[1, 2] = 1
    manipulated: Literal[0, 1] = 1
    clip_frames: int = 0
    question: Question = "manipulated_face"
    samples: int = 0

    def logit(self, out: Tensor) -> Tensor:
        """The manipulation logit (N,) in the network's output (N, classes); higher = more likely manipulated."""
        raised = out[:, 0] if self.classes == 1 else out[:, 1] - out[:, 0]
        return raised if self.manipulated == 1 else -raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One architecture with the form of its published files.

    Attributes:
        family: short id, e.g. ``dfspot_v2``; also the first half of an installed detector's id.
        architecture: in words, e.g. ``tf_efficientnetv2_l``.
        project: who published it, e.g. ``DFSpot``.
        signature: bare tensor names and shapes that all must be there for the family to be recognised; few.
        absent: names that must not be there.
        test: what must hold beside the signature, where names alone do not tell.
        make: builds the network untrained, in evaluation mode or not, without any download.
        inputs: see `Inputs`.
        optional: bare names that may be missing or left over.
        convert: from the file's bare tensors to the network's names, where they differ.
        hints: words in a file's name that tell families of the same tensors apart.
        verified: whether scores need no mark; `basis` says what that rests on.
        basis: what the output was compared with.
        licence: of the published weights, as far as known.
        origin: where the weights come from, in words.
        paper: as in a model card.
        companion: prefix of tensors that come from a second file, where the published one is only a head.
        explain: dotted name of the layer a heat map is drawn from; empty where none is known.
    """

    family: str
    architecture: str
    project: str
    signature: Shapes
    make: Callable[[], nn.Module]
    inputs: Inputs
    verified: bool
    absent: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    convert: Callable[[Mapping[str, Tensor]], dict[str, Tensor]] | None = None
    hints: tuple[str, ...] = ()
    licence: str = "not stated"
    origin: str = ""
    paper: str = ""
    explain: str = ""
    basis: str = UNVERIFIED
    companion: str = ""
    test: Callable[[Shapes], bool] | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Of one batch of two frames, or of one clip, as the parity input has it."""
        size = self.inputs.size_px
        if self.inputs.samples:
            return (2, self.inputs.samples)
        return (1, self.inputs.clip_frames, 3, size, size) if self.inputs.clip_frames else (2, 3, size, size)

    def recognise(self, shapes: Shapes) -> bool:
        """Whether bare names and shapes are those of this family; loads no torch."""
        fits = all(shapes.get(k) == v for k, v in self.signature.items()) and not (self.absent & shapes.keys())
        return fits and (self.test is None or self.test(shapes))

    def likeness(self, shapes: Shapes) -> float:
        """Share 0..1 of the signature's names that are there, whatever their shapes."""
        return sum(k in shapes for k in self.signature) / max(1, len(self.signature))

    def build(self) -> nn.Module:
        """The untrained network, in evaluation mode."""
        return self.make().eval()

    def expected(self) -> dict[str, tuple[int, ...]]:
        """Names and shapes of all tensors of the network; needs torch, but neither memory nor time."""
        import torch

        with torch.device("meta"):
            return {k: tuple(v.shape) for k, v in self.make().state_dict().items()}

    def load(self, module: nn.Module, tensors: Mapping[str, Tensor], *, name: str = "the file") -> nn.Module:
        """Put bare tensors into ``module``, strictly but for `optional`; float32 from then on.

        Raises:
            WeightsError: a tensor is missing, unknown, of another shape, or the weights were never trained.
        """
        from deepfake_studio.inference import weights

        weights.load_into(module, self.converted(tensors, name=name), name=name, optional=self.optional)
        return module

    def loaded(self, tensors: Mapping[str, Tensor], *, name: str = "the file") -> nn.Module:
        """`build` and `load` in one, without ever filling the network with random numbers; see `load` for errors."""
        import torch

        from deepfake_studio.inference import weights

        found = self.converted(tensors, name=name)
        with torch.device("meta"):
            module = self.make()
        weights.load_into(module, found, name=name, optional=self.optional, assign=True)
        return _whole(module).eval()

    def converted(self, tensors: Mapping[str, Tensor], *, name: str = "the file") -> dict[str, Tensor]:
        """The file's bare tensors in float32 under the network's names.

        Raises:
            WeightsError: a part that the conversion needs is missing or of another shape.
        """
        try:
            found = dict(tensors) if self.convert is None else self.convert(tensors)
        except (KeyError, ValueError, RuntimeError) as error:
            raise WeightsError(f"{name} lacks a part of {self.architecture} ({error}); download it again.") from error
        return {k: (v.float() if v.is_floating_point() else v) for k, v in found.items()}


def _whole(module: nn.Module) -> nn.Module:
    """Zeros for what no file had to hold (a part that scores never use)."""
    import torch

    for inner in module.modules():
        for name, value in inner.named_parameters(recurse=False):
            if value.is_meta:
                setattr(inner, name, torch.nn.Parameter(torch.zeros(value.shape), requires_grad=False))
        for name, buffer in inner.named_buffers(recurse=False):
            if buffer.is_meta:
                raise AssertionError(f"the buffer {name} of {type(inner).__name__} is in no file")
    return module


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that is not scored: ``sentence`` says why and what to do; ``family`` where its kind is known."""

    sentence: str
    family: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
