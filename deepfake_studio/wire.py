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
from collections.abc import Callable
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
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {getattr(cls, '__name__', cls)}: {error}") from error


# One reader per type, made once: lists of thousands of nouns are read in the window.
Reader = Callable[[Any], Any]


def _read(kind: Any, plain: Any) -> Any:
    return _reader(kind)(plain)


@cache
def _reader(kind: Any) -> Reader:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _union_reader(kind)
    if kind is Any or kind is object:
        return lambda plain: plain
    if origin is typing.Literal:
        return _literal_reader(typing.get_args(kind))
    if origin is np.ndarray or kind is np.ndarray:
        return _array_reader(kind)
    if origin in (tuple, list, dict):
        return _container_reader(origin, typing.get_args(kind))
    if dataclasses.is_dataclass(kind):
        return _noun_reader(kind)
    return _scalar_reader(kind)


def _union_reader(kind: Any) -> Reader:
    inner = _reader(next(option for option in typing.get_args(kind) if option is not type(None)))
    return lambda plain: None if plain is None else inner(plain)


def _literal_reader(allowed: tuple[Any, ...]) -> Reader:
    def read(plain: Any) -> Any:
        if plain not in allowed:
            raise TypeError(f"{plain!r} is none of {allowed}")
        return plain

    return read


def _noun_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in dataclasses.fields(kind)}

    def read(plain: Any) -> Any:
        return kind(**{name: readers[name](value) for name, value in plain.items() if name in readers})

    return read


def _container_reader(origin: Any, args: tuple[Any, ...]) -> Reader:
    if origin is dict:
        key: Reader = int if args[0] is int else lambda k: k
        value = _reader(args[1])
        return lambda plain: {key(k): value(v) for k, v in plain.items()}
    item = _reader(args[0])
    if origin is list:
        return lambda plain: [item(v) for v in plain]
    if len(args) == 2 and args[1] is Ellipsis:
        return lambda plain: tuple([item(v) for v in plain])
    items = [_reader(a) for a in args]
    return lambda plain: tuple([read(v) for read, v in zip(items, plain, strict=True)])


def _array_reader(kind: Any) -> Reader:
    dtype: Any = np.float64
    for arg in typing.get_args(kind):
        if typing.get_origin(arg) is np.dtype:
            dtype = typing.get_args(arg)[0]
    if dtype is Any:
        dtype = np.float64
    return lambda plain: np.array(plain, dtype=dtype)  # null becomes NaN


def _scalar_reader(kind: Any) -> Reader:
    if kind is Fraction:
        return Fraction
    if kind is bytes:
        return b64decode
    if kind is float:
        return float
    if not isinstance(kind, type):
        return lambda plain: plain

    def read(plain: Any) -> Any:
        if not isinstance(plain, kind):
            raise TypeError(f"expected {kind.__name__}, got {type(plain).__name__}")
        return plain

    return read


def canonical(value: Any) -> bytes:
    """The one byte form of a value that hashes are taken over: sorted keys, no spaces, UTF-8."""
    text = json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """SHA-256 (hexadecimal) of the canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()
