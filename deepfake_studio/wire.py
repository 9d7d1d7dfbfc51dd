"""Nouns to plain JSON values and back, exactly.

Used between processes, in the case database and in exports, so that one description of a noun serves all three.
Floats survive bit for bit (JSON writes the shortest text that reads back the same); NaN and infinities become null.
Arrays are nested lists. Unknown keys are ignored, so that an older program reads what a newer one wrote.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import types
import typing
from base64 import b64decode, b64encode
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A JSON value for any noun of `vocabulary` (or a list, tuple, dict or scalar of them)."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, np.ndarray):
        return _array_to_plain(value)
    if isinstance(value, np.generic):
        return to_plain(value.item())
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _array_to_plain(array: np.ndarray[Any, Any]) -> Any:
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return to_plain(array.tolist())
    return array.tolist()


def from_plain(cls: type[T], plain: Any) -> T:
    """The noun ``cls`` from its JSON value.

    Raises:
        ValueError: a required field is missing or has the wrong form.
    """
    try:
        return typing.cast(T, _read(cls, plain))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a {cls.__name__}: {error}") from error


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _read(kind: Any, plain: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _read_union(kind, plain)
    if kind is Any or kind is object:
        return plain
    if origin is typing.Literal:
        if plain not in typing.get_args(kind):
            raise TypeError(f"{plain!r} is none of {typing.get_args(kind)}")
        return plain
    if origin is np.ndarray or kind is np.ndarray:
        return _read_array(kind, plain)
    if origin in (tuple, list, dict):
        return _read_container(origin, typing.get_args(kind), plain)
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        known = {f.name for f in dataclasses.fields(kind)}
        return typing.cast(Any, kind)(**{k: _read(hints[k], v) for k, v in plain.items() if k in known})
    return _read_scalar(kind, plain)


def _read_union(kind: Any, plain: Any) -> Any:
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    if plain is None:
        return None
    return _read(options[0], plain)


def _read_container(origin: Any, args: tuple[Any, ...], plain: Any) -> Any:
    if origin is dict:
        return {(int(k) if args[0] is int else k): _read(args[1], v) for k, v in plain.items()}
    if origin is list:
        return [_read(args[0], v) for v in plain]
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_read(args[0], v) for v in plain)
    return tuple(_read(a, v) for a, v in zip(args, plain, strict=True))


def _read_array(kind: Any, plain: Any) -> Any:
    dtype: Any = np.float64
    for arg in typing.get_args(kind):
        if typing.get_origin(arg) is np.dtype:
            dtype = typing.get_args(arg)[0]
    if dtype is Any:
        dtype = np.float64
    return np.array(_nan_for_none(plain), dtype=dtype)


def _nan_for_none(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_nan_for_none(v) for v in plain]
    return math.nan if plain is None else plain


def _read_scalar(kind: Any, plain: Any) -> Any:
    if kind is Fraction:
        return Fraction(plain)
    if kind is bytes:
        return b64decode(plain)
    if kind is float:
        return float(plain)
    if isinstance(kind, type) and not isinstance(plain, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(plain).__name__}")
    return plain


def canonical(value: Any) -> bytes:
    """The one byte form of a value that hashes are taken over: sorted keys, no spaces, UTF-8."""
    text = json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """SHA-256 (hexadecimal) of the canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()
