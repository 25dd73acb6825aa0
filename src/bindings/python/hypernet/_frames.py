"""Frames as bytes: docs/spec/runtime.md §2, protocol /hypernet/runtime/1.0.0."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

MAGIC = b"HYPERNET"
PROTOCOL = "/hypernet/runtime/1.0.0"
MAX_BLOB = 64 << 20
MAX_LOG = 4096

HEADER = struct.Struct("<IHHI")
_HELLO = struct.Struct("<8sQH")
_WELCOME = struct.Struct("<Q7I")
_CHECKPOINT = struct.Struct("<II")
_PROGRESS = struct.Struct("<QQ")
_NUMBER = struct.Struct("<I")
_REASON = struct.Struct("<H")


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


#: Caps on the payloads that a runtime sends.
CAPS = {Kind.WELCOME: 1024, Kind.RESTORED: 4 + MAX_BLOB, Kind.SETTLED: 4, Kind.END: 1024}


class Reason(IntEnum):
    STOPPED = 1
    UNSUPPORTED_PROTOCOL = 2
    BROKEN_RULE = 3


class Welcome(NamedTuple):
    features: int
    rank: int
    group: int
    partition: int
    partitions: int
    size: int
    checkpoints: int
    resume: int


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


def progress(done: int, total: int) -> bytes:
    return _frame(Kind.PROGRESS, _PROGRESS.pack(done, total))


def log(line: str) -> bytes:
    """One line; what is beyond the cap is cut off at a whole character."""
    text = line.encode("utf-8", "replace")
    if len(text) > MAX_LOG:
        text = text[:MAX_LOG].decode("utf-8", "ignore").encode()
    return _frame(Kind.LOG, text)


def finish() -> bytes:
    return _frame(Kind.FINISH)


def read_welcome(payload: bytes) -> Welcome:
    return Welcome(*_WELCOME.unpack_from(payload))


def read_restored(payload: bytes) -> tuple[int, bytes]:
    (number,) = _NUMBER.unpack_from(payload)
    return number, payload[_NUMBER.size :]


def read_settled(payload: bytes) -> int:
    (number,) = _NUMBER.unpack(payload)
    return int(number)


def read_end(payload: bytes) -> tuple[int, str]:
    (reason,) = _REASON.unpack_from(payload)
    return reason, payload[_REASON.size :].decode("utf-8", "replace")
