"""Numbers as a call carries them: docs/spec/runtime.md §5."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple


class Type(IntEnum):
    BYTES = 0
    F64 = 1
    F32 = 2
    I32 = 3
    I64 = 4
    U64 = 5
    BOOL = 6


_CODES = {"d": Type.F64, "f": Type.F32, "i": Type.I32, "l": Type.I64, "q": Type.I64, "L": Type.U64, "Q": Type.U64, "?": Type.BOOL}
_WIDTHS = {Type.F64: 8, Type.F32: 4, Type.I32: 4, Type.I64: 8, Type.U64: 8, Type.BOOL: 1}
_FORMATS = {Type.F64: "d", Type.F32: "f", Type.I32: "i", Type.I64: "q", Type.U64: "Q", Type.BOOL: "?"}
_BYTES = ("b", "B", "c")


class Elements(NamedTuple):
    """A contribution, and how the result of the same shape is given back."""

    type: Type
    length: int
    data: bytes | memoryview
    like: Callable[[memoryview], Any]

    @property
    def width(self) -> int:
        return _WIDTHS[self.type]


def elements(value: Any, as_float: bool = False, as_logic: bool = False) -> Elements:
    """A number, a list or tuple of numbers, or an array as elements.

    Truth values count as integers except for logic; `as_float` makes floats of integers.
    """
    if is_numpy(value):
        return _numpy_elements(value, as_float, as_logic)
    if isinstance(value, (bool, int, float)):
        kind = _type_of([value], as_float, as_logic)
        return Elements(kind, 1, _packed(kind, [value]), lambda data: _unpacked(kind, data)[0])
    if isinstance(value, (list, tuple)):
        kind = _type_of(value, as_float, as_logic)
        return Elements(kind, len(value), _packed(kind, value), lambda data: type(value)(_unpacked(kind, data)))
    if isinstance(value, (array, memoryview)):
        kind, data = buffer_elements(value)
        if kind is Type.BYTES:
            raise TypeError(f"bytes cannot be reduced: give numbers (array of {value.format if isinstance(value, memoryview) else value.typecode!r})")
        if as_float and kind in (Type.I32, Type.I64, Type.U64):
            return elements(array("d", value), as_float=True)
        return Elements(kind, len(data) // _WIDTHS[kind], data, lambda got: _as_buffer(value, got))
    raise TypeError(f"a {type(value).__name__} cannot be reduced: give a number, a list, or an array")


def buffer_elements(value: Any, writable: bool = False) -> tuple[Type, memoryview]:
    """Type and bytes of a contiguous buffer of the caller's."""
    try:
        view = memoryview(value)
    except TypeError:
        raise TypeError(f"a {type(value).__name__} is no buffer: give an array") from None
    code = view.format.lstrip("@=<")
    kind = Type.BYTES if code in _BYTES else _CODES.get(code)
    if kind is None or (kind is not Type.BYTES and view.itemsize != _WIDTHS[kind]):
        raise TypeError(f"elements of format {view.format!r} with {view.itemsize} bytes cannot be sent: give f64, f32, i32, i64, u64 or bool")
    if not view.c_contiguous or (writable and view.readonly):
        raise TypeError("the buffer must be contiguous" + (" and writable" if writable else ""))
    return kind, view.cast("B") if view.nbytes else memoryview(b"")


def _type_of(values: Any, as_float: bool, as_logic: bool) -> Type:
    for value in values:
        if not isinstance(value, (bool, int, float)):
            raise TypeError(f"a {type(value).__name__} among the numbers: nested lists are for NumPy")
    if as_float or any(isinstance(value, float) for value in values):
        return Type.F64
    if as_logic and all(isinstance(value, bool) for value in values):
        return Type.BOOL
    return Type.I64


def _packed(kind: Type, values: Any) -> bytes:
    try:
        return struct.pack(f"<{len(values)}{_FORMATS[kind]}", *values)
    except (struct.error, OverflowError):
        raise OverflowError("an integer beyond 64 bits: give floats") from None


def _unpacked(kind: Type, data: memoryview) -> list[Any]:
    return list(struct.unpack(f"<{len(data) // _WIDTHS[kind]}{_FORMATS[kind]}", data))


def _as_buffer(value: Any, data: memoryview) -> Any:
    if isinstance(value, array):
        return array(value.typecode, bytes(data))
    return memoryview(bytearray(data)).cast(value.format, value.shape) if data.nbytes else memoryview(b"")


def is_numpy(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic))


def _numpy_elements(value: Any, as_float: bool, as_logic: bool) -> Elements:
    import numpy as np

    if value.dtype.kind in "iu" and value.dtype.itemsize < 4 or value.dtype == np.uint32:
        given = np.asarray(value, np.int64)
    elif value.dtype.kind == "b" and not as_logic:
        given = np.asarray(value, np.int64)
    else:
        given = np.asarray(value)
    if as_float and given.dtype.kind in "iu":
        given = given.astype(np.float64)
    given = np.ascontiguousarray(given, given.dtype.newbyteorder("="))
    shape, dtype = np.shape(value), given.dtype
    kind, data = buffer_elements(given)
    if kind is Type.BYTES:
        raise TypeError(f"an array of {value.dtype} cannot be reduced: give numbers")

    def like(got: memoryview) -> Any:
        result = np.frombuffer(got, dtype).reshape(shape)
        return result if isinstance(value, np.ndarray) else result[()]

    return Elements(kind, given.size, data, like)
