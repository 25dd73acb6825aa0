"""Frames as bytes: docs/spec/runtime.md §2 and §5, protocol /hypernet/runtime/1.0.0."""

from __future__ import annotations

import struct
from enum import IntEnum, IntFlag
from typing import NamedTuple, Union

Payload = Union[bytes, bytearray]

MAGIC = b"HYPERNET"
PROTOCOL = "/hypernet/runtime/1.0.0"
MAX_BLOB = 64 << 20
MAX_LOG = 4096

HEADER = struct.Struct("<IHHI")
_HELLO = struct.Struct("<8sQH")
_WELCOME = struct.Struct("<Q7I")
_ARENA = struct.Struct("<Q")
_CHECKPOINT = struct.Struct("<II")
_PROGRESS = struct.Struct("<QQ")
_RESIDUAL = struct.Struct("<d")
_NUMBER = struct.Struct("<I")
_INTERVAL = struct.Struct("<q32s")
_REASON = struct.Struct("<H")
_CALL = struct.Struct("<8B2I6Q")
_RESULT = struct.Struct("<dQ4IQ")
_REFUSED = struct.Struct("<HH")
_MAX_ANSWER = (64 << 20) + (64 << 10)


class Kind(IntEnum):
    HELLO = 1
    WELCOME = 2
    RESTORE = 3
    RESTORED = 4
    CHECKPOINT = 5
    SETTLED = 6
    PROGRESS = 7
    LOG = 8
    FINISH = 9
    END = 10
    CALL = 64
    RESULT = 65
    REFUSED = 66


class Feature(IntFlag):
    COLLECTIVES = 1
    SHARED_MEMORY = 2
    INTERVALS = 4


#: Caps on the payloads that a runtime sends.
CAPS = {
    Kind.WELCOME: 1024,
    Kind.RESTORED: 4 + MAX_BLOB,
    Kind.SETTLED: 4 + _INTERVAL.size,
    Kind.END: 1024,
    Kind.RESULT: _MAX_ANSWER,
    Kind.REFUSED: 16 << 10,
}


class Reason(IntEnum):
    STOPPED = 1
    UNSUPPORTED_PROTOCOL = 2
    BROKEN_RULE = 3


class Code(IntEnum):
    MISMATCH = 1
    RANK_LOST = 2
    INVALID = 3
    LEFT_BEHIND = 4
    SINGULAR = 5
    DIVERGED = 6


class Interval(NamedTuple):
    """What a program has in place of a clock and of chance while it works for one checkpoint."""

    time: int
    seed: bytes


class Welcome(NamedTuple):
    features: int
    rank: int
    group: int
    partition: int
    partitions: int
    size: int
    checkpoints: int
    resume: int
    arena: int = 0
    interval: Interval | None = None


class Call(NamedTuple):
    """What is called; the same at every rank but for `name`, which only matches calls."""

    operation: int
    type: int = 0
    operator: int = 0
    exactness: int = 0
    on_loss: int = 0
    digits: int = 0
    root: int = 0
    elements: int = 0
    parameter: int = 0
    name: str = ""


class Place(NamedTuple):
    """Bytes of the arena."""

    offset: int
    length: int


class Result(NamedTuple):
    """The head of an answer; the value follows it, or lies in the arena."""

    error_bound: float
    length: int
    in_arena: int
    size: int
    rounds: int
    views: int
    sent: int
    contributors: tuple[int, ...]
    value: memoryview


def _frame(kind: Kind, payload: bytes = b"", request: int = 0) -> bytes:
    return HEADER.pack(len(payload), kind, 0, request) + payload


def hello(features: int = 0) -> bytes:
    protocol = PROTOCOL.encode()
    return _frame(Kind.HELLO, _HELLO.pack(MAGIC, features, len(protocol)) + protocol)


def restore(request: int) -> bytes:
    return _frame(Kind.RESTORE, request=request)


def checkpoint(request: int, number: int, result: bytes, state: bytes) -> bytes:
    payload = b"".join((_CHECKPOINT.pack(number, len(result)), result, state))
    return _frame(Kind.CHECKPOINT, payload, request)


def progress(done: int, total: int, residual: float | None = None) -> bytes:
    return _frame(Kind.PROGRESS, _PROGRESS.pack(done, total) + (b"" if residual is None else _RESIDUAL.pack(residual)))


def log(line: str) -> bytes:
    """One line; what is beyond the cap is cut off at a whole character."""
    text = line.encode("utf-8", "replace")
    if len(text) > MAX_LOG:
        text = text[:MAX_LOG].decode("utf-8", "ignore").encode()
    return _frame(Kind.LOG, text)


def finish() -> bytes:
    return _frame(Kind.FINISH)


def call_head(request: int, called: Call, length: int, source: Place | None = None, target: Place | None = None) -> bytes:
    """A CALL up to its contribution of `length` bytes, which follows unless it lies in the arena."""
    name = called.name.encode()
    places = (1 if source else 0) | (2 if target else 0)
    offset = source.offset if source else 0
    capacity, value_offset = (target.length, target.offset) if target else (0, 0)
    fields = (*called[:6], len(name), places, called.root, 0, called.elements, called.parameter, length, offset, capacity, value_offset)
    follows = 0 if source else length
    return HEADER.pack(_CALL.size + len(name) + follows, Kind.CALL, 0, request) + _CALL.pack(*fields) + name


def read_welcome(payload: Payload) -> Welcome:
    welcome, at = Welcome(*_WELCOME.unpack_from(payload)), _WELCOME.size
    if welcome.features & Feature.SHARED_MEMORY:
        welcome, at = welcome._replace(arena=_ARENA.unpack_from(payload, at)[0]), at + _ARENA.size
    if welcome.features & Feature.INTERVALS:
        welcome = welcome._replace(interval=Interval(*_INTERVAL.unpack_from(payload, at)))
    return welcome


def read_restored(payload: Payload) -> tuple[int, bytes]:
    (number,) = _NUMBER.unpack_from(payload)
    return number, bytes(payload[_NUMBER.size :])


def read_settled(payload: Payload) -> tuple[int, Interval | None]:
    """The number, and the interval that begins where the session tells it."""
    (number,) = _NUMBER.unpack_from(payload)
    told = payload[_NUMBER.size :]
    return int(number), Interval(*_INTERVAL.unpack(told)) if told else None


def read_end(payload: Payload) -> tuple[int, str]:
    (reason,) = _REASON.unpack_from(payload)
    return reason, bytes(payload[_REASON.size :]).decode("utf-8", "replace")


def read_result(payload: Payload) -> Result:
    fields = _RESULT.unpack_from(payload)
    end = _RESULT.size + (fields[3] + 7) // 8
    value = memoryview(payload)[end:]
    if len(payload) < end or (fields[2] == 0 and len(value) != fields[1]):
        raise struct.error(f"a value of {fields[1]} bytes, of which {len(value)} are there")
    return Result(*fields, contributors=_ranks(payload[_RESULT.size : end]), value=value)


def read_refused(payload: Payload) -> tuple[int, tuple[int, ...], str]:
    code, named = _REFUSED.unpack_from(payload)
    end = _REFUSED.size + named
    return code, _ranks(payload[_REFUSED.size : end]), bytes(payload[end:]).decode("utf-8", "replace")


def _ranks(bits: Payload) -> tuple[int, ...]:
    return tuple(8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte >> bit & 1)
