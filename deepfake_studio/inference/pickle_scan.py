"""What a pickle would call, read from its instructions without running one.

`torch.load(weights_only=True)` refuses the rest as well; this comes first, because it names the cause in one sentence
and runs before torch is loaded at all.
"""

from __future__ import annotations

import io
import pickletools
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from deepfake_studio.errors import WeightsError

MAX_BYTES = 64 << 20  # the instructions of a checkpoint with 100,000 tensors take about 20 MB
_STORAGES = (
    *("Float", "Half", "Double", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"),
    *("ComplexFloat", "ComplexDouble"),
)
_TYPES = ("float16", "float32", "float64", "bfloat16", "int8", "uint8", "int16", "int32", "int64", "bool")
ALLOWED = frozenset(
    {
        "collections.OrderedDict", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter", "torch.nn.parameter.Parameter", "torch.Size", "torch.device",
        "torch.storage.UntypedStorage", "torch.storage.TypedStorage", "torch.serialization._get_layout",
        "_codecs.encode", "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
        *(f"torch.{name}Storage" for name in _STORAGES),
        *(f"torch.cuda.{name}Storage" for name in _STORAGES),
        *(f"torch.{name}" for name in _TYPES),
    }
)  # fmt: skip
_HIDDEN = "something whose name it hides"
_PUTS, _GETS = frozenset({"PUT", "BINPUT", "LONG_BINPUT"}), frozenset({"GET", "BINGET", "LONG_BINGET"})


def refuse_calls(data: bytes, *, path: Path, pickles: int) -> None:
    """Refuse when one of the first ``pickles`` in ``data`` would call anything but the makers of tensors.

    Raises:
        WeightsError: it names what would be called; or the instructions are damaged.
    """
    stream = io.BytesIO(data)
    for _ in range(pickles):
        for name in globals_of(stream, path=path):
            if name not in ALLOWED:
                raise WeightsError(
                    f"{path} asks for {name if name == _HIDDEN else repr(name)} to be run when it is opened; nothing "
                    "was run, and only plain tensors are accepted: get the weights as a state dict or as safetensors."
                )


def globals_of(stream: BinaryIO, *, path: Path) -> Iterator[str]:
    """``module.name`` of all that one pickle would look up, in its order; leaves ``stream`` behind its end.

    Raises:
        WeightsError: no pickle stands there, or it is damaged.
    """
    texts: list[str | None] = []  # what was pushed, as far as it is text; ``None`` for all else
    memo: dict[int, str | None] = {}
    try:
        for operation, argument, _ in pickletools.genops(stream):
            name = operation.name
            if name in ("GLOBAL", "INST"):
                yield str(argument).replace(" ", ".", 1)
                texts.append(None)
            elif name == "STACK_GLOBAL":
                yield _joined(texts)
                texts.append(None)
            elif name.startswith("EXT"):
                yield _HIDDEN
            else:
                _follow(name, argument, texts, memo)
    except (ValueError, IndexError, OverflowError, UnicodeError) as error:
        raise WeightsError(f"{path} is a damaged pickle ({str(error)[:120]}); get it again from its source.") from error


def _follow(name: str, argument: object, texts: list[str | None], memo: dict[int, str | None]) -> None:
    """Keep the texts that a later STACK_GLOBAL may name; whatever is unclear is ``None`` and then refused."""
    if name in _PUTS:
        memo[int(str(argument))] = texts[-1] if texts else None
    elif name == "MEMOIZE":
        memo[len(memo)] = texts[-1] if texts else None
    elif name in _GETS:
        texts.append(memo.get(int(str(argument))))
    else:
        texts.append(argument if isinstance(argument, str) else None)


def _joined(texts: list[str | None]) -> str:
    last = texts[-2:]
    return f"{last[0]}.{last[1]}" if len(last) == 2 and None not in last else _HIDDEN
