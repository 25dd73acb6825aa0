"""Whole frames over the runtime's socket."""

from __future__ import annotations

import socket
import struct
from typing import Callable, TypeVar

from . import _frames
from ._errors import Disconnected, HypernetError, NoRuntime, ProtocolError, Stopped
from ._frames import Kind

T = TypeVar("T")


class Connection:
    def __init__(self, path: str) -> None:
        self._end: HypernetError | None = None
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(path)
        except OSError as error:
            self._socket.close()
            raise NoRuntime(
                f"no runtime listens on {path} ({error.strerror}): programs are started by an agent; "
                "for another socket set HYPERNET_SOCKET"
            ) from error

    def close(self) -> None:
        self._socket.close()

    def send(self, frame: bytes) -> None:
        """Sends a frame; a runtime that has ended the session meanwhile says so here, and ever after."""
        if self._end:
            raise self._end
        try:
            self._socket.sendall(frame)
        except OSError as error:
            self._receive()
            raise Disconnected("the runtime answered where it should have ended the session") from error

    def answer(self, kind: Kind, request: int, read: Callable[[bytes], T]) -> T:
        """Waits for the answer of this kind to this request."""
        got, to, payload = self._receive()
        if (got, to) != (kind, request):
            raise ProtocolError(f"the runtime sent {got.name} to request {to}, not {kind.name} to request {request}")
        try:
            return read(payload)
        except struct.error as error:
            raise ProtocolError(f"the runtime's {kind.name} has {len(payload)} bytes: {error}") from error

    def _receive(self) -> tuple[Kind, int, bytes]:
        length, number, flags, request = _frames.HEADER.unpack(self._exactly(_frames.HEADER.size))
        if number not in _frames.CAPS or flags != 0 or length > _frames.CAPS[Kind(number)]:
            raise ProtocolError(f"the runtime sent a frame of kind {number}, flags {flags}, {length} bytes")
        payload = self._exactly(length)
        kind = Kind(number)
        if kind is Kind.END:
            reason, text = _frames.read_end(payload)
            self._end = (Stopped if reason == _frames.Reason.STOPPED else ProtocolError)(text)
            raise self._end
        return kind, request, payload

    def _exactly(self, count: int) -> bytes:
        data = bytearray(count)
        view = memoryview(data)
        while view:
            try:
                received = self._socket.recv_into(view)
            except OSError as error:
                raise Disconnected(f"the runtime is gone ({error.strerror})") from error
            if received == 0:
                raise Disconnected("the runtime is gone (it closed the connection)")
            view = view[received:]
        return bytes(data)
