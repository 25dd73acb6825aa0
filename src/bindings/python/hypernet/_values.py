"""Values as bytes, and lists of parts: docs/spec/runtime.md §5 and §8. No pickle: peers are strangers."""

from __future__ import annotations

import struct
from array import array
from typing import Any

from ._arrays import array_bytes, read_array
from ._elements import is_numpy
from ._reader import Reader

_MAX_DEPTH = 64
_COUNT = struct.Struct("<I")
_LENGTH = struct.Struct("<Q")
_I64 = struct.Struct("<q")
_F64 = struct.Struct("<d")
_FLAT = {"b": 2, "h": 3, "i": 4, "q": 5, "l": 5, "B": 6, "H": 7, "I": 8, "Q": 9, "L": 9, "f": 10, "d": 11}
_FLAT_CODES = {2: "b", 3: "h", 4: "i", 5: "q", 6: "B", 7: "H", 8: "I", 9: "Q", 10: "f", 11: "d"}
_MISSING = (1 << 64) - 1


def pack_value(value: Any) -> bytes:
    """A value as bytes: None, truth values, numbers, text, bytes, arrays, and lists, tuples and maps of them."""
    parts: list[bytes] = []
    _pack(value, parts, 0)
    return b"".join(parts)


def unpack_value(data: bytes | memoryview) -> Any:
    """The value of `pack_value`. Raises ValueError for anything that it does not write."""
    reader = Reader(data)
    try:
        value = _unpack(reader, 0)
    except UnicodeDecodeError as error:
        raise ValueError(f"text that is not UTF-8: {error}") from error
    if reader.left:
        raise ValueError(f"{reader.left} bytes after the value")
    return value


def pack_parts(parts: list[bytes]) -> bytes:
    """A list of parts by rank."""
    lengths = b"".join(_LENGTH.pack(len(part)) for part in parts)
    return b"".join((_COUNT.pack(len(parts)), lengths, *parts))


def unpack_parts(data: memoryview) -> list[memoryview | None]:
    """The parts by rank, None where there is none."""
    reader = Reader(data)
    (count,) = reader.read(_COUNT)
    lengths = [reader.read(_LENGTH)[0] for _ in range(count)]
    parts = [None if length == _MISSING else reader.take(length) for length in lengths]
    if reader.left:
        raise ValueError(f"{reader.left} bytes after the last part")
    return parts


def _read_text(reader: Reader) -> str:
    return bytes(reader.take(reader.read(_COUNT)[0])).decode()


def _pack(value: Any, parts: list[bytes], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise ValueError(f"values nested more than {_MAX_DEPTH} deep")
    if value is None or isinstance(value, bool):
        parts.append(bytes([0 if value is None else 1 + value]))
    elif type(value) is int:
        _pack_integer(value, parts)
    elif type(value) is float:
        parts += (b"\5", _F64.pack(value))
    elif isinstance(value, str):
        parts += (b"\6", _text(value))
    elif isinstance(value, (bytes, bytearray)):
        parts += (b"\7", _LENGTH.pack(len(value)), bytes(value))
    elif isinstance(value, (list, tuple)):
        parts += (b"\x08" if isinstance(value, list) else b"\x09", _COUNT.pack(len(value)))
        for item in value:
            _pack(item, parts, depth + 1)
    elif isinstance(value, dict):
        parts += (b"\x0a", _COUNT.pack(len(value)))
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of type {type(key).__name__}: keys are text")
            parts.append(_text(key))
            _pack(item, parts, depth + 1)
    elif isinstance(value, array):
        if value.typecode not in _FLAT:
            raise TypeError(f"an array of {value.typecode!r} cannot be sent")
        parts += (b"\x0c", struct.pack("<BBQ", _FLAT[value.typecode], 1, len(value)), value.tobytes())
    elif is_numpy(value):
        parts += (b"\x0b", *array_bytes(value))
    else:
        raise TypeError(f"a {type(value).__name__} cannot be sent: give numbers, text, bytes, arrays, or lists, tuples and dicts of them")


def _pack_integer(value: int, parts: list[bytes]) -> None:
    if -(1 << 63) <= value < 1 << 63:
        parts += (b"\3", _I64.pack(value))
    else:
        # One bit more than the magnitude has, for the sign.
        length = ((value if value >= 0 else ~value).bit_length() + 8) // 8
        parts += (b"\4", _COUNT.pack(length), value.to_bytes(length, "little", signed=True))


def _text(value: str) -> bytes:
    data = value.encode()
    return _COUNT.pack(len(data)) + data


def _unpack(reader: Reader, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise ValueError(f"values nested more than {_MAX_DEPTH} deep")
    tag = reader.take(1)[0]
    if tag <= 2:
        return (None, False, True)[tag]
    if tag == 3:
        return reader.read(_I64)[0]
    if tag == 4:
        return int.from_bytes(reader.take(reader.read(_COUNT)[0]), "little", signed=True)
    if tag == 5:
        return reader.read(_F64)[0]
    if tag == 6:
        return _read_text(reader)
    if tag == 7:
        return bytes(reader.take(reader.read(_LENGTH)[0]))
    if tag in (8, 9):
        items = [_unpack(reader, depth + 1) for _ in range(reader.read(_COUNT)[0])]
        return items if tag == 8 else tuple(items)
    if tag == 10:
        return _unpack_map(reader, depth)
    if tag == 11:
        values = read_array(reader)
        return values if values.ndim else values[()]
    if tag == 12:
        return _unpack_flat(reader)
    raise ValueError(f"a value of tag {tag}")


def _unpack_map(reader: Reader, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(reader.read(_COUNT)[0]):
        key = _read_text(reader)
        if key in found:
            raise ValueError(f"key {key!r} twice")
        found[key] = _unpack(reader, depth + 1)
    return found


def _unpack_flat(reader: Reader) -> array[Any]:
    kind, dimensions, length = reader.read(struct.Struct("<BBQ"))
    if kind not in _FLAT_CODES or dimensions != 1:
        raise ValueError(f"a flat array of type {kind} and {dimensions} dimensions")
    values = array(_FLAT_CODES[kind])
    values.frombytes(reader.take(length * values.itemsize))
    return values
