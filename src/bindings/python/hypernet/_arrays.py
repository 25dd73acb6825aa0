"""Arrays as canonical bytes: docs/spec/runtime.md §4."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._reader import Reader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

_MAGIC = b"HNARRAYS"
_COUNT = struct.Struct("<I")
_NAME = struct.Struct("<H")
_SHAPE = struct.Struct("<BB")
_TYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "c8", "c16")
_MAX_DIMENSIONS = 32
_MAX_LENGTH = (1 << 31) - 1


def pack(arrays: Mapping[str, ArrayLike]) -> bytes:
    """Named arrays as bytes: the same bytes for equal arrays, whatever the order of the names.

    Needs NumPy. Takes booleans, integers, floats and complex numbers; NaNs become
    one and the same NaN, since their bits differ between processors.

    >>> unpack(pack({"factor": [[2.0, 1.0], [0.0, 3.0]], "row": 7}))["row"]
    array(7)
    """
    named = sorted((name.encode(), value) for name, value in arrays.items())
    return b"".join((_MAGIC, _COUNT.pack(len(named)), *(part for name, value in named for part in _parts(name, value))))


def unpack(data: bytes | bytearray | memoryview) -> dict[str, np.ndarray[Any, Any]]:
    """The arrays of `pack`. Needs NumPy. Raises ValueError for anything that `pack` does not write."""
    reader = Reader(data)
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise ValueError("these are not packed arrays: they do not start with HNARRAYS")
    (count,) = reader.read(_COUNT)
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    last = b""
    for _ in range(count):
        (length,) = reader.read(_NAME)
        name = bytes(reader.take(length))
        if name <= last or length > 255:
            raise ValueError(f"array {name!r} after {last!r}: names must ascend and have 1 to 255 bytes")
        arrays[name.decode()] = read_array(reader)
        last = name
    if reader.left:
        raise ValueError(f"{reader.left} bytes after the last array")
    return arrays


def _parts(name: bytes, value: ArrayLike) -> tuple[bytes, ...]:
    import numpy as np

    if not 1 <= len(name) <= 255:
        raise ValueError(f"name {name!r}: needs 1 to 255 bytes")
    return _NAME.pack(len(name)), name, *array_bytes(np.array(value), f"array {name!r}", canonical=True)


def array_bytes(array: np.ndarray[Any, Any] | np.generic, what: str = "an array", canonical: bool = False) -> tuple[bytes, bytes, bytes]:
    """Type, dimensions and elements; of canonical ones all NaNs are the same."""
    import numpy as np

    kind = array.dtype.str[1:].replace("b1", "?")
    if kind not in _TYPES or array.ndim > _MAX_DIMENSIONS or any(length > _MAX_LENGTH for length in array.shape):
        raise ValueError(f"{what} of type {array.dtype} and shape {array.shape} cannot be packed")
    plain = np.array(array, dtype=np.dtype(kind).newbyteorder("<"), order="C")
    if canonical and plain.dtype.kind in "fc":
        parts = plain.reshape(-1).view(f"<f{plain.dtype.itemsize // (2 if plain.dtype.kind == 'c' else 1)}")
        parts[np.isnan(parts)] = np.nan
    return (
        _SHAPE.pack(_TYPES.index(kind) + 1, array.ndim),
        struct.pack(f"<{array.ndim}Q", *array.shape),
        plain.tobytes(),
    )


def read_array(reader: Reader) -> np.ndarray[Any, Any]:
    """The array whose type, dimensions and elements come next."""
    import numpy as np

    code, dimensions = reader.read(_SHAPE)
    if not 1 <= code <= len(_TYPES) or dimensions > _MAX_DIMENSIONS:
        raise ValueError(f"an array of type {code} and {dimensions} dimensions")
    shape = reader.read(struct.Struct(f"<{dimensions}Q"))
    if any(length > _MAX_LENGTH for length in shape):
        raise ValueError(f"an array of shape {shape}")
    dtype = np.dtype(_TYPES[code - 1]).newbyteorder("<")
    elements = bytes(reader.take(math.prod(shape) * dtype.itemsize))
    if code == 1 and elements.strip(b"\0\1"):
        raise ValueError("a bool other than 0 and 1")
    return np.frombuffer(elements, dtype).reshape(shape).astype(dtype.newbyteorder("="))
